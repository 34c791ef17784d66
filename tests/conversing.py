"""What a custom action sees and says: a tracker made by hand, Rasa's dispatcher, and the words that come of it."""

from __future__ import annotations

import asyncio
import inspect
from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from tests import scenes, shipped


class Said:
    """What an action said, and the slots that it left."""

    def __init__(self, messages: list[dict[str, Any]], events: list[dict[str, Any]]) -> None:
        self.names = [message["response"] for message in messages]
        self.slots = {event["name"]: event["value"] for event in events if event["event"] == "slot"}
        self._messages = messages

    @property
    def route(self) -> str | None:
        """Where the tree sends the conversation, if it stopped the action."""
        return (self.slots.get("assessment") or {}).get("route")

    @property
    def text(self) -> str:
        """All of it as the customer reads it; a response that is not there or lacks a value is an error."""
        left = ("template", "response", "text", "buttons", "elements", "custom", "image", "attachment")
        return "\n".join(
            shipped.texts()
            .say(m["response"], None, **{name: value for name, value in m.items() if name not in left})
            .text
            for m in self._messages
        )


def does(app: Any, action: Any, text: str = "please", intent: str = "", **slots: Any) -> Said:
    """The customer says a text, it is assessed, and an action answers it with these slots set."""
    message_id, _ = scenes.turn(app, text, intent=intent)
    message = {"text": text, "message_id": message_id, "intent": {"name": intent, "confidence": 0.9}}
    tracker = Tracker(scenes.ONE, slots, message, [], False, None, {}, "action_listen")
    dispatcher = CollectingDispatcher()
    events = action().run(dispatcher, tracker, {})
    if inspect.isawaitable(events):
        events = asyncio.run(events)  # type: ignore[arg-type]
    return Said(dispatcher.messages, events)
