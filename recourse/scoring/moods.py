"""Hostility, distress and dissatisfaction: what a customer feels now, in the light of what was said before.

Dissatisfaction is about how the help is going, and the same words mean another thing after a third wrong
answer. So each mood is a logistic head on the last customer turn, the reply before it, and what happened in the last
five turns: repetition on either side, capitals, how the turns before were. Fitted by `recourse learn moods`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from recourse import words
from recourse.model import RecourseError, Turn
from recourse.scoring import grams
from recourse.scoring.encoder import Encoder, Reading

HEADS = "moods.json"
MOODS = ("hostility", "distress", "dissatisfaction")
TURNS = 5  # of both sides
CONCERN = 0.3  # the size of its vector: tuned on single turns, it must leave room for those before
SARCASM = 0.7  # the least dissatisfaction of thanks for an answer that was none
REPLY = 400  # characters of a reply that are read: half of them from its end
Floats = NDArray[np.float32]
Read = Callable[[str], Reading]


@dataclass(frozen=True)
class Alone:
    """Heads on one text alone: what the turns before felt like, for a turn that comes after them."""

    dense: Floats  # (moods, 384 + 128 + 28)
    words: Floats  # (moods, grams.SIZE)
    bias: Floats

    def logits(self, read: Reading) -> Floats:
        """A logit a mood."""
        found: Floats = self.dense @ meaning(read) + read.words.on(self.words) + self.bias
        return found


def meaning(read: Reading) -> Floats:
    """Sentence, concern and emotions of a text: (384 + 128 + 28,)."""
    found: Floats = np.concatenate([read.sentence, CONCERN * read.concern, np.clip(read.emotions, -8, 4) / 8])
    return found


def recent(turns: Sequence[Turn]) -> Sequence[Turn]:
    """The turns that a mood is read from; the last is the customer's."""
    return turns[-TURNS:]


def around(turns: Sequence[Turn], read: Read, before: Callable[[str], Floats]) -> tuple[Floats, grams.Words]:
    """What surrounds the last turn, as numbers, and the words of the reply before it.

    `before` gives the moods of an earlier customer turn by itself.
    """
    last = turns[-1].text
    now = read(last)
    mine = [turn.text for turn in turns[:-1] if turn.role == "customer" and turn.text.strip()]
    replies = [shortened(turn.text) for turn in turns[:-1] if turn.role != "customer" and turn.text.strip()]
    answered = bool(replies) and turns[-2].role != "customer"
    reply = read(replies[-1]) if replies else None
    told = [before(text) for text in mine]
    repeated = max((float(read(text).sentence @ now.sentence) for text in mine), default=0.0)
    circling = (
        max((float(read(text).sentence @ reply.sentence) for text in replies[:-1]), default=0.0)
        if reply
        else 0.0
    )
    letters = [letter for letter in last if letter.isalpha()]
    loud = sum(map(str.isupper, letters)) / len(letters) if len(letters) > 5 else 0.0
    facts = [
        loud,
        min(last.count("!"), 4) / 4,
        min(last.count("?"), 3) / 3,
        float(np.log1p(len(last.split()))) / 4,
        len(mine) / TURNS,
        float(answered),
        repeated,
        repeated**4,
        circling,
        circling**4,
        circling * repeated,
        float(reply.sentence @ now.sentence) if reply else 0.0,
        float(words.ironic(last)),
    ]
    past = [*np.max(told, axis=0), *told[-1]] if told else [0.0] * 2 * len(MOODS)
    other = meaning(reply) if reply else np.zeros(len(meaning(now)), dtype=np.float32)
    earlier = read(mine[-1]).sentence if mine else np.zeros(len(now.sentence), dtype=np.float32)
    dense = np.concatenate([np.array([*facts, *past], dtype=np.float32), other, earlier])
    return dense, reply.words if reply else grams.read("")


def shortened(text: str) -> str:
    """A reply with its middle left out where it is long: beginning and end say how it went."""
    return text if len(text) <= REPLY else f"{text[: REPLY // 2]} {text[-REPLY // 2 :]}"


class MoodHeads:
    """The fitted heads of moods.json."""

    def __init__(self, folder: Path, encoder: Encoder) -> None:
        path = folder / HEADS
        if not path.exists():
            raise RecourseError(f"{path} is missing; it comes with the repository: git checkout {path}")
        kept = json.loads(path.read_text())
        if kept["encoder"] != encoder.version:
            raise RecourseError(f"{path} was fitted for other weights; make it again: recourse learn moods")
        rows = len(MOODS)
        self._alone = Alone(
            np.array(kept["alone"]["dense"], dtype=np.float32),
            grams.unpacked(kept["alone"]["words"], rows),
            np.array(kept["alone"]["bias"], dtype=np.float32),
        )
        self._now = np.array(kept["now"], dtype=np.float32)
        self._around = np.array(kept["around"], dtype=np.float32)
        self._words = grams.unpacked(kept["words"], rows)
        self._reply = grams.unpacked(kept["reply"], rows)
        self._bias = np.array(kept["bias"], dtype=np.float32)

    def logits(self, turns: Sequence[Turn], read: Read) -> Floats:
        """A logit a mood for the last turn."""
        now = read(turns[-1].text)
        dense, reply = around(recent(turns), read, lambda text: _probability(self._alone.logits(read(text))))
        found: Floats = self._now @ meaning(now) + self._around @ dense + self._bias
        return found + now.words.on(self._words) + reply.on(self._reply)


class MoodScorer:
    """`emotion.hostility`, `.distress` and `.dissatisfaction`: probabilities from 0 to 1."""

    group = "emotion"
    names = MOODS

    def __init__(self, encoder: Encoder, heads: MoodHeads) -> None:
        self._encoder, self._heads = encoder, heads

    def score(self, turns: Sequence[Turn]) -> Mapping[str, float]:
        """Moods of the last turn."""
        p = _probability(self._heads.logits(turns, self._encoder.read))
        failed = len(turns) > 1 and turns[-2].role != "customer" and words.could_not(turns[-2].text)
        if failed and words.ironic(turns[-1].text):  # too rare in what is rated to be learnt
            p[MOODS.index("dissatisfaction")] = max(p[MOODS.index("dissatisfaction")], SARCASM)
        return dict(zip(MOODS, p.astype(float).tolist()))


def _probability(logits: Floats) -> Floats:
    found: Floats = 1 / (1 + np.exp(-logits))
    return found
