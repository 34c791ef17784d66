"""What the customer lets pass on, takes back, and lets be read."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Row

from recourse import consent
from recourse.app import App
from recourse.model import Scope
from recourse.service import handoff, telling
from recourse.store import cases, conversations


def answer(app: App, conversation_id: str, scope: Scope, how: str, contact: bool = False) -> str:
    """Record the answer for the conversation's open case and fill or empty it; the response to give."""
    case = handoff.waiting_case(app, conversation_id)
    if case is None:
        return "utter_consent_no_case"
    question = telling.say(
        app, conversation_id, "utter_ask_consent", **telling.consent_question(app, conversation_id)
    )
    wording = "\n".join([question.text, *(button.title for button in question.buttons)])
    shared = handoff.file_of(app, case, contact) if scope.shares_summary else None
    cases.share(app.db, case.id, scope, shared, wording, how, consent.wording_version(wording), contact)
    return "utter_consent_contact" if contact else consent.CONFIRMED[scope]


def answer_in_words(app: App, conversation_id: str, intent: str, text: str, confidence: float) -> str | None:
    """As `answer`, for words; None where they are not sure enough, and the question must be put again."""
    case = handoff.waiting_case(app, conversation_id)
    if case is None:
        return "utter_consent_no_case"
    before = Scope(case.scope)
    if confidence < consent.SURE or not consent.surely_given(intent, text, before):
        return None
    scope, contact = consent.by_words(intent, before)
    response = answer(app, conversation_id, scope, "words", contact)
    return "utter_consent_partial" if intent == consent.PARTLY else response


def is_pending(app: App, conversation_id: str) -> bool:
    """True while the question of a case was not answered."""
    case = handoff.waiting_case(app, conversation_id)
    return case is not None and case.scope == Scope.PENDING.value


def is_answered(app: App, conversation_id: str) -> bool:
    """True where the open case has its answer."""
    case = handoff.waiting_case(app, conversation_id)
    return case is not None and case.scope != Scope.PENDING.value


def withdraw(app: App, conversation_id: str) -> str:
    """Take what was shared off the desk, in every case of the conversation; the response to give."""
    shared = [
        case for case in cases.of_conversation(app.db, conversation_id) if Scope(case.scope).shares_summary
    ]
    for case in shared:
        cases.share(app.db, case.id, Scope.NOTHING, None, "", "withdrawn", "")
    if shared:
        return "utter_consent_withdrawn"
    seen = cases.was_shared(app.db, conversation_id)
    return "utter_consent_seen_before" if seen else "utter_consent_no_case"


def told(app: App, conversation_id: str) -> dict[str, Any]:
    """The values of utter_privacy: what was shared, and whether the mood is read."""
    case = cases.latest(app.db, conversation_id)
    scope = case.scope if case is not None else Scope.PENDING.value
    shown = Scope(scope).shares_summary
    if not shown and cases.was_shared(app.db, conversation_id):
        scope = "before"  # a person has seen it, and that is said
    mood = "on" if reads_mood(app, conversations.find(app.db, conversation_id)) else "off"
    shared = telling.say(app, conversation_id, f"utter_shared_{scope}").text
    given = conversations.given_to_a_person(app.db, conversation_id)
    written = telling.say(app, conversation_id, "utter_shared_written").text if given else ""
    return {
        "shared": f"{shared} {written}".strip(),
        "mood": telling.say(app, conversation_id, f"utter_mood_is_{mood}").text,
    }


def reads_mood(app: App, owner: Row[Any]) -> bool:
    """The customer's choice, else the deployer's default; `ask` is off until the customer says yes."""
    return bool(owner.mood_reading) if owner.mood_reading is not None else app.settings.emotion == "on"


def greeting(app: App, conversation_id: str) -> str:
    """The response to greet with: it says whether the mood is read, or asks."""
    owner = conversations.find(app.db, conversation_id)
    if reads_mood(app, owner):
        return "utter_greet"
    asks = owner.mood_reading is None and app.settings.emotion == "ask"
    return "utter_greet_mood_ask" if asks else "utter_greet_mood_off"


def set_mood_reading(app: App, conversation_id: str, on: bool) -> str:
    """Keep the choice; the response to give."""
    conversations.set_mood_reading(app.db, conversation_id, on)
    return "utter_mood_on" if on else "utter_mood_off"
