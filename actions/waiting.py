"""While the customer waits: a message for the person, and the end of the chat."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import reading
from recourse.app import the_app
from recourse.service import handoff
from recourse.store import cases, conversations


class KeepMessage(Action):
    """The message is given to the case as it was written; what the slot holds is forgotten."""

    def name(self) -> str:
        return "action_keep_message"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        case = handoff.waiting_case(the_app(), tracker.sender_id)
        if case is None:
            dispatcher.utter_message(response="utter_message_nobody")
        elif not tracker.get_slot("left_message"):
            dispatcher.utter_message(response="utter_no_message")
        else:
            message_id = reading.message_id(tracker)
            conversations.give_to_case(the_app().db, tracker.sender_id, message_id, case.id)
            dispatcher.utter_message(response="utter_message_left")
        return [reading.done(self.name(), tracker), SlotSet("left_message", None)]


class EndChat(Action):
    def name(self) -> str:
        return "action_end_chat"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        if reading.may_mean_the_contrary(tracker) and handoff.waiting_case(the_app(), tracker.sender_id):
            dispatcher.utter_message(response="utter_leave_queue_unsure")
            return [reading.done(self.name(), tracker)]
        left = cases.cancel(the_app().db, tracker.sender_id)
        dispatcher.utter_message(response="utter_chat_ended_queue" if left else "utter_chat_ended")
        return [reading.done(self.name(), tracker), reading.handled_by("bot"), SlotSet("care", None)]
