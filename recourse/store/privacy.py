"""Everything that is kept of one conversation: counted, copied, erased."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from sqlalchemy import Table, delete, func, or_, select, update
from sqlalchemy.engine import Connection, Row

from recourse.model import NotFound, State, Status, WrongState
from recourse.store.cases import CRISIS
from recourse.store.data_requests import ASKED, DONE, ERASE, EXPORT, REFUSED
from recourse.store.database import Database, locked, note, now
from recourse.store.tables import (
    assessment,
    audit,
    consent_receipt,
    conversation,
    data_request,
    dispute,
    escalation_case,
    inbox,
    message,
    metadata,
    outbox,
    rating,
)

#: What an erasure leaves: who did what and when (no personal data), and that it was asked for.
KEPT = (audit, data_request)
#: The parts of a copy. Not in it: an agent's overruling, which judges the machine and not the customer.
COPIED = {
    "conversation": conversation,
    "messages": message,
    "inbox": inbox,
    "not_yet_sent": outbox,
    "assessments": assessment,
    "cases": escalation_case,
    "consents": consent_receipt,
    "ratings": rating,
    "disputes": dispute,
    "data_requests": data_request,
    "log": audit,
}
#: How work is done on a row, and which agent; nothing about the customer.
INTERNAL = {
    *("owner", "leased_until", "tries", "taken_in", "heard", "key", "client_id", "attempts", "next_at"),
    *("claimed_by", "told_position", "language_in_rasa", "checked_by"),
}


def _of(table: Table, conversation_id: str) -> Any:
    """The condition for a table's rows of a conversation; None where it has none."""
    if table is conversation:
        return table.c.id == conversation_id
    if "conversation_id" in table.c:
        return table.c.conversation_id == conversation_id
    if "case_id" not in table.c:
        return None
    own = select(escalation_case.c.id).where(escalation_case.c.conversation_id == conversation_id)
    return table.c.case_id.in_(own)


def counts(db: Database, conversation_id: str) -> dict[str, int]:
    """How many rows each part of a copy has."""
    with db.look() as connection:
        return {
            name: connection.execute(
                select(func.count()).select_from(table).where(_of(table, conversation_id))
            ).scalar()
            or 0
            for name, table in COPIED.items()
        }


def copy(db: Database, conversation_id: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of a conversation as it stands, table by table, oldest first; times in seconds."""
    with db.look() as connection:
        return {
            name: [_shown(row) for row in connection.execute(_rows(table, conversation_id))]
            for name, table in COPIED.items()
        }


def _rows(table: Table, conversation_id: str) -> Any:
    order = table.c.get("at", table.c.get("opened_at", table.c.get("created_at")))
    rows = select(table).where(_of(table, conversation_id)).order_by(order)
    return rows.where(table.c.state != "sent") if table is outbox else rows


def _shown(row: Row[Any]) -> dict[str, Any]:
    shown = {name: value for name, value in row._mapping.items() if name not in INTERNAL}
    if "actor" in shown:  # that somebody at the desk did it, not who: that is their data
        shown["actor"] = str(shown["actor"]).split(":")[0]
        shown["detail"] = {name: value for name, value in shown["detail"].items() if name not in INTERNAL}
    return shown


def erase(
    db: Database, conversation_id: str, before: float, forget: Callable[[str], None], quiet: float = 0
) -> bool:
    """Delete a conversation that began before a time from every table but `KEPT`; False if it is gone already.

    `forget` clears Rasa's tracker in the same moment, while nobody can take a message. Raises WrongState
    while anybody still works on the conversation, or spoke in it less than `quiet` seconds ago: whatever
    they write afterwards would bring it back.
    """
    with db.change("erase") as connection:
        try:
            owner = locked(connection, conversation_id)
        except NotFound:
            return False
        if owner.created_at >= before:
            return False
        _must_be_idle(connection, owner, before, quiet)
        if owner.case_id:
            note(connection, "cancelled", "assistant", conversation_id, owner.case_id)
        forget(conversation_id)
        gone = sum(connection.execute(delete(t).where(mine)).rowcount for t, mine in _erased(conversation_id))
        _settle_requests(connection, conversation_id)
        note(connection, "erased", "assistant", conversation_id, None, rows=gone)
        return True


def _settle_requests(connection: Connection, conversation_id: str) -> None:
    """What was asked and not answered yet: the erasure is done, and of nothing there is no copy."""
    for kind, state in ((ERASE, DONE), (EXPORT, REFUSED)):
        mine = data_request.c.conversation_id == conversation_id, data_request.c.kind == kind
        waiting = update(data_request).where(*mine, data_request.c.state == ASKED)
        connection.execute(waiting.values(state=state, done_at=now()))


def _erased(conversation_id: str) -> Iterator[tuple[Table, Any]]:
    """Every table with rows of a conversation, those that refer to others first."""
    for table in reversed(metadata.sorted_tables):
        if table not in KEPT and (mine := _of(table, conversation_id)) is not None:
            yield table, mine


def _must_be_idle(connection: Connection, owner: Row[Any], before: float, quiet: float) -> None:
    what = "an erasure"
    if owner.state in (State.HUMAN.value, State.CLOSING.value):
        raise WrongState(what, owner.state)
    case = connection.execute(select(escalation_case).where(escalation_case.c.id == owner.case_id)).first()
    if case is not None and (case.priority >= CRISIS or case.queued_at > before):
        raise WrongState(what, Status(case.status).value)  # somebody in need, or who asked for a person since
    mine = inbox.c.conversation_id == owner.id
    if connection.execute(select(inbox.c.id).where(mine, inbox.c.state.in_(["new", "running"]))).first():
        raise WrongState(what, "in hand")
    unsent = outbox.c.conversation_id == owner.id, outbox.c.state == "waiting"
    if connection.execute(select(outbox.c.id).where(*unsent)).first():
        raise WrongState(what, "not all sent")
    late = select(message.c.id).where(message.c.conversation_id == owner.id, message.c.at > now() - quiet)
    if connection.execute(late).first():
        raise WrongState(what, "just spoken in")


def was_erased(db: Database, conversation_id: str) -> bool:
    """True where a conversation was erased and not begun anew: nothing may be written in its name."""
    erased = or_(audit.c.action == "erased", audit.c.action == "conversation_opened")
    query = select(audit.c.action).where(audit.c.conversation_id == conversation_id, erased)
    with db.look() as connection:
        last = connection.execute(query.order_by(audit.c.id.desc()).limit(1)).scalar()
    return bool(last == "erased")
