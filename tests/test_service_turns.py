"""A turn is assessed once, as the customer's choices allow, and the last net holds without any model."""

from __future__ import annotations

import dataclasses

import pytest

from recourse.app import App
from recourse.model import Route, Turn
from recourse.service import consents, handoff, turns
from recourse.store import assessments, cases, conversations
from tests import scenes
from tests.scenes import ONE

ANGRY = "You idiots, I hate you, this is disgusting"
FURIOUS = "This makes me furious"  # and abuses nobody
SAD = "I am terrified, I can't stop crying"
CRISIS = "I want to kill myself"


def row(app, message_id):
    return assessments.find(app.db, message_id)


# ---- once


def test_when_a_message_is_assessed_again_then_the_answer_is_the_same(app):
    message_id, first = scenes.turn(app, "I want to talk to a person")
    again = turns.assess(app, ONE, message_id, [Turn("customer", "Hello")], {"name": ""}, {})
    assert again == first
    assert len(assessments.of_conversation(app.db, ONE)) == 1


def test_when_the_policy_changes_between_then_the_first_answer_stands(app):
    message_id, first = scenes.turn(app, "I want to talk to a person")
    changed = App(app.settings)
    changed.__dict__["tree"] = dataclasses.replace(app.tree, version=99)
    again = turns.assess(changed, ONE, message_id, [Turn("customer", "Hello")], {"name": ""}, {})
    assert again.policy_version == first.policy_version != 99
    changed.db.engine.dispose()


def test_a_conversation_that_came_past_the_gate_is_made(app):
    decision = turns.assess(app, "shell", "m1", [Turn("customer", CRISIS)], {"name": ""}, {}, "cmdline")
    assert decision.route is Route.HAND_OVER_NOW
    assert conversations.find(app.db, "shell").channel == "cmdline"


# ---- what was chosen


def test_when_mood_reading_is_off_then_no_emotion_is_kept_and_none_decides(app):
    scenes.turn(app, "Hello")
    consents.set_mood_reading(app, ONE, False)
    message_id, decision = scenes.turn(app, FURIOUS)
    assert decision.route is Route.CONTINUE
    assert set(row(app, message_id)["values"]["emotion"].values()) == {"<off>"}
    assert assessments.levels(row(app, message_id)) == {}


def test_when_mood_reading_is_on_then_the_same_anger_decides(app):
    assert scenes.turn(app, FURIOUS)[1].branch == "hostility"


@pytest.mark.parametrize("text", [CRISIS, "I want to talk to a person"])
def test_when_mood_reading_is_off_then_a_crisis_and_a_request_count_as_ever(app, text):
    scenes.turn(app, "Hello")
    consents.set_mood_reading(app, ONE, False)
    assert scenes.turn(app, text)[1].route.hands_over


# ---- an offer declined


def decline(app, text):
    """The customer says this, is offered a person and declines."""
    assert scenes.turn(app, text)[1].route is Route.OFFER_HUMAN
    cases.offer(app.db, ONE)
    scenes.turn(app, "no thanks", intent="deny")
    assert handoff.decline(app, ONE)


def test_a_declined_offer_is_not_repeated(app):
    decline(app, SAD)
    assert scenes.turn(app, SAD)[1].route is not Route.OFFER_HUMAN


def test_a_declined_offer_is_repeated_when_it_gets_worse(app):
    decline(app, ANGRY)
    assert scenes.turn(app, "I am scared and desperate, please")[1].route is Route.OFFER_HUMAN


def test_a_declined_offer_never_stands_in_the_way_of_a_request(app):
    decline(app, ANGRY)
    assert scenes.turn(app, "I want to talk to a person")[1].route is Route.HAND_OVER


def test_a_yes_to_the_offer_is_a_request_and_a_yes_to_anything_else_is_not(app):
    assert scenes.turn(app, "yes", intent="affirm")[1].route is Route.CONTINUE
    cases.offer(app.db, ONE)
    assert scenes.turn(app, "yes", intent="affirm")[1].route is Route.HAND_OVER


def test_what_the_dialogue_knows_is_asked_too(app):
    assert scenes.turn(app, "qwertz", fallbacks=1)[1].route is Route.CONTINUE
    assert scenes.turn(app, "asdf", fallbacks=2)[1].branch == "stuck"


def test_empathy_is_not_repeated_turn_by_turn(app):
    said = ("I am quite disappointed", "the blue one, in large")
    routes = [scenes.turn(app, text)[1].route for text in said]
    assert routes == [Route.ACKNOWLEDGE, Route.CONTINUE]


# ---- in other languages


@pytest.mark.parametrize(
    ("text", "branch"),
    [
        ("Wo ist meine Bestellung? Ich bin so wütend", "trade_in_english"),
        ("Dov'è il mio ordine? Non è ancora arrivato", "unknown_language"),
        ("Ich will sterben, ich kann nicht mehr", "crisis_self"),  # words count in every language we speak
        ("Ich möchte mit einem Menschen sprechen", "asked_for_person"),
    ],
)
def test_in_a_language_that_the_scorer_cannot_judge_scores_are_off_and_words_count(app, text, branch):
    message_id, decision = scenes.turn(app, text)
    assert decision.branch == branch
    values = row(app, message_id)["values"]
    assert {*values["risk"].values(), *values["emotion"].values(), *values["request"].values()} == {"<off>"}
    assert values["system"]["failed"] is False  # off is no fault


