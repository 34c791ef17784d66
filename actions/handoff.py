"""The place in the queue, the offer, and the way back to the assistant."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import reading
from recourse.app import the_app
from recourse.model import Decision, Route
from recourse.service import handoff, telling
from recourse.store import assessments, cases

WITH_CARE = (
    "utter_worry_resources",
    "utter_others_danger",
    "utter_safety_hazard",
    "utter_minor",
    "utter_medical",
)
WITH_HELP_LINES = ("utter_crisis_resources", telling.WORRY)


def _decision(tracker: Tracker) -> Decision:
    row = assessments.find(the_app().db, reading.message_id(tracker))
    if row is not None:
        return assessments.decision_of(row)
    return Decision(Route.HAND_OVER, "asked_for_person", ("you_asked",), (), the_app().tree.version)


class HandOver(Action):
    def name(self) -> str:
        return "action_hand_over"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        decision = _decision(tracker)
        again = (tracker.latest_message.get("intent") or {}).get("name") == "still_want_human"
        message_id = reading.message_id(tracker)
        handoff.take_place(the_app(), tracker.sender_id, message_id, decision, "assistant", reopen=again)
        if first := telling.first_of(the_app(), decision.branch):
            country, language = tracker.get_slot("country"), telling.language_of(the_app(), tracker.sender_id)
            found = telling.resources(the_app(), language, country, worried=first == telling.WORRY)
            dispatcher.utter_message(response=first, **found)
            if first in WITH_HELP_LINES and not country:
                dispatcher.utter_message(response="utter_ask_country")
        own = "self" if first == "utter_crisis_resources" else tracker.get_slot("care")
        care = own or ("other" if first in WITH_CARE else None)
        return [reading.done(self.name(), tracker), reading.handled_by("queued"), SlotSet("care", care)]


class OfferHuman(Action):
    def name(self) -> str:
        return "action_offer_human"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        cases.offer(the_app().db, tracker.sender_id)
        decision, language = _decision(tracker), telling.language_of(the_app(), tracker.sender_id)
        if first := telling.first_of(the_app(), decision.branch):
            found = telling.resources(the_app(), language, tracker.get_slot("country"))
            dispatcher.utter_message(response=first, **found)
        reasons = telling.reasons(the_app(), decision.reasons, language)
        dispatcher.utter_message(response="utter_offer_human", reasons=reasons)
        return [reading.done(self.name(), tracker), reading.handled_by("offered")]


class DeclineOffer(Action):
    def name(self) -> str:
        return "action_decline_offer"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        declined = handoff.decline(the_app(), tracker.sender_id)
        dispatcher.utter_message(response="utter_offer_declined" if declined else "utter_okay")
        return [reading.done(self.name(), tracker), reading.handled_by("bot")]


class ReturnToBot(Action):
    def name(self) -> str:
        return "action_return_to_bot"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        if reading.may_mean_the_contrary(tracker) and handoff.waiting_case(the_app(), tracker.sender_id):
            dispatcher.utter_message(response="utter_leave_queue_unsure")
            return [reading.done(self.name(), tracker)]
        left = cases.cancel(the_app().db, tracker.sender_id)
        if left and tracker.get_slot("care") == "self":
            language = telling.language_of(the_app(), tracker.sender_id)
            found = telling.resources(the_app(), language, tracker.get_slot("country"))
            dispatcher.utter_message(response="utter_crisis_resources_again", **found)
        dispatcher.utter_message(response="utter_back_to_bot" if left else "utter_okay")
        return [reading.done(self.name(), tracker), reading.handled_by("bot"), SlotSet("care", None)]
