"""What an action reads from a tracker."""

from __future__ import annotations

import pytest
from rasa_sdk import Tracker

from actions import reading, trade


def tracker(*actions, intent="nlu_fallback", **slots):
    events = [{"event": "action", "name": name} for name in actions]
    return Tracker("wc-1", slots, {"intent": {"name": intent}}, events, False, None, {}, "action_listen")


@pytest.mark.parametrize(
    ("actions", "count"),
    [
        ((), 1),
        (("utter_fallback", "action_listen"), 2),
        (("utter_fallback", "order_form", "action_listen"), 2),  # a form asked again in between
        (
            (
                "utter_fallback",
                "order_form",
                "action_listen",
                "utter_fallback",
                "order_form",
                "action_listen",
            ),
            3,
        ),
        (("utter_fallback", "action_listen", "action_tell_order", "action_listen"), 1),
        (("utter_fallback", "action_listen", "action_tell_order", "order_form", "action_listen"), 1),
    ],
)
def test_not_being_understood_is_counted_in_a_row_in_a_form_too(actions, count):
    assert reading.fallbacks(tracker(*actions)) == count


def test_being_understood_ends_the_count():
    assert reading.fallbacks(tracker("utter_fallback", "action_listen", intent="greet")) == 0


@pytest.mark.parametrize(
    ("given", "expected"),
    [("a-12345 ", "A-12345"), (["A-12345", "B-20417"], "B-20417"), (None, ""), ([], ""), ("", "")],
)
def test_the_order_in_question_is_the_number_last_given(given, expected):
    assert trade.order_number(tracker(order_number=given)) == expected
