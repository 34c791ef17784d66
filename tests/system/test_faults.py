"""Killing (-9) any part before and after each commit on the path loses nothing and doubles nothing."""

from __future__ import annotations

import re
import signal
import sqlite3
import time
from collections import Counter

import pytest

from tests.system.people import Customer, DeskAgent, until
from tests.system.running import PARTS, System

#: Every commit on the path, by the part that makes it. `test_the_list_is_whole` holds it to the truth.
POINTS = {
    "actions": ["assess", "queue", "told", "rate"],
    "desk": ["claim", "reply", "close", "look", "seen"],
    "rasa": ["open", "accept", "take", "utter", "finish", "consent", "deliver", "handback", "hear"],
}
EXTRA = {"rasa": ["turn:after", "handback_told:after"]}
ALL = [
    (part, f"{name}:{when}")
    for part, names in POINTS.items()
    for name in names
    for when in ("before", "after")
]
ALL += [(part, point) for part, points in EXTRA.items() for point in points]
ONCE = ("What may I pass on", "You are number", "has joined", "You are back with the assistant")


def deaths(when: str) -> list[tuple[str, str]]:
    """Part and point of the deaths before, or after, a commit. Each half is a file: both can run at once."""
    off = ("open", "hear", "look")
    return [(part, point) for part, point in ALL if point.endswith(when) and point.split(":")[0] not in off]


@pytest.mark.parametrize(("part", "point"), deaths("before"))  # and after: test_faults_after.py
def test_a_death_loses_and_doubles_nothing(fragile: System, part: str, point: str) -> None:
    dies(fragile, part, point)


def dies(fragile: System, part: str, point: str) -> None:
    """The story, with this death in it."""
    agent = fragile.agent(f"Anna {point}")  # heard of for the first time, so that `seen` is passed, too
    with fragile.keeping():
        customer = fragile.customer()
        customer.turn("are you human?")
        fragile.faults(part).write_text(point)
        live_through(customer, agent)
        until(lambda: not fragile.faults(part).exists(), f"{part} to die at {point}", 5)
        for name in PARTS:
            until(lambda name=name: fragile.is_up(name), f"{name} to be up again", 60)
    assert_whole(customer, agent)
    customer.leave()


def live_through(customer: Customer, agent: DeskAgent) -> None:
    """The story, each step tried again as a browser or a person would."""
    customer.say("get me a person")
    customer.hears("What may I pass on", seconds=60)
    customer.press("Summary and conversation")
    customer.hears("A summary and our conversation are passed on", seconds=60)
    case = agent.case_of(customer, 60, status="queued")
    agent.insists(case, "claim")
    customer.hears("has joined", seconds=60)
    customer.say("first")
    customer.say("second")
    agent.insists(case, "messages", {"text": "reply one", "client_id": "1"})
    agent.insists(case, "messages", {"text": "reply two", "client_id": "2"})
    customer.hears("reply two", "agent", 60)
    until(lambda: "second" in lines(agent, case["id"], "customer"), "the messages in the case", 60)
    agent.insists(case, "resolve", done="resolved")
    customer.hears("You are back with the assistant", seconds=60)
    customer.press("5")
    until(
        lambda: (
            {"Thank you."} & set(customer.texts())
            or re.search("rather not|failed on our side", str(customer.texts()))
        ),
        "an answer",
        60,
    )


def lines(agent: DeskAgent, case_id: str, author: str) -> list[str]:
    return [m["text"] for m in agent.case(case_id)["messages"] if m["author"] == author]


def assert_whole(customer: Customer, agent: DeskAgent) -> None:
    heard = customer.history()
    own = [e["message_id"] for e in heard if e["author"] == "customer"]
    assert own == customer.sent
    texts = [e["text"] for e in heard]
    for words in ONCE:
        assert sum(words in text for text in texts) == 1, (words, texts)
    assert [e["text"] for e in heard if e["author"] == "agent"] == ["reply one", "reply two"]
    case = agent.case_of(customer)
    assert case["status"] == "resolved"
    with_human = [
        m["text"] for m in case["messages"] if m["text"] in ("first", "second", "reply one", "reply two")
    ]
    assert Counter(with_human) == Counter(["first", "second", "reply one", "reply two"])
    assert with_human.index("first") < with_human.index("second")
    joined = next(e["id"] for e in heard if "has joined" in e["text"])
    back = next(e["id"] for e in heard if "You are back" in e["text"])
    assert not [e for e in heard if joined < e["id"] < back and e["author"] == "assistant"]


