"""The demonstration shop: a number in, a status out."""

from __future__ import annotations

import pytest
from ruamel.yaml import YAML

from recourse import redaction
from recourse.shop import Shop
from tests.shipped import PROJECT

SHOP = Shop({"A-12345": "on its way"})


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        ("A-12345", "on its way"),
        (" a-12345 ", "on its way"),  # as people type it
        ("A-12346", None),
        ("A12345", None),
        ("", None),
    ],
)
def test_an_order_is_found_by_its_number_however_it_is_typed(number, expected):
    assert SHOP.status(number) == expected


def test_every_order_that_ships_has_a_number_of_the_form_that_is_recognised():
    orders = YAML(typ="safe").load(PROJECT / "data/shop/orders.yml")["orders"]
    assert redaction.order_numbers(" ".join(orders)) == list(orders)
