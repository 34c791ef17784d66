"""The customer's own data on the running system: a link that opens it, and an erasure after which nothing is left."""

from __future__ import annotations

import hashlib
import hmac
import json
import time
import uuid

import pytest
import requests

from tests.system.people import Customer, DeskAgent, until
from tests.system.running import System
from tests.system.test_story import queued

GONE_SECONDS = 15


class Signed(Customer):
    """A customer on a page that signs who they are."""

    def __init__(self, system: System) -> None:
        who = f"customer-{uuid.uuid4().hex}"
        key = system.settings.secret("identity").encode()
        identity = {"id": who, "signature": hmac.new(key, who.encode(), hashlib.sha256).hexdigest()}
        opened = requests.post(
            f"{system.chat}/webhooks/webchat/session", json={"identity": identity}, timeout=10
        ).json()
        self.token, self.conversation_id, self.who = opened["token"], opened["conversation_id"], who
        super().__init__(system.chat, self)


@pytest.fixture
def signed(system: System) -> Signed:
    return Signed(system)


def left(system: System, *words: str) -> list[str]:
    """The files of the instance in which any of these words can be found, journals and logs included."""
    files = [path for path in system.home.rglob("*") if path.is_file()]
    return [path.name for path in files for word in words if word.encode() in path.read_bytes()]


def link_in(text: str) -> str:
    return next(word for word in text.split() if word.startswith("http"))


def status_of(customer: Customer, path: str) -> int:
    url = f"{customer.base}{path}"
    headers = customer.headers
    if path == "/messages":
        return customer.post(text="hello").status_code
    return requests.post(url, headers=headers, timeout=10).status_code


def test_what_is_known_is_told_and_a_signed_customer_gets_the_copy_at_once(signed: Signed) -> None:
    secret = f"plum-{uuid.uuid4().hex}"
    signed.turn(f"are you human? my word is {secret}")
    signed.say("what do you know about me?")
    assert secret not in signed.hears("This is kept of our conversation", "assistant")["text"]
    signed.press("Send me my data")
    link = link_in(signed.hears("Here is a copy", "assistant")["text"])
    answer = requests.get(link, timeout=10)
    assert answer.status_code == 200 and "attachment" in answer.headers["content-disposition"]
    assert secret in json.dumps(answer.json()["messages"])
    assert requests.get(link[:-3], timeout=10).status_code == 401
    assert requests.get(link.partition("?")[0], timeout=10).status_code == 401
    signed.leave()


def test_everything_is_erased_after_the_turn_and_the_page_begins_anew(system: System, signed: Signed) -> None:
    secret = f"plum{uuid.uuid4().hex}"
    signed.turn(f"are you human? my word is {secret}")
    assert left(system, secret)
    signed.say("delete my data")
    signed.hears("Shall everything that is kept", "assistant")
    began = time.monotonic()
    signed.press("Erase everything")
    signed.hears("It is erased within a few seconds", "assistant")
    until(lambda: status_of(signed, "/ticket") == 401, "the erasure", GONE_SECONDS)
    assert time.monotonic() - began < GONE_SECONDS
    signed.leave()
    until(lambda: not left(system, secret, signed.who), lambda: str(left(system, secret, signed.who)), 5)
    assert status_of(signed, "/messages") == 401
    time.sleep(3)  # whoever wrote late has written by now
    assert not left(system, secret, signed.who)
    assert requests.post(f"{signed.base}/session", timeout=10).status_code == 200


def test_without_an_identity_an_agent_checks_and_the_customer_gets_the_link(
    system: System, agent: DeskAgent, customer: Customer
) -> None:
    customer.turn("are you human?")
    customer.say("send me my data")
    customer.hears("a person checks that first", "assistant")
    explained = customer.hears("You are number", "assistant")
    assert "a person checks who asks" in explained["text"]
    customer.hears("What may I pass on", "assistant")
    case = agent.case_of(customer, status="queued")
    (request,) = case["data_requests"]
    assert agent.post(f"/data-requests/{request['id']}", {"granted": True}).status_code == 409
    agent.do(case, "claim")
    customer.hears("has joined")
    answer = agent.post(f"/data-requests/{request['id']}", {"granted": True})
    assert answer.json()["state"] == "done", answer.text
    link = link_in(customer.hears("Here is a copy", "system")["text"])
    assert requests.get(link, timeout=10).json()["conversation"][0]["id"] == customer.conversation_id
    agent.do(case, "resolve")
    customer.leave()


def test_a_granted_erasure_is_done_once_the_case_is_closed(
    system: System, agent: DeskAgent, customer: Customer
) -> None:
    secret = f"plum{uuid.uuid4().hex}"
    customer.turn(f"are you human? {secret}")
    queued(customer)
    customer.say("delete my data")
    customer.hears("a person checks that first", "assistant")
    case = agent.case_of(customer, status="queued")
    agent.do(case, "claim")
    customer.hears("has joined")
    agent.post(f"/data-requests/{case['data_requests'][0]['id']}", {"granted": True})
    customer.hears("after the person has closed your case", "system")
    assert left(system, secret)
    agent.do(case, "resolve")
    until(lambda: agent.get(f"/cases/{case['id']}").status_code == 404, "the erasure", GONE_SECONDS)
    customer.leave()
    until(lambda: not left(system, secret), lambda: str(left(system, secret)), 5)
    time.sleep(3)
    assert not left(system, secret)
