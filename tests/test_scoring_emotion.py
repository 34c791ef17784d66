"""Emotions: the network's, calibrated."""

from __future__ import annotations

import json
import shutil

import pytest

from recourse.model import RecourseError, Turn
from recourse.scoring import emotion, encoder
from recourse.scoring.emotion import EmotionHeads, EmotionScorer
from tests import shipped

FOLDER = shipped.PROJECT / "models/scorer"


def emotions(text):
    weights = encoder.load(FOLDER)
    return EmotionScorer(weights, EmotionHeads(FOLDER, weights)).score([Turn("customer", text)])


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("thank you so much", "gratitude"),
        ("I hate you, this makes me so angry", "anger"),
        ("I'm so sad, I could cry", "sadness"),
        ("I am terrified", "fear"),
        ("that is hilarious lol", "amusement"),
        ("sorry, my fault", "remorse"),
        ("I love it", "love"),
        ("wow, I did not expect that at all", "surprise"),
    ],
)
def test_a_plain_feeling_is_the_strongest(text, name):
    found = emotions(text)
    assert max(found, key=found.__getitem__) == name
    assert found[name] > 0.4


def test_there_are_28_and_the_last_turn_alone_counts():
    assert len(emotions("hello")) == 28
    weights = encoder.load(FOLDER)
    scorer = EmotionScorer(weights, EmotionHeads(FOLDER, weights))
    turns = [Turn("customer", "I hate you"), Turn("assistant", "…"), Turn("customer", "hello")]
    assert scorer.score(turns) == emotions("hello")


def test_the_names_can_be_had_without_the_weights():
    assert emotion.names(FOLDER) == list(EmotionHeads(FOLDER, encoder.load(FOLDER)).names)


def test_heads_that_are_missing_or_of_other_weights_are_refused(tmp_path):
    with pytest.raises(RecourseError, match=r"emotions\.json is missing; .*git checkout"):
        EmotionHeads(tmp_path, encoder.load(FOLDER))
    kept = json.loads((FOLDER / "emotions.json").read_text())
    (tmp_path / "emotions.json").write_text(json.dumps({**kept, "encoder": "another"}))
    with pytest.raises(RecourseError, match="make it again: recourse learn emotions"):
        EmotionHeads(tmp_path, encoder.load(FOLDER))
    shutil.copy(FOLDER / "emotions.json", tmp_path)
    assert EmotionHeads(tmp_path, encoder.load(FOLDER)).names
