"""Where an order is, what happened to it, and cancelling it."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet
from rasa_sdk.executor import CollectingDispatcher

from actions import wording
from actions.trade import AboutOrder, Events
from recourse.app import the_app
from recourse.model import Deed
from recourse.shop.client import Order


def expected(order: Order) -> str:
    """When it is expected, or that nobody knows."""
    if order.expected is None:
        return wording.say("utter_expected_unknown")
    hours = {"begin": order.expected_from, "end": order.expected_until}
    return wording.say("utter_expected", day=wording.day(order.expected), **hours)


def tell(dispatcher: CollectingDispatcher, order: Order) -> None:
    """Where an order is, with its history."""
    last = order.steps[-1]
    history = ", ".join(wording.say(f"utter_step_{s.state}", day=wording.day(s.day)) for s in order.steps)
    dispatcher.utter_message(
        response=f"utter_order_{order.status}",
        order_number=order.number,
        carrier=order.carrier,
        expected=expected(order),
        day=wording.day(last.day),
        time=last.time,
        left=wording.say("utter_left_with", left_with=order.left_with) if order.left_with else "",
        missing=", ".join(order.missing),
        history=history,
    )


class TellOrder(AboutOrder):
    def name(self) -> str:
        return "action_tell_order"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker, order: Order) -> Events:
        tell(dispatcher, order)
        return []


class CheckCancel(AboutOrder):
    """Can it still be cancelled? Then the form asks for a yes."""

    def name(self) -> str:
        return "action_check_cancel"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker, order: Order) -> Events:
        if order.status == "cancelled":
            tell(dispatcher, order)
            return []
        if not order.open:
            dispatcher.utter_message(response="utter_cancel_too_late", order_number=order.number)
            return []
        if events := self.stopped(tracker, Deed("cancel_order", order.total, reversible=False)):
            return events
        dispatcher.utter_message(
            response="utter_cancel_what", order_number=order.number, amount=wording.euros(order.total)
        )
        return [SlotSet("go_on", True), SlotSet("confirmed", None), SlotSet("about_order", order.number)]


class CancelOrder(AboutOrder):
    """After an explicit yes to this very order."""

    after_failure = {"confirmed": None}  # noqa: RUF012 - an old yes is no yes

    def name(self) -> str:
        return "action_cancel_order"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker, order: Order) -> Events:
        again = [SlotSet("confirmed", None)]
        if not tracker.get_slot("confirmed"):
            dispatcher.utter_message(response="utter_cancel_kept", order_number=order.number)
        elif tracker.get_slot("about_order") != order.number:  # a yes to another order is no yes
            dispatcher.utter_message(response="utter_cancel_other", order_number=order.number)
        elif events := self.stopped(tracker, Deed("cancel_order", order.total, reversible=False)):
            return [*events, *again]
        elif (done := the_app().shop.cancel(order.number)) is None:
            dispatcher.utter_message(response="utter_cancel_too_late", order_number=order.number)
        else:
            amount = wording.euros(done.refund.amount if done.refund else order.paid)
            dispatcher.utter_message(response="utter_cancelled", order_number=order.number, amount=amount)
        return again
