"""Money back: granted where the shop's rules say so, decided by a person otherwise, never refused here."""

from __future__ import annotations

from datetime import date

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import trade, wording
from actions.trade import AboutOrder, Events
from recourse.app import the_app
from recourse.model import Deed
from recourse.shop.client import Order


def tell_refund(dispatcher: CollectingDispatcher, order: Order) -> Events:
    """Where the money is."""
    if order.refund is None:
        dispatcher.utter_message(response="utter_refund_none", order_number=order.number)
        return []
    dispatcher.utter_message(
        response=f"utter_refund_{order.refund.state}",
        order_number=order.number,
        amount=wording.euros(order.refund.amount),
        day=wording.day(order.refund.day),
    )
    return []


class TellRefund(AboutOrder):
    def name(self) -> str:
        return "action_tell_refund"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker, order: Order) -> Events:
        return tell_refund(dispatcher, order)


class GiveRefund(AboutOrder):
    def name(self) -> str:
        return "action_refund"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker, order: Order) -> Events:
        if order.refund is not None:
            return tell_refund(dispatcher, order)
        if 0 < order.refundable <= trade.AT_ONCE:
            return self._grant(dispatcher, tracker, order)
        if order.sent_back == "started":
            dispatcher.utter_message(response="utter_return_started", order_number=order.number)
            return []
        if order.open:
            dispatcher.utter_message(response="utter_refund_by_cancel", order_number=order.number)
            return []
        if not order.sent_back and order.returnable_until and order.returnable_until >= date.today():
            until = wording.day(order.returnable_until)
            dispatcher.utter_message(
                response="utter_refund_by_return", order_number=order.number, until=until
            )
            return []
        dispatcher.utter_message(response="utter_refund_person", order_number=order.number)
        return self.to_a_person(dispatcher, tracker, "refuse_refund", order.total)

    def _grant(self, dispatcher: CollectingDispatcher, tracker: Tracker, order: Order) -> Events:
        if events := self.stopped(tracker, Deed("refund", order.refundable)):
            return events
        done = the_app().shop.refund(order.number, order.refundable, order.status)
        if done is None or done.refund is None:
            return self.to_a_person(dispatcher, tracker, "refuse_refund", order.total)
        dispatcher.utter_message(
            response="utter_refund_granted",
            order_number=order.number,
            amount=wording.euros(done.refund.amount),
            day=wording.day(done.refund.day),
        )
        return []
