"""In a crisis: the right help lines, once the customer has said where they are, and an answer to every word."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import reading
from recourse import words
from recourse.app import the_app
from recourse.service import telling

WAYS = 3  # utter_crisis_here_1 to _3, so that nobody reads the same line twice in a row


LEAVING = ("return_to_bot", "end_chat", "deny", "goodbye")


def _asked(text: str, intent: str) -> str | None:
    """The response to what somebody in danger often asks, or to their wish to go."""
    if words.CALLS_OUTSIDE.search(text):
        return "utter_crisis_cannot_call"
    if words.SECRET.search(text):
        return "utter_crisis_secret"
    return "utter_crisis_leaving" if intent in LEAVING else None


class TellHelpLines(Action):
    def name(self) -> str:
        return "action_tell_help_lines"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        country = the_app().help_lines.find(str(tracker.latest_message.get("text") or ""))
        language = telling.language_of(the_app(), tracker.sender_id)
        found = telling.resources(the_app(), language, country)
        if country is None:
            dispatcher.utter_message(response="utter_country_unknown", **found)
            return [reading.done(self.name(), tracker)]
        dispatcher.utter_message(response="utter_country_lines", **found)
        return [reading.done(self.name(), tracker), SlotSet("country", country)]


class KeepCompany(Action):
    """Nobody has come yet: the assistant goes on answering, and repeats the resources."""

    def name(self) -> str:
        return "action_keep_company"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        language = telling.language_of(the_app(), tracker.sender_id)
        found = telling.resources(the_app(), language, tracker.get_slot("country"))
        before = sum(event.get("name") == self.name() for event in tracker.events)
        text = str(tracker.latest_message.get("text") or "")
        intent = str((tracker.latest_message.get("intent") or {}).get("name") or "")
        if said := _asked(text, intent):
            dispatcher.utter_message(response=said, **found)
            return [reading.done(self.name(), tracker)]
        if not before and not telling.anybody_there(the_app()):
            response = "utter_crisis_nobody"
        else:
            ways = WAYS if tracker.get_slot("care") == "self" else 1  # the others speak of one's own danger
            response = f"utter_crisis_here_{1 + before % ways}"
        dispatcher.utter_message(response=response, **found)
        return [reading.done(self.name(), tracker)]
