"""A deed passes the tree, or a person decides."""

from __future__ import annotations

from recourse.model import Deed, Route
from recourse.service import deeds
from recourse.store import assessments
from tests import scenes


def test_a_small_favour_may_be_done_and_leaves_the_decision_alone(app):
    message_id, before = scenes.turn(app, "where is my order", intent="ask_order_status")
    assert not deeds.permit(app, scenes.ONE, message_id, Deed("refund", 20)).route.stops
    assert assessments.decision_of(assessments.find(app.db, message_id)) == before


def test_an_adverse_deed_is_a_persons_and_the_decision_says_so(app):
    message_id, _ = scenes.turn(app, "I want my money back", intent="request_refund")
    decision = deeds.permit(app, scenes.ONE, message_id, Deed("refuse_refund", 80, adverse=True))
    assert decision.route is Route.HAND_OVER and decision.reasons == ("not_mine_to_decide",)
    kept = assessments.find(app.db, message_id)
    assert kept.branch == "adverse_action" and kept["values"]["action"]["amount"] == 80
    assert "deed_stopped" in scenes.deeds(app.db)


def test_asked_again_after_a_death_the_answer_is_the_same(app):
    message_id, _ = scenes.turn(app, "close my account", intent="close_account")
    deed = Deed("close_account", adverse=True)
    first = deeds.permit(app, scenes.ONE, message_id, deed)
    assert deeds.permit(app, scenes.ONE, message_id, deed) == first


def test_a_turn_that_nobody_assessed_is_not_safe(app):
    scenes.say(app.db, "cancel it")
    decision = deeds.permit(app, scenes.ONE, "unknown", Deed("cancel_order", 90, reversible=False))
    assert decision.route.stops
    assert assessments.find(app.db, "unknown").branch == decision.branch
