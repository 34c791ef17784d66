"""The NLU report: what it counts, and the picture of the confusions."""

from __future__ import annotations

import re

import pytest

from recourse import nlu_report
from recourse.nlu_report import Answer


def told(*pairs):
    return [Answer("en", f"{wanted} {n}", wanted, got) for n, (wanted, got) in enumerate(pairs)]


def test_a_message_that_falls_back_is_a_miss_in_scope_and_recognised_out_of_scope():
    answers = told(("greet", "nlu_fallback"), ("greet", "greet"), ("out_of_scope", "nlu_fallback"))
    text = nlu_report.report(answers, "en")
    assert "out-of-scope recall 1.000 (1 of 1)" in text
    assert "fell back 0.500 (1 of 2), taken for another intent 0.000 (0 of 2)" in text
    assert re.search(r"^greet +1\.000 +0\.500 +0\.667 +2$", text, re.M)


def test_confusions_come_the_most_frequent_first_with_their_messages():
    answers = told(("greet", "thank"), ("thank", "greet"), ("thank", "greet"), ("skip", "skip"))
    assert nlu_report.confusions(answers) == [
        (("thank", "greet"), ["thank 1", "thank 2"]),
        (("greet", "thank"), ["greet 0"]),
    ]


@pytest.mark.parametrize("pairs", [[("greet", "thank"), ("thank", "greet")], [("greet", "greet")]])
def test_the_picture_is_drawn_whether_or_not_anything_was_confused(tmp_path, pairs):
    path = tmp_path / "nlu/en.png"
    nlu_report.picture(told(*pairs), path)
    assert path.read_bytes().startswith(b"\x89PNG")
