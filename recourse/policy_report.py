"""`recourse policy check|explain`: is the tree whole, and what does it say, in words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ruamel.yaml import YAML

from recourse import policy
from recourse.model import Assessment, RecourseError, Value
from recourse.policy import Tree
from recourse.scoring import context
from recourse.texts import Texts

if TYPE_CHECKING:
    from recourse.app import App

KINDS = ("fires", "near_misses")


def explain(tree: Tree, texts: Texts) -> str:
    """The tree in words: each branch with its condition, route, reasons as the customer reads them, and why it is."""
    parts = [f"Decision tree, version {tree.version}. The first branch that holds decides.\n"]
    for number, branch in enumerate(tree.branches, 1):
        told = [texts.say(f"utter_reason_{reason}").text for reason in branch.reasons]
        lines = [
            f"{number}. {branch.id}: when {branch.when}",
            f"   then {branch.then.value}; the customer is told: {' '.join(told)}",
            f"   {branch.principle}. {branch.rationale}",
            f"   owner: {branch.owner}, review by {branch.review_by}\n",
        ]
        parts.append("\n".join(lines))
    return "\n".join(parts)


def check(tree: Tree, app: App) -> tuple[list[str], list[str]]:
    """(problems, notes): what would go wrong, and what somebody should look at."""
    problems, notes = [], []
    cases = golden_cases(app.settings.project / "tests/cases")
    for branch in tree.branches:
        at = f"data/policy/escalation.yml:{branch.line}: branch {branch.id}"
        for reason in branch.reasons:
            if f"utter_reason_{reason}" not in app.texts:
                problems.append(
                    f"{at}: reason {reason} has no words; add utter_reason_{reason} to domain.yml"
                )
        if date.fromisoformat(branch.review_by) < date.today():
            notes.append(f"{at}: its review was due on {branch.review_by}")
        own = [case for case in cases if case["branch"] == branch.id]
        for kind in KINDS:
            if branch.when != "true" and not any(case["kind"] == kind for case in own):
                where = f"tests/cases/{branch.then.value}/{branch.id}.yml"
                problems.append(f"{at}: no golden case under {kind}; add one in {where}")
    problems += [problem for case in cases if (problem := judged(case, tree))]
    return problems, notes


def golden_cases(folder: Path) -> list[dict[str, Any]]:
    """Every case of tests/cases/<route>/<branch>.yml, with `branch`, `kind`, `route` and `file`."""
    cases = []
    for file in sorted(folder.glob("*/*.yml")):
        found = YAML(typ="safe", pure=False).load(file)
        if not isinstance(found, dict) or "branch" not in found:
            raise RecourseError(f"{file}: needs branch, fires and near_misses")
        for kind in KINDS:
            for case in found.get(kind, ()):
                own = {"branch": found["branch"], "kind": kind, "route": file.parent.name, "file": str(file)}
                cases.append({**case, **own})
    return cases


def judged(case: dict[str, Any], tree: Tree) -> str | None:
    """What is wrong with the verdict on a golden case; None if it is right."""
    decision = policy.decide(assessment(case.get("given", {}), tree), tree)
    at = f"{case['file']}: {case['why']}"
    fired = decision.branch == case["branch"]
    if case["kind"] == "fires" and not (fired and decision.route.value == case["route"]):
        return f"{at}: branch {decision.branch} says {decision.route.value}, expected {case['branch']}"
    if case["kind"] == "near_misses" and (
        fired or decision.route.value != case.get("then", decision.route.value)
    ):
        return f"{at}: branch {decision.branch} says {decision.route.value}, expected {case.get('then', 'another')}"
    return None


def assessment(given: dict[str, Value], tree: Tree) -> Assessment:
    """An assessment in which only `given` (dotted names) was found; scores that the tree asks for are else 0."""
    asked = (name for branch in tree.branches for name in branch.names)
    zero = {name: 0.0 for name in asked if name.split(".")[0] in ("emotion", "risk")}
    groups: dict[str, dict[str, Value]] = {}
    for name, value in {**zero, **given}.items():
        group, key = name.split(".")
        groups.setdefault(group, {})[key] = value
    values: dict[str, dict[str, Value]] = {}
    context.complete(values, [], groups)
    return Assessment(values, "golden")
