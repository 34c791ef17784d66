"""What the customer lets pass on, takes back, and lets be read."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Row

from recourse import consent
from recourse.app import App
from recourse.model import Scope
from recourse.service import handoff
from recourse.store import cases, conversations


def answer(app: App, conversation_id: str, scope: Scope, how: str) -> str:
    """Record the answer for the conversation's open case and fill or empty it; the response to give."""
    case = handoff.waiting_case(app, conversation_id)
    if case is None:
        return "utter_consent_no_case"
    question = app.texts.say("utter_ask_consent", **handoff.consent_question(app))
    wording = "\n".join([question.text, *(button.title for button in question.buttons)])
    shared = handoff.file_of(app, case) if scope.shares_summary else None
    cases.share(app.db, case.id, scope, shared, wording, how, consent.wording_version(wording))
    return consent.CONFIRMED[scope]


def withdraw(app: App, conversation_id: str) -> str:
    """Take what was shared off the desk, in every case of the conversation; the response to give."""
    shared = [
        case for case in cases.of_conversation(app.db, conversation_id) if Scope(case.scope).shares_summary
    ]
    for case in shared:
        cases.share(app.db, case.id, Scope.NOTHING, None, "", "withdrawn", "")
    return "utter_consent_withdrawn" if shared else "utter_consent_no_case"


def told(app: App, conversation_id: str) -> dict[str, Any]:
    """The values of utter_privacy: what was shared, and whether the mood is read."""
    case = cases.latest(app.db, conversation_id)
    scope = case.scope if case is not None else Scope.PENDING.value
    mood = "on" if reads_mood(app, conversations.find(app.db, conversation_id)) else "off"
    return {
        "shared": app.texts.say(f"utter_shared_{scope}").text,
        "mood": app.texts.say(f"utter_mood_is_{mood}").text,
    }


def reads_mood(app: App, owner: Row[Any]) -> bool:
    """The customer's choice, else the deployer's default; `ask` is off until the customer says yes."""
    return bool(owner.mood_reading) if owner.mood_reading is not None else app.settings.emotion == "on"


def set_mood_reading(app: App, conversation_id: str, on: bool) -> str:
    """Keep the choice; the response to give."""
    conversations.set_mood_reading(app.db, conversation_id, on)
    return "utter_mood_on" if on else "utter_mood_off"
