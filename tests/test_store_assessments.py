"""What was found and decided: kept once, without words, and what got lost on the way to a person is found."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, update

from recourse.model import Assessment, Decision, Missing, Route, Status
from recourse.store import assessments, cases
from recourse.store.database import now
from recourse.store.tables import assessment
from tests import scenes
from tests.scenes import ONE


def decided(route=Route.HAND_OVER, branch="asked_for_person"):
    return Decision(route, branch, ("you_asked",), (branch, "carry_on"), 3)


def found(**groups):
    return Assessment({"intent": {"name": "ask"}, **groups}, "model-1")


def record(db, message_id="m1", route=Route.HAND_OVER, ago=0.0, conversation=ONE, case_id=None):
    """A decision, so many seconds ago."""
    scenes.say(db, "Hello", conversation=conversation)
    assessments.record(db, conversation, message_id, found(), decided(route), case_id)
    if ago:
        with db.change("test") as connection:
            where = update(assessment).where(assessment.c.message_id == message_id)
            connection.execute(where.values(at=now() - ago))


def lost(db, patience=1.5):
    rows = assessments.without_case(db, now() - patience, now() - 3600)
    return [row.message_id for row in rows]


def close(db, case, who, status=Status.RESOLVED):
    cases.close(db, scenes.claim(db, case, who).id, who, status)
    scenes.send_all(db)


# ---- keeping


def test_an_assessment_comes_back_as_it_was_decided(db):
    record(db)
    row = assessments.find(db, "m1")
    assert assessments.decision_of(row) == decided()
    assert (row.model_version, row.intent, row.conversation_id) == ("model-1", "ask", ONE)


def test_when_a_message_is_assessed_twice_then_the_first_stands_and_is_noted_once(db):
    record(db)
    assessments.record(db, ONE, "m1", found(), decided(Route.CONTINUE, "carry_on"))
    assert assessments.find(db, "m1").route == "hand_over"
    assert scenes.deeds(db).count("decision") == 1


def test_turns_in_which_nothing_happened_are_kept_and_not_noted(db):
    record(db, route=Route.CONTINUE)
    assert assessments.find(db, "m1").route == "continue"
    assert "decision" not in scenes.deeds(db)


def test_what_is_missing_stays_missing_and_is_no_number(db):
    scenes.say(db, "Hello")
    values = {"emotion": {"joy": 0.123456789, "anger": Missing.OFF}, "risk": {"medical": Missing.FAILED}}
    assessments.record(db, ONE, "m1", found(**values), decided())
    kept = assessments.find(db, "m1")["values"]
    assert kept["emotion"] == {"joy": 0.1235, "anger": "<off>"}
    assert kept["risk"] == {"medical": "<failed>"}


def test_only_feelings_that_were_read_are_levels(db):
    scenes.say(db, "Hello")
    values = {"emotion": {"distress": 0.5, "hostility": Missing.OFF, "joy": 0.9}}
    assessments.record(db, ONE, "m1", found(**values), decided())
    assert assessments.levels(assessments.find(db, "m1")) == {"distress": 0.5}
    assert assessments.levels(None) == {}


def test_the_last_assessments_of_a_conversation_come_oldest_first(db):
    for number in range(4):
        record(db, f"m{number}", ago=10 - number)
    record(db, "other", conversation="wc-2")
    ids = [row.message_id for row in assessments.of_conversation(db, ONE, 3)]
    assert ids == ["m1", "m2", "m3"]


def test_no_column_holds_the_customers_words(db):
    scenes.say(db, "my secret words")
    assessments.record(db, ONE, "m1", found(turn={"count": 1}), decided())
    with db.look() as connection:
        assert "secret" not in str(connection.execute(select(assessment)).all())


# ---- lost on the way


def test_a_decision_that_no_case_followed_is_found(db):
    record(db, ago=5)
    assert lost(db) == ["m1"]


@pytest.mark.parametrize(
    ("route", "is_lost"),
    [
        (Route.HAND_OVER_NOW, True),  # a crisis most of all
        (Route.HAND_OVER, True),
        (Route.OFFER_HUMAN, False),  # an offer opens no case
        (Route.ACKNOWLEDGE, False),
        (Route.CONTINUE, False),
    ],
)
def test_only_decisions_to_hand_over_can_be_lost(db, route, is_lost):
    record(db, route=route, ago=5)
    assert bool(lost(db)) is is_lost


def test_the_ordinary_way_has_its_time(db):
    record(db, ago=1)
    assert lost(db) == []


def test_what_is_older_than_the_memory_is_left(db):
    record(db, ago=4000)
    assert lost(db) == []


def test_a_lost_decision_is_found_also_where_a_person_had_been_offered(db):
    record(db, ago=5)
    cases.offer(db, ONE)
    assert lost(db) == ["m1"]


@pytest.mark.parametrize("reopened", [False, True])
def test_when_a_case_followed_then_nothing_is_lost_whatever_became_of_it(db, reopened):
    who = scenes.agent(db)
    if reopened:
        close(db, scenes.place(db), who)
    record(db, "m1")
    scenes.place(db, reopen=reopened)
    assert lost(db, patience=-1) == []
    assert cases.cancel(db, ONE)
    assert lost(db, patience=-1) == []
    close(db, scenes.place(db, reopen=True), who)
    assert lost(db, patience=-1) == []


@pytest.mark.parametrize("status", [Status.RETURNED, Status.RESOLVED])
def test_what_was_decided_while_a_case_was_open_is_not_lost_when_it_closes(db, status):
    who, case = scenes.agent(db), scenes.place(db)
    record(db, "in the queue")
    scenes.claim(db, case, who)
    record(db, "to the person", Route.HAND_OVER_NOW, case_id=case.id)
    close(db, case, who, status)
    assert lost(db, patience=-1) == []


def test_a_case_that_ended_before_the_decision_does_not_hide_that_it_was_lost(db):
    who = scenes.agent(db)
    close(db, scenes.place(db), who)
    with db.change("test") as connection:  # half an hour ago
        columns = cases.escalation_case.c
        before = {"opened_at": columns.opened_at - 1800, "closed_at": columns.closed_at - 1800}
        connection.execute(update(cases.escalation_case).values(**before))
    record(db, ago=5)
    assert lost(db) == ["m1"]


def test_another_conversations_case_hides_nothing(db):
    record(db, ago=5)
    scenes.place(db, "wc-2")
    assert lost(db) == ["m1"]


def test_looking_for_the_lost_changes_nothing(db):
    record(db, ago=5)
    assert lost(db) == lost(db)
    with db.look() as connection:
        assert connection.execute(select(func.count()).select_from(assessment)).scalar() == 1
