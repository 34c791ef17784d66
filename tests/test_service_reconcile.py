"""What somebody's death left undone is found and done once; where all went well nothing happens."""

from __future__ import annotations

import pytest
from sqlalchemy import update

from recourse.model import Button
from recourse.service import consents, telling, turns
from recourse.service.reconcile import MEMORY, Reconciler
from recourse.store import cases
from recourse.store.tables import assessment, escalation_case, message
from tests import scenes
from tests.scenes import ONE

PERSON = "I want to talk to a person"
CRISIS = "I want to kill myself"


def later(app, seconds=10.0):
    """Let everything so far have happened this many seconds earlier."""
    for table, columns in (
        (assessment, ["at"]),
        (message, ["at"]),
        (escalation_case, ["opened_at", "queued_at", "closed_at"]),
    ):
        with app.db.change("test") as connection:
            connection.execute(update(table).values({name: table.c[name] - seconds for name in columns}))


def told(app, conversation=ONE):
    """What the assistant has said by now."""
    scenes.send_all(app.db, conversation)
    return [text for author, text in scenes.said(app.db, conversation) if author == "assistant"]


def tell_all(app):
    """What the actions say on the ordinary way."""
    explained = app.texts.say("utter_explain", **telling.explained(app, ONE))
    scenes.utter(app.db, explained.text, *explained.buttons)
    question = app.texts.say("utter_ask_consent", **telling.consent_question(app, ONE))
    scenes.utter(app.db, question.text, *question.buttons)


# ---- opening


def test_a_lost_case_is_opened_once_and_the_customer_told_once(app):
    message_id, _ = scenes.turn(app, PERSON)  # and the action server dies
    later(app)
    reconciler = Reconciler(app)
    assert [reconciler.once() for _ in range(2)] == [1, 0]
    (case,) = cases.of_conversation(app.db, ONE)
    assert (case.message_id, case.asked, case.status) == (message_id, True, "queued")
    later(app)
    assert [reconciler.once() for _ in range(3)] == [1, 0, 0]
    assert len(told(app)) == 2
    assert scenes.deeds(app.db).count("queued") == 1


def test_when_the_desk_starts_anew_then_nothing_is_done_twice(app):
    scenes.turn(app, PERSON)
    later(app)
    Reconciler(app).once()
    later(app)
    for _ in range(3):  # what it told waits in the outbox, and can be seen nowhere else
        Reconciler(app).once()
    assert len(cases.of_conversation(app.db, ONE)) == 1
    assert len(told(app)) == 2


def test_two_reconcilers_open_one_case(app):
    scenes.turn(app, PERSON)
    later(app)
    both = Reconciler(app), Reconciler(app)
    assert [reconciler.once() for reconciler in both] == [1, 0]
    later(app)
    for reconciler in both:
        reconciler.once()
    assert len(cases.of_conversation(app.db, ONE)) == 1
    assert len(told(app)) == 2


def test_the_ordinary_way_has_its_time(app):
    scenes.turn(app, PERSON)
    assert Reconciler(app).once() == 0
    assert cases.latest(app.db, ONE) is None


def test_what_happened_days_ago_is_left(app):
    scenes.turn(app, PERSON)
    later(app, MEMORY + 10)
    assert Reconciler(app).once() == 0


def test_a_lost_crisis_is_opened_as_one_with_the_help_lines_first(app):
    scenes.turn(app, CRISIS)
    later(app)
    Reconciler(app).once()
    case = cases.latest(app.db, ONE)
    assert (case.priority, list(case.alert)) == (cases.CRISIS, ["self_harm"])
    later(app)
    Reconciler(app).once()
    assert "112" in told(app)[0]


def test_what_rasa_caught_by_words_alone_is_opened_too(app):
    scenes.say(app.db, PERSON, "1")
    scenes.work_off(app.db)
    turns.assess_without_actions(app, ONE, f"{ONE}:1", PERSON)
    later(app)
    assert Reconciler(app).once() == 1
    assert cases.latest(app.db, ONE).status == "queued"


def test_several_lost_ones_are_all_opened(app):
    for number in range(3):
        scenes.turn(app, PERSON, f"wc-{number}")
    later(app)
    assert Reconciler(app).once() == 3
    assert len(cases.listed(app.db, ["queued"], 10)) == 3


