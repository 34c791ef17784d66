"""Cases: the place in the queue, the claim, the way back. One transaction each, audit rows included."""

from __future__ import annotations

import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import and_, func, or_, select, update
from sqlalchemy.engine import Connection, Row

from recourse.model import Agent, NotFound, Scope, State, Status, WrongState
from recourse.store import outbox
from recourse.store.database import Database, locked, note, now
from recourse.store.tables import (
    agent,
    consent_receipt,
    conversation,
    escalation_case,
    message,
    override,
    rating,
)

CRISIS, HIGH, NORMAL = 3, 2, 1
TAKEN_BACK = "taken back"  # in place of a case: a message that nobody is to see
TAKES_OVER = ("supervisor", "admin")  # may claim what somebody else has, who went home, say


@dataclass(frozen=True)
class Place:
    """What taking a place in the queue needs to know; nothing of what was said."""

    message_id: str | None
    asked: bool
    priority: int
    alert: Mapping[str, float] = field(default_factory=dict)
    reopen: bool = False


def take_place(db: Database, conversation_id: str, place: Place, actor: str) -> tuple[Row[Any], bool]:
    """Put a conversation in the queue; give its case, and whether it is a new place.

    A conversation has one open case: asking again keeps the place and can only raise the priority.
    """
    with db.change("queue") as connection:
        owner = locked(connection, conversation_id)
        if owner.state == State.CLOSING.value:
            raise WrongState("taking a place in the queue", owner.state)
        fresh = owner.case_id is None
        case_id = _place(connection, owner, place) if fresh else owner.case_id
        if fresh:
            _move(connection, conversation_id, State.QUEUED, case_id=case_id, declined=None)
            note(
                connection,
                "queued",
                actor,
                conversation_id,
                case_id,
                asked=place.asked,
                priority=place.priority,
            )
        else:
            _raise_priority(connection, case_id, place, conversation_id, actor)
        return _case(connection, case_id), fresh


def _place(connection: Connection, owner: Row[Any], place: Place) -> str:
    if place.reopen and (case_id := _latest(connection, owner.id)):
        again: dict[str, Any] = {
            "status": Status.QUEUED.value,
            "claimed_by": None,
            "claimed_at": None,
            "closed_at": None,
        }
        again.update(queued_at=now(), message_id=place.message_id, scope=Scope.PENDING.value, shared=None)
        again.update(contact=False, told_position=None)  # of the first time
        before = _case(connection, case_id)
        priority = max(before.priority, place.priority, HIGH)
        where = update(escalation_case).where(escalation_case.c.id == case_id)
        connection.execute(where.values(**again, alert={**before.alert, **place.alert}, priority=priority))
        return case_id
    case_id = f"c-{secrets.token_hex(8)}"
    connection.execute(
        escalation_case.insert().values(
            id=case_id,
            conversation_id=owner.id,
            message_id=place.message_id,
            status=Status.QUEUED.value,
            priority=place.priority,
            asked=place.asked,
            channel=owner.channel,
            language=owner.language,
            alert=dict(place.alert),
            scope=Scope.PENDING.value,
            opened_at=now(),
            queued_at=now(),
        )
    )
    return case_id


def _latest(connection: Connection, conversation_id: str) -> str | None:
    mine = select(escalation_case.c.id).where(escalation_case.c.conversation_id == conversation_id)
    newest = connection.execute(mine.order_by(escalation_case.c.opened_at.desc()).limit(1)).scalar()
    return str(newest) if newest else None


def _raise_priority(
    connection: Connection, case_id: str, place: Place, conversation_id: str, actor: str
) -> None:
    case = _case(connection, case_id)
    alert = {**case.alert, **place.alert}
    if place.priority <= case.priority and alert == case.alert:
        return
    priority = max(case.priority, place.priority)
    where = update(escalation_case).where(escalation_case.c.id == case_id)
    connection.execute(where.values(priority=priority, alert=alert))
    note(connection, "priority_raised", actor, conversation_id, case_id, priority=priority)


def _move(connection: Connection, conversation_id: str, state: State, **more: Any) -> None:
    where = update(conversation).where(conversation.c.id == conversation_id)
    connection.execute(where.values(state=state.value, updated_at=now(), **more))


