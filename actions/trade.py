"""What every action of the trade shares: the order in question, a shop that may fail, and deeds that may be stopped."""

from __future__ import annotations

import abc
import asyncio
from collections.abc import Mapping
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import reading
from recourse.app import the_app
from recourse.model import Deed, NotFound
from recourse.service import deeds
from recourse.shop.client import Order, ShopError
from recourse.store import conversations

AT_ONCE = 50.0  # euros that are refunded or replaced without a person
Events = list[dict[str, Any]]


class AboutOrder(Action, abc.ABC):
    """Looks up the order in question and lets `answer` speak; where the shop fails, says so and keeps the number."""

    async def run(self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: Any) -> Events:
        return await asyncio.to_thread(self.served, dispatcher, tracker)  # a slow shop holds up nobody else

    #: Slots to set where the shop failed, beside what is always so.
    after_failure: Mapping[str, Any] = {}
    #: What was given for another flow, and would be wrong if that is begun anew for another order.
    forgets: tuple[str, ...] = ("new_address",)

    def served(self, dispatcher: CollectingDispatcher, tracker: Tracker) -> Events:
        """The events: the mark that we answered, `go_on` (false unless `answer` says otherwise), and its own."""
        number = order_number(tracker)
        begin = [reading.done(self.name(), tracker), SlotSet("go_on", False)]
        try:
            order = the_app().shop.order(number) if number else None
            if order is not None:
                known = [SlotSet("order_number", number), *(SlotSet(name, None) for name in self.forgets)]
                return [*begin, *known, *self.answer(dispatcher, tracker, order)]
        except ShopError:
            dispatcher.utter_message(response="utter_shop_down")
            return [
                *begin,
                SlotSet("order_number", number),
                SlotSet("confirmed", None),
            ]  # an old yes is no yes
        response = "utter_order_unknown" if number else "utter_ask_order_number"
        dispatcher.utter_message(response=response, order_number=number)
        return [*begin, SlotSet("order_number", None)]

    @abc.abstractmethod
    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker, order: Order) -> Events:
        """What to say of this order, or do with it; may raise ShopError."""

    def stopped(self, tracker: Tracker, deed: Deed) -> Events:
        """The events that stop this action where the tree does not permit a deed; empty where it does."""
        return stopped(self, tracker, deed)

    def to_a_person(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, kind: str, amount: float
    ) -> Events:
        """What would be a judgement against the customer is no machine's: the tree hands it over."""
        events = self.stopped(tracker, Deed(kind, amount, adverse=True))
        if not events:  # a tree that lets it pass; the flow still judges nothing
            dispatcher.utter_message(response="utter_person_decides")
        return events


def stopped(action: Action, tracker: Tracker, deed: Deed) -> Events:
    """The same for an action that is about no order."""
    decision = deeds.permit(the_app(), tracker.sender_id, reading.message_id(tracker), deed)
    return reading.stopped(action.name(), tracker, decision) if decision.route.stops else []


def order_number(tracker: Tracker) -> str:
    """The order in question: the number last given, however it was typed."""
    given = tracker.get_slot("order_number") or ""
    return str(given[-1] if isinstance(given, list) and given else given).strip().upper()


def identity(tracker: Tracker) -> str:
    """The customer's id where the host page signed it; else empty."""
    try:
        owner = conversations.find(the_app().db, tracker.sender_id)
    except NotFound:
        return ""
    return str((owner.address or {}).get("identity") or "")
