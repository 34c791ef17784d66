"""The way to a person: the place first and empty, then why, what next, how long."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import update

from recourse.app import App
from recourse.model import Assessment, Decision, NotFound, Route, Said, Scope
from recourse.service import casefile, consents, handoff
from recourse.store import assessments, cases, conversations
from recourse.store.tables import escalation_case
from tests import scenes
from tests.scenes import ONE

CRISIS = Decision(Route.HAND_OVER_NOW, "crisis_self", ("worried_about_you",), (), 1)


def decided(app, decision, risk, message_id="m", conversation=ONE):
    """A turn with exactly these risks, and its place in the queue; the case."""
    scenes.say(app.db, "Hello", message_id, conversation)
    scenes.work_off(app.db, conversation)
    unique = f"{conversation}:{message_id}"
    assessments.record(app.db, conversation, unique, Assessment({"risk": risk}, "model"), decision)
    return handoff.take_place(app, conversation, unique, decision, "assistant")[0]


# ---- the place


def test_the_place_is_taken_before_anything_is_passed_on(app):
    scenes.turn(app, "my secret")
    case = scenes.hand_over(app)
    assert (case.status, case.scope, case.shared, case.alert) == ("queued", "pending", None, {})
    assert case.asked is True


@pytest.mark.parametrize(
    ("branch", "reasons", "risk", "alert"),
    [
        # the branch that decided, its reasons, the risks found, the alert at the desk
        ("crisis_self", "worried_about_you", {"self_harm": 0.9}, {"self_harm": 0.9}),
        # another risk is not what the alarm is about: it waits for a yes
        ("crisis_self", "worried_about_you", {"self_harm": 0.9, "legal_threat": 0.9}, {"self_harm": 0.9}),
        ("crisis_others", "safety_of_others", {"harm_to_others": 0.8, "minor": 0.7}, {"harm_to_others": 0.8}),
        # words alone gave the alarm: the branch stands for the risk
        ("crisis_self", "worried_about_you", {"self_harm": 0.1}, {"crisis_self": 1.0}),
        ("crisis_self", "worried_about_you", {}, {"crisis_self": 1.0}),
    ],
)
def test_in_a_crisis_the_alert_carries_the_risk_and_nothing_else(app, branch, reasons, risk, alert):
    case = decided(app, Decision(Route.HAND_OVER_NOW, branch, (reasons,), (), 1), risk)
    assert (case.priority, case.alert) == (cases.CRISIS, alert)
    found = casefile.full(app, cases.find(app.db, case.id))
    assert found["risks"] == alert
    empty = (found["branch"], found["reasons"], found["summary"], found["emotion"], found["messages"])
    assert empty == (None, [], "", [], [])


def test_outside_a_crisis_there_is_no_alert_however_high_a_risk(app):
    legal = Decision(Route.HAND_OVER, "legal_threat", ("legal_matter",), (), 1)
    case = decided(app, legal, {"legal_threat": 0.9})
    assert (case.priority, case.alert, case.asked) == (cases.NORMAL, {}, False)


def test_a_crisis_comes_before_everybody_who_waits(app):
    for number in range(3):
        scenes.hand_over(app, conversation=f"wc-{number}")
    case = decided(app, CRISIS, {"self_harm": 0.9}, conversation="wc-crisis")
    assert handoff.standing(app, case)["position"] == 1


# ---- why, what next, how long


def test_the_explanation_names_reason_position_and_wait(app):
    scenes.hand_over(app, conversation="wc-0")
    scenes.hand_over(app)
    told = handoff.explained(app, ONE)
    assert told["reasons"] == "You asked for a person."
    assert told["position"] == 2
    assert told["wait"] == "I cannot say yet how long it will take."
    assert app.texts.say("utter_explain", **told)


def test_once_enough_people_have_waited_the_wait_is_told(app):
    who = scenes.agent(app.db)
    for number in range(5):
        scenes.claim(app.db, scenes.hand_over(app, conversation=f"wc-{number}"), who)
    with app.db.change("test") as connection:
        at = escalation_case.c.opened_at + 300
        connection.execute(update(escalation_case).values(claimed_at=at))
    case = scenes.hand_over(app)
    assert "between 5 and 6 minutes" in handoff.standing(app, case)["wait"]


def test_without_a_case_there_is_nothing_to_explain(app):
    scenes.turn(app, "Hello")
    with pytest.raises(NotFound):
        handoff.explained(app, ONE)
    assert handoff.waiting_case(app, ONE) is None


def test_why_is_answered_with_reason_rule_and_principle_also_later(app):
    scenes.turn(app, "Hello")
    assert handoff.why(app, ONE) == ("utter_why_nothing", {})
    scenes.hand_over(app)
    cases.cancel(app.db, ONE)
    scenes.turn(app, "thank you")
    response, values = handoff.why(app, ONE)
    assert response == "utter_why"
    assert values == {
        "reasons": "You asked for a person.",
        "branch": "asked for person",
        "principle": app.tree.branch("asked_for_person").principle,
    }


@pytest.mark.parametrize(("country", "number"), [("", "112"), ("US", "911"), ("GB", "999"), ("XX", "112")])
def test_in_a_crisis_the_help_lines_are_those_of_the_country_else_everybodys(app, country, number):
    made = App(dataclasses.replace(app.settings, country=country))
    found = handoff.resources(made)
    assert found["emergency"] == number
    assert made.texts.say("utter_crisis_resources", **found)


def test_only_whoever_is_in_danger_themselves_needs_help_lines(app):
    others = Decision(Route.HAND_OVER_NOW, "crisis_others", ("safety_of_others",), (), 1)
    assert handoff.needs_help_lines(app, decided(app, CRISIS, {}, "1", "wc-1"))
    assert not handoff.needs_help_lines(app, decided(app, others, {}, "1", "wc-2"))


# ---- telling what the actions could not


def told(app):
    scenes.send_all(app.db)
    return [text for author, text in scenes.said(app.db) if author == "assistant"]


def test_the_customer_is_told_why_and_asked_for_consent_once(app):
    case = scenes.hand_over(app)
    for _ in range(2):
        handoff.tell_about_case(app, case)
        explained, question = told(app)
    assert explained.startswith("You asked for a person. A person will take over.")
    assert question.startswith("What may I pass on to the person?")
    assert len(conversations.messages(app.db, ONE)[-1].buttons) == 3


def test_in_a_crisis_the_help_lines_come_first(app):
    handoff.tell_about_case(app, decided(app, CRISIS, {"self_harm": 0.9}))
    first, *rest = told(app)
    assert "112" in first
    assert len(rest) == 2


def test_what_was_said_already_is_not_said_again(app):
    case = scenes.hand_over(app)
    scenes.utter(app.db, app.texts.say("utter_explain", **handoff.explained(app, ONE)).text)
    handoff.tell_about_case(app, case)
    texts = told(app)
    assert len(texts) == 2
    assert texts[1].startswith("What may I pass on")


def test_whoever_has_answered_about_consent_is_not_asked_again(app):
    case = scenes.hand_over(app)
    consents.answer(app, ONE, Scope.NOTHING, "button")
    handoff.tell_about_case(app, cases.find(app.db, case.id))
    assert [text for text in told(app) if "What may I pass on" in text] == []


# ---- the file


def test_in_a_very_long_conversation_the_summary_is_about_the_end_of_it(app):
    scenes.say(app.db, "Where is A-11111?")
    with app.db.change("test") as connection:
        for n in range(510):
            line = Said("I am looking.")
            conversations.add_message(connection, ONE, f"re:{n}", "assistant", "Assistant", line)
    scenes.turn(app, "And where is B-22222?", intent="ask_order_status")
    consents_given = handoff.file_of(app, scenes.hand_over(app))
    assert "B-22222" in consents_given["summary"]


def test_declining_keeps_how_the_customer_felt_and_needs_an_offer(app):
    scenes.turn(app, "You idiots, I hate you, this is disgusting")
    assert handoff.decline(app, ONE) is False
    cases.offer(app.db, ONE)
    scenes.turn(app, "no thanks", intent="deny")
    assert handoff.decline(app, ONE) is True
    assert conversations.find(app.db, ONE).declined["hostility"] > 0.7
