"""Where an order is."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import reading
from recourse.app import the_app


class TellOrder(Action):
    def name(self) -> str:
        return "action_tell_order"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        number = str(tracker.get_slot("order_number") or "").upper()
        status = the_app().shop.status(number)
        if status is None:
            dispatcher.utter_message(response="utter_order_unknown", order_number=number)
        else:
            dispatcher.utter_message(response="utter_order_found", order_number=number, status=status)
        return [reading.done(self.name(), tracker), SlotSet("order_number", None)]
