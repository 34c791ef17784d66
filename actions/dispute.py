"""A decision is disputed, or an answer was not what was meant."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import reading
from recourse import words
from recourse.app import the_app
from recourse.model import State
from recourse.service import disputes
from recourse.store import conversations


class Dispute(Action):
    def name(self) -> str:
        return "action_dispute"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        intent = tracker.latest_message.get("intent") or {}
        if words.unmeant(
            str(tracker.latest_message.get("text") or "")
        ):  # plain words, whatever they were read as
            intent = {"name": "dispute_decision", "confidence": 1.0}
        response, values = disputes.answer(
            the_app(),
            tracker.sender_id,
            reading.message_id(tracker),
            str(intent.get("name") or ""),
            float(intent.get("confidence") or 0),
        )
        dispatcher.utter_message(response=response, **values)
        state = conversations.find(the_app().db, tracker.sender_id).state  # taken back, it is the bot's again
        done = [reading.done(self.name(), tracker), reading.handled_by(state)]
        return [*done, SlotSet("care", None)] if state == State.BOT.value else done
