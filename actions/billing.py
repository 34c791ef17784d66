"""Invoices, and charges that the customer disputes."""

from __future__ import annotations

from rasa_sdk import Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions import wording
from actions.trade import AboutOrder, Events
from recourse.app import the_app
from recourse.shop.client import Order


class TellInvoice(AboutOrder):
    def name(self) -> str:
        return "action_tell_invoice"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker, order: Order) -> Events:
        invoice = the_app().shop.invoice(order.number)
        if invoice is None:
            dispatcher.utter_message(response="utter_invoice_later", order_number=order.number)
            return []
        dispatcher.utter_message(
            response="utter_invoice",
            order_number=order.number,
            invoice=invoice.number,
            amount=wording.euros(invoice.total),
            day=wording.day(invoice.day),
        )
        return []


class CheckCharge(AboutOrder):
    """Says what is known of the payments; whose fault it is, and the money, are a person's."""

    def name(self) -> str:
        return "action_check_charge"

    def answer(self, dispatcher: CollectingDispatcher, tracker: Tracker, order: Order) -> Events:
        dispatcher.utter_message(
            response="utter_charge_twice" if order.paid_twice else "utter_charge_once",
            order_number=order.number,
            amount=wording.euros(order.total),
            paid=wording.euros(order.paid),
        )
        return self.to_a_person(dispatcher, tracker, "judge_blame", order.paid)
