"""What the desk's API refuses: always with a status that fits, in words, and without a change."""

from __future__ import annotations

import base64
import json

import pytest

from tests import desk, scenes


@pytest.fixture
def path(app):
    return f"/api/cases/{scenes.place(app.db).id}"


def done(api, path, *steps):
    for step in steps:
        assert api.post(f"{path}/{step}").status_code == 200


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
