"""`recourse score`: one JSON object in, one out. The contract stands in the README."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from recourse import fairness, language
from recourse.conditions import SCORES
from recourse.model import Missing, RecourseError, Turn
from recourse.policy import Tree
from recourse.scoring import Scoring
from recourse.scoring.evidence import deciding, evidence, strongest
from recourse.scoring.moods import MOODS
from recourse.scoring.risk import REQUEST

ENGLISH = language.SPOKEN[0]


def answer(scoring: Scoring, tree: Tree, found: Any, explain: bool = False) -> dict[str, Any]:
    """Scores and decision for {"id", "turns", "context"?}; the last turn is the customer's.

    The scores are those that the decision rests on: where the turns say who somebody is, of the masked text
    mostly (`fairness`).
    `explain` adds the words that the verdict rests on, and every branch that held. In a language that we cannot
    judge there are no scores (null): plain words, such as those of a request for a person, decide there.
    """
    if not isinstance(found, dict):
        raise RecourseError("a line must be a JSON object")
    turns, context = _turns(found.get("turns")), _context(found.get("context"))
    spoken = str(context.get("turn", {}).get("language") or language.detect(turns[-1].text, ENGLISH))
    context.setdefault("turn", {})["language"] = spoken
    judged = spoken == ENGLISH
    assessed, decision = fairness.judge(scoring, tree, turns, context, judged=judged)
    emotion = {name: _number(value) for name, value in assessed.values["emotion"].items()}
    told = {
        "id": found.get("id"),
        "emotions": {name: p for name, p in emotion.items() if name not in MOODS},
        "groups": {name: emotion[name] for name in MOODS},
        "risks": {name: _number(value) for name, value in assessed.values["risk"].items()},
        "asks_human": _number(assessed.values["request"][REQUEST]),
        "decision": {
            "route": decision.route.value,
            "branch": decision.branch,
            "reasons": list(decision.reasons),
        },
    }
    if explain:
        branch = tree.branch(decision.branch)
        names = deciding(branch.condition if branch else None, assessed)
        read = evidence(scoring, turns, [name for name in names if not _is_given(name, context)])
        told["evidence"] = {one.name: strongest(one.words) for one in read}
        told["trace"] = list(decision.trace)
    return told


def _is_given(name: str, context: Mapping[str, Mapping[str, Any]]) -> bool:
    """What the caller set rests on no word."""
    group, _, key = name.partition(".")
    return key in context.get(group, {})


def _number(value: Any) -> float | None:
    return None if isinstance(value, Missing) else round(float(value), 6)


def _turns(given: Any) -> list[Turn]:
    if not isinstance(given, list) or not given:
        raise RecourseError("turns must be a list with at least one turn")
    turns = []
    for turn in given:
        if not isinstance(turn, dict) or turn.get("role") not in ("customer", "assistant", "agent"):
            raise RecourseError("a turn needs a role: customer or assistant")
        if not isinstance(turn.get("text"), str):
            raise RecourseError("a turn needs a text")
        turns.append(Turn(turn["role"], turn["text"]))
    if turns[-1].role != "customer":
        raise RecourseError("the last turn must be the customer's")
    return turns


def _context(given: Any) -> dict[str, dict[str, Any]]:
    """{"turn.fallbacks": 2} or {"turn": {"fallbacks": 2}}, as groups."""
    groups: dict[str, dict[str, Any]] = {}
    if given is None:
        return groups
    if not isinstance(given, dict):
        raise RecourseError("context must be an object")
    for name, value in given.items():
        group, _, key = str(name).partition(".")
        values = {key: value} if key else value
        if not isinstance(values, dict):
            raise RecourseError(f"context: {name} must be group.name, or a group with its names")
        if group in SCORES and not all(_is_probability(p) for p in values.values()):
            raise RecourseError(f"context: {name} must be a number from 0 to 1")
        groups.setdefault(group, {}).update(values)
    return groups


def _is_probability(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value <= 1
