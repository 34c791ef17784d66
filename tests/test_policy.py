"""The decision tree: the first branch that holds decides, and a mistake in the file is told where it stands."""

from __future__ import annotations

import pytest

from recourse import policy, policy_report
from recourse.model import Assessment, Missing, Route
from recourse.policy import PolicyError
from tests import shipped

KNOWN = {
    "risk": {"self_harm": 0.0},
    "turn": {"asks_human": False, "fallbacks": 0},
    "system": {"failed": False},
}
TREE = """\
policy_version: 7
branches:
  - id: crisis
    when: risk.self_harm >= 0.5
    then: hand_over_now
    reasons: [worried]
    principle: People first
    rationale: Because.
    owner: board
    review_by: 2027-05-31
  - id: asked
    when: turn.asks_human
    then: hand_over
    reasons: [you_asked, kindly]
    principle: On request
    rationale: Because.
    owner: board
    review_by: 2027-05-31
  - id: otherwise
    when: true
    then: continue
    reasons: [nothing]
    principle: Carry on
    rationale: Because.
    owner: board
    review_by: 2027-05-31
"""


def read(text=TREE):
    return policy.read(text, "tree.yml", KNOWN)


def decide(**found):
    values = {"risk": {"self_harm": found.get("risk", 0.0)}, "turn": {"asks_human": found.get("asks", False)}}
    return policy.decide(Assessment(values), read())


def test_when_several_branches_hold_then_the_first_decides_and_all_stand_in_the_trace():
    decision = decide(risk=0.9, asks=True)
    assert (decision.route, decision.branch) == (Route.HAND_OVER_NOW, "crisis")
    assert decision.trace == ("crisis", "asked", "otherwise")


def test_when_no_branch_holds_then_the_last_one_decides():
    decision = decide()
    assert (decision.route, decision.branch, decision.trace) == (Route.CONTINUE, "otherwise", ("otherwise",))


def test_a_decision_carries_every_reason_of_its_branch_and_the_version_of_its_tree():
    decision = decide(asks=True)
    assert (decision.reasons, decision.policy_version) == (("you_asked", "kindly"), 7)


@pytest.mark.parametrize("missing", list(Missing))
def test_when_a_score_is_missing_then_its_branch_is_passed_over_and_the_next_is_asked(missing):
    assert decide(risk=missing, asks=True).branch == "asked"
    assert decide(risk=missing).branch == "otherwise"


def test_when_nothing_at_all_was_found_then_there_is_still_a_verdict_with_a_reason():
    decision = policy.decide(Assessment({}), read())
    assert (decision.branch, decision.reasons) == ("otherwise", ("nothing",))


def test_a_branch_may_say_what_comes_first_and_that_it_is_urgent():
    assert [(branch.first, branch.urgent) for branch in read().branches] == [(None, False)] * len(
        read().branches
    )
    more = "reasons: [worried]\n    first: utter_help\n    urgent: true"
    branch = read(TREE.replace("reasons: [worried]", more)).branch("crisis")
    assert (branch.first, branch.urgent) == ("utter_help", True)


def test_the_tree_finds_a_branch_by_its_id_and_knows_its_line():
    assert read().branch("asked").line == 11
    assert read().branch("nobody") is None


