"""What is kept of a conversation: said, copied, erased. Nothing is shown or changed before it is known who asks."""

from __future__ import annotations

import functools
import logging
from typing import Any

from itsdangerous import URLSafeTimedSerializer
from sqlalchemy.engine import Row

from recourse import consent
from recourse.app import App
from recourse.model import Agent, NotFound, RecourseError, Scope, State, WrongState
from recourse.service import consents, handoff, telling
from recourse.service.casefile import iso
from recourse.store import assessments, cases, conversations, data_requests, privacy, tracker
from recourse.store.data_requests import ASKED, CONFIRMED, DONE, ERASE, EXPORT, REFUSED
from recourse.store.database import now

log = logging.getLogger(__name__)
KNOWN, YES = "ask_what_you_know", "confirm_erase"
KINDS = {"send_my_data": EXPORT, "delete_my_data": ERASE}  # by intent
LINK_MINUTES = 10
GRANT_SECONDS = 3600  # so long a checked customer may have the link again, when it has run out
QUIET_SECONDS = 2.0  # the last words are read, and an action that Rasa gave up on has ended
PATH = "/webhooks/webchat/export"
EVERY = 100_000


class NotGranted(RecourseError):
    """Raised when a copy is asked for that nobody granted."""


# ---- what is known


def known(app: App, conversation_id: str) -> dict[str, Any]:
    """The values of utter_what_is_known: counts and plain words, never the contents."""
    owner = conversations.find(app.db, conversation_id)
    say = functools.partial(telling.say, app, conversation_id)
    found = privacy.counts(app.db, conversation_id)
    read = [assessments.levels(row) for row in assessments.of_conversation(app.db, conversation_id, EVERY)]
    purpose = app.purposes["handover"]
    return {
        **{name: found[name] for name in ("messages", "assessments", "cases", "ratings", "disputes")},
        "requests": found["data_requests"],
        "readings": sum(bool(levels) for levels in read),
        "mood": say(f"utter_mood_is_{'on' if consents.reads_mood(app, owner) else 'off'}").text,
        "consents": _consents(app, conversation_id, found["consents"]),
        "who": say("utter_known_signed" if _identity(owner) else "utter_known_nobody").text,
        "stored_by": telling.in_language(purpose["stored_by"], telling.language_of(app, conversation_id)),
        "how_long": _how_long(app, conversation_id, purpose["retention_days"]),
    }


def _consents(app: App, conversation_id: str, count: int) -> str:
    """How many answers about consent are kept, and what the last one says in the words of its button."""
    found = [row for case in cases.of_conversation(app.db, conversation_id) for row in _receipts(app, case)]
    if not found:
        return str(count)
    question = telling.consent_question(app, conversation_id)
    buttons = telling.say(app, conversation_id, "utter_ask_consent", **question).buttons
    titles = {consent.by_button(button.payload): button.title for button in buttons}
    last = Scope(max(found, key=lambda row: row.id).scope)
    return f"{count} ({titles.get(last, last.value)})"


def _receipts(app: App, case: Row[Any]) -> list[Row[Any]]:
    return cases.receipts(app.db, case.id)


def _how_long(app: App, conversation_id: str, days: Any) -> str:
    if isinstance(days, int):
        return telling.say(app, conversation_id, "utter_kept_days", days=days).text
    return telling.say(app, conversation_id, "utter_kept_unset").text


# ---- asking


def by_intent(app: App, conversation_id: str, intent: str) -> tuple[str, dict[str, Any]] | None:
    """The response to an intent (or a button) about one's data, for whoever has no Rasa; None for any other."""
    if intent == KNOWN:
        return "utter_what_is_known", known(app, conversation_id)
    if intent == YES:
        return confirm(app, conversation_id)
    return ask(app, conversation_id, KINDS[intent]) if intent in KINDS else None


def ask(app: App, conversation_id: str, kind: str) -> tuple[str, dict[str, Any]]:
    """A copy (`export`) or an erasure (`erase`) is asked for: the response to give, and its values."""
    owner = conversations.find(app.db, conversation_id)
    signed = _identity(owner)
    if kind == EXPORT and (signed or _granted(app, conversation_id, now() - GRANT_SECONDS)):
        if signed:
            data_requests.make(app.db, conversation_id, EXPORT, DONE, "identity")
        return "utter_export_ready", link(app, conversation_id)
    if kind == ERASE and _confirmed(app, conversation_id):
        return _erasing(app, owner)
    if kind == ERASE and signed:
        return "utter_ask_erase", {}
    return "utter_data_asked", {"number": data_requests.make(app.db, conversation_id, kind, ASKED)}


def needs_person(app: App, conversation_id: str, response: str) -> bool:
    """True where somebody must be fetched who checks the request; not for who waits or talks to one already."""
    return response == "utter_data_asked" and handoff.waiting_case(app, conversation_id) is None


def confirm(app: App, conversation_id: str) -> tuple[str, dict[str, Any]]:
    """The explicit yes to an erasure. It is done when this turn is over: the desk's reconciler does it."""
    owner = conversations.find(app.db, conversation_id)
    if not _identity(owner):
        return ask(app, conversation_id, ERASE)
    data_requests.make(app.db, conversation_id, ERASE, CONFIRMED, "identity")
    return _erasing(app, owner)


