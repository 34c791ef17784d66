"""What was found in each customer turn, and what was decided. Numbers and names, never words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, exists, or_, select, update
from sqlalchemy.engine import Row

from recourse.model import Assessment, Decision, Missing, Route, State, Status
from recourse.store.cases import CRISIS
from recourse.store.conversations import insert_once
from recourse.store.database import Database, note, now
from recourse.store.tables import assessment, conversation, escalation_case


def record(
    db: Database,
    conversation_id: str,
    message_id: str,
    found: Assessment,
    decision: Decision,
    case_id: str | None = None,
) -> None:
    """Keep an assessment with its decision, once a message; the first one stands."""
    row = {
        "message_id": message_id,
        "conversation_id": conversation_id,
        "values": _plain(found),
        "intent": str(found.values.get("intent", {}).get("name", "")),
        "route": decision.route.value,
        "branch": decision.branch,
        "reasons": list(decision.reasons),
        "trace": list(decision.trace),
        "policy_version": decision.policy_version,
        "model_version": found.version,
        "case_id": case_id,
        "at": now(),
    }
    with db.change("assess") as connection:
        fresh = insert_once(connection, assessment, row)
        if fresh is not None and (case_id or decision.route is not Route.CONTINUE):
            what = {
                "route": decision.route.value,
                "branch": decision.branch,
                "policy": decision.policy_version,
            }
            note(connection, "decision", "assistant", conversation_id, case_id, **what, model=found.version)


def amend(db: Database, conversation_id: str, message_id: str, found: Assessment, decision: Decision) -> None:
    """Put the decision on a deed in the place of the turn's; where the turn has none, keep this one."""
    what = {
        "values": _plain(found),
        "route": decision.route.value,
        "branch": decision.branch,
        "reasons": list(decision.reasons),
        "trace": list(decision.trace),
    }
    with db.change("amend") as connection:
        mine = update(assessment).where(assessment.c.message_id == message_id)
        known = connection.execute(mine.values(**what)).rowcount
        kind = str(found.values["action"]["kind"])
        detail = {"route": decision.route.value, "branch": decision.branch, "policy": decision.policy_version}
        note(connection, "deed_stopped", "assistant", conversation_id, None, **detail, deed=kind)
    if not known:
        record(db, conversation_id, message_id, found, decision)


def _plain(found: Assessment) -> dict[str, dict[str, Any]]:
    def plain(value: Any) -> Any:
        if isinstance(value, Missing):
            return value.written
        return round(value, 4) if isinstance(value, float) else value

    return {group: {key: plain(v) for key, v in values.items()} for group, values in found.values.items()}


def decision_of(row: Row[Any]) -> Decision:
    """The decision kept in an assessment's row."""
    return Decision(Route(row.route), row.branch, tuple(row.reasons), tuple(row.trace), row.policy_version)


def found_in(row: Row[Any]) -> Assessment:
    """What was found in a turn, as it is kept in an assessment's row."""
    values = {group: {k: Missing.read(v) for k, v in kept.items()} for group, kept in row["values"].items()}
    return Assessment(values, row.model_version)


def find(db: Database, message_id: str | None) -> Row[Any] | None:
    """The assessment of a message, if there is one."""
    with db.look() as connection:
        return connection.execute(select(assessment).where(assessment.c.message_id == message_id)).first()


def of_conversation(db: Database, conversation_id: str, limit: int = 200) -> list[Row[Any]]:
    """The last assessments of a conversation, oldest first."""
    query = select(assessment).where(assessment.c.conversation_id == conversation_id)
    with db.look() as connection:
        rows = connection.execute(query.order_by(assessment.c.at.desc()).limit(limit)).all()
    return list(reversed(rows))


def without_case(db: Database, before: float, since: float) -> list[Row[Any]]:
    """Decisions to hand over, taken between two times, that no case followed: somebody died on the way."""
    followed = exists().where(
        and_(
            escalation_case.c.conversation_id == assessment.c.conversation_id,
            or_(
                escalation_case.c.opened_at >= assessment.c.at - 1,
                escalation_case.c.closed_at >= assessment.c.at,
            ),
        )
    )
    routes = [route.value for route in Route if route.hands_over]
    query = (
        select(assessment)
        .join(conversation, conversation.c.id == assessment.c.conversation_id)
        .where(
            assessment.c.route.in_(routes),
            assessment.c.at.between(since, before),
            conversation.c.state.in_([State.BOT.value, State.OFFERED.value]),
            ~followed,
        )
        .order_by(assessment.c.at)
    )
    with db.look() as connection:
        return list(connection.execute(query).all())


def without_alarm(db: Database, before: float, since: float) -> list[Row[Any]]:
    """Crises, decided between two times, that did not reach the open case of their conversation."""
    dealt_with = escalation_case.alias()
    closed = exists().where(
        dealt_with.c.conversation_id == assessment.c.conversation_id,
        dealt_with.c.closed_at >= assessment.c.at,
    )
    query = (
        select(assessment)
        .join(conversation, conversation.c.id == assessment.c.conversation_id)
        .join(escalation_case, escalation_case.c.id == conversation.c.case_id)
        .where(
            assessment.c.route == Route.HAND_OVER_NOW.value,
            assessment.c.at.between(since, before),
            escalation_case.c.status.in_([status.value for status in Status if status.open]),
            escalation_case.c.priority < CRISIS,
            ~closed,
        )
        .order_by(assessment.c.at)
    )
    with db.look() as connection:
        return list(connection.execute(query).all())


def levels(row: Row[Any] | None) -> Mapping[str, float]:
    """Distress, hostility and dissatisfaction of an assessment, 0 to 1; those not read are left out."""
    groups = row["values"].get("emotion", {}) if row is not None else {}
    names = ("distress", "hostility", "dissatisfaction")
    return {name: groups[name] for name in names if isinstance(groups.get(name), (int, float))}
