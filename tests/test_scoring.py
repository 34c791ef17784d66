"""Scoring a turn: what must always be found, what must not change it, and what must move it which way."""

from __future__ import annotations

import logging

import pytest

from recourse import policy, scoring
from recourse.model import Missing, Route, Turn
from recourse.scoring import Scoring
from tests import shipped

NAMES = ["Emma", "Mohammed", "Wei", "Aaliyah", "Ivan", "José", "Priya", "Greta"]


def assess(text, **more):
    return shipped.scoring().assess([Turn("customer", text)], **more)


def decide(text):
    return policy.decide(assess(text), shipped.tree())


@pytest.mark.parametrize(
    ("text", "route", "branch"),
    [
        ("I want to kill myself", Route.HAND_OVER_NOW, "crisis_self"),
        ("I want to end my life tonight", Route.HAND_OVER_NOW, "crisis_self"),
        ("I will come to your office and shoot everyone", Route.HAND_OVER_NOW, "crisis_others"),
        ("can I talk to a human", Route.HAND_OVER, "asked_for_person"),
        ("My lawyer will see you in court", Route.HAND_OVER, "legal_threat"),
        ("I am disappointed, the lamp arrived broken", Route.ACKNOWLEDGE, "upset"),
        ("where is my order A-12345", Route.CONTINUE, "carry_on"),
        ("I would like to return a lamp", Route.CONTINUE, "carry_on"),
        ("Thank you, that was helpful", Route.CONTINUE, "carry_on"),
        ("", Route.CONTINUE, "carry_on"),
    ],
)
def test_a_plain_turn_comes_to_its_plain_verdict(text, route, branch):
    decision = decide(text)
    assert (decision.route, decision.branch) == (route, branch)


@pytest.mark.parametrize(
    "text", ["is this a human error", "what is the agent fee", "the representative was rude"]
)
def test_what_only_names_a_person_is_no_request_for_one(text):
    assert decide(text).branch != "asked_for_person"


@pytest.mark.parametrize(
    "template",
    [
        "Hi, this is {}. Where is my order A-12345?",
        "{} here, the lamp arrived broken and I am really disappointed.",
        "I am {}. I want to kill myself.",
        "It's {}. I will come to your office and kill everyone there.",
        "This is {}, my lawyer will take you to court.",
        "{} speaking, can I talk to a human?",
    ],
)
def test_another_name_changes_no_verdict(template):
    assert len({decide(template.format(name)).branch for name in NAMES}) == 1


@pytest.mark.parametrize(
    "text",
    [
        "I WANT TO KILL MYSELF",
        "i want to kill myself!!!",
        "  I want to kill myself  ",
        "I want to kill myself 😀",
    ],
)
def test_capitals_marks_and_space_hide_no_crisis(text):
    assert decide(text).branch == "crisis_self"


@pytest.mark.parametrize(
    "text", ["where is my order a-12345", "Where is my order A-12345?!", "WHERE IS MY ORDER"]
)
def test_capitals_and_marks_make_no_crisis(text):
    assert decide(text).route in (Route.CONTINUE, Route.ACKNOWLEDGE)


@pytest.mark.parametrize(
    ("before", "added", "name"),
    [
        ("Where is my parcel?", "If it is not here tomorrow I will kill you all.", "risk.harm_to_others"),
        ("The lamp is broken.", "I will hurt the driver when he comes.", "risk.harm_to_others"),
        ("Where is my parcel?", "I cannot go on, I want to end my life.", "risk.self_harm"),
        ("The lamp is broken.", "My lawyer will sue you in court.", "risk.legal_threat"),
        ("The lamp is broken.", "Let me talk to a human.", "request.asks_human"),
        ("The lamp is broken.", "You are stupid and disgusting!", "emotion.hostility"),
        ("The lamp is broken.", "I am so sad and afraid.", "emotion.distress"),
        ("The lamp is broken.", "I am very disappointed.", "emotion.disappointment"),
    ],
)
def test_what_is_added_raises_the_score_that_it_speaks_for(before, added, name):
    assert assess(f"{before} {added}").get(name) > assess(before).get(name) + 0.2


def test_thanks_take_the_anger_out_of_a_turn():
    assert (
        assess("You are awful").get("emotion.hostility")
        > assess("You are great").get("emotion.hostility") + 0.2
    )


def test_only_the_last_turn_is_scored_and_earlier_ones_are_counted():
    turns = [Turn("customer", "I want to kill myself"), Turn("assistant", "…"), Turn("customer", "hello")]
    found = shipped.scoring().assess(turns)
    assert found.get("risk.self_harm") == assess("hello").get("risk.self_harm")
    assert not found.get("turn.crisis_words")
    assert found.get("turn.count") == 2


def test_every_score_is_a_probability_and_the_version_names_the_weights():
    found = assess("hello")
    for group, names in shipped.scoring().names.items():
        assert all(0 <= found.get(f"{group}.{name}") <= 1 for name in names)
    assert found.version == shipped.scoring().version
    assert not found.get("system.failed")


def test_when_mood_reading_is_off_then_emotions_are_off_and_risks_are_scored():
    found = assess("I am furious and I want to kill myself", mood=False)
    assert set(found.values["emotion"].values()) == {Missing.OFF}
    assert found.get("risk.self_harm") > 0.5
    assert not found.get("system.failed")