def asked_to_confirm(app: App, conversation_id: str, message_id: str) -> bool:
    """Was the last thing said before a message the question whether to erase? A later yes is no yes to it."""
    said = conversations.recent(app.db, conversation_id, 10, until=f"in:{message_id}")
    last = next((m for m in reversed(said) if m.author != "customer"), None)
    return last is not None and any(button.payload == f"/{YES}" for button in last.buttons)


def _erasing(app: App, owner: Row[Any]) -> tuple[str, dict[str, Any]]:
    case = handoff.waiting_case(app, owner.id)
    waits = case is not None and (owner.state == State.HUMAN.value or case.priority >= cases.CRISIS)
    return ("utter_erase_after_case" if waits else "utter_erase_begun"), {}


def _confirmed(app: App, conversation_id: str) -> bool:
    return any(
        row.kind == ERASE and row.state == CONFIRMED
        for row in data_requests.of_conversation(app.db, conversation_id)
    )


def _granted(app: App, conversation_id: str, since: float = 0) -> bool:
    return any(
        row.kind == EXPORT and row.state == DONE and row.done_at >= since
        for row in data_requests.of_conversation(app.db, conversation_id)
    )


def _identity(owner: Row[Any]) -> bool:
    """Did the host page sign who this is?"""
    return bool((owner.address or {}).get("identity"))


# ---- an agent's check


def asked(app: App) -> list[dict[str, Any]]:
    """The requests that wait for an agent's check, oldest first."""
    return [shown(row) for row in data_requests.in_state(app.db, ASKED)]


def shown(row: Row[Any]) -> dict[str, Any]:
    """A request as the desk shows it."""
    return {**{name: row[name] for name in ("id", "conversation_id", "kind", "state")}, "at": iso(row.at)}


def answer(app: App, request_id: str, who: Agent, granted: bool) -> dict[str, Any]:
    """The agent who has the conversation's case says whether the one who asks is the one it is about."""
    row = data_requests.find(app.db, request_id)
    values: dict[str, Any] = {"name": who.name}
    if not granted:
        state, response = REFUSED, "utter_data_refused"
    elif row.kind == ERASE:
        state, response = CONFIRMED, "utter_erase_after_case"
    else:
        state, response, values = DONE, "utter_export_ready", link(app, row.conversation_id)
    said = telling.say(app, row.conversation_id, response, **values)
    data_requests.answer(app.db, request_id, who, state, telling.as_payload(said, author="system"))
    return shown(data_requests.find(app.db, request_id))


# ---- a copy


def link(app: App, conversation_id: str) -> dict[str, Any]:
    """The values of utter_export_ready: an address that is good for ten minutes."""
    ticket = _tickets(app).dumps(conversation_id)
    return {"link": f"{app.settings.public_url}{PATH}?ticket={ticket}", "minutes": LINK_MINUTES}


def _tickets(app: App) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(app.settings.secret("webchat"), salt="webchat-export")


def export_for(app: App, ticket: str) -> dict[str, Any]:
    """The copy that a ticket stands for; raises itsdangerous.BadSignature, NotGranted or NotFound."""
    conversation_id = str(_tickets(app).loads(ticket, max_age=LINK_MINUTES * 60))
    if not _granted(app, conversation_id):
        raise NotGranted("this copy was not granted; ask for your data in the chat")
    return export(app, conversation_id)


def export(app: App, conversation_id: str) -> dict[str, Any]:
    """Everything that is kept of a conversation, table by table; times in ISO 8601."""
    about = telling.say(app, conversation_id, "utter_export_about").text
    parts = privacy.copy(app.db, conversation_id)
    found = {name: [_with_times(row) for row in rows] for name, rows in parts.items()}
    return {"about": about, "made_at": iso(now()), **found}


def _with_times(row: dict[str, Any]) -> dict[str, Any]:
    return {name: iso(v) if name == "at" or name.endswith("_at") else v for name, v in row.items()}


# ---- erasure


def erase(app: App, conversation_id: str) -> None:
    """Erase a conversation now; WrongState while a human has it or anybody still works on it."""
    if not privacy.erase(app.db, conversation_id, now(), _forget(app)):
        raise NotFound(f"no conversation {conversation_id}")
    if not app.db.wipe():
        log.warning("a reader keeps the write-ahead log; the next checkpoint takes the words out of it")


def carry_out(app: App, request: Row[Any]) -> bool:
    """Erase what a confirmed request is about, once nobody works on it; True when nothing is left.

    Safe to do again: a death half-way leaves the request confirmed, and what began after it is not touched.
    """
    try:
        privacy.erase(app.db, request.conversation_id, request.at, _forget(app), QUIET_SECONDS)
    except WrongState:
        return False  # not yet
    if not app.db.wipe():
        return False
    data_requests.finish(app.db, request.id)
    return True


def _forget(app: App) -> functools.partial[None]:
    return functools.partial(tracker.forget, app.settings.tracker_url)
