"""The trade's actions over a real shop: what they say, what they do, and what they leave to a person."""

from __future__ import annotations

import functools

import pytest

from actions import account, billing, deliveries, orders, refunds, returns, trade
from recourse.store import conversations
from tests import scenes, shops
from tests.conversing import does

ABOUT_ORDERS = [
    *(orders.TellOrder, orders.CheckCancel, orders.CancelOrder, deliveries.OpenAddress),
    *(deliveries.ChangeAddress, deliveries.CheckMissing, returns.StartReturn, returns.OfferRemedy),
    *(returns.SendRemedy, refunds.GiveRefund, refunds.TellRefund, billing.TellInvoice, billing.CheckCharge),
]
NEW = "5 Elm Row, Bath BA1 5QT"


@pytest.fixture
def served(tmp_path):
    with shops.serving(tmp_path / "shop.db") as running:
        yield running


@pytest.fixture
def act(app, served, monkeypatch):
    """Let an action answer: act(action, **slots)."""
    app.__dict__["shop"] = served.client()
    for module in (trade, orders, deliveries, returns, refunds, billing, account):
        if hasattr(module, "the_app"):
            monkeypatch.setattr(module, "the_app", lambda: app)
    monkeypatch.setattr("actions.wording.the_app", lambda: app)
    return functools.partial(does, app)


def order(served, number):
    return served.client().order(number)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("A-12345", "is on its way with Swift Parcel, expected tomorrow between 10:00 and 14:00."),
        ("B-20417", "was delivered yesterday at 16:40, left with a neighbour."),
        ("C-30022", "is packed and leaves our warehouse today; expected"),
        ("D-40310", "is delayed at the carrier, Nordpost; we have no new date yet."),
        ("F-60718", "is with us and being prepared; expected"),
        ("G-11873", "was lost on the way with Nordpost."),
        ("J-33419", "expected today between 12:00 and 16:00. So far: ordered"),
        ("P-88542", "Still to come: measuring cups, expected"),
        ("T-32986", "was cancelled"),
        ("a-12345", "Order A-12345 is on its way"),  # as people type it
        (["B-20417", "A-12345"], "Order A-12345"),  # of two numbers the last
    ],
)
def test_an_order_is_told_with_its_number_state_and_history(act, number, words):
    said = act(orders.TellOrder, order_number=number)
    assert words in said.text and "So far: ordered" in said.text


@pytest.mark.parametrize("action", ABOUT_ORDERS)
@pytest.mark.parametrize(
    ("number", "says"),
    [("Z-99999", "utter_order_unknown"), ("", "utter_ask_order_number"), (None, "utter_ask_order_number")],
)
def test_an_unknown_order_is_said_and_its_number_asked_for_again(act, action, number, says):
    said = act(action, order_number=number)
    assert said.names == [says]
    assert said.slots["order_number"] is None and said.slots["go_on"] is False
    assert said.slots["step"].startswith(action().name())


@pytest.mark.parametrize("action", ABOUT_ORDERS)
def test_a_shop_that_fails_is_said_and_what_was_given_is_kept(act, served, action):
    served.faults(fail=True)
    given = {"order_number": "C-30022", "confirmed": True, "new_address": NEW, "remedy": "refund"}
    said = act(action, **given)
    assert said.names == ["utter_shop_down"]
    kept = {**given, **said.slots}
    assert (kept["order_number"], kept["new_address"], kept["remedy"]) == ("C-30022", NEW, "refund")
    assert said.slots["go_on"] is False and said.slots["step"]


def test_a_yes_before_the_shop_failed_is_no_yes_after(act, served):
    served.faults(fail=True)
    said = act(orders.CancelOrder, order_number="F-60718", confirmed=True, about_order="F-60718")
    assert said.slots["confirmed"] is None


def test_an_order_before_shipping_is_cancelled_after_a_yes(act, served):
    asked = act(orders.CheckCancel, order_number="F-60718")
    assert asked.slots["go_on"] is True and "23.40 euros has not shipped" in asked.text
    said = act(
        orders.CancelOrder, "yes", "affirm", order_number="F-60718", about_order="F-60718", confirmed=True
    )
    assert "Order F-60718 is cancelled. 23.40 euros go back" in said.text
    assert order(served, "F-60718").status == "cancelled" and said.slots["confirmed"] is None


@pytest.mark.parametrize(
    ("slots", "says"),
    [
        ({"confirmed": False, "about_order": "F-60718"}, "utter_cancel_kept"),
        ({"confirmed": None, "about_order": "F-60718"}, "utter_cancel_kept"),
        ({"confirmed": True, "about_order": "C-30022"}, "utter_cancel_other"),  # a yes to another order
        ({"confirmed": True, "about_order": None}, "utter_cancel_other"),
    ],
)
def test_without_a_yes_to_this_very_order_nothing_is_cancelled(act, served, slots, says):
    said = act(orders.CancelOrder, order_number="F-60718", **slots)
    assert said.names == [says]
    assert order(served, "F-60718").status == "placed"


