"""The pulse of a database: another value after everything that a desk should see, and else the same."""

from __future__ import annotations

from recourse.store.pulse import pulse
from tests import scenes


def test_while_nothing_happens_the_pulse_stays_the_same(db):
    scenes.say(db, "hello")
    assert pulse(db) == pulse(db)


def test_a_message_changes_the_pulse(db):
    before = pulse(db)
    scenes.place(db)
    between = pulse(db)
    scenes.utter(db, "hello")
    assert len({before, between, pulse(db)}) == 3


def test_what_an_agent_does_changes_the_pulse(db):
    case, who = scenes.place(db), scenes.agent(db)
    before = pulse(db)
    scenes.claim(db, case, who)
    assert pulse(db) != before
