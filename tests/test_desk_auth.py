"""Who is let in where. Every route of the desk is asked, so that a new one cannot be forgotten."""

from __future__ import annotations

import pytest
from fastapi.routing import APIRoute
from sqlalchemy import update

from recourse.desk.main import create
from recourse.store import agents
from recourse.store.tables import session
from tests import desk, scenes

#: The only routes for somebody who has not signed in, and what they answer then. Add to it with care.
PUBLIC = {
    ("GET", "/login"): 200,
    ("POST", "/login"): 422,
    ("POST", "/logout"): 422,
    ("GET", "/api/openapi.json"): 200,
}
#: Routes of the pages for whoever is signed in, whatever the role.
ANY_ROLE = {("GET", "/password"), ("POST", "/password")}


#: Routes for those who review.
FOR_REVIEW = {("GET", "/api/disputes")}


def routes(app):
    """(method, path) of every route but the static files."""
    found = [route for route in create(app).routes if getattr(route, "methods", None)]
    pairs = {(method, route.path) for route in found for method in route.methods - {"HEAD"}}
    assert all(isinstance(route, APIRoute) or route.path == "/api/openapi.json" for route in found)
    return sorted(pairs)


def guarded(app):
    return [pair for pair in routes(app) if pair not in PUBLIC]


def ask(client, method, path, case_id="c-none", **more):
    return client.request(method, path.format(case_id=case_id, request_id="dr-none"), **more)


@desk.ON_SQLITE
def test_every_route_of_the_api_and_the_pages_is_known(app):
    paths = {path for _, path in routes(app)}
    assert {"/api/cases", "/api/cases/{case_id}/claim", "/", "/cases/{case_id}", "/password"} <= paths
    assert set(PUBLIC) | ANY_ROLE <= set(routes(app))


@pytest.mark.parametrize(
    "headers",
    [
        {},  # nothing
        {"Authorization": "Bearer nobody's"},
        {"Authorization": "Bearer"},
        {"Authorization": "Bearer \xff".encode("latin-1")},
        {"Authorization": "Basic YWRtaW46YWRtaW4="},
        {"Cookie": "recourse_desk=nobody's"},
    ],
)
def test_without_a_good_token_every_route_refuses_or_sends_to_the_sign_in(app, headers):
    client, case = desk.client(app), scenes.place(app.db)
    for method, path in guarded(app):
        answer = ask(client, method, path, case.id, headers=headers)
        if path.startswith("/api/"):
            assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer"), (method, path)
            assert "token" in answer.json()["detail"]
        else:
            assert (answer.status_code, answer.headers["location"]) == (303, "/login"), (method, path)
    assert scenes.deeds(app.db)[-1] == "queued"


@desk.ON_SQLITE
def test_what_is_public_is_meant_to_be(app):
    client = desk.client(app)
    for (method, path), status in PUBLIC.items():
        assert ask(client, method, path).status_code == status, (method, path)


@desk.ON_SQLITE
def test_a_role_that_is_not_for_the_desk_is_refused_everywhere(app):
    client, case = desk.client(app), scenes.place(app.db)
    client.headers.update(desk.bearer(app, "Rita", "reviewer"))
    for method, path in guarded(app):
        if (method, path) not in ANY_ROLE | FOR_REVIEW:
            assert ask(client, method, path, case.id).status_code == 403, (method, path)
    assert scenes.deeds(app.db)[-1] == "queued"


@desk.ON_SQLITE
def test_a_one_time_password_opens_nothing_but_the_change_of_it(app):
    browser, case = desk.client(app), scenes.place(app.db)
    desk.sign_in(browser, "ada", agents.make(app.db, "ada", "Ada", "admin"))
    token = {"x-csrf-token": desk.csrf(browser, "/password")}
    for method, path in guarded(app):
        if (method, path) in ANY_ROLE:
            continue
        answer = ask(browser, method, path, case.id, headers=token)
        if path.startswith("/api/"):
            assert answer.status_code == 403, (method, path)
        else:
            assert (answer.status_code, answer.headers["location"]) == (303, "/password"), (method, path)


@pytest.mark.parametrize("role", ["agent", "supervisor", "admin"])
def test_whoever_works_at_the_desk_is_let_in(app, role):
    client = desk.client(app)
    client.headers.update(desk.bearer(app, role=role))
    assert client.get("/api/cases").status_code == 200


@pytest.mark.parametrize("case_id", ["c-none", "%00", "%F0%9F%99%82", "'%20OR%201=1", "x" * 1000, "..%2F.."])
def test_what_is_not_there_is_a_404_on_every_route(app, case_id):
    client = desk.client(app)
    client.headers.update(desk.bearer(app))
    bodies = {"messages": {"text": "Hello"}, "override": {"reason": "wrong_reason"}}
    queries = {"evidence": {"message": "m-1"}}
    for method, path in guarded(app):
        if "{case_id}" in path:
            step = path.rsplit("/", 1)[1]
            answer = ask(client, method, path, case_id, json=bodies.get(step), params=queries.get(step))
            assert answer.status_code == 404, (method, path)


def test_a_token_that_was_good_and_has_expired_is_refused(app, api):
    assert api.get("/api/cases").status_code == 200
    with app.db.change("test") as connection:
        connection.execute(update(session).values(expires_at=0.0))
    assert api.get("/api/cases").status_code == 401


# ---- a browser's calls


@desk.ON_SQLITE
@pytest.mark.parametrize(
    "headers",
    [
        {},  # another site's form can send the cookie, and no more
        {"x-csrf-token": ""},
        {"x-csrf-token": "0" * 64},
        {"x-csrf-token": "é".encode("latin-1")},
    ],
)
def test_a_browsers_call_without_the_pages_csrf_token_is_refused(app, headers):
    browser, case = desk.at_the_desk(app), scenes.place(app.db)
    for method, path in guarded(app):
        if path.startswith("/api/") and method != "GET":
            assert ask(browser, method, path, case.id, headers=headers).status_code == 403, (method, path)
    assert scenes.deeds(app.db)[-1] == "queued"


@desk.ON_SQLITE
def test_a_browsers_call_with_the_pages_csrf_token_is_answered(app):
    browser, case = desk.at_the_desk(app), scenes.place(app.db)
    headers = {"x-csrf-token": desk.csrf(browser, "/")}
    assert browser.post(f"/api/cases/{case.id}/claim", headers=headers).status_code == 200


@desk.ON_SQLITE
def test_another_browsers_csrf_token_is_none(app):
    ada, ben, case = desk.at_the_desk(app), desk.at_the_desk(app, "Ben"), scenes.place(app.db)
    headers = {"x-csrf-token": desk.csrf(ben, "/")}
    assert ada.post(f"/api/cases/{case.id}/claim", headers=headers).status_code == 403


@desk.ON_SQLITE
def test_a_wrong_bearer_token_is_not_made_good_by_a_cookie(app):
    browser = desk.at_the_desk(app)
    assert browser.get("/api/cases").status_code == 200
    assert browser.get("/api/cases", headers={"Authorization": "Bearer wrong"}).status_code == 401
