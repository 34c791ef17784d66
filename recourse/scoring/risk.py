"""Ethical risks, and requests for a person: one logistic head each on what a text means.

Fitted from examples in data/policy/risks.yml by `recourse learn risks`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recourse.model import RecourseError, Turn
from recourse.scoring.encoder import Encoder, Reading

HEADS = "heads.json"
REQUEST = "asks_human"
PASSAGE = 200  # characters
CONCERN = 3.0  # the size of its vector, beside 1 for the sentence
SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*|[.!?\n]+")


class Heads:
    """The fitted heads: name to probability, for the reading of one text."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        path = folder / HEADS
        if not path.exists():
            raise RecourseError(f"{path} is missing; make it with: recourse learn risks")
        kept = json.loads(path.read_text())
        if kept["encoder"] != encoder.version:
            raise RecourseError(f"{path} was fitted for other weights; make it again: recourse learn risks")
        self.names: tuple[str, ...] = tuple(kept["names"])
        self.version: str = kept["examples"]
        self._weights = np.array(kept["weights"], dtype=np.float32)  # (heads, 384 + 128)
        self._bias = np.array(kept["bias"], dtype=np.float32)

    def probabilities(self, read: Reading) -> dict[str, float]:
        """A probability a head."""
        logits = self._weights @ meaning(read) + self._bias
        return dict(zip(self.names, (1 / (1 + np.exp(-logits))).astype(float).tolist()))


def meaning(read: Reading) -> NDArray[np.float32]:
    """What a text is about, and what there is to worry about in it, which weighs more: (384 + 128,)."""
    found: NDArray[np.float32] = np.concatenate([read.sentence, CONCERN * read.concern])
    return found


class RiskScorer:
    """`risk.*`: a probability for each category of risks.yml."""

    group = "risk"

    def __init__(self, encoder: Encoder, heads: Heads) -> None:
        self._encoder, self._heads = encoder, heads
        self.names = tuple(name for name in heads.names if name != REQUEST)

    def score(self, turns: Sequence[Turn]) -> Mapping[str, float]:
        """Risks of the last turn: the highest of any sentence, so that a long message hides none."""
        parts = passages(turns[-1].text)
        found = [self._heads.probabilities(self._encoder.read(part)) for part in parts]
        return {name: max(each[name] for each in found) for name in self.names}


def passages(text: str) -> list[str]:
    """The text, and where it has more than one sentence each of them, at most 200 characters at a time.

    A threat must not get lost in the harmless sentences around it.
    """
    pieces = [
        piece
        for sentence in SENTENCE.findall(text)
        for start in range(0, len(sentence), PASSAGE)
        if (piece := sentence[start : start + PASSAGE].strip())
    ]
    return [text, *pieces] if len(pieces) > 1 else [text]


class RequestScorer:
    """`request.asks_human`: how surely the last turn asks for a person."""

    group = "request"
    names = (REQUEST,)

    def __init__(self, encoder: Encoder, heads: Heads) -> None:
        self._encoder, self._heads = encoder, heads

    def score(self, turns: Sequence[Turn]) -> Mapping[str, float]:
        """The probability of a request."""
        return {REQUEST: self._heads.probabilities(self._encoder.read(turns[-1].text))[REQUEST]}
