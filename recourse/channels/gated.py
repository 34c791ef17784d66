"""The mixin by which an input channel of Rasa stands behind the gate."""

from __future__ import annotations

from typing import Any

from rasa.core.channels.channel import UserMessage
from sanic import Blueprint, Sanic

from recourse.app import the_app
from recourse.channels.gate import Gate, Handler
from recourse.components import speed
from recourse.model import Incoming


class Gated:
    """Put before a channel class: `class GatedSlack(Gated, SlackInput)`."""

    gate: Gate

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        """The channel's own routes, their messages going to the gate and only from there to Rasa."""
        speed.apply()
        self.gate = Gate(the_app(), self.name(), on_new_message)  # type: ignore[attr-defined]
        routes: Blueprint = super().blueprint(self._receive)  # type: ignore[misc]

        @routes.listener("after_server_start")
        async def start(app: Sanic, _loop: Any) -> None:
            await self.gate.start(app.ctx.agent)

        @routes.listener("before_server_stop")
        async def stop(_app: Sanic, _loop: Any) -> None:
            await self.gate.stop()

        return routes

    async def _receive(self, message: UserMessage) -> None:
        """A stock channel's message, committed."""
        incoming = Incoming(
            self.gate.channel,
            message.sender_id,
            str(message.message_id),
            message.text or "",
            self.address(message),
        )
        await self.gate.accept(incoming)

    def address(self, message: UserMessage) -> dict[str, str]:
        """What the channel needs to reach this customer later."""
        return {"recipient_id": message.sender_id}