def test_the_list_is_whole() -> None:
    """A new transaction in the store must be given a place in the list, or said to be off the path."""
    from recourse.settings import PROJECT

    off_the_path = {
        *(
            "recover",
            "mood",
            "offer",
            "decline",
            "cancel",
            "override",
            "tell",
            "outbox_failed",
            "ensure",
            "put_back",
            "lapse",
            "dispute",
        ),
        *("language", "language_told", "leave_message", "amend"),
        *("data_request", "data_answer", "erase", "erase_done"),
        *("first_admin", "token", "sign_in", "sign_in_refused", "sign_out", "password", "agent"),
    }
    files = (PROJECT / "recourse").rglob("*.py")
    named = {name for file in files for name in re.findall(r'\.change\("(\w+)"\)', file.read_text())}
    assert named == {name for names in POINTS.values() for name in names} | off_the_path


@pytest.mark.alone
class TestWithoutActions:
    """The action server is dead."""

    @pytest.fixture(scope="class", autouse=True)
    def dead(self, fragile: System):  # type: ignore[no-untyped-def]
        fragile.kill("actions")
        yield
        fragile.start("actions")

    @pytest.mark.parametrize(
        ("words", "answer"),
        [
            ("I want to kill myself", "emergency number"),
            ("get me a human", "A person has been asked to take over"),
        ],
    )
    def test_crisis_and_request_get_the_human_route_at_once(
        self, fragile: System, words: str, answer: str
    ) -> None:
        agent, customer = fragile.agent(), fragile.customer()
        began = time.monotonic()
        customer.say(words)
        customer.hears(answer, "assistant", 3)
        case = agent.case_of(customer, 5)
        assert time.monotonic() - began < 5 + 3
        assert case["priority"] == (3 if "kill" in words else 1)
        customer.hears("What may I pass on", "assistant")
        customer.press("Nothing")  # consent needs no action server
        customer.hears("Nothing of our conversation is passed on")

    def test_anything_else_gets_the_notice_once_and_the_offer(self, fragile: System) -> None:
        agent, customer = fragile.agent(), fragile.customer()
        first = customer.turn("where is my order?")
        assert "rather not decide" in first[0]["text"] and first[0]["buttons"][0]["title"] == "Yes, a person"
        assert "I still cannot check" in customer.turn("are you there?")[0]["text"]
        customer.press("Yes, a person")
        assert agent.case_of(customer, 5)["status"] == "queued"

    def test_a_crisis_while_waiting_still_gets_the_help_lines(self, fragile: System) -> None:
        customer = fragile.customer()
        customer.say("human please")
        customer.hears("What may I pass on", "assistant")
        assert "emergency number" in customer.turn("I want to end my life")[0]["text"]


@pytest.mark.alone
def test_a_hanging_action_server_is_told_within_three_seconds(fragile: System) -> None:
    customer = fragile.customer()
    customer.turn("hello")
    fragile.signal("actions", signal.SIGSTOP)
    try:
        began = time.monotonic()
        customer.say("where is my order?")
        customer.hears("rather not decide", "assistant", 6)
        assert time.monotonic() - began < 3
        customer.say("get me a human")
        customer.hears("A person has been asked to take over", "assistant", 6)
        assert fragile.agent().case_of(customer, 6)["status"] == "queued"
    finally:
        fragile.signal("actions", signal.SIGCONT)


def test_the_bot_goes_on_while_the_desk_is_down(fragile: System) -> None:
    customer, agent = fragile.customer(), fragile.agent()
    fragile.kill("desk")
    customer.turn("hello")
    customer.say("get me a person")
    customer.hears("What may I pass on")
    customer.say("hm, all right then")
    customer.hears("Your place in the queue is kept")
    fragile.start("desk")
    case = agent.case_of(customer, 30)
    agent.do(case, "claim")
    customer.hears("has joined")


def test_replies_wait_in_order_while_rasa_is_down(fragile: System) -> None:
    customer, agent = fragile.customer(), fragile.agent()
    customer.say("get me a person")
    customer.hears("What may I pass on")
    case = agent.case_of(customer)
    agent.do(case, "claim")
    customer.hears("has joined")
    fragile.kill("rasa")
    for i in range(3):
        agent.do(case, "messages", {"text": f"late {i}"})
    waiting = [m["delivery"] for m in agent.case(case["id"])["messages"] if m["author"] == "agent"]
    assert waiting == ["waiting"] * 3
    fragile.start("rasa")
    customer.hears("late 2", "agent", 30)
    assert customer.texts("agent") == ["late 0", "late 1", "late 2"]
    assert {m["delivery"] for m in agent.case(case["id"])["messages"] if m["author"] == "agent"} == {"sent"}


def test_a_locked_database_refuses_a_message_rather_than_lose_it(fragile: System) -> None:
    customer = fragile.customer()
    customer.turn("hello")
    with sqlite3.connect(fragile.home / "recourse.db", isolation_level=None) as other:
        other.execute("begin immediate")
        refused = customer.post("kept-or-refused", text="are you human?")
        assert refused.status_code == 503 and "send it again" in refused.json()["error"]
        other.execute("rollback")
    assert customer.post("kept-or-refused", text="are you human?").status_code == 202
    customer.hears("I am a machine, not a person")
    assert customer.texts("customer").count("are you human?") == 1
