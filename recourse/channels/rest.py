"""Rasa's `rest` channel behind the gate, for servers: POST {sender, message, message_id?}, replies in the answer.

It cannot be pushed to: an agent's words wait, and go out with the answer to the customer's next message.
"""

from __future__ import annotations

import asyncio
import hmac
import secrets
from typing import Any

from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, response
from sanic.request import Request

from recourse.app import the_app
from recourse.channels.checks import Refused, answering, body, identifier, text
from recourse.channels.gate import Gate, Handler
from recourse.channels.gated import Gated
from recourse.model import Incoming, Message
from recourse.store import conversations

PATIENCE_SECONDS = 20.0


class Rest(InputChannel):
    """One route; `sender` names a conversation of this channel and no other."""

    gate: Gate

    @classmethod
    def name(cls) -> str:
        return "rest"

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        self._key = the_app().settings.secret("rest")
        routes = Blueprint("recourse_rest", __name__)
        routes.add_route(answering(self.webhook), "/webhook", methods=["POST"], name="webhook")
        return routes

    async def webhook(self, request: Request) -> Any:
        """Accept a message, wait until it was worked on, and answer with everything said since the last answer."""
        if not hmac.compare_digest((request.token or "").encode(), self._key.encode()):
            raise Refused(401, "send the key that `recourse secret rest` prints as a bearer token")
        found = body(request)
        sender, said = identifier(found, "sender"), text(found, "message")
        message_id = identifier(found, "message_id") if "message_id" in found else secrets.token_hex(12)
        conversation_id = f"rest-{sender}"
        unique = f"{conversation_id}:{message_id}"
        await self.gate.accept(Incoming("rest", conversation_id, unique, said))
        await self.gate.worked_on(unique, PATIENCE_SECONDS)
        heard = await asyncio.to_thread(conversations.hear, self.gate.app.db, conversation_id, unique)
        return response.json([_reply(sender, m) for m in heard if m.author != "customer"])


def _reply(sender: str, message: Message) -> dict[str, Any]:
    reply: dict[str, Any] = {"recipient_id": sender, "text": message.text, "author": message.author}
    if message.buttons:
        reply["buttons"] = [{"title": button.title, "payload": button.payload} for button in message.buttons]
    return reply


class RestInput(Gated, Rest):
    """The rest channel behind the gate."""
