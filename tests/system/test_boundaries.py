"""What the machine does not decide, told in the chat and on a page; and a decision that is disputed, whole."""

from __future__ import annotations

import re

import pytest
import requests

from tests.system.people import Customer, DeskAgent
from tests.system.running import System

RECEIPT = re.compile("D-[2-9A-HJ-NP-Z]{6}")


def page(system: System, query: str = "") -> requests.Response:
    return requests.get(f"{system.chat}/webhooks/webchat/boundaries{query}", timeout=10)


def test_the_chat_says_what_it_does_not_decide_and_where_all_of_it_stands(
    system: System, customer: Customer
) -> None:
    customer.say("what won't you decide")
    told = customer.hears("These things I leave to people")
    assert "I never refuse a refund" in told["text"] and "I do not block" in told["text"]
    (address,) = re.findall(r"http\S+", told["text"])
    assert "I never refuse a refund" in requests.get(address, timeout=10).text
    customer.press("What can I ask for?")
    rights = customer.hears("You may ask for any of these")
    payloads = [button["payload"] for button in rights["buttons"]]
    assert {"/request_human", "/ask_why", "/withdraw_consent", "/delete_my_data", "/dispute_decision"} <= set(
        payloads
    )


@pytest.mark.parametrize(
    ("query", "language"),
    [("", "en"), ("?lang=de", "de"), ("?lang=pt", "pt"), ("?lang=xx", "en"), ("?lang=%3Cscript%3E", "en")],
)
def test_the_page_is_for_everybody_and_brings_no_script(system: System, query: str, language: str) -> None:
    found = page(system, query)
    assert found.status_code == 200 and found.headers["content-type"].startswith("text/html")
    assert f'<html lang="{language}">' in found.text
    assert not re.search(r"<script|<style|style=|\son\w+=", found.text)
    chat = requests.get(f"{system.chat}/webhooks/webchat/", timeout=10)
    for name in ("content-security-policy", "x-content-type-options", "referrer-policy", "cache-control"):
        assert found.headers[name] == chat.headers[name]


def test_a_dispute_where_nothing_was_decided_is_answered(customer: Customer) -> None:
    customer.say("that decision was wrong")  # which may be read as unhappy, and acknowledged first
    customer.hears("so far, so there is nothing to take back")
    customer.say("that's not what I meant")
    customer.hears(
        "I missed what you asked"
    )  # the branch missed_question offers a person before we ask again


def test_a_place_that_the_machine_took_by_itself_is_taken_back_and_reviewed(
    system: System, agent: DeskAgent
) -> None:
    customer = system.customer()
    customer.say("my lawyer will sue you for this")
    customer.hears("What may I pass on")
    customer.say("you misread me")
    receipt = RECEIPT.search(customer.hears("taken it back")["text"])
    assert receipt and agent.case_of(customer)["status"] == "cancelled"
    (kept,) = [d for d in disputes(system)["items"] if d["id"] == receipt.group()]
    assert (kept["branch"], kept["route"], kept["state"]) == ("legal_threat", "hand_over", "open")
    assert "lawyer" not in str(kept)
    customer.press("Go on here")
    customer.hears("What else can I do?")
    customer.press("I would still like a person")
    customer.hears("You asked for a person.")


def test_a_place_that_the_customer_asked_for_is_kept(system: System, agent: DeskAgent) -> None:
    customer = system.customer()
    customer.say("get me a person")
    customer.hears("What may I pass on")
    customer.say("you misread me")
    assert RECEIPT.search(customer.hears("Your place in the queue is kept, and the person")["text"])
    assert agent.case_of(customer)["status"] == "queued"


def disputes(system: System) -> dict[str, list[dict[str, str]]]:
    token = system.recourse("token", "--role", "reviewer", "--name", "Rita")
    headers = {"Authorization": f"Bearer {token}"}
    found: dict[str, list[dict[str, str]]] = requests.get(
        f"{system.desk}/api/disputes", headers=headers, timeout=10
    ).json()
    return found
