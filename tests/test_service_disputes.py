"""Taking issue with a decision: a receipt once, a review, and what the machine did alone taken back."""

from __future__ import annotations

import re

import pytest
from sqlalchemy import select

from recourse.model import Assessment, Decision, Route
from recourse.service import disputes, handoff, telling, turns
from recourse.store import assessments, cases
from recourse.store.tables import audit
from tests import scenes
from tests.scenes import ONE

UPSET = Decision(Route.OFFER_HUMAN, "distress", ("you_seem_upset",), ("distress",), 1)
LEGAL = Decision(Route.HAND_OVER, "legal_threat", ("legal_matter",), ("legal_threat",), 1)
CRISIS = Decision(Route.HAND_OVER_NOW, "crisis_self", ("worried_about_you",), (), 1)
HEARD = Decision(Route.ACKNOWLEDGE, "upset", ("you_seem_unhappy",), ("upset",), 1)
NOTHING = Decision(Route.CONTINUE, "carry_on", ("nothing_found",), ("carry_on",), 1)


def decide(app, decision, number):
    """A turn on which this was decided, and what the machine does then; its message id."""
    scenes.say(app.db, "Hello", number)
    scenes.work_off(app.db)
    message_id = f"{ONE}:{number}"
    assessments.record(app.db, ONE, message_id, Assessment({}, "model"), decision)
    if decision.route is Route.OFFER_HUMAN:
        cases.offer(app.db, ONE)
    elif decision.route.hands_over:
        handoff.take_place(app, ONE, message_id, decision, "assistant")
    return message_id


def answer(app, intent="dispute_decision", sure=0.95, number="d"):
    """The customer disputes; (response, values)."""
    message_id = decide(app, NOTHING, number)
    response, values = disputes.answer(app, ONE, message_id, intent, sure)
    assert app.texts.say(response, **values)
    return response, values


# ---- the receipt


def test_a_receipt_has_a_number_that_can_be_told_on_the_telephone_and_names_the_branch(app):
    decide(app, LEGAL, "1")
    receipt = disputes.take(app, ONE, f"{ONE}:d")
    assert re.fullmatch("D-[2-9A-HJ-NP-Z]{6}", receipt.id)
    assert receipt.branch == "legal_threat" and receipt.at > 0


def test_asked_again_it_is_the_same_receipt_kept_and_audited_once(app):
    decide(app, LEGAL, "1")
    assert disputes.take(app, ONE, "d1") == disputes.take(app, ONE, "d2")
    assert scenes.deeds(app.db).count("disputed") == 1


def test_another_decision_gives_another_receipt(app):
    decide(app, HEARD, "1")
    first = disputes.take(app, ONE, "d1")
    decide(app, UPSET, "2")
    second = disputes.take(app, ONE, "d2")
    assert (first.branch, second.branch) == ("upset", "distress") and first.id != second.id


def test_the_audit_names_receipt_branch_and_policy_and_nothing_that_was_said(app):
    decide(app, LEGAL, "1")
    receipt = disputes.take(app, ONE, "d")
    with app.db.look() as connection:
        row = connection.execute(select(audit).where(audit.c.action == "disputed")).first()
    assert (row.actor, row.case_id) == ("customer", cases.latest(app.db, ONE).id)
    assert row.detail == {"receipt": receipt.id, "branch": "legal_threat", "policy": 1}


def test_the_message_that_disputes_is_never_what_is_disputed(app):
    decide(app, LEGAL, "1")
    cases.cancel(app.db, ONE)
    angry = decide(app, HEARD, "2")  # "you misread me!!" is read as unhappy itself
    assert disputes.take(app, ONE, angry).branch == "legal_threat"


def test_where_nothing_was_decided_there_is_no_receipt(app):
    decide(app, NOTHING, "1")
    assert disputes.take(app, ONE, "d") is None
    assert "disputed" not in scenes.deeds(app.db)


def test_what_was_decided_after_a_case_is_what_is_disputed(app):
    decide(app, LEGAL, "1")
    cases.cancel(app.db, ONE)
    decide(app, UPSET, "2")
    assert disputes.take(app, ONE, "d").branch == "distress"


def test_while_a_case_is_open_what_led_to_it_is_disputed(app):
    decide(app, LEGAL, "1")
    scenes.say(app.db, "Hello", "2")
    scenes.work_off(app.db)
    assessments.record(
        app.db, ONE, f"{ONE}:2", Assessment({}, "model"), UPSET
    )  # offered nothing: in the queue
    assert disputes.take(app, ONE, "d").branch == "legal_threat"


# ---- waiting for a person


