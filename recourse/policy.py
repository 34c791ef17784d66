"""The decision tree: read from YAML, checked on load, and asked once a turn. Pure: no I/O in `decide`."""

from __future__ import annotations

import difflib
import io
import itertools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import rule_engine
from ruamel.yaml import YAML, YAMLError

from recourse.model import Assessment, Decision, Missing, RecourseError, Route, Value

NAME = re.compile(r"\b([a-z]+)\.([a-z][a-z0-9_]*)\b")
QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
FIELDS = {"id", "when", "then", "reasons", "principle", "rationale", "owner", "review_by"}
_CONTEXT = rule_engine.Context(resolver=rule_engine.resolve_item)


class PolicyError(RecourseError):
    """Raised when a policy file is wrong; says file, line, what, and how to mend it."""


@dataclass(frozen=True)
class Branch:
    """One named question of the tree. `names` are the values its condition asks for."""

    id: str
    when: str
    then: Route
    reasons: tuple[str, ...]
    principle: str
    rationale: str
    owner: str
    review_by: str
    line: int
    rule: rule_engine.Rule
    names: tuple[str, ...]

    def holds(self, found: Assessment) -> bool:
        """True if the condition is true whatever its missing values might have been.

        A value that is off or failed never makes a condition true: it is tried at both ends
        (0 and 1, false and true), and the branch holds only if both say so.
        """
        known = {name: found.get(name) for name in self.names}
        missing = [name for name, value in known.items() if isinstance(value, Missing)]
        for guess in itertools.product((0.0, 1.0), repeat=len(missing)):
            if not self._matches({**known, **dict(zip(missing, guess))}):
                return False
        return True

    def _matches(self, values: Mapping[str, Value | float]) -> bool:
        nested: dict[str, dict[str, Value | float]] = {}
        for name, value in values.items():
            group, key = name.split(".")
            nested.setdefault(group, {})[key] = value
        try:
            return bool(self.rule.matches(nested))
        except rule_engine.errors.EvaluationError:
            return False  # a text compared with the 0 or 1 of a missing value


@dataclass(frozen=True)
class Tree:
    """The branches in the order in which they are asked."""

    version: int
    branches: tuple[Branch, ...]

    def branch(self, branch_id: str) -> Branch | None:
        """The branch of this id, if the tree has it."""
        return next((branch for branch in self.branches if branch.id == branch_id), None)


def decide(found: Assessment, tree: Tree) -> Decision:
    """The verdict of the first branch that holds; the trace names every branch that does."""
    holding = [branch for branch in tree.branches if branch.holds(found)]
    first = holding[0]  # the last branch of a tree always holds; `read` sees to it
    trace = tuple(branch.id for branch in holding)
    return Decision(first.then, first.id, first.reasons, trace, tree.version)


def read(text: str, file: str, vocabulary: Mapping[str, Iterable[str]]) -> Tree:
    """The tree in a YAML text; `vocabulary` is the names a condition may use, by group ("*": any)."""
    try:
        data = YAML(typ="rt").load(io.StringIO(text))
    except YAMLError as error:
        raise PolicyError(f"{file}: not YAML: {error}") from error
    if not isinstance(data, dict) or not isinstance(data.get("branches"), list):
        raise PolicyError(f"{file}:1: needs policy_version and a list of branches")
    if not isinstance(data.get("policy_version"), int):
        raise PolicyError(f"{file}:1: policy_version must be a whole number; raise it with every change")
    branches = tuple(_branch(entry, file, vocabulary) for entry in data["branches"])
    _check_whole(branches, file)
    return Tree(data["policy_version"], branches)


def _branch(entry: Any, file: str, vocabulary: Mapping[str, Iterable[str]]) -> Branch:
    line = entry.lc.line + 1 if hasattr(entry, "lc") else 0
    if not isinstance(entry, dict):
        raise PolicyError(f"{file}:{line}: a branch is a mapping with id, when, then, reasons …")
    name = entry.get("id", "?")

    def wrong(what: str, key: str | None = None) -> PolicyError:
        at = entry.lc.key(key)[0] + 1 if key in entry else line  # type: ignore[attr-defined]
        return PolicyError(f"{file}:{at}: branch {name}: {what}")

    if unknown := sorted(set(entry) - FIELDS):
        raise wrong(f"unknown key {unknown[0]!r}{_nearest(unknown[0], FIELDS)}", unknown[0])
    if lacking := sorted(FIELDS - set(entry)):
        raise wrong(f"needs {', '.join(lacking)}")
    if entry["then"] not in {route.value for route in Route}:
        routes = [route.value for route in Route]
        raise wrong(f"no route {entry['then']!r}{_nearest(entry['then'], routes)}", "then")
    if not isinstance(entry["reasons"], list) or not entry["reasons"]:
        raise wrong("needs at least one reason, e.g. reasons: [you_asked]", "reasons")
    when = str(entry["when"]).lower() if isinstance(entry["when"], bool) else str(entry["when"])
    names = _names(when)
    for used in names:
        if problem := _unknown(used, vocabulary):
            raise wrong(problem, "when")
    try:
        rule = rule_engine.Rule(when, context=_CONTEXT)
    except rule_engine.errors.EngineError as error:
        raise wrong(f"condition {when!r} cannot be read: {error}", "when") from error
    return Branch(
        id=str(name),
        when=when,
        then=Route(entry["then"]),
        reasons=tuple(str(reason) for reason in entry["reasons"]),
        principle=str(entry["principle"]),
        rationale=str(entry["rationale"]),
        owner=str(entry["owner"]),
        review_by=str(entry["review_by"]),
        line=line,
        rule=rule,
        names=names,
    )


def _names(when: str) -> tuple[str, ...]:
    bare = QUOTED.sub("''", when)
    return tuple(dict.fromkeys(match.group(0) for match in NAME.finditer(bare)))


def _unknown(name: str, vocabulary: Mapping[str, Iterable[str]]) -> str | None:
    group, key = name.split(".")
    allowed = set(vocabulary.get(group, ()))
    if key in allowed or "*" in allowed:
        return None
    everything = [f"{group}.{key}" for group, keys in vocabulary.items() for key in keys]
    return f"condition uses {name}, which nothing measures{_nearest(name, everything)}"


def _nearest(word: str, among: Iterable[str]) -> str:
    close = difflib.get_close_matches(str(word), list(among), n=1, cutoff=0.5)
    return f"; did you mean {close[0]!r}?" if close else ""


def _check_whole(branches: tuple[Branch, ...], file: str) -> None:
    if not branches or branches[-1].when != "true":
        raise PolicyError(f"{file}: the last branch must be `when: true`, so that every turn has a verdict")
    seen: dict[str, int] = {}
    for branch in branches:
        if branch.id in seen:
            first = seen[branch.id]
            raise PolicyError(
                f"{file}:{branch.line}: branch {branch.id} stands already in line {first}; rename one"
            )
        seen[branch.id] = branch.line
        for name, bound in re.findall(r"(\w+\.\w+)\s*[<>]=?\s*(-?\d+\.?\d*)", branch.when):
            if name.split(".")[0] in ("risk", "emotion") and not 0 <= float(bound) <= 1:
                what = f"threshold {bound} of {name} can never be crossed; scores lie between 0 and 1"
                raise PolicyError(f"{file}:{branch.line}: branch {branch.id}: {what}")
