"""What a condition can name besides scores, and what it is when nobody says otherwise."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from recourse.model import Missing, Turn, Value

#: Names by group, with the value that stands where the caller knows none.
DEFAULTS: dict[str, dict[str, Value]] = {
    "turn": {
        "asks_human": False,
        "crisis_words": False,
        "repeats": 0,
        "fallbacks": 0,
        "count": 1,
        "language": "en",
        "offer_declined": False,
        "ironic": False,
        "worry_words": False,
        "threat_words": False,
        "grief_words": False,
        "child_words": False,
    },
    "trend": {"fresh": True, "worse": False, "rise": 0.0},
    "intent": {"name": "", "confidence": 0.0},
    "topic": {"name": ""},  # trade: the shop's matters; own: Recourse's; empty: neither
    "action": {"kind": "none", "amount": 0.0, "reversible": True, "adverse": False},
    "system": {"failed": False, "unequal": False},  # unequal: it would have gone otherwise for another person
}
WORSE = 0.3


def vocabulary(emotions: Sequence[str], risks: Sequence[str]) -> dict[str, dict[str, Value]]:
    """Every name that a condition may use, by group, with a value of the kind that stands there."""
    scores = {"emotion": emotions, "risk": risks, "request": ["asks_human"]}
    return {**DEFAULTS, **{group: dict.fromkeys(names, 0.0) for group, names in scores.items()}}


def complete(
    values: dict[str, dict[str, Value]], turns: Sequence[Turn], given: Mapping[str, Mapping[str, Any]]
) -> None:
    """Fill in, in place, what was given, what follows from the turns, and the defaults."""
    derived = {"count": sum(turn.role == "customer" for turn in turns)}
    for group, defaults in DEFAULTS.items():
        known = values.get(group, {})
        more = derived if group == "turn" else {}
        values[group] = {**defaults, **more, **known, **dict(given.get(group, {}))}
    for group in given.keys() - DEFAULTS.keys():
        values[group] = {**values.get(group, {}), **dict(given[group])}
    if any(value is Missing.FAILED for group in values.values() for value in group.values()):
        values["system"]["failed"] = True


def rise(levels: Sequence[float]) -> float:
    """How far the last of some levels, oldest first, stands above the lowest before it; 0 where it does not."""
    return max(0.0, levels[-1] - min(levels[:-1])) if len(levels) > 1 else 0.0


def worse(now: Mapping[str, float], then: Mapping[str, float]) -> bool:
    """True if any feeling stands clearly above what it was when an offer was declined."""
    return any(level >= then.get(name, 0.0) + WORSE for name, level in now.items())
