"""The commands of ours, and what the gate itself answers while a human has the conversation."""

from __future__ import annotations

import re

from recourse import consent, words
from recourse.app import App
from recourse.model import Said
from recourse.service import consents, handoff
from recourse.store import cases
from recourse.store.conversations import Work
from recourse.texts import Texts

LEADING = re.compile(r"^[\s/]+")
#: A command to the intent that Rasa knows for it.
INTENTS = {
    "/start": "/greet",
    "/human": "/request_human",
    "/why": "/ask_why",
    "/privacy": "/ask_privacy",
    "/stop": "/stop_mood_reading",
}


def as_rasa_reads_it(work: Work) -> str:
    """A command as its intent, a button as it is; words without a slash at the start, which Rasa would obey."""
    if work.kind == "command":
        return INTENTS[work.text.strip()]
    return work.text if work.kind == "button" else LEADING.sub("", work.text) or "?"


def titles(texts: Texts) -> dict[str, str]:
    """The words shown for a command, in place of the command."""
    return {command: texts.say(f"utter_command_{command[1:]}").text for command in INTENTS}


def answer_with_human(app: App, work: Work) -> Said | None:
    """The gate's own answer to consent, why and opting out; None for everything that is the human's."""
    if work.kind == "text":
        if words.takes_back_consent(work.text):
            return app.texts.say(consents.withdraw(app, work.conversation_id))
        return None
    if work.kind == "refused":
        return None
    return _answer_button(app, work.conversation_id, INTENTS.get(work.text.strip(), work.text))


def _answer_button(app: App, conversation_id: str, payload: str) -> Said | None:
    say = app.texts.say
    if scope := consent.by_button(payload):
        return say(consents.answer(app, conversation_id, scope, "button"))
    if payload == f"/{consent.WITHDRAW}":
        return say(consents.withdraw(app, conversation_id))
    if payload == "/ask_why":
        response, values = handoff.why(app, conversation_id)
        return say(response, **values)
    if payload == "/ask_privacy":
        return say("utter_privacy", **consents.told(app, conversation_id))
    if payload in ("/stop_mood_reading", "/start_mood_reading"):
        return say(consents.set_mood_reading(app, conversation_id, payload == "/start_mood_reading"))
    if payload == "/request_human":
        case = cases.latest(app.db, conversation_id)
        return say("utter_human_has_it", name=case.agent_name if case is not None else "")
    return None
