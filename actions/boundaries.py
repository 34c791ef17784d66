"""What the machine does not decide."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import reading
from recourse.app import the_app
from recourse.service import boundaries, telling


class TellBoundaries(Action):
    def name(self) -> str:
        return "action_tell_boundaries"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        values = boundaries.told(the_app(), telling.language_of(the_app(), tracker.sender_id))
        dispatcher.utter_message(response="utter_boundaries", **values)
        return [reading.done(self.name(), tracker)]
