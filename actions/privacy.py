"""The customer's own data: what is known, a copy of it, its erasure."""

from __future__ import annotations

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import reading
from recourse import words
from recourse.app import the_app
from recourse.model import Deed
from recourse.service import deeds, privacy
from recourse.store.data_requests import ERASE, EXPORT

DEEDS = {EXPORT: Deed("export_data"), ERASE: Deed("erase_data", reversible=False)}


def _intent(tracker: Tracker) -> str:
    return str((tracker.latest_message.get("intent") or {}).get("name") or "")


def _said(action: str, kind: str, response: str, tracker: Tracker) -> list[dict[str, Any]]:
    """The events after an answer: a person is fetched where one has to check, as the tree says."""
    asked = SlotSet("erase_asked", response == "utter_ask_erase")
    if privacy.needs_person(the_app(), tracker.sender_id, response):
        message_id = reading.message_id(tracker)
        decision = deeds.permit(the_app(), tracker.sender_id, message_id, DEEDS[kind])
        if decision.route.stops:
            return [*reading.stopped(action, tracker, decision), asked]
    return [reading.done(action, tracker), asked]


ERASE = "delete_my_data"
ABOUT_DATA = re.compile(
    r"\b(data|info\w*|records?|everything|history|conversation|chat|profile|files?|daten|alles|verlauf|gespräch"
    r"|datos|todo|historial|conversación|données|tout|historique|dados|tudo|histórico|conversa|about\s+me|on\s+me)\b",
    re.IGNORECASE,
)


def _is_a_guess(tracker: Tracker) -> bool:
    """An erasure cannot be undone: words must name what, and not negate it."""
    text = str(tracker.latest_message.get("text") or "")
    if text.startswith("/"):
        return False
    return words.negates(text) or not ABOUT_DATA.search(text)


class TellWhatIsKnown(Action):
    def name(self) -> str:
        return "action_tell_what_is_known"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        known = privacy.known(the_app(), tracker.sender_id)
        dispatcher.utter_message(response="utter_what_is_known", **known)
        return [reading.done(self.name(), tracker)]


class AskData(Action):
    def name(self) -> str:
        return "action_ask_data"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        kind = privacy.KINDS[_intent(tracker)]
        if _intent(tracker) == ERASE and _is_a_guess(tracker):
            dispatcher.utter_message(response="utter_erase_unsure")
            return [reading.done(self.name(), tracker), SlotSet("erase_asked", False)]
        response, values = privacy.ask(the_app(), tracker.sender_id, kind)
        dispatcher.utter_message(response=response, **values)
        return _said(self.name(), kind, response, tracker)


class ConfirmErase(Action):
    """The button, or a plain yes right after the question; anything less is no yes to an erasure."""

    def name(self) -> str:
        return "action_confirm_erase"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> list[dict[str, Any]]:
        app, conversation_id = the_app(), tracker.sender_id
        text = str(tracker.latest_message.get("text") or "")
        if _intent(tracker) == privacy.YES:
            response, values = privacy.confirm(app, conversation_id)
        elif not privacy.asked_to_confirm(app, conversation_id, reading.message_id(tracker)):
            response, values = "utter_okay", {}
        elif words.agrees(text):
            response, values = privacy.confirm(app, conversation_id)
        else:
            response, values = "utter_ask_erase", {}
        dispatcher.utter_message(response=response, **values)
        return _said(self.name(), ERASE, response, tracker)
