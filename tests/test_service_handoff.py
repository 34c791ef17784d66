"""The way to a person: the place first and empty; what a case holds once the customer agrees."""

from __future__ import annotations

import pytest

from recourse.model import Assessment, Decision, Route, Said
from recourse.service import casefile, handoff
from recourse.store import assessments, cases, conversations
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
    assert cases.position(app.db, case) == 1


@pytest.mark.parametrize(
    ("route", "branch", "priority"),
    [
        (Route.HAND_OVER, "asked_for_person", cases.NORMAL),
        (Route.HAND_OVER, "legal_threat", cases.NORMAL),
        (Route.HAND_OVER, "fraud_or_scam", cases.HIGH),  # the tree says `urgent`
        (Route.HAND_OVER, "safety_hazard", cases.HIGH),
        (Route.HAND_OVER_NOW, "worried_about_someone", cases.CRISIS),  # worry for others waits no longer
        (Route.HAND_OVER, "a_branch_of_an_older_tree", cases.NORMAL),
    ],
)
def test_a_branch_that_is_urgent_goes_before_those_who_merely_wait(app, route, branch, priority):
    case = decided(app, Decision(route, branch, ("you_asked",), (), 1), {})
    assert case.priority == priority


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


WRITTEN = "Call me on +49 30 123456, or mail jo@example.com. My card is 4111 1111 1111 1111"


@pytest.mark.parametrize(("contact", "kept"), [(True, True), (False, False)])
def test_telephone_and_mail_are_in_the_file_only_where_that_was_agreed_to(app, contact, kept):
    scenes.turn(app, WRITTEN)
    scenes.utter(app.db, "You can also mail us: shop@example.com")  # ours, and no way to reach the customer
    found = str(handoff.file_of(app, scenes.hand_over(app), contact))
    assert ("+49 30 123456" in found, "jo@example.com" in found) == (kept, kept)
    assert "4111" not in found
    assert "shop@example.com" not in found


def test_declining_keeps_how_the_customer_felt_and_needs_an_offer(app):
    scenes.turn(app, "you useless idiots, shut up, I hate you")
    assert handoff.decline(app, ONE) is False
    cases.offer(app.db, ONE)
    scenes.turn(app, "no thanks", intent="deny")
    assert handoff.decline(app, ONE) is True
    assert conversations.find(app.db, ONE).declined["hostility"] > 0.7
