"""Emotions of the last customer turn: the 28 of GoEmotions, and three groups made of them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from recourse.model import Turn
from recourse.scoring.encoder import Encoder

#: Which emotions speak for a group, and how strongly.
GROUPS: dict[str, dict[str, float]] = {
    "hostility": {"anger": 1.0, "disgust": 0.8, "annoyance": 0.5},
    "distress": {"fear": 1.0, "sadness": 0.9, "grief": 1.0, "nervousness": 0.9, "remorse": 0.4},
    "dissatisfaction": {"disappointment": 1.0, "annoyance": 0.9, "disapproval": 0.7, "anger": 0.7},
}


class EmotionScorer:
    """`emotion.*`: probabilities from 0 to 1."""

    group = "emotion"

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self.names = (*encoder.labels, *GROUPS)

    def score(self, turns: Sequence[Turn]) -> Mapping[str, float]:
        """Emotions and groups of the last turn."""
        emotions = self._encoder.read(turns[-1].text).emotions
        return {**emotions, **grouped(emotions)}


def grouped(emotions: Mapping[str, float]) -> dict[str, float]:
    """Each group as the chance that at least one of its emotions is there."""
    return {
        group: 1 - math.prod(1 - weight * emotions.get(name, 0.0) for name, weight in parts.items())
        for group, parts in GROUPS.items()
    }
