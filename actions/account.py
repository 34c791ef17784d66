"""The customer's account: a lost password, changed details, and closing it."""

from __future__ import annotations

import asyncio
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import reading, trade
from actions.trade import Events
from recourse.app import the_app
from recourse.model import Deed
from recourse.shop.client import ShopError


class ResetPassword(Action):
    """Has a link mailed, and never says whether an address is known."""

    def name(self) -> str:
        return "action_reset_password"

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        if events := await asyncio.to_thread(trade.stopped, self, tracker, Deed("reset_password")):
            return events
        done, email = reading.done(self.name(), tracker), str(tracker.get_slot("email") or "")
        try:
            await asyncio.to_thread(the_app().shop.reset_password, email)
        except ShopError:
            dispatcher.utter_message(response="utter_shop_down_account")
            return [done]  # the address is kept for another try
        dispatcher.utter_message(response="utter_password_sent")
        return [done, SlotSet("email", None)]


class ChangeAccount(Action):
    """Who is signed in changes it there; for anybody else a person checks who they are."""

    def name(self) -> str:
        return "action_change_account"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        if trade.identity(tracker):
            dispatcher.utter_message(response="utter_account_signed_in")
            return [reading.done(self.name(), tracker)]
        dispatcher.utter_message(response="utter_account_person")
        return _by_a_person(self, dispatcher, tracker, Deed("identity_without_check", adverse=True))


class CloseAccount(Action):
    """A person's, and never argued with."""

    def name(self) -> str:
        return "action_close_account"

    def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        dispatcher.utter_message(response="utter_close_account")
        return _by_a_person(self, dispatcher, tracker, Deed("close_account", reversible=False, adverse=True))


def _by_a_person(action: Action, dispatcher: CollectingDispatcher, tracker: Tracker, deed: Deed) -> Events:
    events = trade.stopped(action, tracker, deed)
    if not events:  # a tree that lets it pass; nothing is done all the same
        dispatcher.utter_message(response="utter_person_decides")
    return events or [reading.done(action.name(), tracker)]