def test_english_is_judged_although_another_language_was_chosen(app):
    scenes.turn(app, "hello")
    conversations.set_language(app.db, ONE, "de", chosen=True)
    message_id, _ = scenes.turn(app, "I want my money back, where is it?")
    assert isinstance(row(app, message_id)["values"]["risk"]["self_harm"], float)


def test_what_is_recourses_own_is_not_sent_to_a_person_for_its_language(app):
    assert scenes.turn(app, "Was wisst ihr über mich?", intent="ask_what_you_know")[1].route is Route.CONTINUE
    assert scenes.turn(app, "Wo ist die Rechnung?", intent="ask_invoice")[1].branch == "trade_in_english"


def test_a_button_is_in_the_language_of_the_conversation(app):
    scenes.turn(app, "Hallo")
    conversations.set_language(app.db, ONE, "de", chosen=False)
    pressed = {"name": "request_human", "confidence": 1.0}
    turns.assess(app, ONE, "pressed", [Turn("customer", "/request_human")], pressed, {})
    assert row(app, "pressed")["values"]["turn"]["language"] == "de"


def test_anger_that_grows_from_turn_to_turn_is_seen_to_rise(app):
    scenes.turn(app, "Thank you, that is lovely")
    message_id, _ = scenes.turn(app, ANGRY)
    assert row(app, message_id)["values"]["trend"]["rise"] > 0.3
    message_id, _ = scenes.turn(app, "Thank you, that is lovely")
    assert row(app, message_id)["values"]["trend"]["rise"] < 0.05


# ---- without models


def test_when_scoring_is_left_out_then_intents_still_decide(app):
    made = App(dataclasses.replace(app.settings, scoring=False))
    assert scenes.turn(made, "x", intent="request_human")[1].route is Route.HAND_OVER
    assert scenes.turn(made, ANGRY, conversation="wc-2")[1].route is Route.CONTINUE
    made.db.engine.dispose()


@pytest.mark.parametrize(
    ("text", "route"),
    [
        (CRISIS, Route.HAND_OVER_NOW),  # words of danger
        ("get me a human", Route.HAND_OVER),  # a plain request
        ("/request_human", Route.HAND_OVER),  # the button
        ("where is my order", Route.OFFER_HUMAN),  # nobody could judge it: told and offered, never safe
    ],
)
def test_when_no_action_assessed_a_turn_then_words_alone_decide(app, text, route):
    scenes.say(app.db, text, "1")
    decision = turns.assess_without_actions(app, ONE, f"{ONE}:1", text)
    assert decision.route is route
    assert row(app, f"{ONE}:1").model_version == "none"


def test_when_an_action_assessed_a_turn_then_words_change_nothing(app):
    message_id, _ = scenes.turn(app, "Hello")
    assert turns.assess_without_actions(app, ONE, message_id, CRISIS) is None
    assert row(app, message_id).route == "continue"


# ---- said to a person


@pytest.fixture
def claimed(app):
    return scenes.claim(app.db, scenes.hand_over(app), scenes.agent(app.db))


def to_person(app, case, *texts):
    """The customer writes all of this at once; each is then taken and assessed; their rows."""
    for text in texts:
        scenes.say(app.db, text)
    taken = scenes.work_off(app.db)
    for work in taken:
        turns.assess_with_human(app, ONE, work.message_id, case.id)
    return [row(app, work.message_id) for work in taken]


def test_what_is_said_to_a_person_is_assessed_for_the_desk_and_decides_nothing(app, claimed):
    (found,) = to_person(app, claimed, ANGRY)
    assert found.case_id == claimed.id
    assert assessments.levels(found)["hostility"] > 0.5
    assert scenes.state(app.db) == "human"
    assert cases.find(app.db, claimed.id).priority == cases.NORMAL


def test_a_crisis_in_front_of_a_person_raises_the_priority(app, claimed):
    to_person(app, claimed, CRISIS)
    case = cases.find(app.db, claimed.id)
    assert (case.priority, case.status) == (cases.CRISIS, "claimed")
    assert list(case.alert) == ["self_harm"]


def test_when_messages_come_quickly_then_each_is_assessed_by_its_own_words(app, claimed):
    rows = to_person(app, claimed, CRISIS, *["ok"] * 12)
    assert [found.branch for found in rows] == ["crisis_self"] + ["carry_on"] * 12
    assert cases.find(app.db, claimed.id).priority == cases.CRISIS


def test_when_the_customer_does_not_want_it_then_no_mood_is_read_at_the_desk_either(app, claimed):
    consents.set_mood_reading(app, ONE, False)
    (found,) = to_person(app, claimed, ANGRY)
    assert assessments.levels(found) == {}


# ---- an offer that was passed over


def test_a_yes_to_something_else_later_is_no_yes_to_the_offer(app):
    assert scenes.turn(app, ANGRY)[1].route is Route.OFFER_HUMAN
    cases.offer(app.db, ONE)
    scenes.turn(app, "where is my order", intent="ask_order_status")
    assert not scenes.turn(app, "ok", intent="affirm")[1].route.hands_over


def test_a_yes_to_the_offer_counts_without_the_action_server(app):
    scenes.say(app.db, "where is my order", "1")
    scenes.work_off(app.db)
    assert turns.assess_without_actions(app, ONE, "1", "where is my order").route is Route.OFFER_HUMAN
    scenes.say(app.db, "yes please", "2")
    scenes.work_off(app.db)
    assert turns.assess_without_actions(app, ONE, "2", "yes please").route.hands_over
