"""The desk's API, as its clients have it in writing: shapes, states, errors."""

from __future__ import annotations

import base64
import json

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


# ---- errors


@pytest.mark.parametrize(
    ("before", "step", "state"),
    [
        ([], "messages", "queued"),
        ([], "return", "queued"),
        ([], "resolve", "queued"),
        (["claim", "return"], "claim", "returned"),
        (["claim", "resolve"], "messages", "resolved"),
        (["claim", "resolve"], "resolve", "resolved"),
        (["claim", "resolve"], "return", "resolved"),
    ],
)
def test_what_does_not_fit_the_state_is_a_409_that_names_it(api, path, before, step, state):
    done(api, path, *before)
    answer = api.post(f"{path}/{step}", json={"text": "Hello"})
    assert (answer.status_code, answer.json()["detail"]["state"]) == (409, state)
    assert state in answer.json()["detail"]["error"]


@pytest.mark.parametrize("step", ["claim", "messages", "return", "resolve"])
def test_a_colleagues_case_is_theirs(app, api, path, step):
    done(api, path, "claim")
    other = desk.client(app)
    answer = other.post(f"{path}/{step}", json={"text": "Hello"}, headers=desk.bearer(app, "Ben"))
    assert answer.status_code == 409
    assert "somebody else" in answer.json()["detail"]["state"]


@pytest.mark.parametrize(
    ("step", "body"),
    [
        ("messages", {}),  # nothing
        ("messages", {"text": ""}),
        ("messages", {"text": " \n "}),  # nothing to read
        ("messages", {"text": "\x00"}),
        ("messages", {"text": ["Hello"]}),
        ("messages", {"text": "x" * 20_001}),
        ("messages", {"text": "Hello", "client_id": ""}),
        ("messages", {"text": "Hello", "client_id": "x" * 101}),
        ("messages", "Hello"),  # no object
        ("override", {}),
        ("override", {"reason": "no_such_reason"}),
        ("override", {"reason": "wrong_reason", "words": "x" * 4_001}),
    ],
)
def test_a_bad_body_is_a_422_and_changes_nothing(app, api, path, step, body):
    done(api, path, "claim")
    before = scenes.deeds(app.db)
    answer = api.post(f"{path}/{step}", json=body)
    assert answer.status_code == 422
    assert answer.json()["detail"]
    assert scenes.deeds(app.db) == before


def test_what_is_no_json_is_a_422(api, path):
    headers = {"content-type": "application/json"}
    assert api.post(f"{path}/messages", content=b"{", headers=headers).status_code == 422
    assert api.post(f"{path}/messages", content=b'{"text": "\xff"}', headers=headers).status_code in (
        400,
        422,
    )


def cursor(*values):
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode()


@pytest.mark.parametrize(
    "query",
    [
        {"status": "open"},  # no status of ours
        {"cursor": "nonsense"},
        {"cursor": "é"},
        {"cursor": cursor()},
        {"cursor": cursor(1, 2)},
        {"cursor": cursor("x", 0.0, "c-1")},
        {"cursor": cursor(float("inf"), 0.0, "c-1")},
        {"cursor": cursor(10**30, 0.0, "c-1")},  # larger than a database counts
        {"cursor": cursor(1, 0.0, "\x00")},  # PostgreSQL keeps no NUL
        {"cursor": cursor(1, 0.0, "\ud800")},
    ],
)
def test_a_list_asked_for_in_a_wrong_way_is_a_422(api, query):
    assert api.get("/api/cases", params=query).status_code == 422


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "Hello \x00 you"},  # left out
        {"text": "half \ud800 a character"},
        {"text": "Hello", "client_id": "a\x00b"},
        {"text": "Hello", "client_id": "\ud800"},
    ],
)
def test_whatever_characters_come_the_server_does_not_fail(api, path, fields):
    done(api, path, "claim")
    answer = api.post(
        f"{path}/messages", content=json.dumps(fields), headers={"content-type": "application/json"}
    )
    assert answer.status_code in (202, 422)
    overruling = json.dumps({"reason": "wrong_reason", "words": fields["text"]})
    answer = api.post(f"{path}/override", content=overruling, headers={"content-type": "application/json"})
    assert answer.status_code in (201, 422)


def test_when_the_database_does_not_answer_then_that_is_said(app, api, path):
    def rename(old, new):
        with app.db.change("test") as connection:
            connection.exec_driver_sql(f"ALTER TABLE {old} RENAME TO {new}")

    rename("consent_receipt", "gone")
    answer = api.get(path)
    rename("gone", "consent_receipt")
    assert (answer.status_code, "database" in answer.json()["detail"]) == (503, True)


def test_the_api_describes_itself(app):
    found = desk.client(app).get("/api/openapi.json").json()
    assert set(found["paths"]) >= {
        "/api/cases",
        *(f"/api/cases/{{case_id}}{step}" for step in ("", "/claim", "/messages", "/return", "/resolve")),
        *(f"/api/cases/{{case_id}}{step}" for step in ("/override", "/stream")),
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
