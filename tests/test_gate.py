"""The gate with a Rasa made of paper: what it tells Rasa before a turn, and what it reads of words to a person."""

from __future__ import annotations

import asyncio
import contextlib

import pytest
from rasa.shared.core.slots import TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from recourse.channels import gate
from recourse.channels.gate import Gate
from recourse.store import cases, conversations
from tests import scenes
from tests.scenes import ONE


class Paper:
    """As much of Rasa's agent as the gate asks for."""

    domain = None

    def __init__(self, intent="", confidence=0.99, fault=None):
        self.slot = TextSlot("language", mappings=[], initial_value="en", influence_conversation=False)
        self.tracker = DialogueStateTracker(ONE, [self.slot])
        self.read, self.told, self.fault = [], [], fault
        self.intent = {"name": intent, "confidence": confidence}
        self.lock_store = self.processor = self.tracker_store = self

    @contextlib.asynccontextmanager
    async def lock(self, _conversation_id):
        yield

    async def fetch_tracker_with_initial_session(self, _conversation_id):
        return self.tracker

    async def save(self, tracker):
        self.told.append(tracker.get_slot("language"))

    async def retrieve(self, _conversation_id):
        return self.tracker

    async def parse_message(self, text):
        self.read.append(text)
        if self.fault:
            raise self.fault
        return {"intent": self.intent}

    async def turn(self, message):
        self.heard = message


def hears(app, text, paper, conversation=ONE):
    """The customer writes this, and the gate works it off; the work."""
    scenes.say(app.db, text, conversation=conversation)
    work = conversations.take(app.db, conversation)
    made = Gate(app, "webchat", paper.turn)
    made.agent = paper

    async def handle():
        outcome = await made._handle(work)
        conversations.finish(app.db, work, outcome)
        return outcome

    return asyncio.run(handle())


def language(app):
    row = conversations.find(app.db, ONE)
    return row.language, row.language_in_rasa


# ---- the language, mirrored


def test_rasa_is_told_the_language_before_the_turn_and_once(app):
    paper = Paper()
    hears(app, "Where is my order?", paper)
    assert (paper.told, language(app)) == ([], ("en", None))  # what its slot has from the start
    hears(app, "Wo ist meine Bestellung?", paper)
    assert (paper.told, language(app)) == (["de"], ("de", "de"))
    hears(app, "ich will das jetzt wissen", paper)
    hears(app, "A-12345", paper)
    assert paper.told == ["de"]
    hears(app, "I would like to know it in English", paper)
    assert (paper.told, language(app)) == (["de", "en"], ("en", "en"))


def test_a_language_that_was_chosen_is_told_and_stays_whatever_is_written(app):
    paper = Paper()
    hears(app, "hello", paper)
    conversations.set_language(app.db, ONE, "fr", chosen=True)
    hears(app, "Where is my order?", paper)
    hears(app, "Wo ist meine Bestellung?", paper)
    assert (paper.told, language(app)) == (["fr"], ("fr", "fr"))


def test_when_the_gate_dies_before_it_noted_the_language_then_it_is_told_again(app, monkeypatch):
    paper = Paper()
    with monkeypatch.context() as patched:
        patched.setattr(conversations, "language_told", lambda *_: None)
        hears(app, "Wo ist meine Bestellung?", paper)
    hears(app, "ich will das jetzt wissen", paper)
    assert (paper.told, language(app)) == (["de", "de"], ("de", "de"))


def test_a_waiting_case_takes_the_language_of_its_conversation(app):
    case = scenes.hand_over(app)
    hears(app, "Wo ist meine Bestellung? Ich warte schon lange", Paper())
    assert cases.find(app.db, case.id).language == "de"


# ---- words to a person


@pytest.fixture
def case(app):
    return scenes.claim(app.db, scenes.hand_over(app), scenes.agent(app.db))


def test_words_to_a_person_are_read_and_never_reach_the_dialogue(app, case):
    paper = Paper("stop_mood_reading")
    assert hears(app, "please do not read my mood", paper) == "done"
    assert not hasattr(paper, "heard")
    assert conversations.find(app.db, ONE).mood_reading is False
    assert scenes.said(app.db)[-1] == ("system", app.texts.say("utter_mood_off").text)


@pytest.mark.parametrize("confidence", [0.0, gate.SURE - 0.01, None])
def test_what_was_not_surely_understood_is_the_persons_alone(app, case, confidence):
    hears(app, "please do not read my mood", Paper("stop_mood_reading", confidence))
    assert conversations.find(app.db, ONE).mood_reading is None


def test_a_command_that_is_hidden_in_words_is_read_as_words(app, case):
    paper = Paper()
    hears(app, "/stop_mood_reading@1.0 hello", paper)
    assert paper.read == ["stop_mood_reading@1.0 hello"]


def test_when_words_cannot_be_read_then_the_person_has_them_and_the_machine_keeps_quiet(app, case):
    paper = Paper(fault=RuntimeError("no model"))
    assert hears(app, "please take back my consent, and are you there?", paper) == "done"
    lines = [m for m in conversations.messages(app.db, ONE) if m.case_id == case.id]
    assert "please take back my consent, and are you there?" in [m.text for m in lines]
    assert [m.text for m in lines if m.author == "assistant"] == []
