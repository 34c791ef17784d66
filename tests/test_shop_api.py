"""The demonstration shop: what it tells, what it does, whom it answers, and how it misbehaves on demand."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from fastapi.testclient import TestClient

from recourse import redaction
from recourse.shop.api import create
from tests.shipped import PROJECT

KEY = "k"


def in_days(number):
    return (date.today() + timedelta(number)).isoformat()


@pytest.fixture
def shop(tmp_path):
    client = TestClient(create(tmp_path / "shop.db", PROJECT / "data/shop", KEY))
    client.headers["Authorization"] = f"Bearer {KEY}"
    return client


def mails(shop):
    return shop.app.state.records.mails()


ROUTES = [
    ("GET", "/health"),
    ("GET", "/orders/A-12345"),
    ("GET", "/orders/A-12345/invoice"),
    ("POST", "/orders/A-12345/return"),
    ("POST", "/orders/A-12345/refund"),
    ("POST", "/orders/A-12345/replacement"),
    ("POST", "/orders/A-12345/cancel"),
    ("POST", "/orders/A-12345/address"),
    ("POST", "/password-reset"),
    ("PUT", "/faults"),
    ("GET", "/no-such-route"),
]


@pytest.mark.parametrize("given", [None, "Bearer wrong", "Bearer ", "k", "Bearer ä".encode()])
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_nobody_without_the_key_is_answered(shop, method, path, given):
    shop.headers.pop("Authorization")
    headers = {} if given is None else {"Authorization": given}
    assert shop.request(method, path, json={}, headers=headers).status_code == 401


def test_an_order_comes_with_its_history_and_without_name_or_address(shop):
    found = shop.get("/orders/A-12345").json()
    assert (found["status"], found["carrier"], found["total"]) == ("on_its_way", "Swift Parcel", 34.9)
    assert [step["state"] for step in found["steps"]] == ["ordered", "packed", "handed_over"]
    told = str(found)
    assert "Rose Lane" not in told and "LS1 4AB" not in told and "Ada" not in told


@pytest.mark.parametrize(
    ("number", "status", "expected"),
    [
        ("A-12345", "on_its_way", in_days(1)),  # expected tomorrow, whenever today is
        ("B-20417", "delivered", None),
        ("C-30022", "packed", in_days(3)),
        ("D-40310", "delayed", None),
    ],
)
def test_the_orders_that_the_tests_and_the_readme_know_stay_as_they_are(shop, number, status, expected):
    found = shop.get(f"/orders/{number}").json()
    assert (found["status"], found["expected"]) == (status, expected)


def test_the_file_keeps_no_date_that_grows_old(shop, tmp_path, monkeypatch):
    class Later(date):
        @classmethod
        def today(cls):
            return date(2031, 5, 6)

    monkeypatch.setattr("recourse.shop.views.date", Later)
    again = TestClient(create(tmp_path / "shop.db", PROJECT / "data/shop", KEY))
    found = again.get("/orders/A-12345", headers={"Authorization": f"Bearer {KEY}"}).json()
    assert found["expected"] == "2031-05-07"


def test_every_case_that_a_customer_may_ask_about_is_there(shop):
    numbers = redaction.order_numbers((PROJECT / "data/shop/open.yml").read_text())
    numbers += redaction.order_numbers((PROJECT / "data/shop/past.yml").read_text())
    orders = [shop.get(f"/orders/{number}").json() for number in numbers]
    assert len(orders) == 20 and len({order["customer"] for order in orders}) == 12
    assert {order["status"] for order in orders} == {
        *("placed", "packed", "on_its_way", "delayed", "delivered", "partly_delivered", "lost", "cancelled")
    }
    assert {(o["refund"] or {}).get("state") for o in orders} == {None, "pending", "paid"}
    assert [o["number"] for o in orders if o["paid"] > o["total"]] == ["Q-99653"]  # paid twice
    assert all(o["paid"] in (o["total"], 2 * o["total"]) for o in orders)  # the others exactly what it costs


def test_an_unknown_order_is_not_found(shop):
    answer = shop.get("/orders/Z-99999")
    assert (answer.status_code, answer.json()) == (404, {"reason": "no_such_order"})


def test_an_invoice_is_written_when_the_order_ships(shop):
    assert shop.get("/orders/A-12345/invoice").json() == {
        **{"number": "INV-70412", "order": "A-12345", "total": 34.9, "day": in_days(-1)}
    }
    assert shop.get("/orders/C-30022/invoice").json() == {"reason": "no_invoice_yet"}


@pytest.mark.parametrize(
    ("number", "status", "reason"),
    [
        ("M-66324", 200, None),  # delivered four days ago
        ("L-55210", 409, "too_late"),  # delivered 45 days ago
        ("A-12345", 409, "not_delivered"),
    ],
)
def test_a_return_within_30_days_of_delivery(shop, number, status, reason):
    answer = shop.post(f"/orders/{number}/return", json={"reason": "too small"})
    assert (answer.status_code, answer.json().get("reason")) == (status, reason)
    assert mails(shop) == ([("liam.moss@example.com", "return_label")] if status == 200 else [])


def test_a_return_asked_for_twice_is_one(shop):
    first, second = (shop.post("/orders/M-66324/return", json={}).json() for _ in range(2))
    assert first["sent_back"] == second["sent_back"] and len(mails(shop)) == 1


def test_a_refund_asked_for_twice_is_one(shop):
    wanted = {"amount": 22.0, "reason": "sent back"}
    first, second = (shop.post("/orders/U-43097/refund", json=wanted).json() for _ in range(2))
    assert first["refund"] == second["refund"] == {**wanted, "state": "pending", "day": in_days(5)}
    assert (first["refundable"], shop.get("/orders/V-54108").json()["refundable"]) == (0.0, 140.0)


@pytest.mark.parametrize("amount", [0, -1, "much"])
def test_a_refund_needs_an_amount(shop, amount):
    assert shop.post("/orders/U-43097/refund", json={"amount": amount}).status_code == 422


def test_no_more_is_refunded_than_was_paid(shop):
    answer = shop.post("/orders/U-43097/refund", json={"amount": 22.01})
    assert (answer.status_code, answer.json()["reason"]) == (409, "more_than_paid")


@pytest.mark.parametrize(
    ("number", "refundable"),
    [
        ("G-11873", 28.5),  # lost
        ("U-43097", 22.0),  # has come back
        ("A-12345", 0.0),
        ("B-20417", 0.0),  # delivered, and with the customer
        ("R-10764", 0.0),  # is being refunded
        ("T-32986", 0.0),
    ],
)
def test_what_the_shop_refunds_without_a_judgement(shop, number, refundable):
    assert shop.get(f"/orders/{number}").json()["refundable"] == refundable


def test_cancelling_before_shipping_refunds_and_stays_done(shop):
    for _ in range(2):
        found = shop.post("/orders/F-60718/cancel").json()
        assert (found["status"], found["open"], found["refund"]["amount"]) == ("cancelled", False, 23.4)
    assert [step["state"] for step in found["steps"]] == ["ordered", "cancelled"]


def test_what_has_shipped_is_not_cancelled(shop):
    assert shop.post("/orders/A-12345/cancel").json() == {"reason": "shipped"}
    assert shop.get("/orders/A-12345").json()["status"] == "on_its_way"


@pytest.mark.parametrize(
    ("number", "proof", "reason"),
    [
        ("C-30022", {"postcode": "YO1 7HH"}, None),
        ("C-30022", {"postcode": "yo17hh"}, None),  # as people type it
        ("C-30022", {"customer": "c-1003"}, None),
        ("C-30022", {"postcode": "LS1 4AB"}, "not_proved"),
        ("C-30022", {"customer": "c-1001"}, "not_proved"),
        ("C-30022", {}, "not_proved"),
        ("A-12345", {"postcode": "LS1 4AB"}, "shipped"),
        ("A-12345", {"postcode": "YO1 7HH"}, "not_proved"),  # and nothing more is told
    ],
)
def test_an_address_changes_before_shipping_for_who_proves_it(shop, number, proof, reason):
    answer = shop.post(f"/orders/{number}/address", json={"address": "5 Elm Row, Bath BA1 5QT", **proof})
    assert answer.json().get("reason") == reason
    assert mails(shop) == ([] if reason else [("chloe.dean@example.com", "address_changed")])


@pytest.mark.parametrize("email", ["ada.brook@example.com", "Ada.Brook@Example.com ", "nobody@example.com"])
def test_a_password_reset_answers_the_same_whoever_asks(shop, email):
    answer = shop.post("/password-reset", json={"email": email})
    assert (answer.status_code, answer.json()) == (202, {"status": "accepted"})
    known = [] if email.startswith("nobody") else [("ada.brook@example.com", "password")]
    assert mails(shop) == known


def test_replaced_goods_are_sent_once_and_not_refunded_too(shop):
    for _ in range(2):
        assert shop.post("/orders/G-11873/replacement").json()["replacement"] == {"day": in_days(0)}
    assert shop.get("/orders/G-11873").json()["refundable"] == 0.0


def test_it_fails_on_demand_but_for_health_and_the_switch_itself(shop):
    shop.put("/faults", json={"fail": True})
    assert shop.get("/orders/A-12345").status_code == 500
    assert shop.get("/health").status_code == 200
    shop.put("/faults", json={})
    assert shop.get("/orders/A-12345").status_code == 200


def test_it_is_slow_on_demand(shop):
    shop.put("/faults", json={"delay_s": 0.2})
    began = time.monotonic()
    assert shop.get("/orders/A-12345").status_code == 200
    assert time.monotonic() - began >= 0.2


def test_what_was_done_outlives_a_restart(shop, tmp_path):
    shop.post("/orders/M-66324/return", json={})
    again = TestClient(create(tmp_path / "shop.db", PROJECT / "data/shop", KEY))
    found = again.get("/orders/M-66324", headers={"Authorization": f"Bearer {KEY}"}).json()
    assert found["sent_back"]["state"] == "started"
