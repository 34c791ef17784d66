"""Consent: refused, never answered, given in words, withdrawn."""

from __future__ import annotations

import pytest

from tests.system.people import Customer, DeskAgent
from tests.system.running import System
from tests.system.test_story import queued

SECRET = "my card is 4111 1111 1111 1111 and my mail is jo@example.com"


def waiting(system: System) -> Customer:
    """A customer in the queue who told something first."""
    customer = system.customer()
    customer.turn("my order A-12345 is late")
    customer.turn(SECRET)
    queued(customer)
    return customer


def test_refused_shares_nothing_and_costs_nothing(system: System, agent: DeskAgent) -> None:
    customer = waiting(system)
    place = agent.case_of(customer)["position"]
    customer.press("Nothing")
    customer.hears("Nothing of our conversation is passed on")
    case = agent.case_of(customer)
    assert (case["summary"], case["reasons"], case["risks"]) == ("", [], {})
    assert (case["emotion"], case["messages"], case["branch"]) == ([], [], None)
    assert case["position"] == place and case["consent"]["scope"] == "nothing"


def test_never_answered_keeps_the_place(system: System, agent: DeskAgent) -> None:
    silent, speaking = waiting(system), waiting(system)
    speaking.press("Summary and conversation")
    speaking.hears("A summary and our conversation are passed on")
    first, second = agent.case_of(silent), agent.case_of(speaking)
    assert first["position"] < second["position"] and first["consent"]["scope"] == "pending"
    for case in (first, second):
        agent.do(case, "claim")
    silent.hears("has joined")
    speaking.hears("has joined")
    assert agent.case(first["id"])["summary"] == ""
    silent.press("Just a summary")  # an answer after the claim is still an answer
    silent.hears("Only a summary is passed on")
    assert "A-12345" in agent.case(first["id"])["summary"]


def test_the_conversation_goes_without_card_and_contact(system: System, agent: DeskAgent) -> None:
    customer = waiting(system)
    customer.press("Summary and conversation")
    customer.hears("A summary and our conversation are passed on")
    words = str(agent.case_of(customer)["messages"])
    assert "A-12345" in words and "<CREDIT_CARD>" in words and "<EMAIL_ADDRESS>" in words
    assert "4111" not in words and "jo@example.com" not in words


@pytest.mark.parametrize("claimed", [False, True])
@pytest.mark.parametrize("how", ["words", "button"])
def test_withdrawal_takes_what_was_shared_off_the_desk(
    system: System, agent: DeskAgent, claimed: bool, how: str
) -> None:
    customer = waiting(system)
    customer.press("Summary and conversation")
    customer.hears("A summary and our conversation are passed on")
    case = agent.case_of(customer)
    if claimed:
        agent.do(case, "claim")
        customer.hears("has joined")
    if how == "words":
        customer.say("please take back my consent")
    else:
        customer.say(payload="/privacy")
        customer.hears("You agreed that a summary and the conversation are passed on")
        customer.press("Take back my consent")
    customer.hears("is off the person's desk")
    case = agent.case(case["id"])
    before = [m for m in case["messages"] if m["text"] in (SECRET, "my order A-12345 is late")]
    assert not before and case["summary"] == "" and case["reasons"] == [] and case["emotion"] == []
    assert case["consent"]["scope"] == "nothing"


def test_words_count_only_when_they_are_sure(system: System, agent: DeskAgent) -> None:
    customer = waiting(system)
    customer.turn("just a summary please")
    case = agent.case_of(customer)
    asked_again = any("choose with a button" in text for text in customer.texts("assistant"))
    assert (case["consent"]["scope"] == "summary") != asked_again
