"""Why a score is what it is: the words without which it would be another."""

from __future__ import annotations

import pytest

from recourse import conditions
from recourse.model import Assessment, Missing, Turn
from recourse.scoring import context
from recourse.scoring.evidence import Word, deciding, evidence, pieces, strongest
from tests import shipped

LONG = " ".join(f"word{n}" for n in range(100))


def of(text, *names, before=()):
    """The evidence of each name in a customer's last message."""
    found = evidence(shipped.scoring(), [*before, Turn("customer", text)], names)
    return {one.name: one for one in found}


def score(text, name, before=()):
    return shipped.scoring().assess([*before, Turn("customer", text)]).get(name)


# ---- leaving words out


@pytest.mark.parametrize(
    ("text", "name", "word"),
    [
        ("hello, my parcel is late and I want to die", "risk.self_harm", "die"),
        ("the lamp came broken, I will sue the shop", "risk.legal_threat", "sue"),
        ("there is smoke from this lamp in the kitchen", "risk.safety_hazard", "smoke"),
        ("this shop is useless", "emotion.dissatisfaction", "useless"),
        ("you are idiots, where is my parcel", "emotion.hostility", "idiots"),
        ("I am so sad about my parcel", "emotion.distress", "sad"),
        ("could I talk to a human about my parcel", "request.asks_human", "human"),
    ],
)
def test_the_word_that_makes_a_sentence_what_it_is_weighs_most(text, name, word):
    found = of(text, name)[name]
    assert max(found.words, key=lambda each: each.weight).text == word
    assert strongest(found.words)[0]["word"] == word


@pytest.mark.parametrize("name", ["risk.self_harm", "emotion.distress", "emotion.joy", "request.asks_human"])
def test_a_words_weight_is_what_the_score_falls_by_without_it(name):
    before = [Turn("customer", "where is it"), Turn("assistant", "I do not know")]
    text = "I am so sad, help"
    found = of(text, name, before=before)[name]
    assert found.score == score(text, name, before)
    for word, without in zip(
        found.words, ["I am so sad, help".replace(w, "", 1) for w in ("I", "am", "so", "sad", "help")]
    ):
        assert word.weight == pytest.approx(found.score - score(without, name, before))


def test_a_word_may_hold_a_score_down():
    weights = {word.text: word.weight for word in of("I am not happy", "emotion.joy")["emotion.joy"].words}
    assert weights["not"] < 0 < weights["happy"]


def test_the_same_turns_have_the_same_evidence_however_the_threads_ran():
    text = "I am so sad and angry that my lamp is broken again, what now?"
    names = ("risk.self_harm", "emotion.distress", "emotion.dissatisfaction")
    assert of(text, *names) == of(text, *names)


def test_each_name_has_its_own_and_what_nothing_scores_has_none():
    found = of(
        "I want to die", "emotion.distress", "turn.crisis_words", "risk.self_harm", "risk.rain", "trend.rise"
    )
    assert list(found) == ["emotion.distress", "turn.crisis_words", "risk.self_harm"]


@pytest.mark.parametrize("text", ["", "   ", "...", "\n"])
def test_what_has_no_words_has_no_evidence(text):
    assert of(text, "risk.self_harm")["risk.self_harm"].words == ()


# ---- words and pieces


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("I want to die.", ["I", "want", "to", "die"]),
        ("don't, I’m (so) sad!!!", ["don't", "I’m", "so", "sad", "!!!"]),
        ("order A-12345: broken 😡😡", ["order", "A-12345", "broken", "😡😡"]),
        ("größer als\tdas 家", ["größer", "als", "das", "家"]),
        ("", []),
    ],
)
def test_words_stand_where_they_are_said_to_stand(text, words):
    assert [text[start:end] for start, end in pieces(text)] == words


@pytest.mark.parametrize(("count", "expected"), [(1, 1), (24, 24), (25, 24), (47, 24), (48, 24), (5000, 24)])
def test_a_long_text_is_left_out_in_few_pieces_that_miss_no_word(count, expected):
    text = ", ".join(f"word{n}" for n in range(count))
    found = pieces(text)
    assert len(found) == expected
    assert ", ".join(text[start:end] for start, end in found) == text


def test_the_pieces_of_a_long_text_are_weighed_and_found_in_it():
    text = f"{LONG} I want to kill myself {LONG}"
    found = of(text, "risk.self_harm")["risk.self_harm"]
    assert len(found.words) == 24
    assert all(text[word.start : word.end] == word.text for word in found.words)


