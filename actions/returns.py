"""Sending something back, and goods that came broken, wrong or not at all."""

from __future__ import annotations

from datetime import date

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import trade, wording
from actions.refunds import tell_refund
from actions.trade import AboutOrder, Events
from recourse.app import the_app
from recourse.model import Deed
from recourse.shop.client import Order

CAME = ("delivered", "partly_delivered")


class StartReturn(AboutOrder):
    def name(self) -> str:
        return "action_start_return"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker, order: Order) -> Events:
        if order.refund is not None:
            return tell_refund(dispatcher, order)
        if order.sent_back:
            dispatcher.utter_message(response=f"utter_return_{order.sent_back}", order_number=order.number)
            return []
        if order.returnable_until is None:
            response = "utter_return_by_cancel" if order.open else "utter_return_not_there"
            dispatcher.utter_message(response=response, order_number=order.number)
            return []
        until = wording.day(order.returnable_until)
        if order.returnable_until < date.today():
            dispatcher.utter_message(response="utter_return_late", order_number=order.number, until=until)
            return self.to_a_person(dispatcher, tracker, "refuse_return", order.total)
        if events := self.stopped(tracker, Deed("start_return", order.total)):
            return events
        if the_app().shop.send_back(order.number, "") is None:  # changed between two calls
            return self.to_a_person(dispatcher, tracker, "refuse_return", order.total)
        dispatcher.utter_message(response="utter_return_label", order_number=order.number, until=until)
        return []


def offer(action: AboutOrder, dispatcher: CollectingDispatcher, tracker: Tracker, order: Order) -> Events:
    """A replacement or the money where that needs no judgement; else a person."""
    if order.refund is not None:
        return tell_refund(dispatcher, order)
    if order.replaced:
        dispatcher.utter_message(response="utter_replaced", order_number=order.number)
        return []
    amount = wording.euros(order.total)
    if order.total > trade.AT_ONCE or order.status not in (*CAME, "lost"):
        dispatcher.utter_message(response="utter_remedy_person", order_number=order.number)
        return action.to_a_person(dispatcher, tracker, "refuse_claim", order.total)
    response = "utter_lost_choice" if order.status == "lost" else "utter_damaged_choice"
    dispatcher.utter_message(response=response, order_number=order.number, amount=amount)
    chosen = tracker.get_slot("remedy") if tracker.get_slot("about_order") == order.number else None
    return [SlotSet("go_on", True), SlotSet("remedy", chosen), SlotSet("about_order", order.number)]


class OfferRemedy(AboutOrder):
    def name(self) -> str:
        return "action_offer_remedy"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker, order: Order) -> Events:
        return offer(self, dispatcher, tracker, order)


class SendRemedy(AboutOrder):
    """What the customer chose; another number in the meantime is looked at anew."""

    after_failure = {"task": "report_damaged"}  # noqa: RUF012 - "refund" was a choice, no new task

    def name(self) -> str:
        return "action_send_remedy"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker, order: Order) -> Events:
        end = [
            SlotSet("remedy", None),
            SlotSet("task", "report_damaged"),
        ]  # "refund" was a choice, no new task
        chosen, amount = tracker.get_slot("remedy"), wording.euros(order.total)
        if tracker.get_slot("about_order") != order.number or order.total > trade.AT_ONCE:
            dispatcher.utter_message(response="utter_remedy_other", order_number=order.number)
        elif events := self.stopped(
            tracker, Deed("refund" if chosen == "refund" else "replace_item", order.total)
        ):
            return [*events, *end]
        elif chosen == "refund" and (done := the_app().shop.refund(order.number, order.total, "damaged")):
            tell_refund(dispatcher, done)
        elif chosen != "refund" and the_app().shop.replace(order.number):
            dispatcher.utter_message(response="utter_replaced", order_number=order.number, amount=amount)
        else:
            return [*self.to_a_person(dispatcher, tracker, "refuse_claim", order.total), *end]
        return end
