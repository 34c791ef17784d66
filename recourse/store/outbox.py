"""What waits to be sent to customers, in order within a conversation, and the hand-back behind it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.engine import Connection, Row

from recourse.model import Button, Said, State
from recourse.store.conversations import add_message, insert_once
from recourse.store.database import Database, locked, note, now
from recourse.store.tables import conversation, outbox


def put(
    connection: Connection, case: Row[Any], kind: str, payload: dict[str, Any], client_id: str | None = None
) -> int | None:
    """Add a row within the caller's transaction; None if this `client_id` is there already."""
    row = {"conversation_id": case.conversation_id, "channel": case.channel, "case_id": case.id, "kind": kind}
    more = {"payload": payload, "client_id": client_id, "state": "waiting", "at": now()}
    return insert_once(connection, outbox, {**row, **more})


def id_of(connection: Connection, conversation_id: str, client_id: str) -> int | None:
    """The row that a client's id stands for, if it was sent before."""
    here = outbox.c
    query = select(here.id).where(here.conversation_id == conversation_id, here.client_id == client_id)
    found: int | None = connection.execute(query).scalar()
    return found


def tell(db: Database, case: Row[Any], lines: list[dict[str, Any]], once: str) -> None:
    """Queue lines for the customer in one transaction; `once` keeps a second caller from repeating them."""
    with db.change("tell") as connection:
        if locked(connection, case.conversation_id).state != State.QUEUED.value:
            return  # claimed meanwhile, or gone: the assistant has nothing to say any more
        for number, line in enumerate(lines):
            put(connection, case, "message", line, f"{once}:{number}")


def waiting(db: Database, channel: str) -> list[str]:
    """The conversations of a channel with something to send, now."""
    due = outbox.c.next_at <= now()
    query = select(outbox.c.conversation_id).where(
        outbox.c.state == "waiting", outbox.c.channel == channel, due
    )
    with db.look() as connection:
        return list(connection.execute(query.distinct()).scalars())


def next_for(db: Database, conversation_id: str) -> Row[Any] | None:
    """The oldest row that waits for this conversation, if it is due; nothing overtakes it."""
    mine = select(outbox).where(outbox.c.conversation_id == conversation_id, outbox.c.state == "waiting")
    with db.look() as connection:
        row = connection.execute(mine.order_by(outbox.c.id).limit(1)).first()
    return row if row is not None and row.next_at <= now() else None


def replies(db: Database, case_id: str) -> list[Row[Any]]:
    """The agents' words in a case, sent or not, in order."""
    query = (
        select(outbox).where(outbox.c.case_id == case_id, outbox.c.kind == "message").order_by(outbox.c.id)
    )
    with db.look() as connection:
        return [row for row in connection.execute(query) if row.payload["author"] == "agent"]


def delivered(db: Database, row: Row[Any]) -> None:
    """Put a row into the conversation that everybody sees, and mark it sent: both or neither."""
    with db.change("deliver") as connection:
        state = locked(connection, row.conversation_id).state
        late = row.payload["author"] == "assistant" and state == State.HUMAN.value
        if _settle(connection, row) and not late:
            said = Said(row.payload["text"], tuple(Button(**b) for b in row.payload.get("buttons", ())))
            author, name = row.payload["author"], row.payload.get("name", "")
            case_id = row.case_id if author == "agent" else None
            add_message(connection, row.conversation_id, f"out:{row.id}", author, name, said, case_id)


def handed_back(db: Database, row: Row[Any]) -> None:
    """The assistant has the conversation again."""
    with db.change("handback") as connection:
        locked(connection, row.conversation_id)
        if _settle(connection, row):
            where = update(conversation).where(conversation.c.id == row.conversation_id)
            connection.execute(where.values(state=State.BOT.value, case_id=None, updated_at=now()))
            note(connection, "handed_back", "assistant", row.conversation_id, row.case_id)


def _settle(connection: Connection, row: Row[Any]) -> bool:
    where = update(outbox).where(outbox.c.id == row.id, outbox.c.state == "waiting")
    return bool(connection.execute(where.values(state="sent")).rowcount)


def failed(db: Database, row: Row[Any], seconds: float) -> None:
    """Try again in so many seconds."""
    with db.change("outbox_failed") as connection:
        where = update(outbox).where(outbox.c.id == row.id)
        connection.execute(where.values(attempts=row.attempts + 1, next_at=now() + seconds))
