"""Many at once: 200 messages by 8 threads, each kept once, worked on once, in order."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

from recourse.store import conversations
from tests import scenes

THREADS = 8
CONVERSATIONS = [f"wc-{number}" for number in range(5)]
EACH = 40  # messages a conversation


def at_once(deed, count=THREADS):
    """Let `count` threads do a deed at the same moment; what each gave."""
    gate = threading.Barrier(count)

    def begin(number):
        gate.wait()
        return deed(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begin, range(count)))


def test_when_eight_threads_bring_the_same_message_then_one_is_told_that_it_is_new(db):
    answers = at_once(lambda _: scenes.say(db, "Hello", "1"))
    assert sorted(answers) == [False] * (THREADS - 1) + [True]
    assert scenes.said(db) == [("customer", "Hello")]


def test_when_eight_threads_reach_for_one_message_then_one_has_it(db):
    scenes.say(db, "Hello")
    taken = at_once(lambda _: conversations.take(db, scenes.ONE))
    assert len([work for work in taken if work]) == 1


def test_200_messages_by_8_threads_are_each_handled_once_and_in_order(db):
    handled, total = [], EACH * len(CONVERSATIONS)
    ends = time.monotonic() + 60

    def bring(conversation):
        for number in range(EACH):
            assert scenes.say(db, str(number), conversation=conversation)

    def work():
        while len(handled) < total and time.monotonic() < ends:
            for conversation in conversations.waiting(db, "webchat"):
                if (found := conversations.take(db, conversation)) is not None:
                    handled.append((found.conversation_id, int(found.text)))
                    conversations.finish(db, found)

    def deed(number):
        bring(CONVERSATIONS[number]) if number < len(CONVERSATIONS) else work()

    at_once(deed)
    assert len(handled) == total
    for conversation in CONVERSATIONS:
        assert [text for owner, text in handled if owner == conversation] == list(range(EACH))
        assert [int(text) for _, text in scenes.said(db, conversation)] == list(range(EACH))
