"""Conversations, their inbox and everything said in them."""

from __future__ import annotations

import os
import re
import socket
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, and_, func, or_, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import Connection, Row

from recourse.model import Button, Incoming, Message, NotFound, Said, State, Status
from recourse.store.database import Database, locked, note, now
from recourse.store.tables import conversation, escalation_case, inbox, message

LEASE_SECONDS = 30
COMMAND = re.compile(r"\s*/\s*\w*\s*(\{.*)?$", re.DOTALL)  # "/I want to die" is no command, "/restart" is
LANGUAGE = "en"  # until the customer is known to speak another
OWNER = f"{socket.gethostname()}/{os.getpid()}"


@dataclass(frozen=True)
class Work:
    """An accepted message in hand, with the state its conversation was in when it was taken."""

    id: int
    conversation_id: str
    message_id: str
    text: str
    kind: str
    state: State
    case_id: str | None
    tries: int
    language: str = LANGUAGE
    language_chosen: bool = False
    language_in_rasa: str | None = None

    @property
    def again(self) -> bool:
        """True where somebody died, or was too slow, with it in hand."""
        return self.tries > 1


def insert_once(connection: Connection, table: Table, values: Mapping[str, Any]) -> int | None:
    """Insert a row and give its id, or None where a unique one stands already."""
    dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
    result = connection.execute(dialect.insert(table).values(**values).on_conflict_do_nothing())
    if not result.rowcount:
        return None
    return result.inserted_primary_key[0]  # type: ignore[no-any-return]


def ensure(
    connection: Connection,
    conversation_id: str,
    channel: str,
    address: Mapping[str, str],
    language: str = LANGUAGE,
) -> None:
    """Make the conversation's row if it is new."""
    row = {
        "id": conversation_id,
        "channel": channel,
        "address": dict(address),
        "state": State.BOT.value,
        "language": language,
    }
    if insert_once(connection, conversation, {**row, "created_at": now(), "updated_at": now()}):
        note(connection, "conversation_opened", "customer", conversation_id, channel=channel)


def accept(db: Database, incoming: Incoming, titles: Mapping[str, str]) -> bool:
    """Commit a customer's message to the inbox; False if it was there already.

    `titles` are the commands of ours, with the words shown for each. A text that starts with a slash
    is one of those, a button that this very conversation was offered, or refused.
    """
    with db.change("accept") as connection:
        _begin(connection, incoming)
        kind, shown = _kind(connection, incoming, titles)
        row = {
            "channel": incoming.channel,
            "message_id": incoming.message_id,
            "conversation_id": incoming.conversation_id,
            "text": incoming.text,
            "kind": kind,
            "state": "new",
            "at": now(),
        }
        if insert_once(connection, inbox, row) is None:
            return False
        payload = incoming.text if kind in ("button", "command") else None
        key = f"in:{incoming.message_id}"
        add_message(connection, incoming.conversation_id, key, "customer", "", Said(shown), payload=payload)
        return True


def _begin(connection: Connection, incoming: Incoming) -> None:
    """Lock the conversation's row, made if it is new; NotFound where only a session may make it."""
    if incoming.opens:
        ensure(connection, incoming.conversation_id, incoming.channel, incoming.address)
    try:
        locked(connection, incoming.conversation_id)
    except NotFound:
        if not incoming.opens:
            raise
        ensure(connection, incoming.conversation_id, incoming.channel, incoming.address)  # erased just now
        locked(connection, incoming.conversation_id)


def _kind(connection: Connection, incoming: Incoming, titles: Mapping[str, str]) -> tuple[str, str]:
    if not COMMAND.match(incoming.text):
        return "text", incoming.text
    if incoming.text.strip() in titles:
        return "command", titles[incoming.text.strip()]
    query = select(message.c.buttons).where(message.c.conversation_id == incoming.conversation_id)
    for (buttons,) in connection.execute(query.order_by(message.c.id.desc()).limit(200)):
        for button in buttons:
            if button["payload"] == incoming.text:
                return "button", button["title"]
    return "refused", incoming.text


