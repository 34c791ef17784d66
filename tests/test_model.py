"""The words of the domain: what each promises by itself."""

from __future__ import annotations

import dataclasses

import pytest

from recourse.model import (
    Assessment,
    Decision,
    Missing,
    RecourseError,
    Route,
    Scope,
    Status,
    Turn,
    WrongState,
)


def test_there_is_no_verdict_without_a_reason():
    with pytest.raises(ValueError, match="branch upset: a decision needs at least one reason"):
        Decision(Route.ACKNOWLEDGE, "upset", (), (), 1)


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("risk.self_harm", 0.3),
        ("emotion.joy", Missing.OFF),
        ("risk.medical", Missing.FAILED),  # lacking among its like: a fault, never "safe"
        ("topic.name", Missing.OFF),  # nothing of its kind was read
        ("risk", Missing.FAILED),  # a group is no value
        ("", Missing.OFF),
    ],
)
def test_a_value_is_known_off_or_failed(name, expected):
    found = Assessment({"risk": {"self_harm": 0.3}, "emotion": {"joy": Missing.OFF}})
    assert found.get(name) == expected


@pytest.mark.parametrize("missing", list(Missing))
def test_what_was_written_for_a_missing_value_is_read_as_missing_again(missing):
    assert missing.written == f"<{missing.value}>"
    assert Missing.read(missing.written) is missing


@pytest.mark.parametrize("value", [0.0, 1, True, "", "off", "failed", "<of>", "en", Missing.OFF])
def test_any_other_value_is_read_as_it_is(value):
    assert Missing.read(value) is value


@pytest.mark.parametrize(
    ("route", "expected"),
    [
        (Route.CONTINUE, False),
        (Route.ACKNOWLEDGE, False),
        (Route.OFFER_HUMAN, False),  # an offer can be declined
        (Route.HAND_OVER, True),
        (Route.HAND_OVER_NOW, True),
    ],
)
def test_a_route_hands_over_only_where_a_person_comes_without_an_offer(route, expected):
    assert route.hands_over is expected


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        (Status.QUEUED, True),
        (Status.CLAIMED, True),
        (Status.CALLBACK, True),
        (Status.RETURNED, False),
        (Status.RESOLVED, False),
        (Status.CANCELLED, False),
    ],
)
def test_a_case_is_open_while_a_person_owes_something(status, expected):
    assert status.open is expected


@pytest.mark.parametrize(
    ("scope", "expected"),
    [
        (Scope.PENDING, False),  # silence is no consent
        (Scope.NOTHING, False),
        (Scope.SUMMARY, True),
        (Scope.CONVERSATION, True),
    ],
)
def test_a_summary_is_shared_only_where_the_customer_said_so(scope, expected):
    assert scope.shares_summary is expected


def test_an_error_about_a_state_names_the_state_found():
    error = WrongState("claim", "resolved")
    assert isinstance(error, RecourseError)
    assert (error.state, str(error)) == ("resolved", "claim is not possible: it is resolved")


def test_what_was_said_cannot_be_changed_afterwards():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Turn("customer", "hello").text = "goodbye"
