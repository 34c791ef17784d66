"""Disputes as rows: one a decision, listed oldest first, without anybody's words."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from recourse.model import Assessment, Decision, Route
from recourse.store import assessments, disputes
from recourse.store.tables import dispute
from tests import scenes

OFFER = Decision(Route.OFFER_HUMAN, "distress", ("you_seem_upset",), ("distress",), 3)


def disputed(db, conversation):
    scenes.say(db, "my secret", "1", conversation)
    message_id = f"{conversation}:1"
    assessments.record(db, conversation, message_id, Assessment({}, "model"), OFFER)
    return disputes.take(db, assessments.find(db, message_id), None)


def test_a_decision_is_disputed_once(db):
    first = disputed(db, "wc-1")
    assert disputes.take(db, assessments.find(db, "wc-1:1"), "c-other") == first
    assert (first.state, first.branch, first.policy_version, first.case_id) == ("open", "distress", 3, None)


def test_a_number_that_is_taken_is_not_given_twice(db, monkeypatch):
    first = disputed(db, "wc-1")
    letters = iter(first.id[2:] + "ABCDEF")
    monkeypatch.setattr(disputes.secrets, "choice", lambda _: next(letters))
    assert disputed(db, "wc-2").id == "D-ABCDEF"


def test_the_list_tells_what_was_decided_and_none_of_the_words(db):
    kept = disputed(db, "wc-1")
    (row,) = disputes.listed(db, None, 10)
    assert (row.id, row.branch, row.route, row.reasons) == (
        kept.id,
        "distress",
        "offer_human",
        ["you_seem_upset"],
    )
    assert (row.policy_version, row.channel, row.language, row.state) == (3, "webchat", "en", "open")
    assert "secret" not in str(tuple(row)) and "wc-1" not in str(tuple(row))


@pytest.mark.parametrize(("state", "found"), [(None, [0, 1, 2]), ("open", [1, 2]), ("answered", [0])])
def test_a_list_is_oldest_first_and_can_be_of_one_state(db, state, found):
    ids = [disputed(db, f"wc-{number}").id for number in range(3)]
    with db.change("test") as connection:
        for at, receipt in enumerate(ids):
            here = update(dispute).where(dispute.c.id == receipt)
            connection.execute(here.values(at=float(at), state="open" if at else "answered"))
    assert [row.id for row in disputes.listed(db, state, 10)] == [ids[number] for number in found]


def test_a_list_goes_on_after_any_row_even_of_the_same_moment(db):
    for number in range(3):
        disputed(db, f"wc-{number}")
    with db.change("test") as connection:
        connection.execute(update(dispute).values(at=5.0))
    first, second, third = disputes.listed(db, None, 10)
    assert [row.id for row in disputes.listed(db, None, 10, (first.at, first.id))] == [second.id, third.id]
    assert disputes.listed(db, None, 10, (third.at, third.id)) == []
