"""The place in the queue: taken first, kept, never made worse; and the ways out of it."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from recourse.model import NotFound, Scope, State, Status, WrongState
from recourse.store import cases, conversations
from recourse.store.cases import CRISIS, HIGH, NORMAL
from recourse.store.tables import conversation, escalation_case
from tests import scenes
from tests.scenes import ONE


def opened_at(db, case, at):
    with db.change("test") as connection:
        where = update(escalation_case).where(escalation_case.c.id == case.id)
        connection.execute(where.values(opened_at=float(at)))


def place_of(db, case):
    return cases.position(db, cases.find(db, case.id))


# ---- taking a place


def test_a_new_place_holds_nothing_of_what_was_said(db):
    scenes.say(db, "my secret")
    case = scenes.place(db, message_id=f"{ONE}:m")
    assert (case.status, case.scope, case.shared, case.alert) == ("queued", "pending", None, {})
    assert (case.asked, case.channel, case.priority) == (True, "webchat", NORMAL)
    assert scenes.state(db) == State.QUEUED.value
    assert conversations.find(db, ONE).case_id == case.id


def test_when_a_place_is_taken_twice_then_it_is_the_same_place(db):
    first = scenes.place(db)
    again, fresh = cases.take_place(db, ONE, cases.Place(None, True, NORMAL), "reconciler")
    assert (again.id, again.opened_at, fresh) == (first.id, first.opened_at, False)
    assert len(cases.of_conversation(db, ONE)) == 1
    assert scenes.deeds(db).count("queued") == 1


@pytest.mark.parametrize(
    ("before", "asked_for", "after"),
    [
        (NORMAL, CRISIS, CRISIS),  # it gets worse
        (CRISIS, NORMAL, CRISIS),  # a calmer word takes nothing back
        (HIGH, HIGH, HIGH),  # the same again
    ],
)
def test_a_priority_only_rises(db, before, asked_for, after):
    scenes.place(db, priority=before)
    assert scenes.place(db, priority=asked_for).priority == after


def test_when_somebody_who_was_in_a_crisis_still_wants_a_person_then_it_stays_a_crisis(db):
    closed(db, priority=CRISIS)
    assert scenes.place(db, reopen=True).priority == CRISIS


def test_when_a_crisis_shows_while_waiting_then_the_alert_is_added_and_noted(db):
    scenes.place(db)
    case = scenes.place(db, priority=CRISIS, alert={"self_harm": 0.9})
    assert case.alert == {"self_harm": 0.9}
    assert scenes.deeds(db)[-1] == "priority_raised"
    assert scenes.place(db).alert == {"self_harm": 0.9}


def test_when_a_crisis_shows_while_a_human_has_the_case_then_it_stays_theirs(db):
    who = scenes.agent(db)
    scenes.claim(db, scenes.place(db), who)
    case = scenes.place(db, priority=CRISIS, alert={"self_harm": 0.9})
    assert (case.priority, case.status, case.claimed_by) == (CRISIS, "claimed", who.id)
    assert scenes.state(db) == State.HUMAN.value


def test_while_a_case_is_handed_back_no_place_is_given(db):
    who = scenes.agent(db)
    case = scenes.claim(db, scenes.place(db), who)
    cases.close(db, case.id, who, Status.RETURNED)
    with pytest.raises(WrongState) as wrong:
        scenes.place(db)
    assert wrong.value.state == State.CLOSING.value


def test_no_place_without_a_conversation(db):
    with pytest.raises(NotFound):
        cases.take_place(db, "wc-none", cases.Place(None, True, NORMAL), "assistant")


# ---- again after the end


def closed(db, status=Status.RESOLVED, **more):
    who = scenes.agent(db)
    case = scenes.claim(db, scenes.place(db, **more), who)
    cases.close(db, case.id, who, status)
    scenes.send_all(db)
    return case


def test_when_the_customer_still_wants_a_person_then_the_same_case_is_open_again_and_comes_earlier(db):
    old = closed(db)
    case = scenes.place(db, reopen=True)
    assert (case.id, case.status, case.priority) == (old.id, "queued", HIGH)
    assert (case.claimed_by, case.claimed_at, case.closed_at) == (None, None, None)
    assert case.opened_at == old.opened_at
    assert scenes.state(db) == State.QUEUED.value


def test_when_a_crisis_reopens_a_case_then_it_carries_the_alert(db):
    old = closed(db)
    case = scenes.place(db, priority=CRISIS, alert={"self_harm": 0.9}, reopen=True)
    assert (case.id, case.priority, case.alert) == (old.id, CRISIS, {"self_harm": 0.9})


def test_when_a_case_is_reopened_without_a_crisis_then_its_first_alert_stays(db):
    closed(db, priority=CRISIS, alert={"self_harm": 0.9})
    assert scenes.place(db, reopen=True).alert == {"self_harm": 0.9}


def test_when_there_was_no_case_then_reopening_makes_one(db):
    assert scenes.place(db, reopen=True).status == "queued"


def test_when_a_person_is_wanted_anew_then_it_is_a_case_of_its_own(db):
    old = closed(db)
    assert scenes.place(db).id != old.id
    assert len(cases.of_conversation(db, ONE)) == 2


# ---- the order of the queue


def test_the_queue_is_by_priority_and_then_by_time(db):
    # conversation, priority, opened at
    wanted = [
        ("wc-crisis", CRISIS, 4),
        ("wc-again", HIGH, 3),
        ("wc-early", NORMAL, 1),
        ("wc-late", NORMAL, 2),
    ]
    made = {name: scenes.place(db, name, priority=priority) for name, priority, _ in reversed(wanted)}
    for name, _, at in wanted:
        opened_at(db, made[name], at)
    assert [case.conversation_id for case in cases.listed(db, ["queued"], 10)] == [
        name for name, *_ in wanted
    ]
    assert [place_of(db, made[name]) for name, *_ in wanted] == [1, 2, 3, 4]


def test_whoever_is_claimed_has_no_position_and_the_others_move_up(db):
    first, second = scenes.place(db, "wc-1"), scenes.place(db, "wc-2")
    assert place_of(db, second) == 2
    scenes.claim(db, first, scenes.agent(db))
    assert place_of(db, first) is None
    assert place_of(db, second) == 1


def test_pages_of_a_list_give_every_case_once_and_in_order(db):
    for number in range(7):  # the same moment for all but the first: then the id decides
        opened_at(db, scenes.place(db, f"wc-{number}", priority=1 + number % 2), 5 if number else 1)
    whole = [case.id for case in cases.listed(db, [], 100)]
    assert len(whole) == 7
    seen, before = [], None
    while page := cases.listed(db, [], 2, before):
        seen += [case.id for case in page]
        before = (page[-1].priority, page[-1].opened_at, page[-1].id)
    assert seen == whole


def test_a_list_shows_the_statuses_asked_for(db):
    who = scenes.agent(db)
    scenes.place(db, "wc-1")
    scenes.claim(db, scenes.place(db, "wc-2"), who)
    assert [case.conversation_id for case in cases.listed(db, ["queued"], 10)] == ["wc-1"]
    assert [case.agent_name for case in cases.listed(db, ["claimed"], 10)] == [who.name]
    assert len(cases.listed(db, ["queued", "claimed"], 10)) == len(cases.listed(db, [], 10)) == 2


# ---- back to the assistant, and declining


def test_when_the_customer_goes_back_then_the_case_is_cancelled(db):
    case = scenes.place(db)
    assert cases.cancel(db, ONE) is True
    assert scenes.state(db) == State.BOT.value
    assert cases.find(db, case.id).status == "cancelled"
    assert conversations.find(db, ONE).case_id is None
    assert cases.cancel(db, ONE) is False


def test_when_an_agent_has_claimed_then_there_is_no_going_back_alone(db):
    case = scenes.claim(db, scenes.place(db), scenes.agent(db))
    assert cases.cancel(db, ONE) is False
    assert cases.find(db, case.id).status == "claimed"


def test_an_offer_is_declined_once_and_how_the_customer_felt_is_kept_until_a_person_comes(db):
    scenes.say(db, "Hello")
    assert cases.decline(db, ONE, {"distress": 0.8}) is False
    assert cases.offer(db, ONE) is True
    assert scenes.state(db) == State.OFFERED.value
    assert cases.decline(db, ONE, {"distress": 0.8}) is True
    assert cases.decline(db, ONE, {"distress": 0.1}) is False
    assert conversations.find(db, ONE).declined == {"distress": 0.8}
    scenes.place(db)
    assert conversations.find(db, ONE).declined is None


def test_who_waits_already_is_offered_nothing(db):
    scenes.place(db)
    assert cases.offer(db, ONE) is False
    assert scenes.state(db) == State.QUEUED.value


def test_a_conversation_has_its_open_case_or_none(db):
    case = scenes.place(db)
    with db.look() as connection:
        held = dict(connection.execute(select(conversation.c.id, conversation.c.case_id)).all())
    assert held == {ONE: case.id}
    assert cases.latest(db, ONE).id == case.id
    assert cases.latest(db, "wc-none") is None
    assert Scope(case.scope) is Scope.PENDING
