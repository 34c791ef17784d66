"""Consent: which button gives which scope, and what a scope lets through."""

from __future__ import annotations

import pytest

from recourse import consent
from recourse.model import Scope
from tests import shipped

SHARED = {"reasons": ["you_asked"], "summary": "Wants: a refund", "risks": {"self_harm": 0.1}}


@pytest.mark.parametrize(
    ("payload", "scope"),
    [
        ("/consent_nothing", Scope.NOTHING),
        ("/consent_summary", Scope.SUMMARY),
        ("/consent_full", Scope.CONVERSATION),
        ("consent_full", None),  # words, not a button
        ("!consent_full", None),
        ("/consent_full ", None),  # nearly a button
        ("/Consent_full", None),
        ('/consent_full{"a": 1}', None),
        ("/consent_everything", None),
        ("/request_human", None),
        ("yes, all of it", None),  # words are for the assistant to understand, and to be sure of
        ("/", None),
        ("", None),
    ],
)
def test_only_a_button_of_the_question_gives_a_scope(payload, scope):
    assert consent.by_button(payload) is scope


def test_no_button_gives_what_was_not_chosen():
    assert Scope.PENDING not in consent.SCOPES.values()
    assert set(consent.SCOPES.values()) == set(Scope) - {Scope.PENDING}


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope.PENDING, {}),  # no answer yet counts as nothing
        (Scope.NOTHING, {}),
        (Scope.SUMMARY, SHARED),
        (Scope.CONVERSATION, SHARED),
    ],
)
def test_a_scope_shows_all_or_nothing_of_what_a_case_holds(scope, expected):
    assert consent.visible(scope, SHARED) == expected


@pytest.mark.parametrize("shared", [None, {}])
@pytest.mark.parametrize("scope", list(Scope))
def test_a_case_that_holds_nothing_shows_nothing(scope, shared):
    assert consent.visible(scope, shared) == {}


def test_what_is_shown_can_be_changed_without_changing_the_case():
    consent.visible(Scope.SUMMARY, SHARED)["summary"] = "changed"
    assert SHARED["summary"] == "Wants: a refund"


def test_the_same_wording_has_the_same_version_and_another_wording_another():
    assert consent.wording_version("May I?") == consent.wording_version("May I?")
    assert consent.wording_version("May I?") != consent.wording_version("May I")
    assert len(consent.wording_version("")) == 12


def test_the_question_that_ships_has_a_button_for_every_scope_and_favours_none():
    question = shipped.texts().say("utter_ask_consent", recipient="the team", stored_by="the shop")
    assert [consent.by_button(button.payload) for button in question.buttons] == list(consent.SCOPES.values())
    assert [button.title for button in question.buttons] == [
        "Nothing",
        "Just a summary",
        "Summary and conversation",
    ]
    assert "the team" in question.text
    assert "the shop" in question.text


@pytest.mark.parametrize("scope", list(consent.SCOPES.values()))
def test_every_answer_is_confirmed_in_words(scope):
    assert shipped.texts().say(consent.CONFIRMED[scope]).text


@pytest.mark.parametrize("before", list(Scope))
@pytest.mark.parametrize(
    ("intent", "gives"),
    [
        ("consent_nothing", (Scope.NOTHING, False)),
        ("consent_summary", (Scope.SUMMARY, False)),
        ("consent_full", (Scope.CONVERSATION, False)),
        ("consent_partial", (Scope.SUMMARY, False)),  # of "fine", the least
    ],
)
def test_words_give_the_same_whatever_stood_before(intent, gives, before):
    assert consent.by_words(intent, before) == gives


@pytest.mark.parametrize("before", list(Scope))
def test_contact_details_go_on_top_of_what_stood_and_a_summary_at_the_least(before):
    kept = before if before.shares_summary else Scope.SUMMARY
    assert consent.by_words("consent_contact", before) == (kept, True)
