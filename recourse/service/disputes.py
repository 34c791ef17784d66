"""Taking issue with a decision: a receipt, a review by people, and what the machine did alone taken back."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy.engine import Row

from recourse.app import App
from recourse.model import Route, Status
from recourse.service import handoff, telling
from recourse.store import assessments, cases, disputes

Answer = tuple[str, dict[str, Any]]
#: Words understood less surely than this are kept and reviewed, but cost nobody the place in the queue.
SURE = 0.8
READ = ("risk.", "emotion.", "turn.crisis_words")


@dataclass(frozen=True)
class Receipt:
    """What the customer is given: a number to name, and the branch that is disputed."""

    id: str
    branch: str
    at: float


def take(app: App, conversation_id: str, message_id: str) -> Receipt | None:
    """Dispute the newest decision that did something; None if there is none. `message_id` is the one that says so."""
    decided = handoff.decision_for(app, conversation_id, but=message_id)
    return _take(app, decided) if decided is not None else None


def _take(app: App, decided: Row[Any]) -> Receipt:
    case = cases.latest(app.db, decided.conversation_id)
    led_here = case is not None and case.message_id == decided.message_id
    kept = disputes.take(app.db, decided, case.id if case is not None and led_here else None)
    return Receipt(kept.id, kept.branch, kept.at)


def answer(app: App, conversation_id: str, message_id: str, intent: str, confidence: float) -> Answer:
    """The response, and its values, to "that decision was wrong" and to "that's not what I meant"."""
    case = handoff.waiting_case(app, conversation_id)
    decided = handoff.decision_for(app, conversation_id, but=message_id)
    if decided is not None and intent == "not_that" and case is None:
        decided = decided if _just_now(app, decided, message_id) else None
    handoff.decline(app, conversation_id)  # an offer that is disputed is not made again unless it gets worse
    if decided is None:
        nothing = "utter_not_that" if intent == "not_that" else "utter_dispute_nothing"
        return (nothing if case is None else "utter_waiting_noted"), {}
    values = {"receipt": _take(app, decided).id}
    if case is None:
        return "utter_dispute_taken", values
    if case.asked or case.status == Status.CLAIMED.value or confidence < SURE or not _was_read(app, decided):
        return "utter_dispute_queued", values
    first = telling.first_of(app, decided.branch)
    cases.cancel(app.db, conversation_id)
    if first not in ("utter_crisis_resources", "utter_worry_resources"):
        return "utter_taken_back", values
    lines = telling.resources(app, telling.language_of(app, conversation_id))
    return "utter_crisis_taken_back", {**values, **lines}


def _was_read(app: App, decided: Row[Any]) -> bool:
    """Did the decision hang on what was read in the words? What is at stake (a refund, data) is not misread."""
    branch = app.tree.branch(decided.branch)
    return branch is not None and any(name.startswith(READ) for name in branch.condition.names)


def _just_now(app: App, decided: Row[Any], message_id: str) -> bool:
    """Did the machine's last turn stop for it? If not, "not what I meant" is about an answer, not a decision."""
    before = [
        row
        for row in assessments.of_conversation(app.db, decided.conversation_id, 3)
        if row.message_id != message_id
    ]
    return bool(before) and before[-1].message_id == decided.message_id and Route(decided.route).stops
