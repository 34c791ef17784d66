"""`recourse score`, one line: the contract by which others measure."""

from __future__ import annotations

import json

import pytest

from recourse import score
from recourse.model import RecourseError
from recourse.scoring.moods import MOODS
from tests import shipped


def answer(*texts, **more):
    turns = [{"role": "customer", "text": text} for text in texts]
    return score.answer(shipped.scoring(), shipped.tree(), {"id": "x", "turns": turns, **more})


def test_an_answer_has_the_fields_of_the_contract_and_no_others():
    found = answer("where is my order A-12345")
    assert list(found) == ["id", "emotions", "groups", "risks", "asks_human", "decision"]
    assert list(found["groups"]) == ["hostility", "distress", "dissatisfaction"]
    assert list(found["decision"]) == ["route", "branch", "reasons"]
    assert len(found["emotions"]) == 28
    assert not set(found["emotions"]) & set(MOODS)


@pytest.mark.parametrize("text", ["hello", "I want to kill myself", "", "😀" * 500])
def test_every_score_is_a_number_from_0_to_1(text):
    found = answer(text)
    numbers = [*found["emotions"].values(), *found["groups"].values(), *found["risks"].values()]
    assert all(isinstance(p, float) and 0 <= p <= 1 for p in [*numbers, found["asks_human"]])
    assert json.loads(json.dumps(found, allow_nan=False)) == found


@pytest.mark.parametrize(
    ("text", "branch"),
    [
        ("ich will mich umbringen", "crisis_self"),
        ("quiero hablar con una persona, por favor", "asked_for_person"),
        ("wo ist meine Bestellung, bitte", None),
    ],
)
def test_in_a_language_that_cannot_be_judged_there_are_no_scores_and_plain_words_decide(text, branch):
    found = answer(text)
    assert set(found["emotions"].values()) == set(found["groups"].values()) == {None}
    assert set(found["risks"].values()) == {found["asks_human"]} == {None}
    assert branch in (None, found["decision"]["branch"])


@pytest.mark.parametrize("id_", ["a", 7, None, {"any": ["thing"]}])
def test_the_id_comes_back_as_it_was(id_):
    assert answer("hello", id=id_)["id"] == id_


def test_the_last_turn_is_scored_whoever_spoke_before():
    turns = [
        {"role": "customer", "text": "I want to kill myself"},
        {"role": "assistant", "text": "I am fetching a person"},
        {"role": "agent", "text": "Hello"},
        {"role": "customer", "text": "where is my order A-12345"},
    ]
    found = score.answer(shipped.scoring(), shipped.tree(), {"turns": turns})
    assert found["decision"] == {"route": "continue", "branch": "carry_on", "reasons": ["nothing_found"]}
    assert found["risks"] == answer("where is my order A-12345")["risks"]


@pytest.mark.parametrize(
    ("context", "branch"),
    [
        (None, "carry_on"),
        ({}, "carry_on"),
        ({"turn.fallbacks": 2}, "stuck"),  # by its dotted name
        ({"turn": {"fallbacks": 2}}, "stuck"),  # or in its group
        ({"turn": {"fallbacks": 1}, "turn.fallbacks": 2}, "stuck"),  # or both: the later stands
        ({"turn.fallbacks": 2, "turn.offer_declined": True}, "carry_on"),
        ({"intent.name": "request_human"}, "asked_for_person"),
        ({"system.failed": True}, "cannot_judge"),
        ({"weather.rain": True}, "carry_on"),  # nothing asks for it
    ],
)
def test_context_gives_values_that_conditions_ask_for(context, branch):
    assert answer("where is my order A-12345", context=context)["decision"]["branch"] == branch


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("text", "a line must be a JSON object"),
        ([], "a line must be a JSON object"),
        ({}, "turns must be a list"),
        ({"turns": []}, "turns must be a list with at least one turn"),
        ({"turns": "hello"}, "turns must be a list"),
        ({"turns": ["hello"]}, "a turn needs a role"),
        ({"turns": [{"text": "hello"}]}, "a turn needs a role"),
        ({"turns": [{"role": "bot", "text": "hello"}]}, "a turn needs a role"),
        ({"turns": [{"role": "customer"}]}, "a turn needs a text"),
        ({"turns": [{"role": "customer", "text": 5}]}, "a turn needs a text"),
        ({"turns": [{"role": "assistant", "text": "hello"}]}, "the last turn must be the customer's"),
    ],
)
def test_when_a_line_does_not_follow_the_contract_then_the_error_says_what_it_lacks(line, says):
    with pytest.raises(RecourseError) as error:
        score.answer(shipped.scoring(), shipped.tree(), line)
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("context", "says"),
    [
        ([1], "context must be an object"),
        ({"turn": 5}, "turn must be group.name, or a group with its names"),
        ({"risk.self_harm": 2}, "risk.self_harm must be a number from 0 to 1"),
        ({"risk.self_harm": "high"}, "risk.self_harm must be a number from 0 to 1"),
        ({"emotion": {"joy": float("nan")}}, "emotion must be a number from 0 to 1"),
        ({"risk.self_harm": True}, "risk.self_harm must be a number from 0 to 1"),
    ],
)
def test_when_context_cannot_be_meant_then_the_error_says_so(context, says):
    with pytest.raises(RecourseError) as error:
        answer("hello", context=context)
    assert says in str(error.value)


# ---- why


def explained(*texts, **more):
    turns = [{"role": "customer", "text": text} for text in texts]
    return score.answer(shipped.scoring(), shipped.tree(), {"id": "x", "turns": turns, **more}, explain=True)


def test_an_explanation_adds_words_and_trace_and_changes_nothing_else():
    text = "hello, I want to kill myself"
    found = explained(text)
    assert list(found) == ["id", "emotions", "groups", "risks", "asks_human", "decision", "evidence", "trace"]
    assert {name: found[name] for name in list(found)[:6]} == answer(text)
    assert found["trace"][0] == found["decision"]["branch"] == "crisis_self"
    assert found["trace"][-1] == "carry_on"
    assert list(found["evidence"]) == [
        "turn.crisis_words",
        "risk.self_harm",
        "risk.bereavement",
        "risk.harm_to_others",
    ]
    assert found["evidence"]["turn.crisis_words"] == [
        {"word": "kill myself", "start": 17, "end": 28, "weight": 1.0}
    ]


@pytest.mark.parametrize(
    "text", ["I am so disappointed, my lamp is broken, help me!", "hello", "where is A-12345"]
)
def test_what_is_told_of_words_is_little_sorted_and_stands_in_the_last_message(text):
    found = explained("I am angry", text)["evidence"]
    assert found
    for words in found.values():
        assert len(words) <= 8
        assert [word["weight"] for word in words] == sorted((word["weight"] for word in words), reverse=True)
        for word in words:
            assert list(word) == ["word", "start", "end", "weight"]
            assert word["weight"] >= 0.01
            assert text[word["start"] : word["end"]] == word["word"]


def test_what_the_caller_set_rests_on_no_word():
    found = explained("where is my order", context={"risk.medical": 0.9, "risk": {"minor": 0.1}})
    assert found["decision"]["branch"] == "medical"
    assert found["evidence"] == {}


def test_in_a_language_that_is_not_judged_only_plain_words_are_evidence():
    found = explained("Hallo, ich möchte sterben und weiß nicht mehr weiter")
    assert found["decision"]["branch"] == "crisis_self"
    assert list(found["evidence"]) == ["turn.crisis_words"]
    assert explained("Hallo, wo ist denn meine Bestellung geblieben?")["evidence"] == {}
