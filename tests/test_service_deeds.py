"""A deed passes the tree, or a person decides."""

from __future__ import annotations

import pytest

from recourse.model import Deed, Route
from recourse.service import deeds
from recourse.store import assessments
from tests import scenes, shipped


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


@pytest.mark.parametrize(
    "kind", ["refuse_refund", "charge", "close_account", "block_customer", "a_deed_nobody_knows"]
)
def test_a_deed_outside_the_boundaries_is_a_persons_whatever_the_caller_says_of_it(app, kind):
    message_id, _ = scenes.turn(app, "where is my order", intent="ask_order_status")
    decision = deeds.permit(app, scenes.ONE, message_id, Deed(kind, adverse=False))
    assert (decision.route, decision.branch) == (Route.HAND_OVER, "adverse_action")
    assert assessments.find(app.db, message_id)["values"]["action"]["adverse"] is True


def test_an_allowed_deed_that_goes_against_the_customer_is_a_persons_too(app):
    message_id, _ = scenes.turn(app, "where is my order", intent="ask_order_status")
    assert deeds.permit(app, scenes.ONE, message_id, Deed("refund", 5, adverse=True)).route is Route.HAND_OVER


def test_the_limit_that_the_public_page_names_is_the_one_that_the_tree_holds(app):
    kind = "cancel_order"
    assert "200 euros" in app.texts.say(f"utter_allowed_{kind}").text
    message_id, _ = scenes.turn(app, "where is my order", intent="ask_order_status")
    assert not deeds.permit(app, scenes.ONE, message_id, Deed(kind, 199.99, reversible=False)).route.stops
    assert (
        deeds.permit(app, scenes.ONE, message_id, Deed(kind, 200, reversible=False)).route is Route.HAND_OVER
    )


@pytest.mark.parametrize("deed", [deed for deed in shipped.boundaries().allowed if deed.up_to])
def test_beyond_its_limit_in_euros_an_allowed_deed_is_a_persons(app, deed):
    message_id, _ = scenes.turn(app, "where is my order", intent="ask_order_status")
    assert not deeds.permit(app, scenes.ONE, message_id, Deed(deed.kind, deed.up_to)).route.stops
    assert (
        deeds.permit(app, scenes.ONE, message_id, Deed(deed.kind, deed.up_to + 0.01)).route is Route.HAND_OVER
    )
