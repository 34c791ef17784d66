"""Wakes the streams of a conversation when something was said in it, here or in another process."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from recourse.store import Database, conversations

REMEMBERED = 1000


class Tail:
    """One a gate: `look` is called often, `waiter` gives a stream its event."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._waiting: dict[str, set[asyncio.Event]] = {}
        self._seen: deque[int] = deque(maxlen=REMEMBERED)
        self._newest = 0
        self.closing = False

    async def start(self) -> None:
        """Begin with what comes from now on; each stream reads what was before by itself."""
        self._newest = await asyncio.to_thread(conversations.pulse, self._db)

    async def stop(self) -> None:
        """Wake everybody for the last time."""
        self.closing = True
        for events in self._waiting.values():
            for event in events:
                event.set()

    async def look(self) -> None:
        """Wake whoever waits for something that was said since the last look."""
        if not self._waiting:
            return
        for message_id, conversation_id in await asyncio.to_thread(
            conversations.said_since, self._db, self._newest
        ):
            if message_id not in self._seen:
                self._seen.append(message_id)
                self._newest = max(self._newest, message_id)
                self.wake(conversation_id)

    def wake(self, conversation_id: str) -> None:
        """Wake the streams of a conversation."""
        for event in self._waiting.get(conversation_id, ()):
            event.set()

    @contextmanager
    def waiter(self, conversation_id: str) -> Iterator[asyncio.Event]:
        """An event that is set whenever something was said in the conversation."""
        event = asyncio.Event()
        self._waiting.setdefault(conversation_id, set()).add(event)
        try:
            yield event
        finally:
            events = self._waiting[conversation_id]
            events.discard(event)
            if not events:
                del self._waiting[conversation_id]
