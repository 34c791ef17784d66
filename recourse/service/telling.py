"""What the customer is told on the way to a person, in the conversation's language."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy.engine import Row

from recourse import explanation
from recourse.app import App
from recourse.model import NotFound, Said, Scope
from recourse.service import handoff
from recourse.store import agents, assessments, cases, conversations, outbox

WORRY = "utter_worry_resources"  # for whoever fears for somebody else: the lines that advise friends first
PRESENT_SECONDS = 120  # a desk that was heard of so lately counts as open


def language_of(app: App, conversation_id: str) -> str:
    """The language that a conversation is held in."""
    return str(conversations.find(app.db, conversation_id).language or "en")


def say(app: App, conversation_id: str, response: str, **values: object) -> Said:
    """A response in the conversation's language, for whoever has no Rasa."""
    return app.texts.say(response, language_of(app, conversation_id), **values)


def reasons(app: App, ids: Iterable[str], language: str | None) -> str:
    """Reasons as sentences."""
    return " ".join(explanation.reasons(app.texts, ids, language))


def explained(app: App, conversation_id: str) -> dict[str, Any]:
    """The values of utter_explain for the conversation's case: reasons, position, wait."""
    case = cases.latest(app.db, conversation_id)
    if case is None:
        raise NotFound(f"no case of {conversation_id}")
    row = assessments.find(app.db, case.message_id)
    ids = row.reasons if row is not None else ["you_asked"]
    return {"reasons": reasons(app, ids, language_of(app, conversation_id)), **standing(app, case)}


def standing(app: App, case: Row[Any]) -> dict[str, Any]:
    """A case's position in the queue and the expected wait in words; what is told is remembered."""
    position = cases.position(app.db, case) or 1
    cases.told_position(app.db, case.id, position)
    return _standing(app, case, position)


def _standing(app: App, case: Row[Any], position: int) -> dict[str, Any]:
    language = language_of(app, case.conversation_id)
    if case.priority >= cases.CRISIS:
        return {"position": position, "wait": app.texts.say("utter_wait_crisis", language).text}
    if not anybody_there(app):
        return {"position": position, "wait": app.texts.say("utter_wait_nobody", language).text}
    return {"position": position, "wait": explanation.wait(app.texts, cases.recent_waits(app.db), language)}


def anybody_there(app: App) -> bool:
    """Was anyone at the desk within the last two minutes?"""
    return agents.present(app.db, PRESENT_SECONDS) > 0


def first_of(app: App, branch_id: str) -> str | None:
    """The response that a branch wants said before anything else."""
    branch = app.tree.branch(branch_id)
    return branch.first if branch is not None else None


def resources(app: App, language: str, country: str | None = None, worried: bool = False) -> dict[str, str]:
    """The values of every response with help lines: emergency number and lines, of a country if it was told."""
    return app.help_lines.of(country or app.settings.country).values(language, worried)


def why(app: App, conversation_id: str) -> tuple[str, dict[str, Any]]:
    """The response, and its values, that answers "why?"."""
    row = handoff.decision_for(app, conversation_id)
    if row is None:
        return "utter_why_nothing", {}
    branch, language = app.tree.branch(row.branch), language_of(app, conversation_id)
    told = reasons(app, row.reasons, language)
    if language != "en":  # rules and principles are written in English
        return "utter_why_plain", {"reasons": told}
    return "utter_why", {
        "reasons": told,
        "branch": row.branch.replace("_", " "),
        "principle": branch.principle if branch else "",
    }


def consent_question(app: App, conversation_id: str) -> dict[str, Any]:
    """The values of utter_ask_consent: who receives, who stores."""
    purpose, language = app.purposes["handover"], language_of(app, conversation_id)
    return {key: in_language(purpose[key], language) for key in ("recipient", "stored_by")}


def in_language(words: Any, language: str) -> str:
    """A text of purposes.yml: one for all, or one a language with English at the least."""
    return str(words.get(language, words["en"]) if isinstance(words, dict) else words)


def tell_about_case(app: App, case: Row[Any]) -> None:
    """Say what the actions could not: resources, why and what next, and the consent question."""
    conversation_id = case.conversation_id
    row = assessments.find(app.db, case.message_id)
    lines: list[Said] = []
    if row is not None and (first := first_of(app, row.branch)):
        worried = first == WORRY
        help_lines = resources(app, language_of(app, conversation_id), worried=worried)
        lines.append(say(app, conversation_id, first, **help_lines))
    lines.append(say(app, conversation_id, "utter_explain", **explained(app, conversation_id)))
    if case.scope == Scope.PENDING.value:
        question = consent_question(app, conversation_id)
        lines.append(say(app, conversation_id, "utter_ask_consent", **question))
    said = [m for m in conversations.recent(app.db, conversation_id, 50) if m.at >= case.queued_at - 1]
    heard = {message.text for message in said} | {message.buttons for message in said if message.buttons}
    fresh = [as_payload(line) for line in lines if line.text not in heard and line.buttons not in heard]
    outbox.tell(app.db, case, fresh, once=f"told:{case.id}:{case.queued_at}")


def tell_changes(app: App, case: Row[Any]) -> bool:
    """Tell a waiting customer that they moved up; True if there was something to tell."""
    position = cases.position(app.db, case)
    if case.priority >= cases.CRISIS:  # news of places are cold comfort
        return False
    if position is None or case.told_position is None or position >= case.told_position:
        return False
    values = _standing(app, case, position)
    response = "utter_you_are_next" if position == 1 else "utter_position_changed"
    line = as_payload(say(app, case.conversation_id, response, **values))
    outbox.tell(app.db, case, [line], once=f"moved:{case.id}:{case.told_position}:{position}")
    cases.told_position(app.db, case.id, position)  # last: who dies in between tells it again, once
    return True


def as_payload(said: Said, author: str = "assistant", name: str = "") -> dict[str, Any]:
    """Words as the outbox keeps them."""
    buttons = [{"title": button.title, "payload": button.payload} for button in said.buttons]
    return {"author": author, "name": name, "text": said.text, "buttons": buttons}
