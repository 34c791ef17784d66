"""Disputes: a decision that a customer says was wrong, kept for people to review."""

from __future__ import annotations

import secrets
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.engine import Connection, Row

from recourse.store.conversations import insert_once
from recourse.store.database import Database, locked, note, now
from recourse.store.tables import assessment, conversation, dispute

ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # nothing that could be read as something else on the telephone
LENGTH = 6
OPEN, ANSWERED = "open", "answered"


def take(db: Database, decided: Row[Any], case_id: str | None) -> Row[Any]:
    """Keep that the decision of this assessment is disputed; asked again, it is the same dispute."""
    with db.change("dispute") as connection:
        locked(connection, decided.conversation_id)
        row = {
            "conversation_id": decided.conversation_id,
            "message_id": decided.message_id,
            "case_id": case_id,
            "branch": decided.branch,
            "policy_version": decided.policy_version,
            "state": OPEN,
            "at": now(),
        }
        while (known := _of_message(connection, decided.message_id)) is None:
            receipt = "D-" + "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
            if insert_once(connection, dispute, {"id": receipt, **row}):  # else the number was taken
                what = {"receipt": receipt, "branch": decided.branch, "policy": decided.policy_version}
                note(connection, "disputed", "customer", decided.conversation_id, case_id, **what)
        return known


def _of_message(connection: Connection, message_id: str) -> Row[Any] | None:
    return connection.execute(select(dispute).where(dispute.c.message_id == message_id)).first()


def listed(
    db: Database, state: str | None, limit: int, after: tuple[float, str] | None = None
) -> list[Row[Any]]:
    """Disputes with what was decided, oldest first, after the one of `after` = (at, id); no words of anybody."""
    query = (
        select(
            *(dispute.c.id, dispute.c.branch, dispute.c.policy_version, dispute.c.state, dispute.c.at),
            *(assessment.c.reasons, assessment.c.route, conversation.c.channel, conversation.c.language),
        )
        .join(conversation, conversation.c.id == dispute.c.conversation_id)
        .outerjoin(assessment, assessment.c.message_id == dispute.c.message_id)
    )
    if state:
        query = query.where(dispute.c.state == state)
    if after:
        at, receipt = after
        later = or_(dispute.c.at > at, and_(dispute.c.at == at, dispute.c.id > receipt))
        query = query.where(later)
    with db.look() as connection:
        return list(connection.execute(query.order_by(dispute.c.at, dispute.c.id).limit(limit)).all())
