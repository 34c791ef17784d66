"""`recourse policy check`: do the boundaries have words, owners who look at them, and a tree that holds them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from recourse.boundaries import SHIPPED
from recourse.policy import Tree

if TYPE_CHECKING:
    from recourse.app import App


def check(tree: Tree, app: App) -> tuple[list[str], list[str]]:
    """(problems, notes): what would go wrong, and what somebody should look at."""
    problems, notes = [], []
    for boundary in app.boundaries.forbidden:
        at = f"{SHIPPED}:{boundary.line}: {boundary.id}"
        for name in (f"utter_boundary_{boundary.id}", f"utter_boundary_why_{boundary.id}"):
            if name not in app.texts:
                problems.append(f"{at}: the customer has no words for it; add {name} to domain.yml")
        if boundary.review_by < date.today():
            notes.append(f"{at}: its review was due on {boundary.review_by}")
    for deed in app.boundaries.allowed:
        if (name := f"utter_allowed_{deed.kind}") not in app.texts:
            at = f"{SHIPPED}:{deed.line}: {deed.kind}"
            problems.append(f"{at}: the customer has no words for it; add {name} to domain.yml")
    if not _stopped(tree):
        problems.append(
            f"{SHIPPED}:1: no branch of the tree hands over on action.adverse, so nothing is held"
        )
    return problems, notes


def _stopped(tree: Tree) -> bool:
    """True where what goes against the customer is a person's, whatever else was found."""
    return any(branch.when == "action.adverse" and branch.then.hands_over for branch in tree.branches)