def _case(connection: Connection, case_id: str) -> Row[Any]:
    row = connection.execute(select(escalation_case).where(escalation_case.c.id == case_id)).first()
    if row is None:
        raise NotFound(f"no case {case_id}")
    return row


def _locked_case(connection: Connection, case_id: str, what: str, *allowed: Status) -> Row[Any]:
    locked(connection, _case(connection, case_id).conversation_id)
    case = _case(connection, case_id)
    if Status(case.status) not in allowed:
        raise WrongState(what, case.status)
    return case


def offer(db: Database, conversation_id: str) -> bool:
    """Note that a person was offered; False if the customer is past that already."""
    with db.change("offer") as connection:
        row = locked(connection, conversation_id)
        if row.state not in (State.BOT.value, State.OFFERED.value):
            return False
        _move(connection, conversation_id, State.OFFERED)
        note(connection, "person_offered", "assistant", conversation_id)
        return True


def lapse(db: Database, conversation_id: str) -> None:
    """The customer went on to something else: the offer neither stands nor was it declined."""
    with db.change("lapse") as connection:
        if locked(connection, conversation_id).state == State.OFFERED.value:
            _move(connection, conversation_id, State.BOT)


def decline(db: Database, conversation_id: str, levels: dict[str, float]) -> bool:
    """Note that the offer was declined, and how the customer felt: it is repeated only if that gets worse."""
    with db.change("decline") as connection:
        row = locked(connection, conversation_id)
        if row.state != State.OFFERED.value:
            return False
        _move(connection, conversation_id, State.BOT, declined=levels)
        note(connection, "offer_declined", "customer", conversation_id)
        return True


def cancel(db: Database, conversation_id: str) -> bool:
    """The customer goes back to the assistant while nobody has claimed the case; False if there is none."""
    with db.change("cancel") as connection:
        row = locked(connection, conversation_id)
        if row.state not in (State.QUEUED.value, State.CALLBACK.value):
            return False
        where = update(escalation_case).where(escalation_case.c.id == row.case_id)
        kept_back = {
            "scope": Scope.NOTHING.value,
            "shared": None,
            "contact": False,
        }  # nobody took it: no use for it
        connection.execute(where.values(status=Status.CANCELLED.value, closed_at=now(), **kept_back))
        left = and_(message.c.case_id == row.case_id, message.c.author == "customer")
        connection.execute(
            update(message).where(left).values(case_id=TAKEN_BACK)
        )  # a message that was left goes too
        _move(connection, conversation_id, State.BOT, case_id=None)
        note(connection, "cancelled", "customer", conversation_id, row.case_id)
        return True


def share(
    db: Database,
    case_id: str,
    scope: Scope,
    shared: dict[str, Any] | None,
    wording: str,
    how: str,
    version: str,
    contact: bool = False,
) -> None:
    """Keep what the customer agreed to (or took back) with its receipt, and fill or empty the case."""
    with db.change("consent") as connection:
        case = _locked_case(connection, case_id, "a change of consent", *Status)
        where = update(escalation_case).where(escalation_case.c.id == case_id)
        connection.execute(where.values(scope=scope.value, shared=shared, contact=contact))
        receipt = {"scope": scope.value, "contact": contact, "wording": wording, "how": how}
        owner = {"conversation_id": case.conversation_id, "case_id": case_id}
        kept = {**receipt, **owner, "version": version, "at": now()}
        connection.execute(consent_receipt.insert().values(**kept))
        given = {"scope": scope.value, "contact": contact, "how": how}
        note(connection, "consent", "customer", case.conversation_id, case_id, **given)


def told_position(db: Database, case_id: str, position: int) -> None:
    """Keep which place in the queue the customer was told."""
    with db.change("told") as connection:
        where = update(escalation_case).where(escalation_case.c.id == case_id)
        connection.execute(where.values(told_position=position))


