"""Which words a score rests on: each word of the last turn is left out once, and the score read without it.

What plain words tell (`turn.crisis_words` …) has the words themselves for evidence.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NamedTuple

from recourse import words
from recourse.conditions import SCORES, Condition
from recourse.model import Assessment, Turn
from recourse.scoring import Scoring
from recourse.scoring.moods import MOODS
from recourse.scoring.risk import REQUEST

PIECES = 24  # of a longer text neighbouring words are left out together
LEAST = 0.01  # what a score falls by without a word that is worth telling
MOST = 8  # words a score
FALLBACK = 2  # scores told where the verdict rests on none
THREADS = 2
PLAIN = "turn."  # what plain words tell
#: Words, and marks that speak: ? ! 😀
WORD = re.compile(r"\w+(?:['’-]\w+)*|[^\w\s.,;:\"()\-]+")


class Word(NamedTuple):
    """Characters `start` to `end` of a turn, and by how much a score falls without them; it may rise."""

    start: int
    end: int
    text: str
    weight: float


@dataclass(frozen=True)
class Evidence:
    """A score, e.g. `risk.self_harm`, with every word of the turn in order."""

    name: str
    score: float
    words: tuple[Word, ...]


def evidence(scoring: Scoring, turns: Sequence[Turn], names: Iterable[str]) -> list[Evidence]:
    """For each name what the words of the last turn do to it; a name that could not be scored is left out.

    The network reads the variants one by one (see encoder.py), on two threads: it works outside Python's lock.
    """
    names = list(names)
    found = _left_out(scoring, turns, names)
    found.update((name, _plain(name, turns[-1].text)) for name in names if _is_plain(name))
    return [found[name] for name in names if name in found]


def _is_plain(name: str) -> bool:
    return name.startswith(PLAIN) and name.removeprefix(PLAIN) in words.NETS


def _plain(name: str, text: str) -> Evidence:
    said = words.where(name.removeprefix(PLAIN), text)
    return Evidence(name, float(bool(said)), tuple(Word(a, b, text[a:b], 1.0) for a, b in said))


def _left_out(scoring: Scoring, turns: Sequence[Turn], names: Sequence[str]) -> dict[str, Evidence]:
    *before, last = turns
    text, parts = last.text, pieces(last.text)

    def read(said: str) -> dict[str, float]:
        return scoring.scores([*before, Turn(last.role, said)], names)

    with ThreadPoolExecutor(THREADS) as pool:
        whole, *without = pool.map(read, [text, *(text[:a] + text[b:] for a, b in parts)])
    found = {}
    for name, score in whole.items():
        rest = [(a, b, each[name]) for (a, b), each in zip(parts, without) if name in each]
        found[name] = Evidence(name, score, tuple(Word(a, b, text[a:b], score - p) for a, b, p in rest))
    return found


def pieces(text: str) -> list[tuple[int, int]]:
    """Start and end of each word; of more than `PIECES` words neighbours are taken together."""
    found = [match.span() for match in WORD.finditer(text)]
    count = min(len(found), PIECES)
    ends = [len(found) * number // count for number in range(count + 1)] if count else []
    return [(found[a][0], found[b - 1][1]) for a, b in pairwise(ends)]


def deciding(condition: Condition | None, found: Assessment) -> tuple[str, ...]:
    """What a verdict rests on: the known scores that its condition names, and the plain words that told it.

    Where it rests on none of them, the highest moods and risks.
    """
    asked = condition.names if condition else ()
    told = [name for name in asked if _is_plain(name) and found.get(name) is True]
    names = [name for name in asked if name in told or _scored(name, found)]
    request = f"request.{REQUEST}"  # stands behind turn.asks_human
    if PLAIN + REQUEST in told and request not in names and _scored(request, found):
        names.append(request)
    if names:
        return tuple(names)
    risks = [f"risk.{name}" for name in found.values.get("risk", ())]
    known = {name: found.get(name) for name in (*(f"emotion.{mood}" for mood in MOODS), *risks)}
    levels = {name: level for name, level in known.items() if isinstance(level, float)}
    return tuple(sorted(levels, key=lambda name: -levels[name])[:FALLBACK])


def strongest(found: Iterable[Word]) -> list[dict[str, Any]]:
    """The words worth telling, what weighs most first, as they are written for others."""
    told = sorted((word for word in found if word.weight >= LEAST), key=lambda word: -word.weight)
    return [
        {"word": word.text, "start": word.start, "end": word.end, "weight": round(word.weight, 4)}
        for word in told[:MOST]
    ]


def _scored(name: str, found: Assessment) -> bool:
    return name.split(".")[0] in SCORES and isinstance(found.get(name), float)
