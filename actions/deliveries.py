"""Another address for an order, and parcels that never came."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import orders, trade
from actions.returns import offer
from actions.trade import AboutOrder, Events
from recourse.app import the_app
from recourse.model import Deed
from recourse.shop.client import Order

SIGNED = "signed"  # in place of the postcode, where the host page says who this is


class OpenAddress(AboutOrder):
    """Can the address still be changed? Then the form asks for what is lacking."""

    forgets = ()

    def name(self) -> str:
        return "action_open_address"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker, order: Order) -> Events:
        if not order.open:
            orders.tell(dispatcher, order)
            dispatcher.utter_message(response="utter_address_too_late", order_number=order.number)
            return []
        if events := self.stopped(tracker, Deed("change_address")):
            return events
        known = trade.identity(tracker) == order.customer
        return [SlotSet("go_on", True), SlotSet("postcode", SIGNED if known else None)]


class ChangeAddress(AboutOrder):
    forgets = ()

    def name(self) -> str:
        return "action_change_address"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker, order: Order) -> Events:
        if events := self.stopped(tracker, Deed("change_address")):
            return events
        address = str(tracker.get_slot("new_address") or "")
        postcode = str(tracker.get_slot("postcode") or "")
        came_to = the_app().shop.move(order.number, address, postcode, trade.identity(tracker))
        response = {"done": "utter_address_changed", "not_proved": "utter_address_not_proved"}
        dispatcher.utter_message(
            response=response.get(came_to, "utter_address_too_late"),
            order_number=order.number,
            address=address,
        )
        kept = address if came_to == "not_proved" else None  # not asked for twice
        return [SlotSet("postcode", None), SlotSet("new_address", kept)]


class CheckMissing(AboutOrder):
    """It never came: lost is known and made good; "delivered, but not here" is for a person to believe."""

    def name(self) -> str:
        return "action_check_missing"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker, order: Order) -> Events:
        if order.status == "lost":
            return offer(self, dispatcher, tracker, order)
        orders.tell(dispatcher, order)
        if order.status in ("delivered", "partly_delivered"):
            dispatcher.utter_message(response="utter_missing_delivered", order_number=order.number)
            return self.to_a_person(dispatcher, tracker, "judge_truthfulness", order.total)
        dispatcher.utter_message(response="utter_missing_not_yet")
        return []