def test_a_conversation_that_lost_two_decisions_gets_one_case_with_the_higher_priority(app):
    scenes.turn(app, PERSON)
    scenes.turn(app, CRISIS)
    later(app)
    Reconciler(app).once()
    (case,) = cases.of_conversation(app.db, ONE)
    assert case.priority == cases.CRISIS


# ---- a crisis of somebody who has a case already


@pytest.mark.parametrize("claimed", [False, True])
def test_a_crisis_that_was_decided_and_then_lost_raises_the_priority_of_the_open_case(app, claimed):
    case = scenes.hand_over(app)
    tell_all(app)
    if claimed:
        scenes.claim(app.db, case, scenes.agent(app.db))
    scenes.turn(app, CRISIS)  # and nobody took it further
    later(app)
    reconciler = Reconciler(app)
    assert [reconciler.once() for _ in range(2)] == [1, 0]
    found = cases.find(app.db, case.id)
    assert (found.priority, list(found.alert)) == (cases.CRISIS, ["self_harm"])


def test_a_crisis_that_a_person_has_dealt_with_does_not_colour_the_next_case(app):
    who = scenes.agent(app.db)
    case = scenes.claim(app.db, scenes.hand_over(app, CRISIS), who)
    cases.close(app.db, case.id, who, cases.Status.RESOLVED)
    scenes.send_all(app.db)
    scenes.hand_over(app)
    later(app)
    Reconciler(app).once()
    assert cases.latest(app.db, ONE).priority == cases.NORMAL


# ---- telling


def test_whoever_has_a_place_and_was_not_told_is_told_once(app):
    scenes.hand_over(app)  # and the process dies before it explains
    later(app)
    reconciler = Reconciler(app)
    assert [reconciler.once() for _ in range(3)] == [1, 0, 0]
    assert len(told(app)) == 2


def test_while_a_turn_is_under_way_nobody_speaks_over_it(app):
    scenes.hand_over(app)
    scenes.say(app.db, "Hello?")  # its turn may still say all this
    later(app)
    assert Reconciler(app).once() == 0
    scenes.work_off(app.db)
    assert Reconciler(app).once() == 1


def test_whoever_was_told_on_the_ordinary_way_hears_nothing_more(app):
    scenes.hand_over(app)
    tell_all(app)
    later(app)
    before = told(app)
    assert Reconciler(app).once() == 0
    assert told(app) == before


def test_when_it_died_between_two_lines_then_only_the_second_is_said(app):
    scenes.hand_over(app)
    explained = app.texts.say("utter_explain", **telling.explained(app, ONE)).text
    scenes.utter(app.db, explained)
    later(app)
    Reconciler(app).once()
    assert [text.startswith("What may I") for text in told(app)] == [False, True]


def test_a_question_of_an_earlier_case_does_not_count_as_asked(app):
    scenes.turn(app, "Hello")
    scenes.utter(app.db, "What may I pass on?", Button("Nothing", "/consent_nothing"))
    later(app, 60)
    scenes.hand_over(app)
    later(app)
    assert Reconciler(app).once() == 1


def test_whoever_answered_is_told_without_a_new_question(app):
    scenes.hand_over(app)
    consents.answer(app, ONE, cases.Scope.SUMMARY, "words")
    later(app)
    Reconciler(app).once()
    (line,) = told(app)
    assert line.startswith("You asked for a person.")


def test_whoever_moves_up_hears_of_it_once(app):
    for name in ("wc-a", ONE):
        scenes.hand_over(app, conversation=name)
        telling.standing(app, cases.latest(app.db, name))
    tell_all(app)
    reconciler = Reconciler(app)
    assert reconciler.once() == 0
    cases.cancel(app.db, "wc-a")
    assert [reconciler.once() for _ in range(3)] == [1, 0, 0]
    assert [text for text in told(app) if text.startswith("You are next")] != []
    assert len([text for text in told(app) if text.startswith("You are next")]) == 1


def test_in_an_empty_house_there_is_nothing_to_do(app):
    assert Reconciler(app).once() == 0