# ---- plain words


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("hello I WANT to die now", "turn.crisis_words", ["WANT to die"]),
        ("I’m suicidal. I want to die", "turn.crisis_words", ["suicidal", "want to die"]),
        (
            "I am not suicidal, but I want to die",
            "turn.crisis_words",
            ["want to die"],
        ),  # the denial is no evidence
        ("my friend wants to die", "turn.worry_words", ["friend wants to die"]),
        ("can I talk to a human", "turn.asks_human", ["talk to a human"]),
        ("great, another delay", "turn.ironic", ["great", "another delay"]),
        ("where is my order", "turn.crisis_words", []),
        ("great, thank you", "turn.ironic", []),
    ],
)
def test_what_plain_words_tell_has_the_words_themselves(text, name, words):
    found = of(text, name)[name]
    assert [word.text for word in found.words] == words
    assert all(word.weight == 1 and text[word.start : word.end] == word.text for word in found.words)
    assert found.score == bool(words)


# ---- what decides


def assessment(**values):
    """A turn in which these were found, e.g. risk__self_harm=0.9; all other values as nobody found them."""
    found = {}
    context.complete(found, [Turn("customer", "hello")], {})
    for name, value in values.items():
        group, key = name.split("__")
        found[group] = {**found.get(group, {}), key: value}
    return Assessment(found)


FOUND = {
    "risk__self_harm": 0.9,
    "risk__medical": 0.2,
    "risk__minor": Missing.FAILED,
    "emotion__distress": 0.3,
    "emotion__hostility": 0.1,
    "emotion__dissatisfaction": Missing.OFF,
    "emotion__joy": 0.99,  # no mood
    "request__asks_human": 0.7,
}


@pytest.mark.parametrize(
    ("when", "more", "names"),
    [
        ("risk.self_harm >= 0.5 or risk.medical >= 0.7", {}, ["risk.self_harm", "risk.medical"]),
        ("risk.self_harm >= 0.5 or risk.minor >= 0.7", {}, ["risk.self_harm"]),  # what failed decided nothing
        (
            "emotion.dissatisfaction >= 0.5 or emotion.distress >= 0.2",
            {},
            ["emotion.distress"],
        ),  # nor what is off
        ("emotion.joy >= 0.5", {}, ["emotion.joy"]),
        ("turn.crisis_words or risk.self_harm >= 0.5", {}, ["risk.self_harm"]),
        (
            "turn.crisis_words or risk.self_harm >= 0.5",
            {"turn__crisis_words": True},
            ["turn.crisis_words", "risk.self_harm"],
        ),
        ("turn.asks_human", {"turn__asks_human": True}, ["turn.asks_human", "request.asks_human"]),
        (
            "turn.fallbacks >= 2",
            {"turn__fallbacks": 2},
            ["risk.self_harm", "emotion.distress"],
        ),  # the two highest
        ("true", {}, ["risk.self_harm", "emotion.distress"]),
        (None, {}, ["risk.self_harm", "emotion.distress"]),  # a branch that the tree no longer has
    ],
)
def test_a_verdict_rests_on_what_its_condition_asked_for(when, more, names):
    vocabulary = context.vocabulary(
        ["distress", "hostility", "dissatisfaction", "joy"], ["self_harm", "medical", "minor"]
    )
    condition = conditions.read(when, vocabulary) if when else None
    assert list(deciding(condition, assessment(**{**FOUND, **more}))) == names


def test_where_nothing_was_scored_a_verdict_rests_on_no_score():
    assert deciding(None, assessment()) == ()
    assert deciding(None, assessment(risk__minor=Missing.OFF, emotion__distress=Missing.FAILED)) == ()


# ---- what is told


def test_few_words_are_told_and_the_heaviest_first():
    words = [Word(n, n + 1, str(n), n / 100) for n in (0, 3, 1, 12, 5, 7, 9, 2, 11, -4)]
    assert [told["word"] for told in strongest(words)] == ["12", "11", "9", "7", "5", "3", "2", "1"]
    assert strongest(words[:1]) == []
    assert strongest([Word(4, 7, "die", 0.123456)]) == [
        {"word": "die", "start": 4, "end": 7, "weight": 0.1235}
    ]
    assert len(strongest(words * 3)) == 8
