"""Groups of emotions: each the chance that at least one of its own is there."""

from __future__ import annotations

import pytest

from recourse.scoring.emotion import GROUPS, grouped
from tests import shipped


def test_without_any_emotion_every_group_is_zero():
    assert grouped({}) == dict.fromkeys(GROUPS, 0.0)


@pytest.mark.parametrize(
    ("emotions", "group", "expected"),
    [
        ({"anger": 0.8}, "hostility", 0.8),
        ({"annoyance": 0.8}, "hostility", 0.4),  # half of it
        ({"anger": 0.5, "disgust": 0.5}, "hostility", 0.7),  # one or the other: 1 - 0.5 * 0.6
        ({"grief": 1.0}, "distress", 1.0),
        ({"joy": 1.0, "love": 1.0}, "distress", 0.0),
        ({"disappointment": 0.6}, "dissatisfaction", 0.6),
    ],
)
def test_a_group_follows_from_its_emotions_by_their_weights(emotions, group, expected):
    assert grouped(emotions)[group] == pytest.approx(expected)


@pytest.mark.parametrize("group", GROUPS)
def test_a_group_stays_a_probability_and_grows_with_each_of_its_emotions(group):
    everything = dict.fromkeys(GROUPS[group], 1.0)
    assert grouped(everything)[group] == 1.0
    for name in GROUPS[group]:
        half = dict.fromkeys(GROUPS[group], 0.5)
        assert 0 < grouped(half)[group] < grouped({**half, name: 0.9})[group] <= 1


def test_every_emotion_of_a_group_is_one_that_is_read():
    read = shipped.scoring().names["emotion"]
    assert {name for parts in GROUPS.values() for name in parts} <= set(read)
