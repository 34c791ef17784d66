"""At the desk: who asks for their data waits for a check, and only the agent who has the case makes it."""

from __future__ import annotations

import json
import re

import pytest

from recourse.service import privacy
from recourse.store import conversations
from tests import desk, scenes
from tests.scenes import ONE

DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)


@pytest.fixture
def case(app):
    scenes.turn(app, "send me my data")
    return scenes.hand_over(app)


@pytest.fixture
def number(app, case):
    return privacy.ask(app, ONE, "export")[1]["number"]


def answer(api, number, **body):
    return api.post(f"/api/data-requests/{number}", json=body or {"granted": True})


def test_the_list_has_who_waits_for_a_check_oldest_first(app, api, number):
    scenes.say(app.db, "Hello", conversation="wc-2")
    second = privacy.ask(app, "wc-2", "erase")[1]["number"]
    found = api.get("/api/data-requests").json()
    assert set(found) == {"items", "next"} and found["next"] is None
    assert [item["id"] for item in found["items"]] == [number, second]
    assert set(found["items"][0]) == {"id", "conversation_id", "kind", "state", "at"}
    assert (found["items"][1]["kind"], found["items"][1]["state"]) == ("erase", "asked")


def test_the_case_shows_the_request_whatever_was_agreed_and_nothing_of_the_data(app, api, case, number):
    (shown,) = api.get(f"/api/cases/{case.id}").json()["data_requests"]
    assert (shown["id"], shown["kind"], shown["state"]) == (number, "export", "asked")
    assert set(shown) == {"id", "kind", "state", "at"}


@pytest.mark.parametrize(("granted", "state", "left"), [(True, "done", 0), (False, "refused", 0)])
def test_an_answer_is_kept_told_and_gone_from_the_lists(app, api, case, number, granted, state, left):
    api.post(f"/api/cases/{case.id}/claim")
    said = answer(api, number, granted=granted)
    assert (said.status_code, said.json()["state"]) == (200, state)
    assert len(api.get("/api/data-requests").json()["items"]) == left
    assert api.get(f"/api/cases/{case.id}").json()["data_requests"] == []
    scenes.send_all(app.db)
    assert scenes.said(app.db)[-1][0] == "system"
    assert scenes.deeds(app.db).count("data_request") == 2


def test_a_granted_erasure_stays_in_the_case_until_it_is_done(app, api, case):
    number = privacy.ask(app, ONE, "erase")[1]["number"]
    api.post(f"/api/cases/{case.id}/claim")
    assert answer(api, number).json()["state"] == "confirmed"
    (shown,) = api.get(f"/api/cases/{case.id}").json()["data_requests"]
    assert shown["state"] == "confirmed"


def test_a_request_before_the_claim_and_a_colleagues_case_are_a_409(app, api, case, number):
    before = answer(api, number)
    assert (before.status_code, before.json()["detail"]["state"]) == (409, "queued")
    other = desk.client(app)
    other.post(f"/api/cases/{case.id}/claim", headers=desk.bearer(app, "Ben"))
    refused = answer(api, number)
    assert refused.status_code == 409 and "somebody else" in refused.json()["detail"]["state"]


def test_an_answered_request_is_a_409_that_names_its_state(api, case, number):
    api.post(f"/api/cases/{case.id}/claim")
    answer(api, number, granted=False)
    again = answer(api, number)
    assert (again.status_code, again.json()["detail"]["state"]) == (409, "refused")


@pytest.mark.parametrize("body", [{}, {"granted": None}, {"granted": "yes"}, {"granted": 1}, [], "yes"])
def test_a_bad_body_is_a_422_and_changes_nothing(app, api, case, number, body):
    api.post(f"/api/cases/{case.id}/claim")
    assert api.post(f"/api/data-requests/{number}", json=body).status_code == 422
    assert privacy.asked(app)


@pytest.mark.parametrize("number", ["d-none", "%00", "d%00"])
def test_an_unknown_number_is_a_404(api, number):
    assert answer(api, number).status_code == 404


@pytest.mark.parametrize(("role", "status"), [(None, 401), ("reviewer", 403)])
def test_only_the_desk_sees_and_answers(app, number, role, status):
    client = desk.client(app)
    client.headers.update(desk.bearer(app, "Rea", role) if role else {})
    assert client.get("/api/data-requests").status_code == status
    assert answer(client, number).status_code == status
    assert privacy.asked(app)


def test_a_browser_needs_its_csrf_token(app, case, number):
    browser = desk.at_the_desk(app)
    assert answer(browser, number).status_code == 403
    headers = {"x-csrf-token": desk.csrf(browser, f"/cases/{case.id}")}
    browser.post(f"/api/cases/{case.id}/claim", headers=headers)
    said = browser.post(f"/api/data-requests/{number}", json={"granted": False}, headers=headers)
    assert said.json()["state"] == "refused"


def test_the_page_of_a_case_carries_the_request_for_its_card(app, case, number):
    page = desk.at_the_desk(app).get(f"/cases/{case.id}").text
    shown = json.loads(DATA.search(page).group(1))
    assert shown["data_requests"][0]["id"] == number


def test_an_erased_case_is_gone_from_the_desk(app, api, case):
    privacy.erase(app, ONE)
    assert not conversations.exists(app.db, ONE)
    assert api.get(f"/api/cases/{case.id}").status_code == 404
    assert api.get("/api/cases").json()["items"] == []
