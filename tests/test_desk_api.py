"""The desk's API, as its clients have it in writing: shapes, states, errors."""

from __future__ import annotations

import pytest

from recourse.model import Scope
from recourse.service import consents
from recourse.store import agents, cases
from tests import desk, scenes
from tests.scenes import ONE

KEYS = {
    *("id", "conversation_id", "status", "priority", "branch", "reasons", "risks", "summary"),
    *("consent", "channel", "language", "opened_at", "messages"),
}
LINE = {"id", "author", "name", "text", "at"}


@pytest.fixture
def case(app):
    return scenes.place(app.db)


@pytest.fixture
def path(case):
    return f"/api/cases/{case.id}"


def done(api, path, *steps):
    for step in steps:
        assert api.post(f"{path}/{step}").status_code == 200


# ---- reading


def test_a_list_is_items_and_next_in_queue_order(app, api, case):
    urgent = scenes.place(app.db, "wc-2", priority=cases.CRISIS)
    found = api.get("/api/cases").json()
    assert set(found) == {"items", "next"}
    assert [item["id"] for item in found["items"]] == [urgent.id, case.id]
    assert found["next"] is None
    assert set(found["items"][0]) >= KEYS


@pytest.mark.parametrize(
    ("query", "statuses"),
    [
        ("", {"queued", "claimed", "cancelled"}),  # all
        ("?status=queued", {"queued"}),
        ("?status=claimed&status=cancelled", {"claimed", "cancelled"}),
        ("?status=resolved", set()),
    ],
)
def test_a_list_can_be_of_some_statuses(app, api, query, statuses):
    scenes.place(app.db, "wc-1")
    scenes.claim(app.db, scenes.place(app.db, "wc-2"), scenes.agent(app.db))
    scenes.place(app.db, "wc-3")
    cases.cancel(app.db, "wc-3")
    assert {item["status"] for item in api.get(f"/api/cases{query}").json()["items"]} == statuses


def test_a_long_list_comes_in_parts_that_give_every_case_once(app, api):
    for number in range(53):
        scenes.place(app.db, f"wc-{number}")
    first = api.get("/api/cases?status=queued").json()
    rest = api.get("/api/cases", params={"status": "queued", "cursor": first["next"]}).json()
    assert (len(first["items"]), len(rest["items"]), rest["next"]) == (50, 3, None)
    ids = [item["conversation_id"] for item in first["items"] + rest["items"]]
    assert ids == [f"wc-{number}" for number in range(53)]


def test_a_case_has_everything_that_its_readers_count_on(app, api):
    scenes.turn(app, "Where is A-12345?", intent="ask_order_status")
    case = scenes.hand_over(app)
    consents.answer(app, ONE, Scope.CONVERSATION, "button")
    found = api.get(f"/api/cases/{case.id}").json()
    assert set(found) >= KEYS
    assert (found["id"], found["conversation_id"], found["status"]) == (case.id, ONE, "queued")
    assert found["consent"]["scope"] == "summary_and_conversation"
    assert (found["channel"], found["branch"], found["reasons"]) == (
        "webchat",
        "asked_for_person",
        ["you_asked"],
    )
    assert len(found["messages"]) == 2
    assert all(set(line) >= LINE for line in found["messages"])


def test_who_reads_a_case_is_kept(app, api, path):
    api.get(path)
    assert scenes.deeds(app.db)[-1] == "looked"


# ---- doing


def test_from_claim_to_resolution(app, api, path):
    assert api.post(f"{path}/claim").json()["status"] == "claimed"
    sent = api.post(f"{path}/messages", json={"text": " Hello, I am Ada. ", "client_id": "mine"})
    assert (sent.status_code, sent.json()["client_id"]) == (202, "mine")
    line = api.get(path).json()["messages"][-1]
    assert (line["id"], line["author"], line["name"]) == (sent.json()["id"], "agent", "Ada")
    assert line["text"] == "Hello, I am Ada."
    assert api.post(f"{path}/resolve").json()["status"] == "resolved"
    scenes.send_all(app.db)
    texts = [text for _, text in scenes.said(app.db)]
    assert texts[-2:] == [app.texts.say("utter_agent_joined", name="Ada").text, "Hello, I am Ada."]


def test_a_return_gives_the_conversation_back(app, api, path):
    done(api, path, "claim", "return")
    assert api.get(path).json()["status"] == "returned"
    scenes.send_all(app.db)
    assert scenes.state(app.db) == "bot"


def test_the_same_reply_sent_twice_is_one(app, api, path):
    done(api, path, "claim")
    answers = [api.post(f"{path}/messages", json={"text": "Hi", "client_id": "1"}).json() for _ in range(2)]
    assert answers[0] == answers[1]
    assert [line["text"] for line in api.get(path).json()["messages"]] == ["Hi"]


def test_replies_without_an_id_are_each_a_reply(app, api, path):
    done(api, path, "claim")
    for _ in range(2):
        api.post(f"{path}/messages", json={"text": "Hi"})
    assert [line["text"] for line in api.get(path).json()["messages"]] == ["Hi", "Hi"]


def test_a_human_can_overrule_the_machine_in_any_state(app, api, path):
    body = {"reason": "wrong_priority", "words": "not urgent"}
    assert api.post(f"{path}/override", json=body).status_code == 201
    done(api, path, "claim", "resolve")
    assert api.post(f"{path}/override", json={"reason": "wrong_reason"}).status_code == 201
    assert scenes.deeds(app.db).count("overruled") == 2


# ---- itself


def test_the_api_describes_itself(app):
    found = desk.client(app).get("/api/openapi.json").json()
    assert set(found["paths"]) >= {
        "/api/cases",
        *(f"/api/cases/{{case_id}}{step}" for step in ("", "/claim", "/messages", "/return", "/resolve")),
        *(f"/api/cases/{{case_id}}{step}" for step in ("/override", "/stream", "/evidence")),
    }
    claim = found["paths"]["/api/cases/{case_id}/claim"]["post"]
    assert {"401", "403", "404", "409", "422"} <= set(claim["responses"])
    assert not [path for path in found["paths"] if not path.startswith("/api/")]


def test_an_agents_name_is_what_the_customer_reads(app, path):
    ben = desk.client(app)
    ben.headers["Authorization"] = f"Bearer {agents.issue_token(app.db, 'Ben Ø', 'supervisor')}"
    done(ben, path, "claim")
    scenes.send_all(app.db)
    assert "Ben Ø" in scenes.said(app.db)[-1][1]
