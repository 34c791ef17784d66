"""What everybody in a conversation sees: whose a line is, said once, and only in the right state."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from recourse.model import Button, Said, State, Status
from recourse.store import cases, conversations
from recourse.store.tables import inbox
from tests import scenes
from tests.scenes import ONE

BOT = (State.BOT, State.OFFERED, State.QUEUED)


def lapse(db):
    with db.change("test") as connection:
        connection.execute(update(inbox).values(leased_until=0.0))


def of_case(db, case):
    return [m.text for m in conversations.messages(db, ONE) if m.case_id == case.id]


# ---- what is said to a human


def test_what_is_said_to_a_human_belongs_to_the_case_and_nothing_else_does(db):
    scenes.say(db, "before")
    scenes.work_off(db)
    who = scenes.agent(db)
    case = scenes.place(db)
    scenes.say(db, "in the queue")
    scenes.work_off(db)
    scenes.claim(db, case, who)
    scenes.say(db, "to the person")
    assert [(w.state, w.case_id) for w in scenes.work_off(db)] == [(State.HUMAN, case.id)]
    cases.close(db, case.id, who, Status.RESOLVED)
    scenes.send_all(db)
    scenes.say(db, "afterwards")
    scenes.work_off(db)
    assert of_case(db, case) == ["to the person"]


def test_when_a_message_to_a_human_is_taken_again_after_the_hand_back_then_it_stays_in_its_case(db):
    who = scenes.agent(db)
    first = scenes.claim(db, scenes.place(db), who)
    scenes.say(db, "to the first")
    conversations.take(db, ONE)  # and the process dies
    cases.close(db, first.id, who, Status.RETURNED)
    scenes.send_all(db)
    lapse(db)
    work = conversations.take(db, ONE)
    assert work.state is State.HUMAN  # nothing of it reaches Rasa
    assert work.case_id == first.id
    assert of_case(db, first) == ["to the first"]


def test_when_a_message_to_a_human_is_taken_again_in_a_later_case_then_it_stays_in_the_first(db):
    who = scenes.agent(db)
    first = scenes.claim(db, scenes.place(db), who)
    scenes.say(db, "to the first")
    conversations.take(db, ONE)
    cases.close(db, first.id, who, Status.RETURNED)
    scenes.send_all(db)
    second = scenes.claim(db, scenes.place(db), who)
    lapse(db)
    assert conversations.take(db, ONE).case_id == first.id
    assert (of_case(db, first), of_case(db, second)) == (["to the first"], [])


# ---- what we say


def test_the_same_key_is_said_once(db):
    scenes.say(db, "Hello")
    assert scenes.utter(db, "Good day", key="re:1:0")
    assert scenes.utter(db, "Good day, again", key="re:1:0") is None
    assert scenes.utter(db, "And more", key="re:1:1")
    assert scenes.said(db) == [("customer", "Hello"), ("assistant", "Good day"), ("assistant", "And more")]


def test_the_same_key_in_another_conversation_is_another_line(db):
    for conversation in ("wc-1", "wc-2"):
        scenes.say(db, "Hello", conversation=conversation)
        assert scenes.utter(db, "Good day", key="re:1:0", conversation=conversation)


def test_when_a_human_has_the_conversation_then_the_assistant_is_withheld(db):
    scenes.say(db, "Hello")
    scenes.claim(db, scenes.place(db), scenes.agent(db))
    before = scenes.said(db)
    late = conversations.utter(db, ONE, "re:1:0", "assistant", "Assistant", Said("My answer"), BOT)
    assert late is None
    assert scenes.said(db) == before
    assert scenes.deeds(db)[-1] == "utterance_withheld"


def test_a_line_keeps_author_name_buttons_and_order(db):
    scenes.say(db, "Hello")
    scenes.utter(db, "Which?", Button("One", "/one"), Button("Two", "/two"))
    customer, assistant = conversations.messages(db, ONE)
    assert (assistant.author, assistant.name) == ("assistant", "Assistant")
    assert assistant.buttons == (Button("One", "/one"), Button("Two", "/two"))
    assert customer.id < assistant.id
    assert customer.at <= assistant.at


def test_a_reader_asks_for_what_came_after_or_for_the_last_lines(db):
    for text in ("one", "two", "three"):
        scenes.say(db, text)
    first = conversations.messages(db, ONE)[0]
    assert [m.text for m in conversations.messages(db, ONE, after=first.id)] == ["two", "three"]
    assert [m.text for m in conversations.messages(db, ONE, after=first.id, limit=1)] == ["two"]
    assert [m.text for m in conversations.recent(db, ONE, 2)] == ["two", "three"]


def test_the_pulse_goes_up_with_each_line_and_tells_whose_it_was(db):
    assert conversations.pulse(db) == 0
    scenes.say(db, "one", conversation="wc-1")
    first = conversations.pulse(db)
    scenes.say(db, "two", conversation="wc-2")
    assert conversations.pulse(db) > first
    assert (conversations.pulse(db), "wc-2") in conversations.said_since(db, first)


# ---- a channel without a push


def test_a_channel_without_a_push_hears_each_line_once(db):
    scenes.say(db, "one", "1")
    scenes.utter(db, "answer one")
    assert [m.text for m in conversations.hear(db, ONE, "1")] == ["one", "answer one"]
    scenes.say(db, "two", "2")
    scenes.utter(db, "answer two")
    assert [m.text for m in conversations.hear(db, ONE, "2")] == ["two", "answer two"]


def test_when_the_answer_got_lost_then_asking_again_gives_it_again_and_what_came_since(db):
    scenes.say(db, "one", "1")
    conversations.hear(db, ONE, "1")
    scenes.say(db, "two", "2")
    conversations.hear(db, ONE, "2")
    scenes.utter(db, "answer two")
    assert [m.text for m in conversations.hear(db, ONE, "2")] == ["two", "answer two"]
    assert [m.text for m in conversations.hear(db, ONE, "2")] == ["two", "answer two"]
    assert conversations.hear(db, ONE, "3") == []


# ---- choices


@pytest.mark.parametrize("on", [True, False])
def test_the_choice_about_mood_reading_is_kept(db, on):
    scenes.say(db, "Hello")
    assert conversations.find(db, ONE).mood_reading is None
    conversations.set_mood_reading(db, ONE, on)
    assert conversations.find(db, ONE).mood_reading is on
    assert scenes.deeds(db)[-1] == "mood_reading_set"


def test_opening_a_conversation_twice_changes_nothing(db):
    conversations.open_one(db, ONE, "webchat", {"identity": "anna"})
    conversations.open_one(db, ONE, "rest", {})
    found = conversations.find(db, ONE)
    assert (found.channel, found.address) == ("webchat", {"identity": "anna"})
    assert scenes.deeds(db) == ["conversation_opened"]


# ---- a message that is left for the person


def test_only_the_message_that_was_left_is_given_to_the_case(db):
    case = scenes.place(db)
    for number in ("1", "2"):
        scenes.say(db, f"message {number}", number)
    scenes.work_off(db)
    conversations.give_to_case(db, ONE, f"{ONE}:2", case.id)
    conversations.give_to_case(db, ONE, "of nobody", case.id)
    assert of_case(db, case) == ["message 2"]
    assert "message_left" in scenes.deeds(db)


def test_a_message_of_another_conversation_is_never_given(db):
    case = scenes.place(db)
    scenes.say(db, "mine alone", "1", conversation="wc-2")
    conversations.give_to_case(db, ONE, "wc-2:1", case.id)
    assert {m.case_id for m in conversations.messages(db, "wc-2")} == {None}
