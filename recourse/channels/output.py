"""What Rasa utters, checked against the state again when it is sent, and said once."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Collection
from typing import Any

from rasa.core.channels.channel import OutputChannel

from recourse.app import App
from recourse.model import Button, Said, State
from recourse.store import conversations

NAME = "Assistant"


class GatedOutput(OutputChannel):
    """The way out for one customer message (or hand-back): the n-th thing said has the key `<key>:<n>`.

    A turn that is run again after a death says the same keys again, and each stands only once.
    """

    def __init__(
        self, app: App, channel: str, key: str, while_in: Collection[State], wake: Callable[[str], None]
    ) -> None:
        self._app, self._channel, self._key = app, channel, key
        self._while_in, self._wake, self._count = while_in, wake, 0

    def name(self) -> str:
        return self._channel

    def put(self, conversation_id: str, said: Said, author: str = "assistant") -> None:
        """Say something, now, from a thread."""
        key = f"{self._key}:{self._count}"
        self._count += 1
        name = NAME if author == "assistant" else ""
        conversations.utter(self._app.db, conversation_id, key, author, name, said, self._while_in)

    async def say(self, conversation_id: str, said: Said) -> None:
        """Say something from the event loop, and wake the customer's streams."""
        await asyncio.to_thread(self.put, conversation_id, said)
        self._wake(conversation_id)

    async def send_text_message(self, recipient_id: str, text: str, **kwargs: Any) -> None:
        await self.say(recipient_id, Said(text))

    async def send_text_with_buttons(
        self, recipient_id: str, text: str, buttons: list[dict[str, Any]], **kwargs: Any
    ) -> None:
        choices = tuple(Button(str(b["title"]), str(b["payload"])) for b in buttons)
        await self.say(recipient_id, Said(text, choices))
