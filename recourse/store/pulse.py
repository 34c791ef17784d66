"""Has anything changed? One cheap look that the desk's streams wait for."""

from __future__ import annotations

from sqlalchemy import func, select

from recourse.store.database import Database
from recourse.store.tables import audit, message


def pulse(db: Database) -> tuple[int, int]:
    """A value that changes with every change of a case: each adds a message or an audit row."""
    with db.look() as connection:
        said = connection.execute(select(func.max(message.c.id))).scalar() or 0
        done = connection.execute(select(func.max(audit.c.id))).scalar() or 0
    return said, done
