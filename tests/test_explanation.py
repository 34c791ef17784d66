"""Why and how long, in the customer's words."""

from __future__ import annotations

import re

import pytest

from recourse import explanation
from recourse.model import RecourseError
from tests import shipped

MINUTE = 60.0


def test_every_reason_is_told_in_its_own_sentence_in_order():
    told = explanation.reasons(shipped.texts(), ["you_asked", "legal_matter"])
    assert told == [
        "You asked for a person.",
        "You spoke of legal steps, and a machine does not judge rights.",
    ]


def test_no_reason_gives_no_sentence():
    assert explanation.reasons(shipped.texts(), []) == []


def test_a_reason_without_words_is_an_error_and_not_silence():
    with pytest.raises(RecourseError, match="utter_reason_mystery"):
        explanation.reasons(shipped.texts(), ["mystery"])


@pytest.mark.parametrize("waits", [[], [1.0], [600.0] * (explanation.ENOUGH_WAITS - 1)])
def test_when_too_few_waited_lately_then_no_time_is_promised(waits):
    assert explanation.wait(shipped.texts(), waits) == "I cannot say yet how long it will take."


@pytest.mark.parametrize(
    ("waits", "least", "most"),
    [
        ([5 * MINUTE] * 5, 5, 6),  # all alike
        ([0.0] * 5, 1, 2),  # nobody waited: still not "between 1 and 1"
        ([1.0, 2.0, 3.0, 4.0, 5.0], 1, 2),
        ([90.0] * 5, 2, 3),  # halves of a minute round to a range all the same
        ([150.0] * 5, 2, 3),
        ([n * MINUTE for n in range(1, 20)], 4, 19),  # the middle: neither the luckiest nor the unluckiest
        ([MINUTE] * 19 + [600 * MINUTE], 1, 2),  # one night is no forecast
    ],
)
def test_the_wait_is_told_as_a_range_from_the_last_waits(waits, least, most):
    told = explanation.wait(shipped.texts(), waits)
    assert told == f"People have lately waited between {least} and {most} minutes."


def test_the_range_is_never_empty_and_grows_with_the_waits():
    before = (0, 0)
    for minutes in range(0, 200, 7):
        waits = [minutes * MINUTE + extra for extra in (0, 3, 9, 27, 81)]
        least, most = map(int, re.findall(r"\d+", explanation.wait(shipped.texts(), waits)))
        assert 1 <= least < most
        assert before <= (least, most)
        before = (least, most)
