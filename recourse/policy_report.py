"""`recourse policy check|explain`: is the tree whole, and what does it say, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML, YAMLError

from recourse import policy
from recourse.model import Assessment, Missing, RecourseError, Route, Value
from recourse.policy import Tree
from recourse.scoring import context
from recourse.texts import Texts

if TYPE_CHECKING:
    from recourse.app import App

KINDS = ("fires", "near_misses")
SHIPPED = "data/policy/escalation.yml"


@dataclass(frozen=True)
class Case:
    """A golden case: what was found in a turn, and the branch that must fire or, a near miss, must not."""

    file: str
    branch: str
    kind: str
    why: str
    given: Mapping[str, Value]
    then: str


def explain(tree: Tree, texts: Texts) -> str:
    """The tree in words: each branch with its condition, route, reasons as the customer reads them, and why it is."""
    parts = [f"Decision tree, version {tree.version}. The first branch that holds decides.\n"]
    for number, branch in enumerate(tree.branches, 1):
        told = [texts.say(f"utter_reason_{reason}").text for reason in branch.reasons]
        lines = [
            f"{number}. {branch.id}: {'otherwise' if branch.always else f'when {branch.when}'}",
            f"   then {branch.then.value}; the customer is told: {' '.join(told)}",
            f"   {branch.principle}. {branch.rationale}",
            f"   owner: {branch.owner}, review by {branch.review_by}\n",
        ]
        parts.append("\n".join(lines))
    return "\n".join(parts)


def check(tree: Tree, app: App, file: str = SHIPPED) -> tuple[list[str], list[str]]:
    """(problems, notes): what would go wrong, and what somebody should look at."""
    problems, notes = [], []
    cases = golden_cases(app.settings.project / "tests/cases")
    measured = {f"{group}.{name}" for group, names in app.scoring.names.items() for name in names}
    for branch in tree.branches:
        at = f"{file}:{branch.line}: branch {branch.id}"
        for reason in branch.reasons:
            if f"utter_reason_{reason}" not in app.texts:
                problems.append(
                    f"{at}: reason {reason} has no words; add utter_reason_{reason} to domain.yml"
                )
        if branch.first and branch.first not in app.texts:
            problems.append(f"{at}: first names {branch.first}, which has no words; add it to domain.yml")
        for name in branch.condition.names:
            if name.startswith("risk.") and name not in measured:
                problems.append(f"{at}: {name} has no weights yet; make them with: recourse learn risks")
        if branch.review_by < date.today():
            notes.append(f"{at}: its review was due on {branch.review_by}")
        for kind in KINDS[: 1 if branch.always else 2]:
            if not any(case.kind == kind and case.branch == branch.id for case in cases):
                where = f"tests/cases/{branch.then.value}/{branch.id}.yml"
                problems.append(f"{at}: no golden case under {kind}; add one in {where}")
    problems += [problem for case in cases if (problem := judged(case, tree))]
    return problems, notes


def golden_cases(folder: Path) -> list[Case]:
    """Every case of tests/cases/<route>/<branch>.yml; the folder is the verdict where the branch fires."""
    return [case for file in sorted(folder.glob("*/*.yml")) for case in _cases(file)]


def _cases(file: Path) -> Iterator[Case]:
    try:
        found = YAML(typ="safe", pure=False).load(file)
    except YAMLError as error:
        raise RecourseError(f"{file}: not YAML: {error}") from error
    if not isinstance(found, dict) or not set(found) <= {"branch", *KINDS} or "branch" not in found:
        raise RecourseError(f"{file}: needs branch, fires and near_misses, and nothing else")
    for kind in KINDS:
        fields = {"why", "given"} if kind == "fires" else {"why", "given", "then"}
        for case in found.get(kind, ()):
            if not isinstance(case, dict) or set(case) != fields or not isinstance(case["given"], dict):
                raise RecourseError(f"{file}: a case under {kind} needs {', '.join(sorted(fields))}: {case}")
            given = {str(name): Missing.read(value) for name, value in case["given"].items()}
            then = str(case.get("then", file.parent.name))
            yield Case(str(file), str(found["branch"]), kind, str(case["why"]), given, then)


def judged(case: Case, tree: Tree) -> str | None:
    """What is wrong with the verdict on a golden case; None if it is right."""
    at = f"{case.file}: {case.why}"
    if case.then not in {route.value for route in Route}:
        return f"{at}: no route {case.then!r}"
    if foreign := sorted(set(case.given) - _names(tree)):
        return f"{at}: nothing in the tree asks for {foreign[0]}"
    decision = policy.decide(assessment(case.given, tree), tree)
    fires = decision.branch == case.branch
    if fires != (case.kind == "fires") or decision.route.value != case.then:
        wanted = case.branch if case.kind == "fires" else f"{case.then}, and not by {case.branch}"
        return f"{at}: branch {decision.branch} says {decision.route.value}, expected {wanted}"
    return None


def assessment(given: Mapping[str, Value], tree: Tree) -> Assessment:
    """An assessment in which only `given` (dotted names) was found; scores that the tree asks for are else 0."""
    asked = (name for branch in tree.branches for name in branch.condition.names)
    zero = {name: 0.0 for name in asked if name.split(".")[0] not in context.DEFAULTS}
    groups: dict[str, dict[str, Any]] = {}
    for name, value in {**zero, **given}.items():
        group, _, key = name.partition(".")
        groups.setdefault(group, {})[key] = value
    values: dict[str, dict[str, Value]] = {}
    context.complete(values, [], groups)
    return Assessment(values, "golden")


def _names(tree: Tree) -> set[str]:
    known = {f"{group}.{name}" for group, names in context.DEFAULTS.items() for name in names}
    return known.union(*(branch.condition.names for branch in tree.branches))
