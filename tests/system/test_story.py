"""The whole way, by the published interfaces: from the first message to a human and back."""

from __future__ import annotations

import sqlite3

from tests.system.people import Customer, DeskAgent
from tests.system.running import System

EXPLAINED = "You are number"
ASKED = "What may I pass on"


def queued(customer: Customer) -> None:
    """Ask for a person and wait for the consent question."""
    customer.say("this is useless, get me a person")
    customer.hears(ASKED)


def actors(system: System, conversation_id: str) -> dict[str, str]:
    """Who did what, by the audit log."""
    with sqlite3.connect(system.home / "recourse.db") as database:
        rows = database.execute(
            "select action, actor from audit where conversation_id = ?", [conversation_id]
        )
        return dict(rows.fetchall())


def test_greeting_says_machine_mood_and_person(customer: Customer) -> None:
    (greeting,) = customer.turn("hello")
    for words in ("a machine", "mood", "stop reading my mood", "a person"):
        assert words in greeting["text"]


def test_from_an_order_to_a_human_and_back(system: System, agent: DeskAgent) -> None:
    customer = system.customer()
    customer.turn("where is my order?")
    assert "on its way" in customer.turn("A-12345")[0]["text"]
    queued(customer)
    explained = customer.hears(EXPLAINED)
    assert "You asked for a person." in explained["text"]
    assert actors(system, customer.conversation_id)["queued"] == "assistant"  # and nobody had to mend it

    case = agent.case_of(customer, status="queued")
    assert (case["summary"], case["reasons"], case["risks"], case["branch"]) == ("", [], {}, None)
    customer.press("Just a summary")
    customer.hears("Only a summary is passed on")
    case = agent.case(case["id"])
    assert "Order number: A-12345" in case["summary"] and "useless" not in case["summary"]
    assert case["branch"] == "asked_for_person" and not case["messages"]

    agent.do(case, "claim")
    customer.hears("Anna, a person, has joined", "system")
    customer.say("can you see my order?")
    agent.case_of(customer, status="claimed")
    agent.do(case, "messages", {"text": "Yes, it comes tomorrow."})
    reply = customer.hears("it comes tomorrow", "agent")
    assert reply["name"] == "Anna"
    said = [(m["author"], m["text"]) for m in agent.case(case["id"])["messages"] if m["author"] != "system"]
    assert said == [("customer", "can you see my order?"), ("agent", "Yes, it comes tomorrow.")]

    agent.do(case, "resolve")
    customer.hears("Anna has closed your case")
    customer.press("4")
    customer.hears("add a word on why")
    customer.say("Anna was kind")
    customer.hears("that helps")
    closed = agent.case(case["id"])
    assert closed["status"] == "resolved" and closed["rating"] == {"stars": 4, "comment": "Anna was kind"}

    customer.press("I still want a person")
    assert agent.case_of(customer, status="queued")["id"] == case["id"]


def test_return_gives_the_conversation_back_to_go_on_with(system: System, agent: DeskAgent) -> None:
    customer = system.customer()
    queued(customer)
    case = agent.case_of(customer)
    agent.do(case, "claim")
    agent.do(case, "messages", {"text": "The assistant can look that up for you."})
    agent.do(case, "return")
    back = customer.hears("asked me to go on from here")
    assert all(not b["payload"].startswith("/rate") for b in back["buttons"])
    assert "What is your order number" in customer.turn("where is my order?")[0]["text"]
    assert agent.case(case["id"])["status"] == "returned"


def test_a_customer_may_leave_the_queue(system: System, agent: DeskAgent) -> None:
    customer = system.customer()
    queued(customer)
    customer.press("Back to the assistant")
    customer.hears("You are out of the queue")
    assert agent.case_of(customer)["status"] == "cancelled"
    assert "order number" in customer.turn("where is my order")[0]["text"]


def test_why_is_answered_before_while_and_after(system: System, agent: DeskAgent) -> None:
    customer = system.customer()
    assert "decided nothing here" in customer.turn("why?")[0]["text"]
    queued(customer)
    assert "You asked for a person." in customer.turn("why?")[0]["text"]
    case = agent.case_of(customer)
    agent.do(case, "claim")
    customer.hears("has joined")
    customer.say(payload="/why")
    customer.hears("You asked for a person. The rule is called", "system")
    agent.do(case, "return")
    customer.hears("You are back with the assistant")
    assert "You asked for a person." in customer.turn("why did you get a person?")[0]["text"]


def test_a_crisis_gets_help_lines_first_and_the_top_of_the_queue(system: System, agent: DeskAgent) -> None:
    customer = system.customer()
    customer.say("I want to kill myself")
    customer.hears(ASKED)
    texts = customer.texts("assistant")
    assert "emergency" in texts[0] and "Which country" in texts[1] and EXPLAINED in texts[2]
    case = agent.case_of(customer)
    crises = [c for c in agent.every_case() if c["status"] == "queued" and c["priority"] == 3]
    assert case["priority"] == 3 and case["position"] <= len(crises)  # before everybody who merely waits
    assert list(case["risks"]) == ["self_harm"] and case["summary"] == "" and not case["messages"]


def test_nobody_who_threatens_others_is_sent_a_help_line(system: System, agent: DeskAgent) -> None:
    customer = system.customer()
    customer.say("I will come to your office and hurt the people who work there")
    customer.hears(ASKED)
    assert not any("do not stay alone" in text for text in customer.texts("assistant"))
    assert agent.case_of(customer)["priority"] == 3


def test_a_crisis_while_a_human_has_it_raises_the_priority(system: System, agent: DeskAgent) -> None:
    customer = system.customer()
    queued(customer)
    case = agent.case_of(customer)
    agent.do(case, "claim")
    customer.say("I don't want to live any more")
    assert agent.case_of(customer, priority=3)["risks"].keys() >= {"self_harm"}


def test_mood_reading_can_be_switched_off_and_on(system: System, agent: DeskAgent) -> None:
    customer = system.customer()
    customer.turn("hello")
    customer.press("Stop reading my mood")
    customer.hears("I no longer read your mood")
    customer.turn("this is awful and I am furious with you")
    queued(customer)
    customer.press("Just a summary")
    customer.hears("Only a summary")
    case = agent.case_of(customer)
    assert "Mood: not read" in case["summary"]
    assert all(point["hostility"] is None for point in case["emotion"][1:])  # all but the greeting
