"""The greeting says what the assistant is, and truly whether it reads the mood."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import reading
from recourse.app import the_app
from recourse.service import consents


class Greet(Action):
    def name(self) -> str:
        return "action_greet"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        dispatcher.utter_message(response=consents.greeting(the_app(), tracker.sender_id))
        return [reading.done(self.name(), tracker)]
