"""Live updates: one look at the database for all streams, and each stream sends only what changed for it."""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
import time
from collections.abc import AsyncIterator, Callable
from typing import Any

from sqlalchemy.exc import SQLAlchemyError

from recourse.model import RecourseError
from recourse.store import Database
from recourse.store.pulse import pulse

EVERY_SECONDS = 0.2
HEARTBEAT_SECONDS = 15
log = logging.getLogger(__name__)


class Live:
    """The streams of one process, woken together when the database's pulse changes."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._changed = asyncio.Event()
        self._closing = False

    async def run(self) -> None:
        """Watch the pulse until cancelled."""
        last = None
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                now = await asyncio.to_thread(pulse, self._db)
            except SQLAlchemyError as error:
                log.warning("no live updates, the database does not answer: %s", type(error).__name__)
                continue
            if now != last:
                last = now
                self._wake()

    def _wake(self) -> None:
        self._changed.set()
        self._changed = asyncio.Event()

    def close(self) -> None:
        """Let the streams end."""
        self._closing = True
        self._wake()

    async def events(
        self, name: str, look: Callable[[], Any], beat: Callable[[], None] = lambda: None
    ) -> AsyncIterator[str]:
        """`look()` as an event now and whenever its answer differs; pings keep the line open between.

        `beat` is called as often as a ping would come, however much changes: whoever holds the line open
        is still there.
        """
        sent: str | None = None
        beaten = time.monotonic()
        while not self._closing:
            changed = self._changed
            data: str | None
            try:
                data = json.dumps(await asyncio.to_thread(look))
            except (SQLAlchemyError, RecourseError) as error:
                log.warning("a stream waits: %s", type(error).__name__)
                data = sent
            if data is not None and data != sent:
                sent = data
                yield f"event: {name}\ndata: {data}\n\n"
            try:
                await asyncio.wait_for(changed.wait(), HEARTBEAT_SECONDS)
            except asyncio.TimeoutError:
                yield "event: ping\ndata: 1\n\n"  # an event and no comment: a page can see it
            if time.monotonic() - beaten >= HEARTBEAT_SECONDS:
                beaten = time.monotonic()
                with contextlib.suppress(SQLAlchemyError):  # the next one tries again
                    await asyncio.to_thread(beat)
