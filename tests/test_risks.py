"""risks.yml is whole, and its heads hold on sentences that stand nowhere in it."""

from __future__ import annotations

import functools

import pytest
from ruamel.yaml import YAML

from recourse.model import Turn
from recourse.scoring import encoder
from recourse.scoring.risk import Heads, RiskScorer
from tests import shipped
from tests.risk_sentences import CALM, HELD_OUT, WRONG

FOUND = YAML(typ="safe").load(shipped.PROJECT / "data/policy/risks.yml")
CATEGORIES = {category["id"]: category for category in FOUND["categories"]}
THRESHOLD = 0.6  # of the tree for most
DESIGN = {
    *(
        "self_harm",
        "harm_to_others",
        "third_person_worry",
        "abuse_of_staff",
        "discrimination",
        "legal_threat",
    ),
    *("financial_hardship", "fraud_or_scam", "privacy_breach", "medical", "safety_hazard", "minor"),
    *("bereavement", "support_need", "sensitive_topic"),
}


@functools.cache
def scorer() -> RiskScorer:
    folder = shipped.PROJECT / "models/scorer"
    return RiskScorer(encoder.load(folder), Heads(folder, encoder.load(folder)))


@functools.cache
def risks(text: str) -> dict[str, float]:
    return dict(scorer().score([Turn("customer", text)]))


def held_out(side: int) -> list[object]:
    """The sentences of one side; those known to go wrong are expected to fail, and to say so when they do not."""
    mark = pytest.mark.xfail(strict=False, reason="known to go wrong, see the model card")
    found = [(name, text) for name, sides in HELD_OUT.items() for text in sides[side]]
    return [pytest.param(*each, marks=mark if each[1] in WRONG else ()) for each in found]


def test_every_category_of_the_design_is_there():
    assert set(CATEGORIES) == DESIGN


@pytest.mark.parametrize("name", sorted(DESIGN))
def test_a_category_has_a_definition_and_enough_examples_and_near_misses(name):
    category = CATEGORIES[name]
    assert category["definition"].endswith(".")
    assert len(category["examples"]) >= 60
    assert len(category["near_misses"]) >= 30
    assert set(category.get("related", ())) <= DESIGN - {name}


@pytest.mark.parametrize("name", sorted(DESIGN))
def test_nothing_is_said_twice_or_both_ways(name):
    texts = [text.casefold() for kind in ("examples", "near_misses") for text in CATEGORIES[name][kind]]
    calm = {text.casefold() for text in FOUND["calm"]}
    assert [text for text in texts if texts.count(text) > 1] == []
    assert [text for text in CATEGORIES[name]["examples"] if text.casefold() in calm] == []


def test_what_is_held_out_stands_nowhere_in_risks():
    held = {text for sides in HELD_OUT.values() for side in sides for text in side} | set(CALM)
    known = {
        text for category in FOUND["categories"] for text in category["examples"] + category["near_misses"]
    }
    assert held & (known | set(FOUND["calm"])) == set()


@pytest.mark.parametrize(("name", "text"), held_out(0))
def test_what_counts_is_taken(name, text):
    assert risks(text)[name] >= THRESHOLD


@pytest.mark.parametrize(("name", "text"), held_out(1))
def test_what_nearly_counts_is_left(name, text):
    assert risks(text)[name] < THRESHOLD


@pytest.mark.parametrize("text", CALM)
def test_of_ordinary_talk_no_category_takes_anything(text):
    assert {n: p for n, p in risks(text).items() if p >= THRESHOLD} == {}


@pytest.mark.parametrize("before", ["Order A-20441: ", "Hello, one thing: "])
def test_an_order_question_around_it_hides_no_crisis(before):
    assert risks(before + "I do not want to be alive any more")["self_harm"] >= 0.5
