"""Score every customer turn and decide; Rasa runs this through the slot `assessment`."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import reading
from recourse.app import the_app
from recourse.service import turns


class AssessTurn(Action):
    def name(self) -> str:
        return "action_assess_turn"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        message_id = reading.message_id(tracker)
        said = reading.turns(tracker)
        if not message_id or not said:  # a trigger such as the hand-back, not a customer
            return []
        decision = turns.assess(
            the_app(),
            tracker.sender_id,
            message_id,
            said,
            intent=_intent(tracker),
            turn={"fallbacks": reading.fallbacks(tracker)},
            channel=tracker.get_latest_input_channel() or "unknown",
        )
        found = {"message_id": message_id, "route": decision.route.value, "branch": decision.branch}
        return [SlotSet("assessment", found)]


def _intent(tracker: Tracker) -> dict[str, Any]:
    intent = tracker.latest_message.get("intent") or {}
    return {"name": intent.get("name") or "", "confidence": float(intent.get("confidence") or 0.0)}
