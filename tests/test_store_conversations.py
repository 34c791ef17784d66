"""The inbox: each message once, in order, one at a time, whoever dies in between."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest
from sqlalchemy import func, select, update

from recourse.model import Button, Incoming, NotFound, Said, State, Status
from recourse.store import cases, conversations
from recourse.store.conversations import OWNER
from recourse.store.tables import inbox, message
from tests import scenes
from tests.scenes import ONE


def count(db, table):
    with db.look() as connection:
        return connection.execute(select(func.count()).select_from(table)).scalar()


def change_inbox(db, **values):
    with db.change("test") as connection:
        connection.execute(update(inbox).values(**values))


def row_of(db, message_id):
    with db.look() as connection:
        return connection.execute(select(inbox).where(inbox.c.message_id == f"{ONE}:{message_id}")).one()


# ---- accepting


def test_when_a_message_comes_twice_then_it_is_kept_once(db):
    assert scenes.say(db, "Hello", "1") is True
    assert scenes.say(db, "Hello", "1") is False
    assert count(db, inbox) == count(db, message) == 1


def test_when_the_second_sending_has_other_words_then_the_first_ones_stand(db):
    scenes.say(db, "Hello", "1")
    scenes.say(db, "Something else", "1")
    assert scenes.said(db) == [("customer", "Hello")]


def test_when_two_customers_choose_the_same_id_then_both_messages_are_kept(db):
    assert scenes.say(db, "from one", "1", "wc-1")
    assert scenes.say(db, "from two", "1", "wc-2")
    assert scenes.said(db, "wc-1") == [("customer", "from one")]
    assert scenes.said(db, "wc-2") == [("customer", "from two")]


def test_when_two_channels_use_the_same_id_then_both_messages_are_kept(db):
    for channel, conversation in (("slack", "sl-1"), ("telegram", "tg-1")):
        incoming = Incoming(channel, conversation, "7", f"by {channel}")
        assert conversations.accept(db, incoming, scenes.TITLES)
        assert scenes.said(db, conversation) == [("customer", f"by {channel}")]


def test_when_a_new_conversation_begins_then_it_is_the_assistants(db):
    scenes.say(db, "Hello")
    assert scenes.state(db) == State.BOT.value
    assert scenes.deeds(db) == ["conversation_opened"]


@pytest.mark.parametrize(
    "text",
    [
        "Grüße 你好 🙂",  # every script
        "x" * 20_000,  # as long as the channels allow
        "'; DROP TABLE inbox; --",  # SQL is text
        " \t ",  # nothing to see
    ],
)
def test_whatever_is_written_is_kept_as_it_is(db, text):
    scenes.say(db, text)
    assert scenes.said(db) == [("customer", text)]
    assert conversations.take(db, ONE).text == text


# ---- slashes


@pytest.mark.parametrize(
    ("text", "kind", "shown"),
    [
        ("/human", "command", "Talk to a person"),  # a command shows its words
        ("/consent_full", "button", "Summary and conversation"),  # offered here
        ("/consent_nothing", "refused", "/consent_nothing"),  # offered to somebody else only
        ('/rate_help{"stars": "5"}', "refused", '/rate_help{"stars": "5"}'),  # offered to nobody
        (" /consent_full", "refused", " /consent_full"),  # a blank before it makes it no button
        ("/HUMAN", "refused", "/HUMAN"),  # nor do other letters
        ("/restart", "refused", "/restart"),  # Rasa's own
        ("one / two", "text", "one / two"),  # a slash inside is text
    ],
)
def test_a_slash_is_a_command_or_a_button_of_this_conversation_or_refused(db, text, kind, shown):
    scenes.say(db, "Hello", "0")
    scenes.utter(db, "Which?", Button("Summary and conversation", "/consent_full"))
    scenes.say(db, "Hello", "0", "wc-2")
    scenes.utter(db, "Which?", Button("Nothing", "/consent_nothing"), conversation="wc-2")
    scenes.say(db, text, "1")
    assert row_of(db, "1").kind == kind
    last = conversations.messages(db, ONE)[-1]
    assert (last.text, last.payload) == (shown, text if kind in ("command", "button") else None)


# ---- taking


def test_messages_are_taken_in_the_order_in_which_they_came_one_at_a_time(db):
    for text in ("one", "two", "three"):
        scenes.say(db, text)
    first = conversations.take(db, ONE)
    assert first.text == "one"
    assert conversations.take(db, ONE) is None
    conversations.finish(db, first)
    assert [work.text for work in scenes.work_off(db)] == ["two", "three"]
    assert conversations.take(db, ONE) is None


def test_a_conversation_does_not_wait_for_another(db):
    scenes.say(db, "one", conversation="wc-1")
    scenes.say(db, "two", conversation="wc-2")
    assert conversations.take(db, "wc-1").text == "one"
    assert conversations.take(db, "wc-2").text == "two"


def test_while_a_conversation_is_handed_back_nothing_is_taken_and_nothing_lost(db):
    who = scenes.agent(db)
    case = scenes.claim(db, scenes.place(db), who)
    cases.close(db, case.id, who, Status.RETURNED)
    scenes.say(db, "Still there?")
    assert conversations.take(db, ONE) is None
    assert conversations.waiting(db, "webchat") == []
    scenes.send_all(db)
    assert conversations.waiting(db, "webchat") == [ONE]
    assert [(w.text, w.state) for w in scenes.work_off(db)] == [("Still there?", State.BOT)]


def test_a_finished_message_is_known_as_such_and_waits_no_longer(db):
    scenes.say(db, "Hello", "1")
    assert not conversations.is_finished(db, "webchat", f"{ONE}:1")
    assert conversations.waiting(db, "webchat") == [ONE]
    assert conversations.waiting(db, "rest") == []
    conversations.finish(db, conversations.take(db, ONE), "failed")
    assert conversations.is_finished(db, "webchat", f"{ONE}:1")
    assert conversations.waiting(db, "webchat") == []


# ---- dying


def test_when_the_lease_of_a_message_lapses_then_it_is_taken_again_and_says_so(db):
    scenes.say(db, "Hello")
    assert conversations.take(db, ONE).again is False
    assert conversations.waiting(db, "webchat") == []
    change_inbox(db, leased_until=0.0)
    assert conversations.waiting(db, "webchat") == [ONE]
    again = conversations.take(db, ONE)
    assert (again.text, again.again) == ("Hello", True)


def test_when_the_lease_lapses_then_the_next_message_does_not_overtake(db):
    scenes.say(db, "one")
    scenes.say(db, "two")
    conversations.take(db, ONE)
    change_inbox(db, leased_until=0.0)
    assert conversations.take(db, ONE).text == "one"


def dead_process():
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    return process.pid


def test_what_a_dead_process_had_in_hand_is_taken_back_at_once(db):
    scenes.say(db, "Hello")
    conversations.take(db, ONE)
    change_inbox(db, owner=f"{OWNER.split('/')[0]}/{dead_process()}")
    assert conversations.recover(db, "webchat") == 1
    assert conversations.take(db, ONE).again is True


@pytest.mark.parametrize(
    "owner",
    [
        f"{OWNER.split('/')[0]}/{os.getppid()}",  # a process of this machine that lives
        f"another-machine/{os.getppid()}",  # of another machine nothing is known: its lease must lapse
    ],
)
def test_what_another_process_has_in_hand_stays_there(db, owner):
    scenes.say(db, "Hello")
    conversations.take(db, ONE)
    change_inbox(db, owner=owner)
    assert conversations.recover(db, "webchat") == 0
    assert conversations.take(db, ONE) is None


def test_recovering_one_channel_leaves_the_others(db):
    scenes.say(db, "Hello", channel="rest")
    conversations.take(db, ONE)
    assert conversations.recover(db, "webchat") == 0
    assert conversations.recover(db, "rest") == 1


def test_a_message_is_done_again_in_the_state_in_which_it_was_begun(db):
    scenes.say(db, "I want a person")
    assert conversations.take(db, ONE).state is State.BOT
    scenes.place(db)  # the first try got as far as this
    change_inbox(db, leased_until=0.0)
    assert conversations.take(db, ONE).state is State.BOT


def test_when_a_human_has_come_in_between_then_the_message_waits_for_consent_and_not_for_the_bot(db):
    scenes.say(db, "Anybody?", "1")
    conversations.take(db, ONE)
    case = scenes.claim(db, scenes.place(db), scenes.agent(db))
    change_inbox(db, leased_until=0.0)
    work = conversations.take(db, ONE)
    assert (work.state, work.case_id) == (State.HUMAN, case.id)
    assert conversations.messages(db, ONE)[0].case_id is None  # sent before the claim: not said to a person


def test_what_nobody_knows_is_not_found(db):
    with pytest.raises(NotFound):
        conversations.find(db, "wc-none")
    with pytest.raises(NotFound):
        conversations.utter(db, "wc-none", "k", "assistant", "", Said("Hello"), scenes.EVERY_STATE)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("/restart", "refused"),
        ("/\t/session_start", "text"),
        ("  /human ", "command"),
        ("/I want to die", "text"),
    ],
)
def test_what_begins_with_a_slash(db, text, kind):
    conversations.accept(db, Incoming("webchat", ONE, "1", text), {"/human": "Talk to a person"})
    assert conversations.take(db, ONE).kind == kind


def test_what_was_put_back_is_taken_again_at_once(db):
    scenes.say(db, "Anybody?", "1")
    work = conversations.take(db, ONE)
    assert conversations.take(db, ONE) is None
    conversations.put_back(db, work)
    again = conversations.take(db, ONE)
    assert (again.message_id, again.again) == (work.message_id, True)
    conversations.put_back(db, work)  # whoever had it before has no say any more
    assert conversations.take(db, ONE) is None
