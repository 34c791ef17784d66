"""`policy check` and `policy explain`: what a tree lacks, and how it reads."""

from __future__ import annotations

import dataclasses
import shutil
from datetime import date

import pytest

from recourse import policy_report, settings
from recourse.app import App
from recourse.model import Missing, RecourseError
from recourse.policy_report import Case
from tests import shipped


@pytest.fixture
def project(tmp_path):
    """An app over a copy of what `policy check` reads."""
    for name in ("domain.yml", "data/policy", "tests/cases", "models/scorer"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        if name.startswith("models"):
            (tmp_path / name).symlink_to(shipped.PROJECT / name)
        elif (shipped.PROJECT / name).is_dir():
            shutil.copytree(shipped.PROJECT / name, tmp_path / name)
        else:
            shutil.copy(shipped.PROJECT / name, tmp_path / name)
    return App(dataclasses.replace(settings.read(), project=tmp_path))


def change(project, file, old, new):
    path = project.settings.project / file
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def problems(project):
    return policy_report.check(project.tree, project)[0]


def test_what_ships_has_no_problem(project):
    assert problems(project) == []


@pytest.mark.parametrize(
    ("file", "old", "new", "says"),
    [
        # a reason without words
        (
            "data/policy/escalation.yml",
            "[legal_matter]",
            "[court]",
            "branch legal_threat: reason court has no words",
        ),
        # a branch that no case speaks of
        ("data/policy/escalation.yml", "id: stuck", "id: lost", "branch lost: no golden case under fires"),
        (
            "data/policy/escalation.yml",
            "id: stuck",
            "id: lost",
            "branch lost: no golden case under near_misses",
        ),
        # nobody can be told first what has no words
        (
            "data/policy/escalation.yml",
            "first: utter_crisis_resources",
            "first: utter_crisis_resource",
            "first names utter_crisis_resource, which has no words",
        ),
        # a threshold that moved: a case tells
        (
            "data/policy/escalation.yml",
            "self_harm >= 0.6",
            "self_harm >= 0.7",
            "a risk at the threshold counts",
        ),
        # a route that changed: the folder tells
        (
            "data/policy/escalation.yml",
            "offer_human",
            "continue",
            "says continue, expected",
        ),
        # a case of a branch that is gone
        ("tests/cases/offer_human/stuck.yml", "branch: stuck", "branch: gone", "expected gone"),
        # a case about a value that no branch asks for would hold whatever the tree says
        (
            "tests/cases/offer_human/stuck.yml",
            "turn.fallbacks: 2",
            "turn.fallback: 2",
            "nothing in the tree asks for",
        ),
        ("tests/cases/offer_human/stuck.yml", "then: continue", "then: contine", "no route 'contine'"),
    ],
)
def test_when_tree_words_or_cases_do_not_fit_together_then_check_names_the_problem(
    project, file, old, new, says
):
    change(project, file, old, new)
    assert [line for line in problems(project) if says in line], problems(project)


def test_when_a_category_of_risk_was_not_learned_yet_then_check_says_how_to(project):
    category = "  - {id: loneliness, definition: x, examples: [x], near_misses: [y]}\ncalm:"
    change(project, "data/policy/risks.yml", "calm:", category)
    change(project, "data/policy/escalation.yml", "risk.legal_threat >= 0.6", "risk.loneliness >= 0.6")
    assert any(
        "risk.loneliness has no weights yet" in line and "learn risks" in line for line in problems(project)
    )


def test_when_a_review_is_overdue_then_check_notes_it_and_finds_no_problem(project):
    change(project, "data/policy/escalation.yml", "review_by: 2027-05-31", "review_by: 2020-01-31")
    found, notes = policy_report.check(project.tree, project)
    assert found == []
    assert [
        note for note in notes if "branch worried_about_someone: its review was due on 2020-01-31" in note
    ]


def test_when_a_review_is_due_today_then_it_is_not_yet_overdue(project):
    today = date.today().isoformat()
    change(project, "data/policy/escalation.yml", "review_by: 2027-05-31", f"review_by: {today}")
    assert not any(today in note for note in policy_report.check(project.tree, project)[1])


def test_problems_carry_the_name_of_the_file_that_was_checked(project):
    change(project, "data/policy/escalation.yml", "[legal_matter]", "[court]")
    found, _ = policy_report.check(project.tree, project, "another.yml")
    assert found[0].startswith("another.yml:")


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("fires: []", "needs branch"),
        ("branch: a\nfirs: []", "nothing else"),  # a misspelt list would be an empty one
        ("branch: a\nfires: [{why: x}]", "needs given, why"),
        ("branch: a\nfires: [{why: x, given: [1]}]", "needs given, why"),
        ("branch: a\nnear_misses: [{why: x, given: {}}]", "needs given, then, why"),  # then what?
        ("branch: [", "not YAML"),
    ],
)
def test_when_a_file_of_cases_is_wrong_then_the_error_names_it(tmp_path, text, says):
    (tmp_path / "continue").mkdir()
    (tmp_path / "continue/a.yml").write_text(text)
    with pytest.raises(RecourseError, match=r"continue/a\.yml") as error:
        policy_report.golden_cases(tmp_path)
    assert says in str(error.value)