def waiting(db: Database, channel: str) -> list[str]:
    """The conversations of a channel that have accepted messages nobody has in hand."""
    query = (
        select(inbox.c.conversation_id)
        .join(conversation, conversation.c.id == inbox.c.conversation_id)
        .where(inbox.c.channel == channel, conversation.c.state != State.CLOSING.value, _free())
        .distinct()
    )
    with db.look() as connection:
        return list(connection.execute(query).scalars())


def _free() -> Any:
    lapsed = and_(inbox.c.state == "running", inbox.c.leased_until < now())
    return or_(inbox.c.state == "new", lapsed)


def take(db: Database, conversation_id: str) -> Work | None:
    """The oldest message to work on, now in our hands; None if there is none or another has one."""
    with db.look() as connection:  # mostly there is nothing, and looking takes no lock
        if connection.execute(_waiting_rows(conversation_id)).first() is None:
            return None
    with db.change("take") as connection:
        owner = locked(connection, conversation_id)
        state = State(owner.state)
        mine = inbox.c.conversation_id == conversation_id
        busy = select(inbox.c.id).where(mine, inbox.c.state == "running", inbox.c.leased_until >= now())
        if state is State.CLOSING or connection.execute(busy).first():
            return None
        row = connection.execute(_waiting_rows(conversation_id)).first()
        if row is None:
            return None
        if row.taken_in and state is not State.HUMAN:
            state = State(row.taken_in)  # what died half-way is done again as it was begun
        held = {
            "state": "running",
            "owner": OWNER,
            "leased_until": now() + LEASE_SECONDS,
            "tries": row.tries + 1,
        }
        held["taken_in"] = state.value
        connection.execute(update(inbox).where(inbox.c.id == row.id).values(**held))
        case_id = _spoken_to(connection, owner, row) if state is State.HUMAN else owner.case_id
        return Work(
            row.id,
            conversation_id,
            row.message_id,
            row.text,
            row.kind,
            state,
            case_id,
            tries=row.tries + 1,
            language=owner.language or LANGUAGE,
            language_chosen=owner.language_chosen,
            language_in_rasa=owner.language_in_rasa,
        )


def _waiting_rows(conversation_id: str) -> Any:
    """The oldest row of the inbox that nobody has in hand."""
    mine = inbox.c.conversation_id == conversation_id
    return select(inbox).where(mine, _free()).order_by(inbox.c.id).limit(1)


def _spoken_to(connection: Connection, owner: Row[Any], row: Row[Any]) -> str | None:
    """The case whose human this was said to: where it was first taken, and for a new one the open case.

    What was sent before the claim was not said to a person: it is shown as far as the consent goes.
    """
    line = and_(message.c.conversation_id == owner.id, message.c.key == f"in:{row.message_id}")
    first = connection.execute(select(message.c.case_id).where(line)).scalar()
    claimed = select(escalation_case.c.claimed_at).where(escalation_case.c.id == owner.case_id)
    if first is None and row.at >= (connection.execute(claimed).scalar() or 0):
        connection.execute(update(message).where(line).values(case_id=owner.case_id))
        note(connection, "said_to_person", "customer", owner.id, owner.case_id)
    found: str | None = first or owner.case_id
    return found


def finish(db: Database, work: Work, outcome: str = "done") -> None:
    """Put a message out of hand for good: `done`, or `failed`."""
    with db.change("finish") as connection:
        mine = update(inbox).where(
            inbox.c.id == work.id, inbox.c.tries == work.tries
        )  # not if the lease lapsed
        connection.execute(mine.values(state=outcome))


def put_back(db: Database, work: Work) -> None:
    """Let a message that could not be worked on be taken again, now."""
    with db.change("put_back") as connection:
        mine = update(inbox).where(
            inbox.c.id == work.id, inbox.c.tries == work.tries, inbox.c.state == "running"
        )
        connection.execute(mine.values(state="new", leased_until=0))


