"""Moods: what a customer feels now, in the light of what was said before."""

from __future__ import annotations

import json

import pytest

from recourse.model import RecourseError, Turn
from recourse.scoring import encoder
from recourse.scoring.moods import MOODS, MoodHeads, MoodScorer
from tests import shipped

FOLDER = shipped.PROJECT / "models/scorer"


def moods(*said):
    """Customer and assistant in turn; the last text is the customer's."""
    roles = ["customer" if (len(said) - n) % 2 else "assistant" for n in range(len(said))]
    weights = encoder.load(FOLDER)
    scorer = MoodScorer(weights, MoodHeads(FOLDER, weights))
    return scorer.score([Turn(role, text) for role, text in zip(roles, said)])


SORRY = "I'm sorry, I didn't understand that. Could you say it in other words?"


@pytest.mark.parametrize(
    ("mood", "more", "less"),
    [
        ("dissatisfaction", ["where is it", SORRY, "great, thanks a lot"], ["great, thanks a lot"]),
        ("dissatisfaction", ["this is the third time I'm telling you"], ["this is the first time I order"]),
        ("dissatisfaction", ["where is my parcel", SORRY, "where is my parcel"], ["where is my parcel"]),
        (
            "dissatisfaction",
            ["Tuesday please", "For which day?", "I said Tuesday"],
            ["Tuesday please", "Booked for Tuesday!", "thank you, that's all"],
        ),
        ("hostility", ["you stupid useless bot"], ["you helpful clever bot"]),
        ("distress", ["I'm scared and I don't know what to do"], ["I'm curious and I'd like to know more"]),
        pytest.param(
            "distress",
            ["no worries, I'm used to losing everything by now"],
            ["no worries, take your time"],
            marks=pytest.mark.xfail(strict=True, reason="politeness hides despair from the model still"),
        ),
    ],
)
def test_a_mood_is_higher_where_there_is_more_cause(mood, more, less):
    assert moods(*more)[mood] > moods(*less)[mood] + 0.1


def test_what_was_said_long_ago_counts_no_more():
    recent = ["where is it", "Which order?", "A-12345", "It is on its way.", "ok"]
    assert moods("you are useless", SORRY, *recent) == moods("hello", "Hello!", *recent)


@pytest.mark.parametrize(
    "said", [[""], ["😀"], ["\ud83d"], ["x" * 20_000], ["", "", ""], ["hi", "y" * 20_000, "!?"]]
)
def test_anything_said_gives_a_probability_a_mood(said):
    found = moods(*said)
    assert list(found) == list(MOODS)
    assert all(0 <= p <= 1 for p in found.values())


def test_heads_that_are_missing_or_of_other_weights_are_refused(tmp_path):
    with pytest.raises(RecourseError, match=r"moods\.json is missing; .*git checkout"):
        MoodHeads(tmp_path, encoder.load(FOLDER))
    kept = json.loads((FOLDER / "moods.json").read_text())
    (tmp_path / "moods.json").write_text(json.dumps({**kept, "encoder": "another"}))
    with pytest.raises(RecourseError, match="make it again: recourse learn moods"):
        MoodHeads(tmp_path, encoder.load(FOLDER))
