"""Emotions of the last customer turn: the 28 of GoEmotions."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recourse.model import RecourseError, Turn
from recourse.scoring.encoder import Encoder, Reading

HEADS = "emotions.json"


class EmotionHeads:
    """The encoder's logits, calibrated: `recourse learn emotions` fits slope and shift of each."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        path = folder / HEADS
        if not path.exists():
            raise RecourseError(f"{path} is missing; it comes with the repository: git checkout {path}")
        kept = json.loads(path.read_text())
        if kept["encoder"] != encoder.version:
            raise RecourseError(
                f"{path} was fitted for other weights; make it again: recourse learn emotions"
            )
        self.names: tuple[str, ...] = tuple(kept["names"])
        self._slope = np.array(kept["slope"], dtype=np.float32)
        self._shift = np.array(kept["shift"], dtype=np.float32)

    def logits(self, read: Reading) -> NDArray[np.float32]:
        """A logit an emotion."""
        found: NDArray[np.float32] = self._slope * read.emotions + self._shift
        return found


def names(folder: Path) -> list[str]:
    """The emotions that a folder's weights tell."""
    found: list[str] = json.loads((folder / HEADS).read_text())["names"]
    return found


class EmotionScorer:
    """`emotion.*`: probabilities from 0 to 1."""

    group = "emotion"

    def __init__(self, encoder: Encoder, heads: EmotionHeads) -> None:
        self._encoder, self._heads = encoder, heads
        self.names = heads.names

    def score(self, turns: Sequence[Turn]) -> Mapping[str, float]:
        """Emotions of the last turn."""
        logits = self._heads.logits(self._encoder.read(turns[-1].text))
        return dict(zip(self.names, (1 / (1 + np.exp(-logits))).astype(float).tolist()))
