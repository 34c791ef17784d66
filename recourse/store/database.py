"""Engine and transactions. Each transaction has a name, and a test can let the process die around it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, event, select
from sqlalchemy.engine import Connection, Row
from sqlalchemy.engine.url import make_url
from sqlalchemy.pool import QueuePool

from recourse import faults
from recourse.model import NotFound
from recourse.store.tables import audit, conversation

BUSY_SECONDS = 5


class Database:
    """A database, SQLite or PostgreSQL, and the only way to change or read it."""

    def __init__(self, url: str) -> None:
        self.url = url
        parsed = make_url(url)
        self.sqlite = parsed.get_backend_name() == "sqlite"
        if self.sqlite and parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        options: dict[str, Any] = {"future": True}
        if self.sqlite:
            options["connect_args"] = {"timeout": BUSY_SECONDS, "check_same_thread": False}
            options["poolclass"] = QueuePool  # SQLAlchemy would open the file anew for every transaction
        else:
            options["pool_pre_ping"] = True
            options["pool_size"] = 10
        self.engine = create_engine(url, **options)
        if self.sqlite:
            event.listen(self.engine, "connect", _sqlite_connect)
            event.listen(self.engine, "begin", _sqlite_begin)

    @contextmanager
    def change(self, name: str) -> Iterator[Connection]:
        """One write transaction; all of it happens or none. `name` is a point in `faults`."""
        with self.engine.connect().execution_options(writes=True) as connection:
            with connection.begin():
                yield connection
                faults.point(f"{name}:before")
            faults.point(f"{name}:after")

    def wipe(self) -> bool:
        """Take what was deleted out of SQLite's write-ahead log, too; False if a reader is in the way for now."""
        if not self.sqlite:
            return True
        raw = self.engine.raw_connection()
        try:
            busy, _, _ = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        finally:
            raw.close()
        return not busy

    @contextmanager
    def look(self) -> Iterator[Connection]:
        """A read transaction."""
        with self.engine.connect() as connection, connection.begin():
            yield connection


def _sqlite_connect(raw: Any, _record: Any) -> None:
    raw.isolation_level = None  # we say BEGIN ourselves; the driver's own habit begins too late
    raw.execute("PRAGMA journal_mode=WAL")
    # In WAL a commit survives the death of any process; only a power cut may take the last ones.
    raw.execute("PRAGMA synchronous=NORMAL")
    raw.execute("PRAGMA foreign_keys=ON")
    raw.execute("PRAGMA secure_delete=ON")  # what is erased is overwritten, not only marked as free


def _sqlite_begin(connection: Connection) -> None:
    writes = connection.get_execution_options().get("writes")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def now() -> float:
    """Seconds since the epoch."""
    return time.time()


def locked(connection: Connection, conversation_id: str) -> Row[Any]:
    """The conversation's row, held until the end of this transaction: everything in it happens in order."""
    query = select(conversation).where(conversation.c.id == conversation_id).with_for_update()
    row = connection.execute(query).first()
    if row is None:
        raise NotFound(f"no conversation {conversation_id}")
    return row


def note(
    connection: Connection,
    action: str,
    actor: str,
    conversation_id: str | None = None,
    case_id: str | None = None,
    **detail: Any,
) -> None:
    """Add to the audit log, in the transaction of what it tells of. `detail` holds no personal data."""
    connection.execute(
        audit.insert().values(
            conversation_id=conversation_id,
            case_id=case_id,
            actor=actor,
            action=action,
            detail=detail,
            at=now(),
        )
    )
