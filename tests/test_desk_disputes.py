"""GET /api/disputes: for those who review, and for nobody else."""

from __future__ import annotations

import pytest

from recourse.model import Assessment, Decision, Route
from recourse.store import assessments, disputes
from tests import desk, scenes

OFFER = Decision(Route.OFFER_HUMAN, "distress", ("you_seem_upset",), ("distress",), 3)
KEYS = {"id", "branch", "reasons", "policy_version", "route", "channel", "language", "at", "state"}


@pytest.fixture
def reviewer(app):
    client = desk.client(app)
    client.headers.update(desk.bearer(app, "Rita", "reviewer"))
    return client


def disputed(app, conversation="wc-1"):
    scenes.say(app.db, "my secret", "1", conversation)
    assessments.record(app.db, conversation, f"{conversation}:1", Assessment({}, "model"), OFFER)
    return disputes.take(app.db, assessments.find(app.db, f"{conversation}:1"), None)


@pytest.mark.parametrize(
    ("role", "status"), [("reviewer", 200), ("supervisor", 200), ("admin", 200), ("agent", 403)]
)
def test_disputes_are_for_those_who_review_and_not_for_agents(app, role, status):
    client = desk.client(app)
    assert client.get("/api/disputes").status_code == 401
    client.headers.update(desk.bearer(app, role=role))
    assert client.get("/api/disputes").status_code == status


def test_a_dispute_is_shown_with_what_was_decided_and_without_the_customer(app, reviewer):
    kept = disputed(app)
    found = reviewer.get("/api/disputes").json()
    (item,) = found["items"]
    assert found["next"] is None and set(item) == KEYS
    assert (item["id"], item["branch"], item["reasons"]) == (kept.id, "distress", ["you_seem_upset"])
    assert (item["route"], item["policy_version"], item["state"]) == ("offer_human", 3, "open")
    assert "secret" not in str(found) and "wc-1" not in str(found)


@desk.ON_SQLITE
def test_a_long_list_comes_in_parts_that_give_every_dispute_once(app, reviewer):
    ids = [disputed(app, f"wc-{number}").id for number in range(53)]
    first = reviewer.get("/api/disputes?state=open").json()
    rest = reviewer.get("/api/disputes", params={"state": "open", "cursor": first["next"]}).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (50, 3, None)
    assert [item["id"] for item in first["items"] + rest["items"]] == ids
    assert reviewer.get("/api/disputes?state=answered").json()["items"] == []


@desk.ON_SQLITE
@pytest.mark.parametrize(
    "query", ["state=closed", "cursor=x", "cursor=W10=", "cursor=WyJ4IiwgMV0=", "cursor=bnVsbA=="]
)
def test_what_cannot_be_read_is_said(reviewer, query):
    assert reviewer.get(f"/api/disputes?{query}").status_code == 422