@pytest.mark.parametrize(
    ("old", "new", "at", "says"),
    [
        ("owner: board", "ownr: board", 9, "branch crisis: unknown key 'ownr'; did you mean 'owner'?"),
        ("    owner: board\n", "", 3, "branch crisis: needs owner"),
        ("    reasons: [worried]\n", "", 3, "branch crisis: needs reasons"),
        ("reasons: [worried]", "reasons: []", 6, "needs at least one reason"),
        ("reasons: [worried]", "reasons: worried", 6, "needs at least one reason"),  # a word is no list
        ("  - id: crisis\n    when", "  - when", 3, "branch ?: needs id"),
        (
            "then: hand_over_now",
            "then: handover_now",
            5,
            "no route 'handover_now'; did you mean 'hand_over_now'?",
        ),
        ("then: hand_over_now", "then: true", 5, "no route True"),
        ("risk.self_harm", "risk.selfharm", 4, "nothing measures; did you mean 'risk.self_harm'?"),
        (">= 0.5", ">= 1.5", 4, "threshold 1.5 of risk.self_harm makes no sense"),
        ("risk.self_harm >= 0.5", "risk.self_harm", 4, "where a yes or no must stand"),
        ("risk.self_harm >= 0.5", "", 4, "branch crisis: condition"),  # left empty
        ("id: asked", "id: crisis", 11, "branch crisis stands already in line 3"),
        ("turn.asks_human", "true", 11, "nothing after it is ever asked"),
        ("when: true", "when: turn.asks_human", 19, "the last branch must be `when: true`"),
        ("reasons: [worried]", "reasons: [worried]\n    first: resources", 7, "first must name a response"),
        ("reasons: [worried]", "reasons: [worried]\n    first: 5", 7, "first must name a response"),
        ("reasons: [worried]", "reasons: [worried]\n    urgent: very", 7, "urgent must be true or false"),
        ("reasons: [worried]", "reasons: [worried]\n    frist: utter_x", 7, "did you mean 'first'?"),
        ("review_by: 2027-05-31", "review_by: soon", 10, "review_by must be a day such as 2027-05-31"),
        ("principle: People first", "principle:", 7, "principle must be words"),  # the customer reads it
        ("principle: People first", "principle: 5", 7, "principle must be words"),
        ("policy_version: 7", "policy_version: seven", 1, "policy_version must be a whole number"),
        ("policy_version: 7", "policy_version: true", 1, "policy_version must be a whole number"),
        ("policy_version: 7\n", "", 1, "policy_version must be a whole number"),
        ("    then: hand_over_now", "    when: true", 5, "not YAML"),  # a key twice
        ("reasons: [worried]", "reasons: [worried", 7, "not YAML"),  # a bracket left open
    ],
)
def test_when_the_file_has_a_mistake_then_the_error_names_its_line_and_how_to_mend_it(old, new, at, says):
    with pytest.raises(PolicyError) as error:
        read(TREE.replace(old, new, 1))
    assert str(error.value).startswith(f"tree.yml:{at}: ")
    assert says in str(error.value)


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("", 1, "needs policy_version and a list of branches"),  # an empty file
        ("- a list", 1, "needs policy_version and a list of branches"),
        ("policy_version: 1\nbranches: none", 1, "needs policy_version and a list of branches"),
        ("policy_version: 1\nbranches: []", 1, "the last branch must be `when: true`"),
        ("policy_version: 1\nbranches:\n  - only words", 3, "a branch is a mapping"),
    ],
)
def test_when_the_file_is_no_tree_at_all_then_the_error_says_so(text, at, says):
    with pytest.raises(PolicyError) as error:
        read(text)
    assert str(error.value).startswith(f"tree.yml:{at}: ")
    assert says in str(error.value)


@pytest.mark.parametrize("case", shipped.CASES, ids=lambda case: f"{case.branch}: {case.why}")
def test_golden_case(case):
    assert policy_report.judged(case, shipped.tree()) is None


@pytest.mark.parametrize("branch", shipped.tree().branches, ids=lambda branch: branch.id)
def test_every_branch_that_ships_has_two_cases_that_fire_it_and_two_near_misses(branch):
    kinds = [case.kind for case in shipped.CASES if case.branch == branch.id]
    assert kinds.count("fires") >= 2
    assert branch.always or kinds.count("near_misses") >= 2


@pytest.mark.parametrize("branch", shipped.tree().branches, ids=lambda branch: branch.id)
def test_no_branch_that_ships_hands_a_conversation_over_because_something_failed(branch):
    values = dict.fromkeys(branch.condition.names, Missing.FAILED)
    values["system.failed"] = True
    values["turn.offer_declined"] = False  # known by our own database, whatever else failed
    decision = policy.decide(policy_report.assessment(values, shipped.tree()), shipped.tree())
    assert (decision.route, decision.branch) == (Route.OFFER_HUMAN, "cannot_judge")