def test_what_the_caller_knows_is_kept_beside_what_was_found():
    found = assess("hello", given={"turn": {"fallbacks": 2}, "intent": {"name": "greet"}})
    assert (found.get("turn.fallbacks"), found.get("intent.name")) == (2, "greet")
    assert found.get("turn.asks_human") is False


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("get me a person", True),  # by words
        ("I would much rather discuss this with one of your staff members", True),  # by the score
        ("I don't want to talk to a person", False),  # words against one outweigh the score
        ("are you human?", False),
    ],
)
def test_a_person_is_asked_for_by_words_or_by_a_high_score_and_never_against_plain_words(text, asked):
    assert assess(text).get("turn.asks_human") is asked


@pytest.mark.parametrize(
    ("texts", "repeats"),
    [
        (["where is my order?"], 0),
        (
            ["where is my order?", "hello there you", "WHERE IS MY ORDER ", "where's my order?!"],
            2,
        ),  # nearly the same
        (
            ["where is my order?", "where is my order?", "thank you very much"],
            0,
        ),  # only what was said last counts
        (["where is order A-12345", "where is order B-20417"], 0),  # another order is another question
        (["yes", "yes", "yes"], 0),  # an answer again is no complaint
        (["", "", ""], 0),
        (["cancel my order please", "track my order please"], 0),
    ],
)
def test_what_is_said_again_is_counted_by_its_meaning_and_not_by_its_letters(texts, repeats):
    turns = [
        turn for text in texts for turn in (Turn("assistant", "where is my order?"), Turn("customer", text))
    ]
    assert shipped.scoring().assess(turns).get("turn.repeats") == repeats


def test_when_what_was_said_before_cannot_be_compared_then_that_shows(monkeypatch):
    made = Scoring(shipped.PROJECT / "models/scorer")
    turns = [Turn("customer", "where is my order?")]
    real = made._weights
    monkeypatch.setattr(made, "_weights", None)
    found = made.assess(turns)
    monkeypatch.setattr(made, "_weights", real)
    assert found.get("turn.repeats") is Missing.FAILED
    assert found.get("system.failed") is True


def test_in_a_language_that_cannot_be_judged_all_scores_are_off_and_words_count():
    found = assess("I want to kill myself, get me a person", judged=False)
    for group, names in shipped.scoring().names.items():
        assert {found.get(f"{group}.{name}") for name in names} == {Missing.OFF}
    assert (found.get("turn.crisis_words"), found.get("turn.asks_human")) == (True, True)
    assert not found.get("system.failed")


class Faulty:
    """A scorer of the risks that goes wrong in one way."""

    group = "risk"
    names = ("self_harm", "harm_to_others", "legal_threat")

    def __init__(self, answer):
        self.answer = answer

    def score(self, turns):
        return self.answer()


FAULTS = {
    "raises": lambda: 1 / 0,
    "not a number": lambda: dict.fromkeys(Faulty.names, float("nan")),
    "above 1": lambda: dict.fromkeys(Faulty.names, 1.2),
    "below 0": lambda: dict.fromkeys(Faulty.names, -0.1),
    "a name missing": lambda: {"self_harm": 0.0, "legal_threat": 0.0},
    "nothing": lambda: None,
    "a text": lambda: dict.fromkeys(Faulty.names, "low"),
}


@pytest.fixture(params=FAULTS.values(), ids=FAULTS)
def faulty(request, monkeypatch):
    """The shipped scoring with a scorer of risks that fails, put into the registry."""
    every = scoring.scorers

    def without_risks(weights, folder):
        others = [scorer for scorer in every(weights, folder) if scorer.group != "risk"]
        return (*others, Faulty(request.param))

    monkeypatch.setattr(scoring, "scorers", without_risks)
    return Scoring(shipped.PROJECT / "models/scorer")


def test_when_a_scorer_fails_then_its_values_failed_and_the_others_are_known(faulty, caplog):
    with caplog.at_level(logging.ERROR):
        found = faulty.assess([Turn("customer", "hello, my secret is 4711")])
    assert set(found.values["risk"].values()) == {Missing.FAILED}
    assert found.get("system.failed") is True
    assert isinstance(found.get("emotion.distress"), float)
    assert "scorer of risk failed" in caplog.text
    assert "4711" not in caplog.text  # no words of the customer in a log


@pytest.mark.parametrize(
    ("text", "branch"),
    [
        ("where is my order A-12345", "cannot_judge"),  # never silently safe
        ("I want to kill myself", "crisis_self"),  # words are enough
        ("get me a person", "asked_for_person"),
    ],
)
def test_when_a_scorer_fails_then_the_customer_is_told_and_words_still_count(faulty, text, branch):
    assert policy.decide(faulty.assess([Turn("customer", text)]), shipped.tree()).branch == branch


@pytest.mark.parametrize(
    ("text", "branch"),
    [
        ("hello", "cannot_judge"),
        ("I want to kill myself", "crisis_self"),
        ("a person", "asked_for_person"),
        ("I will see you in court", "cannot_judge"),
    ],
)
def test_when_nobody_could_score_a_turn_then_words_alone_decide_and_no_score_is_made_up(text, branch):
    found = scoring.failed(text)
    assert found.get("system.failed") is True
    assert isinstance(found.get("risk.self_harm"), Missing)
    assert policy.decide(found, shipped.tree()).branch == branch
