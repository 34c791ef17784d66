"""Give a conversation back to the assistant, in a known state, in one lock and one save."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
from rasa.shared.core.events import ActionExecuted, ActiveLoop, BotUttered, Event, SlotSet
from rasa.utils.endpoints import EndpointConfig
from sqlalchemy.engine import Row

from recourse import faults
from recourse.app import App
from recourse.channels.output import GatedOutput
from recourse.store import cases, conversations, outbox

INTENT = "EXTERNAL_"  # and how it was left: EXTERNAL_returned, EXTERNAL_resolved
SLOTS_RESET = (
    "requested_slot",
    "left_message",
    "care",
    "order_number",
    "assessment",
    "rating_comment",
    "rated",
)


async def hand_back(app: App, agent: Any, row: Row[Any], output: GatedOutput) -> None:
    """Tell Rasa what happened, let it speak, then give the conversation to it. Safe to do again."""
    async with agent.lock_store.lock(row.conversation_id):
        tracker = await agent.processor.fetch_tracker_with_initial_session(row.conversation_id)
        if not any(
            isinstance(e, BotUttered) and e.metadata.get("handback") == row.id for e in tracker.events
        ):
            for event in await asyncio.to_thread(_human_phase, app, row):
                tracker.update(event, agent.domain)
            await agent.trigger_intent(f"{INTENT}{row.payload['how']}", [], output, tracker)
        faults.point("handback_told:after")
    await asyncio.to_thread(outbox.handed_back, app.db, row)


def _human_phase(app: App, row: Row[Any]) -> list[Event]:
    case = cases.find(app.db, row.case_id)
    said = conversations.messages(app.db, row.conversation_id, limit=5000)
    spoken = [m for m in said if m.case_id == row.case_id and m.author == "agent"]
    events: list[Event] = [BotUttered(m.text, metadata={"author": "agent", "name": m.name}) for m in spoken]
    name = case.agent_name or app.texts.say("utter_the_person", case.language).text
    events.append(BotUttered("", metadata={"handback": row.id, "how": row.payload["how"]}))
    events += [ActiveLoop(None), *(SlotSet(slot, None) for slot in SLOTS_RESET)]
    spoken = conversations.find(app.db, row.conversation_id).language
    events += [
        SlotSet("handled_by", "bot"),
        SlotSet("language", spoken),
        SlotSet("agent_name", name),
    ]
    return [*events, ActionExecuted("action_listen")]


class BoundedEndpoint(EndpointConfig):
    """An action endpoint that gives up in time; Rasa's own 300 s would leave the customer without a word."""

    seconds = 2.0

    async def request(self, *args: Any, **kwargs: Any) -> Any:
        """As EndpointConfig.request; raises aiohttp.ServerTimeoutError after `seconds`."""
        kwargs["timeout"] = self.seconds
        try:
            return await asyncio.wait_for(super().request(*args, **kwargs), self.seconds)
        except asyncio.TimeoutError as error:
            raise aiohttp.ServerTimeoutError(f"no answer within {self.seconds} s") from error


def bound_actions(agent: Any, seconds: float) -> None:
    """Bound the very object that Rasa holds, so that a model swapped in later keeps it."""
    if type(agent.action_endpoint) is EndpointConfig:
        agent.action_endpoint.__class__ = BoundedEndpoint
        agent.action_endpoint.seconds = seconds
