"""The rating after a person helped: 1 to 5, and a word on why."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import reading
from recourse.app import the_app
from recourse.store import cases


class RecordRating(Action):
    def name(self) -> str:
        return "action_record_rating"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        stars = str(next(tracker.get_latest_entity_values("stars"), ""))
        case = cases.latest(the_app().db, tracker.sender_id)
        kept = False
        if case is None:
            dispatcher.utter_message(response="utter_rating_nothing")
        elif stars not in ("1", "2", "3", "4", "5"):
            dispatcher.utter_message(response="utter_rating_unclear")
        else:
            cases.rate(the_app().db, case.id, stars=int(stars))
            dispatcher.utter_message(response="utter_rating_thanks")
            kept = True
        return [reading.done(self.name(), tracker), SlotSet("rated", kept), SlotSet("rating_comment", None)]


class RecordComment(Action):
    def name(self) -> str:
        return "action_record_comment"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        comment = tracker.get_slot("rating_comment")
        case = cases.latest(the_app().db, tracker.sender_id)
        if case is not None and comment and not str(comment).startswith("/"):  # an old button is no comment
            cases.rate(the_app().db, case.id, comment=str(comment)[:2000])
        dispatcher.utter_message(response="utter_comment_thanks")
        return [reading.done(self.name(), tracker), SlotSet("rating_comment", None)]