@pytest.mark.parametrize("action", [orders.CheckCancel, orders.CancelOrder])
def test_a_large_order_is_cancelled_by_a_person(act, served, action):
    said = act(action, order_number="E-51200", about_order="E-51200", confirmed=True)
    assert said.route == "hand_over" and order(served, "E-51200").status == "placed"


def test_an_order_that_has_shipped_is_offered_as_a_return(act):
    said = act(orders.CheckCancel, order_number="A-12345")
    assert said.names == ["utter_cancel_too_late"] and said.slots["go_on"] is False


def test_an_address_needs_the_postcode_of_the_order(act, served):
    assert act(deliveries.OpenAddress, order_number="C-30022").slots["postcode"] is None
    wrong = act(deliveries.ChangeAddress, order_number="C-30022", postcode="LS1 4AB", new_address=NEW)
    assert wrong.names == ["utter_address_not_proved"] and wrong.slots["new_address"] == NEW
    assert "YO1" not in wrong.text
    right = act(deliveries.ChangeAddress, order_number="C-30022", postcode="yo1 7hh", new_address=NEW)
    assert f"now goes to {NEW}" in right.text and right.slots["new_address"] is None
    assert served.records.mails() == [("chloe.dean@example.com", "address_changed")]


@pytest.mark.parametrize(("customer", "asked"), [("c-1003", "signed"), ("c-1001", None)])
def test_the_signed_in_customer_of_the_order_is_not_asked_for_the_postcode(act, app, customer, asked):
    conversations.open_one(app.db, scenes.ONE, "webchat", {"identity": customer})
    said = act(deliveries.OpenAddress, order_number="C-30022")
    assert said.slots["go_on"] is True and said.slots["postcode"] == asked
    moved = act(deliveries.ChangeAddress, order_number="C-30022", postcode="signed", new_address=NEW)
    assert moved.names == ["utter_address_changed" if asked else "utter_address_not_proved"]


def test_the_address_of_what_has_shipped_is_a_persons_to_change(act):
    said = act(deliveries.OpenAddress, order_number="A-12345")
    assert said.names[-1] == "utter_address_too_late" and said.slots["go_on"] is False


@pytest.mark.parametrize(
    ("number", "says", "route"),
    [
        ("B-20417", "utter_missing_delivered", "hand_over"),
        ("P-88542", "utter_missing_delivered", "hand_over"),
        ("H-22940", "utter_remedy_person", "hand_over"),  # lost, 389 euros
        ("G-11873", "utter_lost_choice", None),
        ("A-12345", "utter_missing_not_yet", None),
        ("D-40310", "utter_missing_not_yet", None),
    ],
)
def test_a_parcel_that_never_came_is_believed_by_a_person_or_made_good(act, number, says, route):
    said = act(deliveries.CheckMissing, order_number=number)
    assert (said.names[-1], said.route) == (says, route)
    assert said.slots["go_on"] is (says == "utter_lost_choice")


@pytest.mark.parametrize(
    ("number", "says", "route"),
    [
        ("M-66324", "utter_return_label", None),
        ("N-77431", "utter_return_label", None),
        ("L-55210", "utter_return_late", "hand_over"),  # 45 days: never refused here
        ("A-12345", "utter_return_not_there", None),
        ("C-30022", "utter_return_by_cancel", None),
        ("R-10764", "utter_refund_pending", None),
        ("U-43097", "utter_return_received", None),
    ],
)
def test_a_return_is_started_within_its_time_and_a_persons_after(act, served, number, says, route):
    said = act(returns.StartReturn, order_number=number)
    assert (said.names, said.route) == ([says], route) and number in said.text
    assert (order(served, number).sent_back == "started") is (says == "utter_return_label")


@pytest.mark.parametrize(
    ("remedy", "says"), [("refund", "utter_refund_pending"), ("replacement", "utter_replaced")]
)
def test_broken_goods_up_to_50_euros_are_made_good_at_once(act, served, remedy, says):
    offered = act(returns.OfferRemedy, order_number="M-66324")
    assert offered.slots["go_on"] is True and "29.90 euros back" in offered.text
    said = act(returns.SendRemedy, order_number="M-66324", about_order="M-66324", remedy=remedy)
    assert said.names == [says] and (said.slots["remedy"], said.slots["task"]) == (None, "report_damaged")
    done = order(served, "M-66324")
    assert (done.refund is not None, done.replaced) == (remedy == "refund", remedy == "replacement")
    assert act(returns.OfferRemedy, order_number="M-66324").names == [says]  # once is once


