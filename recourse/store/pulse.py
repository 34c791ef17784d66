"""Has anything changed? One cheap look that the desk's streams wait for."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Table, func, select

from recourse.store.database import Database
from recourse.store.tables import audit, message

LATE = 200  # ids


def pulse(db: Database) -> tuple[int, ...]:
    """A value that changes with every change of a case: each adds a message or an audit row.

    PostgreSQL gives ids out before the commit, so the last ones are counted: a row that is committed late
    changes the count and not the newest id.
    """
    with db.look() as connection:
        found = [tuple(connection.execute(_newest(table)).one()) for table in (message, audit)]
    return tuple(number or 0 for pair in found for number in pair)


def _newest(table: Table) -> Any:
    newest = select(func.max(table.c.id)).scalar_subquery()
    return select(func.max(table.c.id), func.count()).where(table.c.id > newest - LATE)
