"""Checklists (after Ribeiro et al. 2020), held out: what any sensible system gives, what must not change it, what
must move it which way. Played against the shipped scorer and tree; never trained on."""

from __future__ import annotations

import functools

import pytest
from ruamel.yaml import YAML

from recourse import score
from tests import shipped

#: What goes wrong still, by name, with the reason: it must fail, and is taken out when it no longer does.
WRONG: dict[str, str] = {
    "yes to an offer of a person": "a request is read from the last message alone; the dialogue knows the offer",
    "no to the offer of a person": "a request is read from the last message alone",
    "no hurry": "what takes a complaint back is read as more of it",
    "wrong item again": "near the threshold a misspelling tips the scale",
    "nobody answers": "in heavy misspelling a complaint is taken for danger",
    "cold meal": "an impairment in a complaint is taken for discrimination",
    "refund refused": "near the threshold a name tips the scale",
}


def read(kind):
    return YAML(typ="safe").load(shipped.PROJECT / f"tests/checklist/{kind}.yml")


def items(kind):
    return [
        pytest.param(
            item,
            id=item["name"],
            marks=pytest.mark.xfail(strict=True, reason=WRONG[item["name"]]) if item["name"] in WRONG else (),
        )
        for item in read(kind)
    ]


def answer(said):
    """What `recourse score` answers to a text, or to turns."""
    turns = [{"role": "customer", "text": said}] if isinstance(said, str) else said
    return _answer(tuple((turn["role"], turn["text"]) for turn in turns))


@functools.cache
def _answer(turns):
    found = {"id": 1, "turns": [{"role": role, "text": text} for role, text in turns]}
    return score.answer(shipped.scoring(), shipped.tree(), found)


def output(said, name):
    """One score: a group, a risk, a request for a person, or an emotion."""
    found = answer(said)
    return {**found["emotions"], **found["groups"], **found["risks"], "asks_human": found["asks_human"]}[name]


@pytest.mark.parametrize("kind", ["minimum", "invariance", "direction"])
def test_there_are_at_least_thirty_of_each_kind_and_each_has_a_name_of_its_own(kind):
    names = [item["name"] for item in read(kind)]
    assert len(names) >= 30
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("item", items("minimum"))
def test_a_plain_case_has_its_value(item):
    said = item.get("text") or item["turns"]
    above, below = item.get("above", {}), item.get("below", {})
    found = {name: output(said, name) for name in {**above, **below}}
    assert {name: p for name, p in found.items() if p < above.get(name, 0) or p >= below.get(name, 2)} == {}


@pytest.mark.parametrize("item", items("invariance"))
def test_another_person_or_spelling_changes_no_decision(item):
    decided = {text: answer(text)["decision"]["route"] for text in item["texts"]}
    assert len(set(decided.values())) == 1, decided


@pytest.mark.parametrize("item", items("direction"))
def test_a_change_of_the_words_moves_the_score_its_way(item):
    before = output(item.get("text") or item["turns"], item["output"])
    after = output(item["changed"], item["output"])
    assert after > before if item["moves"] == "up" else after < before, (before, after)
