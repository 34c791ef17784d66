"""`policy check` on the boundaries: words for each, reviews in time, and a tree that holds them."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from recourse import boundaries_report, settings
from recourse.app import App, read_tree
from recourse.texts import Texts
from tests import shipped


@pytest.fixture
def project():
    """An app of the shipped files, parts of which a test puts others in the place of."""
    made = App(settings.read())
    made.__dict__.update(texts=shipped.texts(), tree=shipped.tree())
    return made


def without(project, name):
    kept = {key: value for key, value in shipped.responses().items() if key != name}
    project.__dict__["texts"] = Texts(kept)


def first(project, **changed):
    one, *rest = project.boundaries.forbidden
    forbidden = (dataclasses.replace(one, **changed), *rest)
    project.__dict__["boundaries"] = dataclasses.replace(project.boundaries, forbidden=forbidden)


def test_what_ships_has_no_problem(project):
    assert boundaries_report.check(project.tree, project) == ([], [])


@pytest.mark.parametrize(
    "name", ["utter_boundary_refuse", "utter_boundary_why_charge", "utter_allowed_refund"]
)
def test_when_an_entry_has_no_words_then_check_says_which_to_add(project, name):
    without(project, name)
    (problem,), _ = boundaries_report.check(project.tree, project)
    assert problem.startswith("data/policy/boundaries.yml:") and f"add {name} to domain.yml" in problem


def test_when_a_review_is_overdue_then_check_notes_it_and_finds_no_problem(project):
    first(project, review_by=date(2020, 1, 31))
    problems, (note,) = boundaries_report.check(project.tree, project)
    assert problems == [] and "refuse: its review was due on 2020-01-31" in note


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("when: action.adverse\n    then: hand_over", "when: action.adverse\n    then: acknowledge"),
        (
            "when: action.adverse\n",
            "when: action.adverse and emotion.distress >= 0.7\n",
        ),  # only of the sad ones
        ("when: action.adverse\n", "when: action.amount >= 5\n"),
    ],
)
def test_when_the_tree_does_not_hold_them_then_check_says_so(project, tmp_path, old, new):
    text = shipped.TREE_FILE.read_text()
    assert old in text
    (tmp_path / "tree.yml").write_text(text.replace(old, new, 1))
    (problem,), _ = boundaries_report.check(read_tree(tmp_path / "tree.yml", shipped.PROJECT), project)
    assert "no branch of the tree hands over on action.adverse" in problem