def was_shared(db: Database, conversation_id: str) -> bool:
    """Did a person ever have anything of this conversation, by the customer's yes?"""
    query = (
        select(consent_receipt.c.id)
        .join(escalation_case, escalation_case.c.id == consent_receipt.c.case_id)
        .where(
            consent_receipt.c.conversation_id == conversation_id,
            consent_receipt.c.scope.in_([scope.value for scope in Scope if scope.shares_summary]),
            # claimed, or opened again after it was
            or_(
                escalation_case.c.claimed_at.isnot(None),
                escalation_case.c.queued_at > escalation_case.c.opened_at,
            ),
        )
    )
    with db.look() as connection:
        return connection.execute(query.limit(1)).first() is not None


def receipts(db: Database, case_id: str) -> list[Row[Any]]:
    """The consent receipts of a case, oldest first."""
    query = select(consent_receipt).where(consent_receipt.c.case_id == case_id).order_by(consent_receipt.c.id)
    with db.look() as connection:
        return list(connection.execute(query).all())


def claim(db: Database, case_id: str, who: Agent, notice: dict[str, Any]) -> None:
    """Give a waiting case to an agent; the same agent may ask twice, nobody else may."""
    with db.change("claim") as connection:
        case = _locked_case(connection, case_id, "a claim", Status.QUEUED, Status.CALLBACK, Status.CLAIMED)
        if case.status == Status.CLAIMED.value:
            if case.claimed_by == who.id:
                return
            if who.role not in TAKES_OVER:
                raise WrongState("a claim", "claimed by somebody else")
        taken = {"status": Status.CLAIMED.value, "claimed_by": who.id, "claimed_at": now()}
        connection.execute(update(escalation_case).where(escalation_case.c.id == case_id).values(**taken))
        _move(connection, case.conversation_id, State.HUMAN)
        outbox.put(connection, case, "message", notice)
        note(connection, "claimed", f"agent:{who.id}", case.conversation_id, case_id)


def reply(db: Database, case_id: str, who: Agent, text: str, client_id: str) -> int:
    """Queue an agent's words for the customer; the outbox id, the same for the same `client_id`."""
    with db.change("reply") as connection:
        case = _locked_case(connection, case_id, "a reply", *Status)
        if known := outbox.id_of(connection, case.conversation_id, client_id):
            return known
        if case.status != Status.CLAIMED.value:
            raise WrongState("a reply", case.status)
        _own(case, who, "a reply")
        said = {"author": "agent", "name": who.name, "text": text}
        fresh = outbox.put(connection, case, "message", said, client_id)
        assert fresh is not None  # the conversation is locked, so nobody was faster
        note(connection, "replied", f"agent:{who.id}", case.conversation_id, case_id, length=len(text))
        return fresh


def close(db: Database, case_id: str, who: Agent, status: Status) -> None:
    """Return (`RETURNED`) or resolve a claimed case; the outbox gives the conversation back after the last reply."""
    with db.change("close") as connection:
        case = _locked_case(connection, case_id, f"to be {status.value}", Status.CLAIMED)
        _own(case, who, f"to be {status.value}")
        where = update(escalation_case).where(escalation_case.c.id == case_id)
        connection.execute(where.values(status=status.value, closed_at=now()))
        _move(connection, case.conversation_id, State.CLOSING)
        outbox.put(connection, case, "handback", {"how": status.value})
        note(connection, status.value, f"agent:{who.id}", case.conversation_id, case_id)


def _own(case: Row[Any], who: Agent, what: str) -> None:
    if case.claimed_by != who.id:
        raise WrongState(what, "claimed by somebody else")


def overrule(db: Database, case_id: str, who: Agent, reason: str, words: str) -> None:
    """Keep a human's word against the machine's."""
    with db.change("override") as connection:
        case = _locked_case(connection, case_id, "an overruling", *Status)
        row = {"case_id": case_id, "agent_id": who.id, "reason": reason, "words": words, "at": now()}
        connection.execute(override.insert().values(**row))
        note(connection, "overruled", f"agent:{who.id}", case.conversation_id, case_id, reason=reason)


def rate(db: Database, case_id: str, stars: int | None = None, comment: str | None = None) -> None:
    """Keep a rating of 1 to 5, or add the comment to it."""
    with db.change("rate") as connection:
        case = _locked_case(connection, case_id, "a rating", *Status)
        given = {key: value for key, value in (("stars", stars), ("comment", comment)) if value is not None}
        changed = connection.execute(update(rating).where(rating.c.case_id == case_id).values(**given))
        if not changed.rowcount and stars is not None:
            row = {"case_id": case_id, "stars": stars, "comment": comment or "", "at": now()}
            connection.execute(rating.insert().values(**row))
        note(
            connection,
            "rated",
            "customer",
            case.conversation_id,
            case_id,
            **({"stars": stars} if stars else {}),
        )