def case(kind, branch, then, **given):
    return Case("a.yml", branch, kind, "why", {name.replace("__", "."): v for name, v in given.items()}, then)


@pytest.mark.parametrize(
    ("judged", "right"),
    [
        (case("fires", "stuck", "offer_human", turn__fallbacks=2), True),
        (case("fires", "stuck", "offer_human", turn__fallbacks=1), False),  # another branch
        (case("fires", "stuck", "hand_over", turn__fallbacks=2), False),  # another route
        (case("near_misses", "stuck", "continue", turn__fallbacks=1), True),
        (case("near_misses", "stuck", "offer_human", turn__fallbacks=2), False),  # it fires
        (case("near_misses", "stuck", "acknowledge", turn__fallbacks=1), False),  # another route
        (case("near_misses", "stuck", "offer_human", turn__fallbacks=Missing.FAILED), True),
    ],
)
def test_a_case_is_right_only_if_branch_and_route_are_the_expected_ones(judged, right):
    assert (policy_report.judged(judged, shipped.tree()) is None) is right


def test_missing_values_in_a_case_are_written_as_the_database_writes_them(tmp_path):
    (tmp_path / "continue").mkdir()
    (tmp_path / "continue/a.yml").write_text(
        "branch: a\nfires: [{why: x, given: {emotion.distress: <off>, risk.self_harm: <failed>}}]"
    )
    (found,) = policy_report.golden_cases(tmp_path)
    assert found.given == {"emotion.distress": Missing.OFF, "risk.self_harm": Missing.FAILED}


def test_in_a_case_every_score_that_is_not_given_is_zero_and_only_a_failure_is_a_failure():
    nothing = policy_report.assessment({}, shipped.tree())
    off = policy_report.assessment({"emotion.distress": Missing.OFF}, shipped.tree())
    failed = policy_report.assessment({"emotion.distress": Missing.FAILED}, shipped.tree())
    assert nothing.get("risk.self_harm") == 0.0
    assert [found.get("system.failed") for found in (nothing, off, failed)] == [False, False, True]


def test_explain_tells_of_every_branch_its_condition_route_words_principle_and_owner():
    told = policy_report.explain(shipped.tree(), shipped.texts())
    for number, branch in enumerate(shipped.tree().branches, 1):
        part = told.split(f"{number}. {branch.id}: ")[1].split("\n\n")[0]
        words = [shipped.texts().say(f"utter_reason_{reason}").text for reason in branch.reasons]
        wanted = ["otherwise" if branch.always else branch.when, branch.then.value, *words]
        for piece in [*wanted, branch.principle, branch.rationale, branch.owner, str(branch.review_by)]:
            assert piece in part
