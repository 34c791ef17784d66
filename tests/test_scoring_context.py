"""What conditions can name besides scores: given, derived, or what stands by default."""

from __future__ import annotations

import pytest

from recourse.model import Missing, Turn
from recourse.scoring import context


def completed(values=None, turns=(), given=None):
    values = {} if values is None else values
    context.complete(values, turns, given or {})
    return values


def said(*texts):
    return [Turn("customer", text) for text in texts]


def test_when_nothing_is_known_then_every_name_has_its_default():
    values = completed()
    for group, defaults in context.DEFAULTS.items():
        known = {**values[group], **({"count": 1} if group == "turn" else {})}
        assert known == defaults


@pytest.mark.parametrize(
    ("texts", "count"),
    [([], 0), (["hello"], 1), (["hello", "where is it?"], 2)],
)
def test_turns_are_counted(texts, count):
    assert completed(turns=said(*texts))["turn"]["count"] == count


def test_only_the_customer_is_counted():
    turns = [Turn("assistant", "hello"), *said("hello"), Turn("agent", "hello")]
    assert completed(turns=turns)["turn"]["count"] == 1


def test_given_beats_found_found_beats_derived_and_derived_beats_the_default():
    found = {"turn": {"asks_human": True, "count": 7, "repeats": 3}}
    turn = completed(found, said("a"), {"turn": {"repeats": 5, "language": "de"}})["turn"]
    assert (turn["repeats"], turn["count"], turn["asks_human"], turn["language"]) == (5, 7, True, "de")
    assert turn["fallbacks"] == 0


def test_a_group_that_has_no_defaults_can_be_given_and_keeps_what_was_found():
    values = completed(
        {"risk": {"self_harm": 0.1}}, given={"risk": {"medical": 0.9}, "weather": {"rain": True}}
    )
    assert values["risk"] == {"self_harm": 0.1, "medical": 0.9}
    assert values["weather"] == {"rain": True}


@pytest.mark.parametrize(
    ("value", "failed"),
    [(Missing.FAILED, True), (Missing.OFF, False), (0.0, False), (False, False)],
)
def test_only_a_failed_value_is_a_failure_of_the_system(value, failed):
    assert completed({"risk": {"self_harm": value}})["system"]["failed"] is failed
    assert completed(given={"turn": {"fallbacks": value}})["system"]["failed"] is failed


def test_a_failure_cannot_be_talked_away():
    values = completed({"risk": {"self_harm": Missing.FAILED}}, given={"system": {"failed": False}})
    assert values["system"]["failed"] is True


def test_filling_in_leaves_the_defaults_of_the_next_turn_alone():
    completed({"risk": {"self_harm": Missing.FAILED}}, given={"turn": {"fallbacks": 9}})
    assert completed()["system"]["failed"] is False
    assert completed()["turn"]["fallbacks"] == 0


@pytest.mark.parametrize(
    ("levels", "expected"),
    [
        ([], 0.0),
        ([0.9], 0.0),  # the first turn has nothing to rise from
        ([0.2, 0.7], 0.5),
        ([0.2, 0.5, 0.7], 0.5),  # step by step, from the lowest
        ([0.5, 0.2, 0.7], 0.5),  # also where it fell between
        ([0.7, 0.2], 0.0),  # it fell
        ([0.4, 0.4], 0.0),
    ],
)
def test_a_rise_is_how_far_the_last_stands_above_the_lowest_before(levels, expected):
    assert context.rise(levels) == pytest.approx(expected)


@pytest.mark.parametrize(
    ("now", "then", "expected"),
    [
        ({}, {}, False),
        ({"distress": 0.8}, {"distress": 0.8}, False),
        ({"distress": 0.8}, {"distress": 0.66}, False),  # not clearly
        ({"distress": 0.85}, {"distress": 0.5}, True),
        ({"distress": 0.2, "hostility": 0.9}, {"distress": 0.8, "hostility": 0.1}, True),  # one is enough
        ({"distress": 0.1}, {"distress": 0.9}, False),
        ({"distress": 0.5}, {}, True),  # it was not there before
    ],
)
def test_it_got_worse_where_any_feeling_stands_clearly_above_what_it_was(now, then, expected):
    assert context.worse(now, then) is expected


def test_the_vocabulary_has_every_default_and_every_score_each_with_a_value_of_its_kind():
    known = context.vocabulary(["joy"], ["medical"])
    assert known["emotion"] == {"joy": 0.0}
    assert known["risk"] == {"medical": 0.0}
    assert known["request"] == {"asks_human": 0.0}
    assert known["turn"] == context.DEFAULTS["turn"]
