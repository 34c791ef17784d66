"""What holds for every answer of the desk: headers, sizes, errors that say what to do."""

from __future__ import annotations

import time

import pytest
from sqlalchemy import update

from recourse.store import cases
from recourse.store.tables import assessment
from tests import desk, scenes

MANY = 10_000_000
pytestmark = desk.ON_SQLITE


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/login", 200),  # a page
        ("/static/desk.css", 200),  # a file
        ("/api/openapi.json", 200),
        ("/api/cases", 401),  # errors too
        ("/", 303),
        ("/nothing", 404),
        ("/api/nothing", 404),
        ("/static/nothing.js", 404),
        ("/static/%2e%2e/main.py", 404),  # no way out of the folder
    ],
)
def test_every_answer_has_the_headers_that_protect_a_browser(app, path, status):
    answer = desk.client(app).get(path)
    assert answer.status_code == status
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == ("no-cache" if path.startswith("/static/") else "no-store")


@pytest.mark.parametrize("path", ["/login", "/api/cases/c-1/messages"])
def test_a_body_of_ten_megabytes_is_refused_unread(app, path):
    client = desk.client(app)
    answer = client.post(path, content=b"x" * MANY)
    assert (answer.status_code, "larger" in answer.json()["detail"]) == (413, True)
    assert "content-security-policy" in answer.headers


@pytest.mark.parametrize("length", ["-1", "1e3", "x", ""])
def test_a_length_that_is_none_is_refused(app, length):
    answer = desk.client(app).post("/login", content=b"x", headers={"content-length": length})
    assert answer.status_code == 413


def test_a_body_that_does_not_say_how_long_it_is_is_refused(app, api):
    case = scenes.place(app.db)

    def endless():
        yield from (b"x" * 100_000 for _ in range(100))

    answer = api.post(f"/api/cases/{case.id}/messages", content=endless())
    assert answer.status_code == 411


def test_errors_of_the_api_are_json_and_those_of_the_pages_say_what_to_do(app):
    browser = desk.at_the_desk(app)
    assert browser.get("/api/cases/c-none").json() == {"detail": "no case c-none"}
    page = browser.get("/cases/c-none")
    assert (page.status_code, "Go to the desk" in page.text) == (404, True)


def test_an_error_page_names_no_inside(app):
    reviewer = desk.at_the_desk(app, "Rita", "reviewer")
    page = reviewer.get("/")
    assert (page.status_code, "That is not for you" in page.text) == (403, True)
    assert "Traceback" not in page.text


def test_a_method_that_a_route_does_not_know_is_a_405(app):
    assert desk.client(app).put("/api/cases").status_code == 405


def test_while_the_application_runs_lost_cases_are_opened(app):
    scenes.turn(app, "I want to talk to a person")  # and the action server dies
    with app.db.change("test") as connection:
        connection.execute(update(assessment).values(at=assessment.c.at - 10))
    with desk.client(app):
        ends = time.monotonic() + 10
        while cases.latest(app.db, scenes.ONE) is None and time.monotonic() < ends:
            time.sleep(0.05)
    assert cases.latest(app.db, scenes.ONE).status == "queued"
