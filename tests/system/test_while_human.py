"""While a human has the conversation the bot is silent, whatever comes, and nothing is lost on the way."""

from __future__ import annotations

import sqlite3
import time

from tests.system.people import Customer, DeskAgent, until
from tests.system.running import System
from tests.system.test_story import queued

MESSAGES = 200
TRICKS = [
    "/restart",
    '/rate_help{"stars": "5"}',
    "/session_start",
    "/greet",
    "  /restart",
    "hello",
    "get me a person",
]


def expire_session(system: System, customer: Customer) -> None:
    """Make Rasa's session older than it lives, in its own tracker store."""
    with sqlite3.connect(system.home / "tracker.db", timeout=10) as database:
        mine = (customer.conversation_id,)
        database.execute("update events set timestamp = timestamp - 7200 where sender_id = ?", mine)
        database.execute(
            "update events set data = json_set(data, '$.timestamp', timestamp) where sender_id = ?", mine
        )


def test_two_hundred_messages_reach_the_case_and_no_bot_answers(system: System, agent: DeskAgent) -> None:
    customer = system.customer()
    queued(customer)
    case = agent.case_of(customer)
    agent.do(case, "claim")
    joined = customer.hears("has joined")
    words = [TRICKS[i // 10 % len(TRICKS)] if i % 10 == 0 else f"message {i}" for i in range(MESSAGES)]
    for i, text in enumerate(words):
        customer.say(text)
        if i == MESSAGES // 2:
            expire_session(system, customer)
    said = until(lambda: _customer_lines(agent, case["id"], MESSAGES), "all messages in the case", 60)
    assert said == words
    time.sleep(1)  # an answer of the bot would come now
    assert [e for e in customer.events(joined["id"]) if e["author"] != "customer"] == []

    agent.do(case, "return")
    customer.hears("You are back with the assistant")
    assert "order number" in customer.turn("where is my order?")[0]["text"]


def _customer_lines(agent: DeskAgent, case_id: str, count: int) -> list[str] | None:
    lines = [m["text"] for m in agent.case(case_id)["messages"] if m["author"] == "customer"]
    return lines if len(lines) >= count else None


def test_a_session_that_expires_in_the_queue_keeps_the_place(system: System, agent: DeskAgent) -> None:
    customer = system.customer()
    queued(customer)
    expire_session(system, customer)
    answer = customer.turn("hello?")
    assert "Your place in the queue is kept" in answer[0]["text"]
    assert agent.case_of(customer)["status"] == "queued"


def test_commands_and_foreign_buttons_are_refused_by_the_bot(system: System) -> None:
    customer = system.customer()
    customer.turn("hello")
    for trick in ("/restart", '/rate_help{"stars": "5"}', "/consent_full", "/EXTERNAL_resolved"):
        assert "not one of mine" in customer.turn(trick)[0]["text"], trick
    assert "order number" in customer.turn("where is my order?")[0]["text"]


def test_a_reload_while_the_agent_writes_loses_and_doubles_nothing(system: System, agent: DeskAgent) -> None:
    customer = system.customer()
    queued(customer)
    case = agent.case_of(customer)
    agent.do(case, "claim")
    lines = [f"line {i}" for i in range(30)]
    for i, line in enumerate(lines):
        agent.do(case, "messages", {"text": line, "client_id": f"c{i}"})
        agent.do(case, "messages", {"text": line, "client_id": f"c{i}"})  # the desk tries again
        if i % 10 == 5:
            customer.history()
    customer.hears(lines[-1], "agent")
    assert customer.texts("agent") == lines
    assert [e["text"] for e in customer.history() if e["author"] == "agent"] == lines
    assert [m["text"] for m in agent.case(case["id"])["messages"] if m["author"] == "agent"] == lines
