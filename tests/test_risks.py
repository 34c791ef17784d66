"""risks.yml is whole, and its heads hold on sentences that stand nowhere in it."""

from __future__ import annotations

import functools

import pytest
from ruamel.yaml import YAML

from recourse.model import Turn
from tests import shipped
from tests.heldout import CALM, HELD_OUT

FOUND = YAML(typ="safe").load(shipped.PROJECT / "data/policy/risks.yml")
CATEGORIES = {category["id"]: category for category in FOUND["categories"]}
THRESHOLDS = {"self_harm": 0.5}  # of the tree; elsewhere 0.6
DESIGN = {
    *("self_harm", "harm_to_others", "third_person_worry", "abuse_of_staff", "discrimination", "legal_threat"),
    *("financial_hardship", "fraud_or_scam", "privacy_breach", "medical", "safety_hazard", "minor"),
    *("bereavement", "support_need", "sensitive_topic"),
}


@functools.cache
def risks(text: str) -> dict[str, float]:
    return dict(shipped.scoring().risk.score([Turn("customer", text)]))