def recover(db: Database, channel: str) -> int:
    """Take back what a dead process of this machine had in hand; how many."""
    host, pid = OWNER.split("/")
    with db.change("recover") as connection:
        running = select(inbox.c.id, inbox.c.owner).where(
            inbox.c.channel == channel, inbox.c.state == "running"
        )
        dead = [
            row.id
            for row in connection.execute(running)
            if row.owner == f"{host}/{pid}" or (row.owner.startswith(f"{host}/") and not _lives(row.owner))
        ]
        connection.execute(update(inbox).where(inbox.c.id.in_(dead)).values(state="new"))
        return len(dead)


def _lives(owner: str) -> bool:
    try:
        os.kill(int(owner.split("/")[1]), 0)
    except (OSError, ValueError):
        return False
    return True


def add_message(
    connection: Connection,
    conversation_id: str,
    key: str,
    author: str,
    name: str,
    said: Said,
    case_id: str | None = None,
    payload: str | None = None,
) -> int | None:
    """Add a line to a conversation whose row is locked; None if `key` was said already."""
    buttons = [{"title": button.title, "payload": button.payload} for button in said.buttons]
    row = {"conversation_id": conversation_id, "key": key, "author": author, "name": name, "text": said.text}
    more = {"buttons": buttons, "payload": payload, "case_id": case_id, "at": now()}
    return insert_once(connection, message, {**row, **more})


def utter(
    db: Database,
    conversation_id: str,
    key: str,
    author: str,
    name: str,
    said: Said,
    while_in: Collection[State],
) -> int | None:
    """Say something to the customer if the conversation is in one of the states `while_in`."""
    with db.change("utter") as connection:
        row = locked(connection, conversation_id)
        if State(row.state) not in while_in:
            note(connection, "utterance_withheld", "assistant", conversation_id, state=row.state)
            return None
        case_id = row.case_id if row.state == State.HUMAN.value else None
        return add_message(connection, conversation_id, key, author, name, said, case_id)


def exists(db: Database, conversation_id: str) -> bool:
    """False for a conversation that was erased, or never was."""
    with db.look() as connection:
        query = select(conversation.c.id).where(conversation.c.id == conversation_id)
        return connection.execute(query).first() is not None


def find(db: Database, conversation_id: str) -> Row[Any]:
    """The conversation's row."""
    with db.look() as connection:
        row = connection.execute(select(conversation).where(conversation.c.id == conversation_id)).first()
    if row is None:
        raise NotFound(f"no conversation {conversation_id}")
    return row


def messages(db: Database, conversation_id: str, after: int = 0, limit: int = 500) -> list[Message]:
    """What was said after the message with the id `after`, in order, at most `limit`."""
    mine = select(message).where(message.c.conversation_id == conversation_id, message.c.id > after)
    with db.look() as connection:
        return [_message(row) for row in connection.execute(mine.order_by(message.c.id).limit(limit))]


def recent(db: Database, conversation_id: str, limit: int, until: str | None = None) -> list[Message]:
    """The last `limit` things said, in order; with `until`, what was said up to the line of that key."""
    mine = message.c.conversation_id == conversation_id
    query = select(message).where(mine)
    if until is not None:
        line = select(message.c.id).where(mine, message.c.key == until).scalar_subquery()
        query = query.where(message.c.id <= line)
    with db.look() as connection:
        rows = connection.execute(query.order_by(message.c.id.desc()).limit(limit)).all()
    return [_message(row) for row in reversed(rows)]


def _message(row: Row[Any]) -> Message:
    buttons = tuple(Button(button["title"], button["payload"]) for button in row.buttons)
    return Message(row.id, row.author, row.name, row.text, buttons, row.at, row.key, row.case_id, row.payload)


def pulse(db: Database) -> int:
    """A number that grows whenever something was said anywhere."""
    with db.look() as connection:
        return connection.execute(select(func.max(message.c.id))).scalar() or 0


def said_since(db: Database, after: int) -> list[tuple[int, str]]:
    """(message id, conversation id) of what was said after the message `after`.

    PostgreSQL gives ids out before the commit, so the hundred before are given again: a caller that
    remembers what it saw misses nothing that was committed late.
    """
    query = select(message.c.id, message.c.conversation_id).where(message.c.id > after - 100)
    with db.look() as connection:
        return [(row.id, row.conversation_id) for row in connection.execute(query.order_by(message.c.id))]


