"""Another language, because the customer asked for it."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import reading
from recourse.app import the_app
from recourse.service import speaking, telling


class ChangeLanguage(Action):
    def name(self) -> str:
        return "action_change_language"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        named = str(next(tracker.get_latest_entity_values("language_name"), ""))
        words = str(tracker.latest_message.get("text") or "")
        response = speaking.change(the_app(), tracker.sender_id, named, words)
        language = telling.language_of(the_app(), tracker.sender_id)
        # Rasa picks the wording before the slot below is set, so the words are given here.
        said = the_app().texts.say(response, language)
        buttons = [{"title": button.title, "payload": button.payload} for button in said.buttons]
        dispatcher.utter_message(text=said.text, buttons=buttons or None)
        return [reading.done(self.name(), tracker), SlotSet("language", language)]
