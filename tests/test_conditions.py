"""Conditions: what they may name, what they mean, and what a missing value makes of them."""

from __future__ import annotations

import pytest

from recourse import conditions
from recourse.conditions import ConditionError
from recourse.model import Assessment, Missing

KNOWN = {
    "risk": {"self_harm": 0.0, "medical": 0.0},
    "turn": {"fallbacks": 0, "asks_human": False, "language": "en"},
    "intent": {"name": ""},
}
FOUND = {
    "risk": {"self_harm": 0.5, "medical": 0.1},
    "turn": {"fallbacks": 2, "asks_human": True, "language": "de"},
    "intent": {"name": "greet"},
}


def holds(condition, **changed):
    """Does it hold for FOUND, with some values changed (group__name=value)?"""
    values = {group: dict(names) for group, names in FOUND.items()}
    for name, value in changed.items():
        group, key = name.split("__")
        values[group][key] = value
    return conditions.read(condition, KNOWN).holds(Assessment(values))


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("risk.self_harm >= 0.5", True),  # a threshold is reached, not passed
        ("risk.self_harm > 0.5", False),
        ("turn.fallbacks >= 2", True),  # whole numbers are numbers
        ("turn.asks_human", True),
        ("not turn.asks_human", False),
        ("turn.language == 'de'", True),
        ("intent.name in ['greet', 'thank']", True),
        ("intent.name in ['thank']", False),
        ("intent.name == 'risk.self_harm'", False),  # a name in quotes is a text
        ("risk.medical >= 0.5 or turn.asks_human", True),
        ("risk.medical >= 0.5 and turn.asks_human", False),
        ("risk.self_harm >= risk.medical", True),  # two scores against each other
        ("0.4 <= risk.self_harm", True),
        ("not (risk.medical >= 0.5 or turn.fallbacks < 1)", True),
        ("true", True),
    ],
)
def test_when_every_value_is_known_then_a_condition_means_what_it_says(condition, expected):
    assert holds(condition) is expected


@pytest.mark.parametrize("missing", [Missing.OFF, Missing.FAILED])
@pytest.mark.parametrize(
    "condition",
    [
        "risk.self_harm >= 0.5",
        "risk.self_harm < 0.5",  # low because unknown is not low
        "risk.self_harm != 0.5",
        "not risk.self_harm >= 0.5",
        "not (risk.self_harm >= 0.3 and risk.self_harm <= 0.6)",
        "not (risk.self_harm >= 0.5 or risk.self_harm < 0.1)",
        "not not risk.self_harm >= 0.5",
        "risk.self_harm >= 0.5 or risk.self_harm < 0.5",  # true of every number, but there is none
        "risk.self_harm >= 0.0",
        "risk.self_harm >= risk.medical",
        "risk.medical >= risk.self_harm",
        "risk.self_harm + risk.medical >= 0.0",
        "turn.asks_human and risk.self_harm >= 0.5",
        "risk.self_harm >= 0.5 and turn.asks_human",
    ],
)
def test_when_a_value_is_missing_then_it_never_makes_a_condition_true(condition, missing):
    assert not holds(condition, risk__self_harm=missing)


@pytest.mark.parametrize(
    ("condition", "changed"),
    [
        ("turn.fallbacks < 5", {"turn__fallbacks": Missing.FAILED}),  # a count
        ("not turn.fallbacks >= 5", {"turn__fallbacks": Missing.FAILED}),
        ("not turn.asks_human", {"turn__asks_human": Missing.OFF}),  # yes or no
        ("turn.asks_human == false", {"turn__asks_human": Missing.OFF}),
        ("turn.language != 'en'", {"turn__language": Missing.FAILED}),  # a text
        ("not (intent.name in ['thank'])", {"intent__name": Missing.FAILED}),
        ("intent.name in ['greet', '']", {"intent__name": Missing.FAILED}),
    ],
)
def test_when_a_count_a_text_or_a_yes_is_missing_then_nothing_follows_from_it(condition, changed):
    assert not holds(condition, **changed)


