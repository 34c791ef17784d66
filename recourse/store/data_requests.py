"""Requests for a copy of one's data, or for its erasure. They outlive what they erase."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection, Row

from recourse.model import Agent, NotFound, State, Status, WrongState
from recourse.store import outbox
from recourse.store.database import Database, locked, note, now
from recourse.store.tables import data_request, escalation_case

EXPORT, ERASE = "export", "erase"
#: asked: waits for an agent's check; confirmed: to be erased as soon as nobody works on the conversation
ASKED, CONFIRMED, DONE, REFUSED = "asked", "confirmed", "done", "refused"
OPEN = (ASKED, CONFIRMED)


def make(db: Database, conversation_id: str, kind: str, state: str, checked_by: str | None = None) -> str:
    """Keep a request in a conversation; its number. One that is open already is not asked a second time."""
    with db.change("data_request") as connection:
        locked(connection, conversation_id)
        mine = select(data_request).where(
            data_request.c.conversation_id == conversation_id, data_request.c.kind == kind
        )
        standing = connection.execute(mine.where(data_request.c.state.in_(OPEN))).first()
        if standing is not None and standing.state in (state, CONFIRMED):
            return str(standing.id)
        if standing is not None:  # an agent was asked to check; the page's identity was there sooner
            _set(connection, standing.id, state, checked_by)
            _note(connection, standing, state, "customer", checked_by)
            return str(standing.id)
        row = {"id": f"d-{secrets.token_hex(4)}", "conversation_id": conversation_id, "kind": kind}
        more = {"state": state, "checked_by": checked_by, "at": now()}
        more["done_at"] = now() if state == DONE else None
        connection.execute(data_request.insert().values(**row, **more))
        made = connection.execute(select(data_request).where(data_request.c.id == row["id"])).one()
        _note(connection, made, state, "customer", checked_by)
        return str(made.id)


def _set(connection: Connection, request_id: str, state: str, checked_by: str | None) -> None:
    changed = {"state": state, "checked_by": checked_by}
    where = update(data_request).where(data_request.c.id == request_id)
    connection.execute(where.values(**changed, done_at=now() if state in (DONE, REFUSED) else None))


def _note(connection: Connection, row: Row[Any], state: str, actor: str, checked_by: str | None) -> None:
    detail = {"request": row.id, "kind": row.kind, "state": state, "checked_by": checked_by}
    note(connection, "data_request", actor, row.conversation_id, None, **detail)


def find(db: Database, request_id: str) -> Row[Any]:
    """A request by its number."""
    with db.look() as connection:
        row = connection.execute(select(data_request).where(data_request.c.id == request_id)).first()
    if row is None:
        raise NotFound(f"no data request {request_id}")
    return row


def in_state(db: Database, state: str) -> list[Row[Any]]:
    """The requests in a state, oldest first."""
    with db.look() as connection:
        query = select(data_request).where(data_request.c.state == state)
        return list(connection.execute(query.order_by(data_request.c.at)).all())


def of_conversation(db: Database, conversation_id: str) -> list[Row[Any]]:
    """Every request made in a conversation, oldest first."""
    with db.look() as connection:
        query = select(data_request).where(data_request.c.conversation_id == conversation_id)
        return list(connection.execute(query.order_by(data_request.c.at)).all())


def answer(db: Database, request_id: str, who: Agent, state: str, notice: dict[str, Any]) -> None:
    """What the agent who has the conversation's case found, and the word to the customer about it."""
    with db.change("data_answer") as connection:
        row = connection.execute(select(data_request).where(data_request.c.id == request_id)).first()
        if row is None:
            raise NotFound(f"no data request {request_id}")
        owner = locked(connection, row.conversation_id)
        row = connection.execute(select(data_request).where(data_request.c.id == request_id)).one()
        if row.state != ASKED:
            raise WrongState("an answer to this request", row.state)
        case = _held_by(connection, owner, who)
        _set(connection, request_id, state, f"agent:{who.id}")
        outbox.put(connection, case, "message", notice, f"data:{request_id}")
        _note(connection, row, state, f"agent:{who.id}", f"agent:{who.id}")


def _held_by(connection: Connection, owner: Row[Any], who: Agent) -> Row[Any]:
    """The conversation's case, claimed by this agent: only then they can ask the customer who they are."""
    case = connection.execute(select(escalation_case).where(escalation_case.c.id == owner.case_id)).first()
    if owner.state != State.HUMAN.value or case is None or case.status != Status.CLAIMED.value:
        raise WrongState("a check of who asks", case.status if case is not None else owner.state)
    if case.claimed_by != who.id:
        raise WrongState("a check of who asks", "claimed by somebody else")
    return case


def finish(db: Database, request_id: str) -> None:
    """Nothing is left of what was to be erased, in the files either."""
    with db.change("erase_done") as connection:
        row = connection.execute(select(data_request).where(data_request.c.id == request_id)).one()
        _set(connection, request_id, DONE, row.checked_by)
        _note(connection, row, DONE, "assistant", row.checked_by)
