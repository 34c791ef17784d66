"""The adapter to the shop, over real HTTP: what it reads, and that a shop which fails or is slow is an error of its own."""

from __future__ import annotations

import json
import threading
import time
from datetime import date, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from recourse.shop.client import HttpShop, ShopError
from tests import shops


@pytest.fixture
def served(tmp_path):
    with shops.serving(tmp_path / "shop.db") as running:
        yield running


@pytest.fixture
def shop(served):
    return served.client()


def test_an_order_is_read_whole(shop):
    order = shop.order("A-12345")
    assert (order.status, order.open, order.total, order.sent_back) == ("on_its_way", False, 34.9, "")
    assert order.expected == date.today() + timedelta(1)
    assert [step.state for step in order.steps] == ["ordered", "packed", "handed_over"]
    assert shop.order("P-88542").missing == ("measuring cups",)
    assert [shop.order(n).paid_twice for n in ("Q-99653", "A-12345")] == [True, False]


@pytest.mark.parametrize("number", ["Z-99999", "", "../faults", "A-12345/invoice", "A 1", "Ä-1", "%2e%2e"])
def test_what_is_no_order_of_the_shop_is_none_and_never_another_route(shop, number):
    try:
        assert shop.order(number) is None
    except ShopError:  # a path that the shop does not know has no reason in its answer
        assert number != "Z-99999"


def test_a_deed_gives_the_order_as_it_is_then_or_none(shop):
    assert shop.send_back("M-66324", "").sent_back == "started"
    assert shop.send_back("L-55210", "") is None
    assert shop.refund("U-43097", 22.0, "sent back").refund.state == "pending"
    assert shop.refund("U-43097", 99.0, "again").refund.amount == 22.0  # once is once
    assert shop.replace("G-11873").replaced
    assert shop.cancel("F-60718").status == "cancelled"
    assert shop.cancel("A-12345") is None


def test_an_address_says_what_came_of_it(shop):
    new = "5 Elm Row, Bath BA1 5QT"
    assert shop.move("C-30022", new, "YO1 7HH", "") == "done"
    assert shop.move("C-30022", new, "LS1 4AB", "") == "not_proved"
    assert shop.move("A-12345", new, "", "c-1001") == "shipped"


def test_an_invoice_or_none_yet(shop):
    assert shop.invoice("A-12345").number == "INV-70412"
    assert shop.invoice("C-30022") is None


def every_question(shop):
    yield lambda: shop.order("A-12345")
    yield lambda: shop.invoice("A-12345")
    yield lambda: shop.send_back("M-66324", "")
    yield lambda: shop.refund("U-43097", 22.0, "")
    yield lambda: shop.replace("G-11873")
    yield lambda: shop.cancel("F-60718")
    yield lambda: shop.move("C-30022", "5 Elm Row, Bath", "YO1 7HH", "")
    yield lambda: shop.reset_password("ada.brook@example.com")


def test_a_shop_that_fails_is_an_error_whatever_was_asked(served, shop):
    served.faults(fail=True)
    for question in every_question(shop):
        with pytest.raises(ShopError, match="the shop failed at"):
            question()


def test_a_shop_that_is_slow_is_an_error_soon(served):
    served.faults(delay_s=3)
    shop = served.client(timeout=(0.5, 0.3))
    for question in every_question(shop):
        began = time.monotonic()
        with pytest.raises(ShopError, match=r"did not answer .* in time"):
            question()
        assert time.monotonic() - began < 2.5


def test_a_shop_that_is_not_there_is_an_error():
    with pytest.raises(ShopError):
        HttpShop("http://127.0.0.1:9", "k").order("A-12345")


def test_a_wrong_key_is_an_error_and_no_missing_order(served):
    with pytest.raises(ShopError):
        HttpShop(served.url, "wrong", (2.0, 5.0)).order("A-12345")


@pytest.mark.parametrize("body", [b"", b"{}", b"[]", b"null", b"<html>", json.dumps({"number": 5}).encode()])
@pytest.mark.parametrize("status", [200, 404])
def test_an_answer_that_nobody_understands_is_an_error(body, status):
    class Odd(BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status)
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Odd)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        with pytest.raises(ShopError):
            HttpShop(f"http://127.0.0.1:{server.server_port}", "k", (2.0, 5.0)).order("A-12345")
    finally:
        server.shutdown()
        server.server_close()
