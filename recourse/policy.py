"""The decision tree: read from YAML, checked on load, and asked once a turn. Pure: no I/O in `decide`."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import date
from typing import Any

from ruamel.yaml import YAML, YAMLError

from recourse import conditions
from recourse.conditions import Condition, ConditionError, Vocabulary, nearest
from recourse.model import Assessment, Decision, RecourseError, Route

FIELDS = {"id", "when", "then", "reasons", "principle", "rationale", "owner", "review_by"}
OPTIONAL = {"first", "urgent"}
IN_WORDS = ("id", "principle", "rationale", "owner")  # people read these: they may not be empty


class PolicyError(RecourseError):
    """Raised when a policy file is wrong; says file, line, what, and how to mend it."""


@dataclass(frozen=True)
class Branch:
    """One named question of the tree."""

    id: str
    condition: Condition
    then: Route
    reasons: tuple[str, ...]
    principle: str
    rationale: str
    owner: str
    review_by: date
    line: int
    first: str | None = None  # the response said before anything else: resources come before any queue
    urgent: bool = False  # goes before those who merely wait

    @property
    def when(self) -> str:
        """The condition as it was written."""
        return self.condition.text

    @property
    def always(self) -> bool:
        """True for the branch that asks nothing: `when: true`."""
        return self.when == "true"


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
    holding = [branch for branch in tree.branches if branch.condition.holds(found)]
    first = holding[0]  # the last branch of a tree always holds; `read` sees to it
    trace = tuple(branch.id for branch in holding)
    return Decision(first.then, first.id, first.reasons, trace, tree.version)


def loaded(text: str, file: str) -> Any:
    """The data of a YAML text with its lines; what is no YAML is told with file and line."""
    try:
        return YAML(typ="rt").load(io.StringIO(text))
    except YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        at = f"{file}:{mark.line + 1}" if mark else file
        raise PolicyError(f"{at}: not YAML: {getattr(error, 'problem', None) or error}") from error


def read(text: str, file: str, vocabulary: Vocabulary) -> Tree:
    """The tree in a YAML text; `vocabulary` is what a condition may name."""
    data = loaded(text, file)
    if not isinstance(data, dict) or not isinstance(data.get("branches"), list):
        raise PolicyError(f"{file}:1: needs policy_version and a list of branches")
    version = data.get("policy_version")
    if not isinstance(version, int) or isinstance(version, bool):
        raise PolicyError(f"{file}:1: policy_version must be a whole number; raise it with every change")
    lines = [data["branches"].lc.item(number)[0] + 1 for number in range(len(data["branches"]))]
    branches = [_branch(entry, file, at, vocabulary) for entry, at in zip(data["branches"], lines)]
    _check_whole(branches, file)
    return Tree(version, tuple(branches))


def _branch(entry: Any, file: str, line: int, vocabulary: Vocabulary) -> Branch:
    if not isinstance(entry, dict):
        raise PolicyError(f"{file}:{line}: a branch is a mapping with id, when, then, reasons …")

    def wrong(what: str, key: str | None = None) -> PolicyError:
        at = entry.lc.key(key)[0] + 1 if key else line  # type: ignore[attr-defined]
        return PolicyError(f"{file}:{at}: branch {entry.get('id', '?')}: {what}")

    if unknown := sorted(set(entry) - FIELDS - OPTIONAL, key=str):
        raise wrong(f"unknown key {unknown[0]!r}{nearest(unknown[0], FIELDS | OPTIONAL)}", unknown[0])
    if lacking := sorted(FIELDS - set(entry)):
        raise wrong(f"needs {', '.join(lacking)}")
    for key in IN_WORDS:
        if not isinstance(entry[key], str) or not entry[key].strip():
            raise wrong(f"{key} must be words; people read it", key)
    routes = [route.value for route in Route]
    if entry["then"] not in routes:
        raise wrong(f"no route {entry['then']!r}{nearest(entry['then'], routes)}", "then")
    if not isinstance(entry["reasons"], list) or not entry["reasons"]:
        raise wrong("needs at least one reason, e.g. reasons: [you_asked]", "reasons")
    if not str(entry.get("first", "utter_")).startswith("utter_"):
        raise wrong("first must name a response, e.g. utter_crisis_resources", "first")
    if not isinstance(entry.get("urgent", False), bool):
        raise wrong("urgent must be true or false", "urgent")
    when = str(entry["when"]).lower() if isinstance(entry["when"], bool) else str(entry["when"])
    try:
        condition = conditions.read(when, vocabulary)
    except ConditionError as error:
        raise wrong(str(error), "when") from error
    try:
        review_by = date.fromisoformat(str(entry["review_by"]))
    except ValueError as error:
        raise wrong("review_by must be a day such as 2027-05-31", "review_by") from error
    return Branch(
        id=str(entry["id"]),
        condition=condition,
        then=Route(entry["then"]),
        reasons=tuple(str(reason) for reason in entry["reasons"]),
        principle=str(entry["principle"]),
        rationale=str(entry["rationale"]),
        owner=str(entry["owner"]),
        review_by=review_by,
        line=line,
        first=str(entry["first"]) if "first" in entry else None,
        urgent=bool(entry.get("urgent", False)),
    )


def _check_whole(branches: list[Branch], file: str) -> None:
    seen: dict[str, int] = {}
    for branch in branches:
        at = f"{file}:{branch.line}: branch {branch.id}"
        if branch.id in seen:
            raise PolicyError(f"{at} stands already in line {seen[branch.id]}; rename one")
        if branch.always and branch is not branches[-1]:
            raise PolicyError(f"{at} always holds, so nothing after it is ever asked; move it to the end")
        seen[branch.id] = branch.line
    if not branches or not branches[-1].always:
        line = branches[-1].line if branches else 1
        raise PolicyError(
            f"{file}:{line}: the last branch must be `when: true`, so that every turn has a verdict"
        )
