"""What waits for customers: in order within a conversation, put into it once, the hand-back behind it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from recourse.model import Status
from recourse.store import cases, conversations, outbox
from recourse.store import outbox as box
from tests import scenes
from tests.scenes import ONE


def line(text, **more):
    return {"author": "assistant", "name": "", "text": text, **more}


@pytest.fixture
def case(db):
    return scenes.place(db)


def test_lines_are_told_once_however_many_ask_for_it(db, case):
    outbox.tell(db, case, [line("one"), line("two")], once="told")
    outbox.tell(db, case, [line("one"), line("two")], once="told")
    assert scenes.send_all(db) == ["message", "message"]
    outbox.tell(db, case, [line("one")], once="told")
    assert scenes.send_all(db) == []
    assert scenes.said(db) == [("assistant", "one"), ("assistant", "two")]


def test_a_conversation_waits_in_its_channel_until_all_is_sent(db, case):
    assert outbox.waiting(db, "webchat") == []
    outbox.tell(db, case, [line("one"), line("two")], once="told")
    assert outbox.waiting(db, "webchat") == [ONE]
    assert outbox.waiting(db, "slack") == []
    scenes.send_all(db)
    assert outbox.waiting(db, "webchat") == []


def test_when_a_row_is_delivered_twice_then_it_is_said_once(db, case):
    outbox.tell(db, case, [line("one")], once="told")
    row = outbox.next_for(db, ONE)
    outbox.delivered(db, row)
    outbox.delivered(db, row)
    assert scenes.said(db) == [("assistant", "one")]


def test_delivery_keeps_the_buttons(db, case):
    outbox.tell(db, case, [line("Which?", buttons=[{"title": "A", "payload": "/a"}])], once="told")
    scenes.send_all(db)
    assert [b.payload for b in conversations.messages(db, ONE)[0].buttons] == ["/a"]


def test_only_the_agents_words_belong_to_the_case(db, case):
    who = scenes.agent(db)
    scenes.claim(db, case, who)
    cases.reply(db, case.id, who, "Hello", "1")
    scenes.send_all(db)
    owners = {m.author: m.case_id for m in conversations.messages(db, ONE)}
    assert owners == {"system": None, "agent": case.id}


def test_replies_are_the_agents_words_sent_or_not(db, case):
    who = scenes.agent(db)
    outbox.tell(db, case, [line("not a reply")], once="told")
    scenes.claim(db, case, who)
    cases.reply(db, case.id, who, "sent", "1")
    scenes.send_all(db)
    cases.reply(db, case.id, who, "waiting", "2")
    found = [(row.payload["text"], row.state) for row in outbox.replies(db, case.id)]
    assert found == [("sent", "sent"), ("waiting", "waiting")]


def test_when_a_send_fails_then_it_waits_a_while_and_nothing_overtakes_it(db, case):
    outbox.tell(db, case, [line("one"), line("two")], once="told")
    first = outbox.next_for(db, ONE)
    outbox.failed(db, first, seconds=60)
    assert outbox.next_for(db, ONE) is None
    outbox.failed(db, first, seconds=-1)
    again = outbox.next_for(db, ONE)
    assert (again.payload["text"], again.attempts) == ("one", 1)
    assert outbox.waiting(db, "webchat") == [ONE]


def test_when_a_hand_back_is_done_twice_then_it_counts_once(db, case):
    who = scenes.agent(db)
    scenes.claim(db, case, who)
    cases.close(db, case.id, who, Status.RETURNED)
    outbox.delivered(db, outbox.next_for(db, ONE))
    row = outbox.next_for(db, ONE)
    assert (row.kind, row.payload) == ("handback", {"how": "returned"})
    outbox.handed_back(db, row)
    later = scenes.place(db)
    outbox.handed_back(db, row)  # a second try must not take the new place away
    found = conversations.find(db, ONE)
    assert (found.state, found.case_id) == ("queued", later.id)


def test_conversations_do_not_wait_for_each_other(db):
    for name in ("wc-1", "wc-2"):
        outbox.tell(db, scenes.place(db, name), [line(f"to {name}")], once="told")
    assert sorted(outbox.waiting(db, "webchat")) == ["wc-1", "wc-2"]
    outbox.failed(db, outbox.next_for(db, "wc-1"), seconds=60)
    assert outbox.waiting(db, "webchat") == ["wc-2"]
    assert outbox.next_for(db, "wc-2").payload["text"] == "to wc-2"


def test_a_client_id_is_found_again(db, case):
    with db.change("test") as connection:
        made = outbox.put(connection, case, "message", line("one"), "mine")
        assert outbox.put(connection, case, "message", line("two"), "mine") is None
        assert outbox.id_of(connection, ONE, "mine") == made
    with db.look() as connection:
        texts = [row.payload["text"] for row in connection.execute(select(box.outbox))]
    assert texts == ["one"]