@pytest.mark.parametrize("intent", ["dispute_decision", "not_that"])
def test_a_place_that_the_machine_took_alone_is_taken_back(app, intent):
    decide(app, LEGAL, "1")
    response, values = answer(app, intent)
    assert response == "utter_taken_back" and values["receipt"].startswith("D-")
    assert (scenes.state(app.db), cases.latest(app.db, ONE).status) == ("bot", "cancelled")
    assert "disputed" in scenes.deeds(app.db) and "cancelled" in scenes.deeds(app.db)


def test_after_a_crisis_was_misread_help_stays_in_reach(app):
    decide(app, CRISIS, "1")
    response, values = answer(app)
    assert response == "utter_crisis_taken_back"
    said = app.texts.say(response, **values)
    assert values["resources"] in said.text and values["receipt"] in said.text
    assert "/request_human" in [button.payload for button in said.buttons]


def test_a_place_that_the_customer_asked_for_is_kept(app):
    scenes.hand_over(app)
    assert answer(app)[0] == "utter_dispute_queued"
    assert scenes.state(app.db) == "queued"


def test_words_that_are_not_surely_understood_cost_no_place(app):
    decide(app, LEGAL, "1")
    assert answer(app, sure=0.6)[0] == "utter_dispute_queued"
    assert scenes.state(app.db) == "queued"


def test_a_place_that_was_claimed_is_a_persons(app):
    decide(app, LEGAL, "1")
    scenes.claim(app.db, cases.latest(app.db, ONE), scenes.agent(app.db))
    message_id = f"{ONE}:d"
    assert disputes.answer(app, ONE, message_id, "dispute_decision", 1.0)[0] == "utter_dispute_queued"
    assert scenes.state(app.db) == "human"


def test_done_again_after_a_death_the_receipt_is_the_same(app):
    decide(app, LEGAL, "1")
    first = answer(app)
    again = disputes.answer(app, ONE, f"{ONE}:d", "dispute_decision", 0.95)
    assert again == ("utter_dispute_taken", first[1])


def test_a_case_that_no_message_led_to_keeps_its_place(app):
    scenes.place(app.db, asked=False)
    assert answer(app) == ("utter_waiting_noted", {})
    assert scenes.state(app.db) == "queued"


def test_what_was_taken_back_is_not_opened_again(app):
    decide(app, LEGAL, "1")
    answer(app)
    assert assessments.without_case(app.db, before=1e12, since=0) == []


# ---- with the assistant


@pytest.mark.parametrize("decision", [HEARD, UPSET])
def test_a_decision_of_before_gets_a_receipt(app, decision):
    decide(app, decision, "1")
    decide(app, NOTHING, "2")
    assert answer(app)[0] == "utter_dispute_taken"


def test_an_offer_that_is_disputed_is_declined_and_not_repeated(app):
    message_id, _ = scenes.turn(app, "Hello")
    assessments.amend(app.db, ONE, message_id, Assessment({"action": {"kind": "none"}}), UPSET)
    cases.offer(app.db, ONE)
    disputing, _ = scenes.turn(app, "no, that is wrong", intent="dispute_decision")
    assert scenes.state(app.db) == "offered"  # the dispute is an answer to the offer
    assert disputes.answer(app, ONE, disputing, "dispute_decision", 0.9)[0] == "utter_dispute_taken"
    assert scenes.state(app.db) == "bot"
    assert "offer_declined" in scenes.deeds(app.db)


@pytest.mark.parametrize(
    ("intent", "response"), [("dispute_decision", "utter_dispute_nothing"), ("not_that", "utter_not_that")]
)
def test_where_nothing_was_decided_that_is_said(app, intent, response):
    decide(app, NOTHING, "1")
    assert answer(app, intent) == (response, {})


@pytest.mark.parametrize(
    ("decisions", "response"),
    [
        ([UPSET], "utter_dispute_taken"),  # just now a person was offered
        ([UPSET, NOTHING], "utter_not_that"),  # since then something was answered, and that was wrong
        ([HEARD], "utter_not_that"),  # a sentence of empathy and an answer: the answer is meant
    ],
)
def test_not_what_was_meant_is_about_the_last_thing_that_the_machine_did(app, decisions, response):
    for number, decision in enumerate(decisions):
        decide(app, decision, str(number))
    assert answer(app, "not_that")[0] == response


def test_why_speaks_of_the_same_decision(app):
    decide(app, LEGAL, "1")
    answer(app)
    assert telling.why(app, ONE)[1]["branch"] == "legal threat"
    assert "dispute_decision" in turns.ANSWERS
