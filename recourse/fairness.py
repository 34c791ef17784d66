"""One turn judged fairly: who somebody is decides nothing.

Where a turn says who somebody is, it is scored as said, masked, and with other persons in it (`persons`), each is
decided by the tree, and the safest decision is taken. Kept of that is one yes or no: did they disagree?
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from recourse import persons, policy, spelling
from recourse.model import Assessment, Decision, Route, Turn, Value
from recourse.policy import Tree
from recourse.scoring import Scoring, moods

ROUTES = tuple(Route)  # from least to most


def judge(
    scoring: Scoring,
    tree: Tree,
    turns: Sequence[Turn],
    given: Mapping[str, Mapping[str, Any]],
    mood: bool = True,
    judged: bool = True,
    beside: Callable[[Assessment], Assessment] = lambda found: found,
) -> tuple[Assessment, Decision]:
    """The safest decision on the last of `turns`, and the assessment that it rests on.

    Among decisions of one route that on the masked text counts, so that two customers who differ only in the
    person get the same branch too. `beside` puts into each assessment what its scores tell beside earlier ones.
    """
    said = beside(scoring.assess(turns, given, mood, judged))
    others = versions(turns) if judged else []
    if not others:
        return said, policy.decide(said, tree)
    known = {**given, "turn": {**given.get("turn", {}), **_words(said)}}
    every = [*(beside(scoring.assess(list(other), known, mood)) for other in dict.fromkeys(others)), said]
    decided = [(found, policy.decide(found, tree)) for found in every]
    routes = {decision.route for _, decision in decided}
    found, decision = max(decided, key=lambda each: ROUTES.index(each[1].route))  # of equals the first
    if len(routes) > 1:
        system = {**found.values["system"], "unequal": True}
        found = Assessment({**found.values, "system": system}, found.version)
    return found, decision


def versions(turns: Sequence[Turn]) -> list[tuple[Turn, ...]]:
    """The turns masked and with others in the persons' places; none where the customer named nobody lately."""
    if not any(_versions(turn) for turn in moods.recent(turns)):
        return []
    found = [_versions(turn) for turn in turns]
    return [
        tuple(Turn(turn.role, texts[number]) if texts else turn for turn, texts in zip(turns, found))
        for number in range(persons.VERSIONS)
    ]


def _versions(turn: Turn) -> list[str]:
    if turn.role != "customer":
        return []
    plain = spelling.plain(turn.text)
    changed = plain != spelling.straight(turn.text)
    return persons.variants(plain) or [plain] * persons.VERSIONS * changed


def _words(said: Assessment) -> dict[str, Value]:
    """What the customer's own words tell holds in every version: a request, a crisis."""
    return {name: value for name, value in said.values["turn"].items() if value is True}
