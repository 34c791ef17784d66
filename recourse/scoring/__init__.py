"""Scores of a customer turn. A scorer is one file and one line in `scorers`."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Collection, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from recourse import words
from recourse.model import Assessment, Missing, Turn, Value
from recourse.scoring import checkpoint as own
from recourse.scoring import context, emotion, encoder, moods, risk
from recourse.scoring.emotion import EmotionHeads, EmotionScorer
from recourse.scoring.moods import MoodHeads, MoodScorer
from recourse.scoring.risk import REQUEST, Heads, RequestScorer, RiskScorer

log = logging.getLogger(__name__)
REQUEST_FLOOR = 0.6  # the NLU and plain words catch the others; a false request costs a place in the queue
ALIKE = 0.85  # of two sentence vectors: the same thing said again
FEW_WORDS = 3


class Scorer(Protocol):
    """Gives the values of one group, each a probability; the last turn is the customer's."""

    group: str

    @property
    def names(self) -> Sequence[str]: ...

    def score(self, turns: Sequence[Turn]) -> Mapping[str, float]: ...


def scorers(weights: encoder.Encoder, folder: Path) -> tuple[Scorer, ...]:
    """Every scorer, over the same weights."""
    risks = Heads(folder, weights)
    return (
        EmotionScorer(weights, EmotionHeads(folder, weights)),
        MoodScorer(weights, MoodHeads(folder, weights)),
        RiskScorer(weights, risks),
        RequestScorer(weights, risks),
    )


class Scoring:
    """Turns in, an assessment out. A scorer that fails leaves its values marked failed, never zero."""

    def __init__(self, folder: Path, checkpoint: Path | None = None) -> None:
        """Shipped weights of `folder`; what a transformers `checkpoint` names is laid over their values."""
        self._weights = weights = encoder.load(folder)
        self._scorers = scorers(weights, folder)
        self.version = f"{weights.version}+{_version(folder)}"
        if checkpoint:
            self._scorers = own.replacing(self._scorers, checkpoint)
            self.version += f"+{own.version(checkpoint)}"
        self.names: dict[str, tuple[str, ...]] = {}
        for scorer in self._scorers:
            self.names[scorer.group] = (*self.names.get(scorer.group, ()), *scorer.names)

    def assess(
        self,
        turns: Sequence[Turn],
        given: Mapping[str, Mapping[str, Any]] | None = None,
        mood: bool = True,
        judged: bool = True,
    ) -> Assessment:
        """Score the last turn. `given` are values that the caller knows (intent, turn, action …); `mood=False`
        leaves emotions unread, `judged=False` everything but plain words: a language we cannot judge."""
        values: dict[str, dict[str, Value]] = {}
        for scorer in self._scorers:
            off = not judged or (scorer.group == "emotion" and not mood)
            found = dict.fromkeys(scorer.names, Missing.OFF) if off else _scored(scorer, turns)
            values.setdefault(scorer.group, {}).update(found)
        text = turns[-1].text
        asked = values["request"][REQUEST]
        likely = isinstance(asked, float) and asked >= REQUEST_FLOOR and not words.wants_no_human(text)
        values["turn"] = {
            "asks_human": likely or words.asks_human(text),
            **_told_by_words(text),
            "repeats": self._repeats([turn.text for turn in turns if turn.role == "customer"]),
        }
        context.complete(values, turns, given or {})
        return Assessment(values, self.version)

    def scores(self, turns: Sequence[Turn], names: Collection[str]) -> dict[str, float]:
        """Only these scores of the last turn, e.g. `risk.self_harm`; one that fails or is unknown is left out."""
        found: dict[str, float] = {}
        for scorer in self._scorers:
            asked = {f"{scorer.group}.{name}": name for name in scorer.names}
            if wanted := asked.keys() & names:
                read = _scored(scorer, turns)
                found.update({name: p for name in wanted if isinstance(p := read[asked[name]], float)})
        return found

    def _repeats(self, said: Sequence[str]) -> Value:
        """How often the customer said the last thing before, in the same or nearly the same words."""
        if len(said[-1].split()) < FEW_WORDS:
            return 0  # "yes" again is no complaint
        try:
            now = self._weights.read(said[-1]).sentence
            return sum(float(self._weights.read(text).sentence @ now) >= ALIKE for text in said[:-1])
        except Exception:  # as for a scorer: it shows as a failure
            log.exception("what was said before could not be compared")
            return Missing.FAILED


def _version(folder: Path) -> str:
    """Of all heads together: whichever is fitted again, the assessments tell."""
    heads = b"".join((folder / name).read_bytes() for name in (emotion.HEADS, moods.HEADS, risk.HEADS))
    return hashlib.sha256(heads).hexdigest()[:12]


def _scored(scorer: Scorer, turns: Sequence[Turn]) -> dict[str, Value]:
    try:
        found = scorer.score(turns)
        return {name: _probability(found[name]) for name in scorer.names}
    except Exception:  # whatever it is, it must show as a failure and not as silence
        log.exception("scorer of %s failed", scorer.group)
        return dict.fromkeys(scorer.names, Missing.FAILED)


def _probability(value: float) -> float:
    if not 0 <= value <= 1:  # not a number is refused here, too
        raise ValueError(f"{value} is no probability")
    return value


def _told_by_words(text: str) -> dict[str, Value]:
    """What plain words tell, whatever the language and whoever has failed."""
    worried = words.worried_about_someone(text)
    return {
        "crisis_words": words.in_crisis(text) and not worried,
        "worry_words": worried,
        "threat_words": words.threatens(text),
        "grief_words": words.mourns(text),
        "child_words": words.from_a_child(text),
    }


def failed(text: str) -> Assessment:
    """The assessment of a turn that nobody could score: only words are known, everything else failed."""
    found: dict[str, dict[str, Value]] = {
        "turn": {"asks_human": words.asks_human(text), **_told_by_words(text)},
        "system": {"failed": True},
    }
    context.complete(found, [Turn("customer", text)], {})
    found["system"]["failed"] = True
    return Assessment(found, "none")