@pytest.mark.parametrize("missing", [Missing.OFF, Missing.FAILED])
@pytest.mark.parametrize(
    "condition",
    [
        "risk.self_harm >= 0.5 or turn.asks_human",
        "turn.asks_human or risk.self_harm >= 0.5",  # the other way round is the same
        "not (risk.self_harm >= 0.5 and risk.medical >= 0.5)",
        "not (risk.medical >= 0.5 and risk.self_harm >= 0.5)",
        "(risk.self_harm < 0.1 or turn.fallbacks >= 2) and turn.language == 'de'",
    ],
)
def test_when_the_rest_decides_alone_then_a_missing_value_does_not_stand_in_its_way(condition, missing):
    assert holds(condition, risk__self_harm=missing)


@pytest.mark.parametrize(
    ("condition", "changed"),
    [
        ("risk.self_harm >= 0.5", {"risk__self_harm": "high"}),  # a text where a number belongs
        ("not risk.self_harm >= 0.5", {"risk__self_harm": "high"}),
        ("turn.asks_human", {"turn__asks_human": "no"}),  # a text is neither yes nor no
        ("turn.asks_human", {"turn__asks_human": 1}),
        ("turn.fallbacks < 5", {"turn__fallbacks": None}),  # null from a JSON file
        ("risk.self_harm < 0.5", {"risk__self_harm": float("nan")}),
        ("not risk.self_harm >= 0.5", {"risk__self_harm": float("nan")}),
    ],
)
def test_when_a_value_is_not_of_its_kind_then_the_condition_is_false_and_nothing_breaks(condition, changed):
    assert not holds(condition, **changed)


def test_when_nobody_measured_a_value_then_it_counts_as_missing():
    condition = conditions.read("risk.medical < 0.5", KNOWN)
    assert not condition.holds(Assessment({"risk": {"self_harm": 0.1}}))
    assert not condition.holds(Assessment({}))


@pytest.mark.parametrize(
    ("condition", "says"),
    [
        ("risk.selfharm >= 0.5", "risk.selfharm, which nothing measures; did you mean 'risk.self_harm'?"),
        ("risk.Self_Harm >= 0.5", "risk.Self_Harm, which nothing measures; did you mean 'risk.self_harm'?"),
        ("rsk.self_harm >= 0.5", "rsk.self_harm, which nothing measures; did you mean 'risk.self_harm'?"),
        ("self_harm >= 0.5", "self_harm, which nothing measures; did you mean 'risk.self_harm'?"),
        ("risk >= 0.5", "cannot be read"),  # a group is no value
        ("risk.self_harm >=", "cannot be read"),
        ("risk.self_harm >= 0.5 und turn.asks_human", "cannot be read"),
        ("", "cannot be read"),
        ("risk.self_harm", "has a float where a yes or no must stand; compare it"),
        ("not turn.fallbacks", "has a float where a yes or no must stand; compare it"),
        ("turn.asks_human or intent.name", "has a string where a yes or no must stand; compare it"),
        ("turn.language >= 0.5", "cannot be read"),  # texts have no more or less than a number
        ("turn.fallbacks == '2'", "compares a float with a string"),
        ("turn.asks_human == 1", "compares a boolean with a float"),
        ("risk.self_harm >= 1.5", "threshold 1.5 of risk.self_harm makes no sense; scores lie from 0 to 1"),
        ("1.5 <= risk.self_harm", "threshold 1.5 of risk.self_harm makes no sense"),  # the other way round
        ("turn.asks_human and risk.medical < -0.1", "threshold -0.1 of risk.medical makes no sense"),
    ],
)
def test_when_a_condition_cannot_be_meant_then_reading_says_what_is_wrong(condition, says):
    with pytest.raises(ConditionError) as error:
        conditions.read(condition, KNOWN)
    assert says in str(error.value)


def test_when_a_count_is_compared_then_it_is_not_held_to_the_range_of_scores():
    assert holds("turn.fallbacks < 7")


def test_a_condition_knows_the_names_it_asks_for_once_each_and_none_in_quotes():
    text = "risk.self_harm >= 0.5 or risk.self_harm < 0.1 and intent.name == 'risk.medical'"
    assert conditions.read(text, KNOWN).names == ("risk.self_harm", "intent.name")


@pytest.mark.parametrize(("word", "says"), [("acknowlege", "; did you mean 'acknowledge'?"), ("xyz", "")])
def test_a_misspelt_word_is_met_with_the_nearest_one_or_with_none(word, says):
    assert conditions.nearest(word, ["acknowledge", "offer_human"]) == says
