"""What ships, made once for all tests: the decision tree, the customer's words, the scorer."""

from __future__ import annotations

import functools
from typing import Any

from ruamel.yaml import YAML

from recourse import app, policy_report, settings
from recourse.boundaries import Boundaries
from recourse.policy import Tree
from recourse.scoring import Scoring
from recourse.texts import Texts

PROJECT = settings.PROJECT
TREE_FILE = PROJECT / "data/policy/escalation.yml"
CASES = policy_report.golden_cases(PROJECT / "tests/cases")


@functools.cache
def tree() -> Tree:
    return app.read_tree(TREE_FILE, PROJECT)


@functools.cache
def boundaries() -> Boundaries:
    return app.App(settings.read()).boundaries


@functools.cache
def responses() -> dict[str, list[dict[str, Any]]]:
    return YAML(typ="safe").load(PROJECT / "domain.yml")["responses"]


@functools.cache
def texts() -> Texts:
    return Texts(responses())


@functools.cache
def scoring() -> Scoring:
    return Scoring(PROJECT / "models/scorer")
