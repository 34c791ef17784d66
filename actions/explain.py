"""Why, what happens next, how long, and what is kept."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import reading
from recourse.app import the_app
from recourse.service import consents, handoff, telling


class Explain(Action):
    def name(self) -> str:
        return "action_explain"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        dispatcher.utter_message(response="utter_explain", **telling.explained(the_app(), tracker.sender_id))
        return [reading.done(self.name(), tracker)]


class Why(Action):
    def name(self) -> str:
        return "action_why"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        response, values = telling.why(the_app(), tracker.sender_id)
        dispatcher.utter_message(response=response, **values)
        return [reading.done(self.name(), tracker)]


class TellPosition(Action):
    def name(self) -> str:
        return "action_tell_position"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        case = handoff.waiting_case(the_app(), tracker.sender_id)
        if case is None:
            dispatcher.utter_message(response="utter_nobody_queued")
        else:
            dispatcher.utter_message(response="utter_position", **telling.standing(the_app(), case))
        return [reading.done(self.name(), tracker)]


class TellWhatHumanSees(Action):
    def name(self) -> str:
        return "action_tell_what_human_sees"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        told = consents.told(the_app(), tracker.sender_id)
        dispatcher.utter_message(response="utter_what_human_sees", shared=told["shared"])
        return [reading.done(self.name(), tracker)]


class TellPrivacy(Action):
    def name(self) -> str:
        return "action_tell_privacy"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        dispatcher.utter_message(response="utter_privacy", **consents.told(the_app(), tracker.sender_id))
        return [reading.done(self.name(), tracker)]