def rating_of(db: Database, case_id: str) -> Row[Any] | None:
    """The rating of a case, if it was given."""
    with db.look() as connection:
        return connection.execute(select(rating).where(rating.c.case_id == case_id)).first()


def find(db: Database, case_id: str) -> Row[Any]:
    """A case with its agent's name (`agent_name`) and its place in the queue (`position`, 1 is next)."""
    with db.look() as connection:
        rows = _with_agent(connection, escalation_case.c.id == case_id)
        if not rows:
            raise NotFound(f"no case {case_id}")
        return rows[0]


def latest(db: Database, conversation_id: str) -> Row[Any] | None:
    """The conversation's newest case, open or closed."""
    with db.look() as connection:
        case_id = _latest(connection, conversation_id)
        return _with_agent(connection, escalation_case.c.id == case_id)[0] if case_id else None


def of_conversation(db: Database, conversation_id: str) -> list[Row[Any]]:
    """Every case of a conversation."""
    with db.look() as connection:
        return _with_agent(connection, escalation_case.c.conversation_id == conversation_id, 100)


def recently_closed(db: Database, limit: int) -> list[Row[Any]]:
    """The cases that were closed last, newest first."""
    here = escalation_case.c
    query = select(here.id).where(here.closed_at.isnot(None)).order_by(here.closed_at.desc()).limit(limit)
    with db.look() as connection:
        ids = list(connection.execute(query).scalars())
        found = {row.id: row for row in _with_agent(connection, here.id.in_(ids), limit)}
    return [found[case_id] for case_id in ids]


def looked(db: Database, case: Row[Any], who: Agent) -> None:
    """Keep who looked at a case."""
    with db.change("look") as connection:
        note(connection, "looked", f"agent:{who.id}", case.conversation_id, case.id)


def listed(
    db: Database, statuses: Sequence[str], limit: int, before: tuple[int, float, str] | None = None
) -> list[Row[Any]]:
    """Cases in queue order (priority, then time), after the case `before` = (priority, opened_at, id)."""
    wanted = escalation_case.c.status.in_(statuses) if statuses else escalation_case.c.id.isnot(None)
    if before:
        priority, opened, case_id = before
        here = escalation_case.c
        wanted = and_(
            wanted,
            or_(
                here.priority < priority,
                and_(here.priority == priority, here.opened_at > opened),
                and_(here.priority == priority, here.opened_at == opened, here.id > case_id),
            ),
        )
    with db.look() as connection:
        return _with_agent(connection, wanted, limit)


def _with_agent(connection: Connection, wanted: Any, limit: int = 1) -> list[Row[Any]]:
    here = escalation_case.c
    query = select(escalation_case, agent.c.name.label("agent_name")).select_from(
        escalation_case.outerjoin(agent, agent.c.id == here.claimed_by)
    )
    ordered = query.where(wanted).order_by(here.priority.desc(), here.opened_at, here.id)
    return list(connection.execute(ordered.limit(limit)).all())


def position(db: Database, case: Row[Any]) -> int | None:
    """How many would be claimed up to this case, itself included; None if it is not waiting."""
    if case.status != Status.QUEUED.value:
        return None
    here = escalation_case.c
    ahead = or_(
        here.priority > case.priority, and_(here.priority == case.priority, here.opened_at < case.opened_at)
    )
    query = select(func.count()).where(here.status == Status.QUEUED.value, ahead)
    with db.look() as connection:
        return 1 + (connection.execute(query).scalar() or 0)


def recent_waits(db: Database, limit: int = 50) -> list[float]:
    """Seconds from queue to claim of the last claimed cases."""
    here = escalation_case.c
    query = select(here.claimed_at, here.queued_at).where(here.claimed_at.isnot(None))
    with db.look() as connection:
        rows = connection.execute(query.order_by(here.claimed_at.desc()).limit(limit)).all()
    return [row.claimed_at - row.queued_at for row in rows]
