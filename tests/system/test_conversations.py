"""Whole conversations on the running system: what customers say, what they must and must not hear, the route taken.

They stand in tests/conversations/*.yml, a list of {name, language?, steps} a file. A step is one of
`say: words`, `press: title of a button`, `send: payload of a command`, `agent: claim | return | resolve | words`;
with it `hear` (each must be in what was answered), `not` (must not), `route` and `branch` of the decision, and
`case` (values that the customer's newest case has afterwards).
"""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from recourse.app import App
from recourse.store import assessments, conversations
from tests.system.people import Customer, DeskAgent, until
from tests.system.running import System

FOLDER = Path(__file__).parent.parent / "conversations"
NEVER = (
    "commit suicide",
    "calm down",
    "we refuse",
    "is rejected",
    "nlu_fallback",
    "utter_",
    "{",
    "Traceback",
)
KNOWN = {"say", "press", "send", "agent", "hear", "not", "route", "branch", "case"}


def _all() -> list[Any]:
    found = []
    for file in sorted(FOLDER.glob("*.yml")):
        for talk in YAML(typ="safe", pure=False).load(file):
            found.append(pytest.param(talk, id=f"{file.stem}: {talk['name']}"))
    return found


ALL = _all()


def test_there_are_enough_of_them_in_all_five_languages() -> None:
    talks = [param.values[0] for param in ALL]
    assert len(talks) >= 40
    assert {talk.get("language", "en") for talk in talks} >= {"en", "de", "es", "fr", "pt"}
    assert len({talk["name"] for talk in talks}) == len(talks)


class Play:
    """One conversation under way."""

    def __init__(self, system: System, agent: DeskAgent, language: str | None) -> None:
        self.app, self.agent = App(system.settings), agent
        self.customer = Customer(system.chat, language=language)
        self.id = self.customer.conversation_id

    def step(self, step: dict[str, Any]) -> None:
        assert not set(step) - KNOWN, f"unknown keys {sorted(set(step) - KNOWN)}"
        before = max((event["id"] for event in self.customer.events()), default=0)
        if "agent" in step:
            self.at_the_desk(step["agent"])
        elif "press" in step:
            self.customer.press(step["press"])
        elif "send" in step:
            self.customer.say(payload=step["send"])
        else:
            self.customer.say(step["say"])
        wanted = list(step.get("hear", []))
        self.settled(before, wanted)
        heard = self.heard(before)
        for words in wanted:
            assert words in heard, f"not heard: {words!r}\nheard: {heard}"
        for words in (*step.get("not", []), *NEVER):
            assert words not in heard, f"heard: {words!r} in {heard}"
        self.decided(step)

    def at_the_desk(self, deed: str) -> None:
        case = self.agent.case_of(self.customer)
        if deed in ("claim", "return", "resolve"):
            self.agent.do(case, deed)
        else:
            self.agent.do(case, "messages", {"text": deed})

    def heard(self, after: int) -> str:
        lines = [event for event in self.customer.events(after) if event["author"] != "customer"]
        return "\n".join(" ".join([e["text"], *(b["title"] for b in e["buttons"])]) for e in lines)

    def settled(self, before: int, wanted: list[str]) -> None:
        """Wait until the message was worked on, and the page has all that was said."""

        def done() -> bool:
            if conversations.in_hand(self.app.db, self.id):
                return False
            said = conversations.messages(self.app.db, self.id, before)
            seen = max((event["id"] for event in self.customer.events()), default=0)
            return not said or seen >= said[-1].id

        until(done, f"{self.id} to be worked on", 30)
        if not all(words in self.heard(before) for words in wanted):  # the outbox comes a moment later
            with contextlib.suppress(
                AssertionError
            ):  # what is missing is said by `step`, with what was heard
                until(lambda: all(words in self.heard(before) for words in wanted), "the rest", 8)

    def decided(self, step: dict[str, Any]) -> None:
        if "route" in step or "branch" in step:
            row = assessments.of_conversation(self.app.db, self.id)[-1]
            told = (row.route, row.branch, row["values"].get("intent"))
            assert row.route == step.get("route", row.route), told
            assert row.branch == step.get("branch", row.branch), told
        for key, value in step.get("case", {}).items():
            found = self.agent.case_of(self.customer)
            found["scope"] = found["consent"]["scope"]
            found["contact"] = found["consent"]["contact_details"]
            assert found[key] == value, f"{key}: {found[key]!r}"


@pytest.mark.parametrize("talk", ALL)
def test_a_conversation(system: System, agent: DeskAgent, talk: dict[str, Any]) -> None:
    play = Play(system, agent, talk.get("page"))
    try:
        for number, step in enumerate(talk["steps"], 1):
            try:
                play.step(step)
            except AssertionError as error:
                raise AssertionError(f"step {number} {step}: {error}") from error
    finally:
        play.customer.leave()
        play.app.db.engine.dispose()
