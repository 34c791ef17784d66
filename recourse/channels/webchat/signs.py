"""Signs of the moment on the way to the open streams of a conversation: not kept, not replayed."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Signs:
    """One a channel. What is sent while nobody listens is gone, as a sign of the moment should be."""

    def __init__(self) -> None:
        self._streams: dict[str, list[tuple[asyncio.Event, list[str]]]] = {}

    def typing(self, conversation_id: str, author: str, name: str) -> None:
        """Somebody is writing right now; the page shows it for some seconds. Call it from the event loop."""
        self._send(conversation_id, "typing", {"author": author, "name": name})

    def _send(self, conversation_id: str, event: str, data: dict[str, Any]) -> None:
        for awake, waiting in self._streams.get(conversation_id, ()):
            waiting.append(f"event: {event}\ndata: {json.dumps(data)}\n\n")
            awake.set()

    @contextmanager
    def listener(self, conversation_id: str, awake: asyncio.Event) -> Iterator[list[str]]:
        """The signs for one stream, for it to empty; `awake` is set when there is a new one."""
        mine: tuple[asyncio.Event, list[str]] = (awake, [])
        self._streams.setdefault(conversation_id, []).append(mine)
        try:
            yield mine[1]
        finally:
            self._streams[conversation_id].remove(mine)
            if not self._streams[conversation_id]:
                del self._streams[conversation_id]