def set_mood_reading(db: Database, conversation_id: str, on: bool) -> None:
    """Keep the customer's choice about reading their mood."""
    with db.change("mood") as connection:
        locked(connection, conversation_id)
        here = conversation.c.id == conversation_id
        connection.execute(update(conversation).where(here).values(mood_reading=on, updated_at=now()))
        note(connection, "mood_reading_set", "customer", conversation_id, on=on)


def open_one(
    db: Database, conversation_id: str, channel: str, address: Mapping[str, str], language: str | None = None
) -> None:
    """Begin a conversation before anything is said in it; `language` is that of the page it is held on."""
    with db.change("open") as connection:
        ensure(connection, conversation_id, channel, address, language or LANGUAGE)


def set_language(db: Database, conversation_id: str, language: str, chosen: bool) -> None:
    """Keep the language that the customer writes, or has chosen (then nothing is detected any more)."""
    with db.change("language") as connection:
        locked(connection, conversation_id)
        here = update(conversation).where(conversation.c.id == conversation_id)
        connection.execute(here.values(language=language, language_chosen=chosen))
        mine = update(escalation_case).where(escalation_case.c.conversation_id == conversation_id)
        still = [status.value for status in Status if status.open]
        connection.execute(mine.where(escalation_case.c.status.in_(still)).values(language=language))
        note(connection, "language_set", "customer", conversation_id, language=language, chosen=chosen)


def language_told(db: Database, conversation_id: str, language: str) -> None:
    """Keep which language Rasa's slot was given."""
    with db.change("language_told") as connection:
        here = update(conversation).where(conversation.c.id == conversation_id)
        connection.execute(here.values(language_in_rasa=language))


def given_to_a_person(db: Database, conversation_id: str) -> bool:
    """Did the customer write anything to a person, or leave it for one?"""
    mine = and_(message.c.conversation_id == conversation_id, message.c.author == "customer")
    with db.look() as connection:
        query = select(message.c.id).where(mine, message.c.case_id.like("c-%"))  # not one that was taken back
        return connection.execute(query.limit(1)).first() is not None


def give_to_case(db: Database, conversation_id: str, message_id: str, case_id: str) -> None:
    """A message that the customer leaves for the person: theirs to give, whatever else was agreed."""
    with db.change("leave_message") as connection:
        locked(connection, conversation_id)
        line = and_(message.c.conversation_id == conversation_id, message.c.key == f"in:{message_id}")
        connection.execute(update(message).where(line).values(case_id=case_id))
        note(connection, "message_left", "customer", conversation_id, case_id)


def hear(db: Database, conversation_id: str, message_id: str) -> list[Message]:
    """For a channel without a push: what was said since the answer before this one.

    Asked again about the same message (the answer was lost on its way), it gives the same and what came since.
    """
    with db.change("hear") as connection:
        heard = locked(connection, conversation_id).heard or {"message_id": "", "from": 0, "to": 0}
        start = heard["from"] if heard["message_id"] == message_id else heard["to"]
        mine = select(message).where(message.c.conversation_id == conversation_id, message.c.id > start)
        rows = connection.execute(mine.order_by(message.c.id)).all()
        now_heard = {"message_id": message_id, "from": start, "to": rows[-1].id if rows else start}
        here = conversation.c.id == conversation_id
        connection.execute(update(conversation).where(here).values(heard=now_heard))
    return [_message(row) for row in rows]


def in_hand(db: Database, conversation_id: str) -> bool:
    """True while an accepted message of the conversation is still to be worked on."""
    query = select(inbox.c.id).where(
        inbox.c.conversation_id == conversation_id, inbox.c.state.in_(["new", "running"])
    )
    with db.look() as connection:
        return connection.execute(query.limit(1)).first() is not None


def is_finished(db: Database, channel: str, message_id: str) -> bool:
    """True once an accepted message was worked on."""
    query = select(inbox.c.state).where(inbox.c.channel == channel, inbox.c.message_id == message_id)
    with db.look() as connection:
        return connection.execute(query).scalar() in ("done", "failed")