@pytest.mark.parametrize("number", ["N-77431", "A-12345", "H-22940"])
def test_what_is_worth_more_or_is_not_there_is_a_persons(act, number):
    said = act(returns.OfferRemedy, order_number=number)
    assert (said.names, said.route) == (["utter_remedy_person"], "hand_over")


@pytest.mark.parametrize("number", ["N-77431", "B-20417"])
def test_a_choice_for_one_order_is_none_for_another(act, served, number):
    said = act(returns.SendRemedy, order_number=number, about_order="M-66324", remedy="refund")
    assert said.names == ["utter_remedy_other"] and order(served, number).refund is None


@pytest.mark.parametrize(
    ("number", "says", "route"),
    [
        ("U-43097", "utter_refund_granted", None),  # has come back
        ("G-11873", "utter_refund_granted", None),  # lost
        ("V-54108", "utter_refund_person", "hand_over"),  # has come back, 140 euros
        ("H-22940", "utter_refund_person", "hand_over"),
        ("L-55210", "utter_refund_person", "hand_over"),
        ("A-12345", "utter_refund_person", "hand_over"),
        ("B-20417", "utter_refund_by_return", None),
        ("C-30022", "utter_refund_by_cancel", None),
        ("R-10764", "utter_refund_pending", None),
        ("S-21875", "utter_refund_paid", None),
    ],
)
def test_a_refund_is_granted_or_a_persons_and_never_refused(act, served, number, says, route):
    before = order(served, number).refund
    said = act(refunds.GiveRefund, order_number=number)
    assert (said.names, said.route) == ([says], route) and number in said.text
    assert (order(served, number).refund != before) is (says == "utter_refund_granted")


def test_a_refund_waits_for_the_parcel_that_is_on_its_way_back(act):
    act(returns.StartReturn, order_number="M-66324")
    assert act(refunds.GiveRefund, order_number="M-66324").names == ["utter_return_started"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("R-10764", "39.00 euros for order R-10764 is on its way"),
        ("S-21875", "was paid"),
        ("A-12345", "no refund"),
    ],
)
def test_where_the_refund_is(act, number, words):
    assert words in act(refunds.TellRefund, order_number=number).text


def test_an_invoice_is_told_or_said_to_come(act):
    assert "INV-70412, written yesterday, over 34.90" in act(billing.TellInvoice, order_number="A-12345").text
    assert act(billing.TellInvoice, order_number="C-30022").names == ["utter_invoice_later"]


@pytest.mark.parametrize(
    ("number", "says"), [("Q-99653", "utter_charge_twice"), ("A-12345", "utter_charge_once")]
)
def test_a_disputed_charge_is_looked_up_and_judged_by_a_person(act, served, number, says):
    said = act(billing.CheckCharge, order_number=number)
    assert (said.names, said.route) == ([says], "hand_over") and order(served, number).refund is None


@pytest.mark.parametrize("email", ["ada.brook@example.com", "nobody@example.com"])
def test_a_password_link_is_promised_the_same_whether_the_address_is_known(act, email):
    said = act(account.ResetPassword, email=email)
    assert said.names == ["utter_password_sent"] and said.slots["email"] is None
    assert email not in said.text


def test_a_password_link_that_could_not_be_sent_is_said_and_the_address_kept(act, served):
    served.faults(fail=True)
    said = act(account.ResetPassword, email="ada.brook@example.com")
    assert said.names == ["utter_shop_down_account"] and "email" not in said.slots


def test_an_account_is_changed_after_a_persons_check(act):
    said = act(account.ChangeAccount)
    assert (said.names, said.route) == (["utter_account_person"], "hand_over")


def test_who_is_signed_in_is_told_where_the_account_is_changed(act, app):
    conversations.open_one(app.db, scenes.ONE, "webchat", {"identity": "c-1001"})
    said = act(account.ChangeAccount)
    assert (said.names, said.route) == (["utter_account_signed_in"], None)


def test_an_account_is_closed_by_a_person_and_nobody_argues(act):
    said = act(account.CloseAccount)
    assert (said.names, said.route) == (["utter_close_account"], "hand_over")


@pytest.mark.parametrize("action", [billing.CheckCharge, account.CloseAccount])
def test_a_tree_that_lets_a_judgement_pass_still_gets_none(act, monkeypatch, action):
    class Passes:
        class route:  # noqa: N801
            stops = False

    monkeypatch.setattr(trade.deeds, "permit", lambda *_: Passes)
    said = act(action, order_number="Q-99653")
    assert said.names[-1] == "utter_person_decides" and said.route is None


@pytest.mark.parametrize(
    ("action", "kept"),
    [(orders.TellOrder, False), (refunds.GiveRefund, False), (deliveries.OpenAddress, True)],
)
def test_a_new_address_is_kept_for_its_own_flow_and_no_later_one(act, action, kept):
    said = act(action, order_number="C-30022", new_address=NEW)
    assert ("new_address" not in said.slots) is kept
