"""Ask what may be passed on, take the answer, take it back; and the choice about mood reading."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import reading
from recourse.app import the_app
from recourse.service import consents, telling


class AskConsent(Action):
    def name(self) -> str:
        return "action_ask_consent"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        if not consents.is_answered(the_app(), tracker.sender_id):  # nothing is asked twice
            question = telling.consent_question(the_app(), tracker.sender_id)
            dispatcher.utter_message(response="utter_ask_consent", **question)
        return [reading.done(self.name(), tracker)]


class RecordConsent(Action):
    """For an answer in words; a button's answer is the gate's, in every state but `bot`."""

    def name(self) -> str:
        return "action_record_consent"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        intent = tracker.latest_message.get("intent") or {}
        text = str(tracker.latest_message.get("text") or "")
        sure = float(intent.get("confidence") or 0)
        said = consents.answer_in_words(the_app(), tracker.sender_id, str(intent["name"]), text, sure)
        if said is None:
            question = telling.consent_question(the_app(), tracker.sender_id)
            dispatcher.utter_message(response="utter_consent_unsure")
            dispatcher.utter_message(response="utter_ask_consent", **question)
        else:
            dispatcher.utter_message(response=said)
        return [reading.done(self.name(), tracker)]


class WithdrawConsent(Action):
    def name(self) -> str:
        return "action_withdraw_consent"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        dispatcher.utter_message(response=consents.withdraw(the_app(), tracker.sender_id))
        return [reading.done(self.name(), tracker)]


class SetMoodReading(Action):
    def name(self) -> str:
        return "action_set_mood_reading"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        on = (tracker.latest_message.get("intent") or {}).get("name") == "start_mood_reading"
        dispatcher.utter_message(response=consents.set_mood_reading(the_app(), tracker.sender_id, on))
        return [reading.done(self.name(), tracker)]
