"""The desk's pages: signing in and out, and nothing that a customer writes becomes part of a page."""

from __future__ import annotations

import dataclasses
import json
import re

import pytest

from recourse.app import App
from recourse.model import Scope
from recourse.service import consents
from recourse.store import agents
from tests import desk, scenes
from tests.scenes import ONE

SCRIPT = "<script>alert(1)</script>"
DATA = re.compile(r'<script type="application/json" id="data">(.*?)</script>', re.DOTALL)
pytestmark = desk.ON_SQLITE


@pytest.fixture
def browser(app):
    return desk.client(app)


@pytest.fixture
def one_time(app):
    return agents.make(app.db, "ada", "Ada", "agent")


# ---- signing in


def test_the_first_sign_in_asks_for_a_password_of_ones_own(app, browser, one_time):
    signed = desk.sign_in(browser, "ada", one_time)
    assert (signed.status_code, signed.headers["location"]) == (303, "/")
    assert browser.get("/").headers["location"] == "/password"
    own = {"password": desk.PASSWORD, "again": desk.PASSWORD, "csrf": desk.csrf(browser, "/password")}
    changed = browser.post("/password", data=own)
    assert (changed.status_code, changed.headers["location"]) == (303, "/")
    assert browser.get("/").status_code == 200
    assert desk.sign_in(desk.client(app), "ada", one_time).status_code == 401
    assert desk.sign_in(desk.client(app), "ada", desk.PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("password", "again"),
    [
        ("short", "short"),  # too short
        (desk.PASSWORD, desk.PASSWORD + "x"),  # not the same
    ],
)
def test_a_password_that_will_not_do_is_not_taken(app, browser, one_time, password, again):
    desk.sign_in(browser, "ada", one_time)
    fields = {"password": password, "again": again, "csrf": desk.csrf(browser, "/password")}
    answer = browser.post("/password", data=fields)
    assert (answer.status_code, "at least 12" in answer.text) == (422, True)
    assert desk.sign_in(desk.client(app), "ada", one_time).status_code == 303


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("ada", "wrong"),
        ("nobody", "wrong"),  # the same words, so that nobody learns which logins there are
        ("a\x00da", "wrong"),
        (SCRIPT, SCRIPT),
    ],
)
def test_a_wrong_sign_in_says_no_more_than_that(browser, one_time, login, password):
    answer = desk.sign_in(browser, login, password)
    assert (answer.status_code, "Login or password is wrong." in answer.text) == (401, True)
    assert "set-cookie" not in answer.headers
    assert SCRIPT not in answer.text


@pytest.mark.parametrize("given", ["", "0" * 64, "é"])
@pytest.mark.parametrize("page", ["/login", "/logout", "/password"])
def test_a_form_of_another_site_is_refused(app, page, given):
    browser = desk.at_the_desk(app)
    fields = {"login": "ada", "password": desk.PASSWORD, "again": desk.PASSWORD, "csrf": given}
    answer = browser.post(page, data=fields)
    assert answer.status_code in (403, 422)
    assert browser.get("/").status_code == 200


def test_a_sign_in_without_the_form_is_refused(browser):
    answer = browser.post("/login", data={"login": "ada"})
    assert (answer.status_code, answer.headers["content-type"].split(";")[0]) == (422, "text/html")


@pytest.mark.parametrize("secure", [True, False])
def test_no_script_and_no_other_site_gets_at_the_cookie(app, one_time, secure):
    made = App(dataclasses.replace(app.settings, secure_cookies=secure))
    cookie = desk.sign_in(desk.client(made), "ada", one_time).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert ("secure" in cookie) is secure
    made.db.engine.dispose()


def test_signing_out_ends_it_also_for_a_copy_of_the_cookie(app):
    browser, copy = desk.at_the_desk(app), desk.client(app)
    copy.cookies.update(browser.cookies)
    assert copy.get("/").status_code == 200
    out = browser.post("/logout", data={"csrf": desk.csrf(browser, "/")})
    assert (out.status_code, out.headers["location"]) == (303, "/login")
    assert copy.get("/").headers["location"] == "/login"


def test_a_new_password_ends_the_other_browsers(app):
    browser = desk.at_the_desk(app)
    there = desk.client(app)
    desk.sign_in(there, desk.login(), desk.PASSWORD)
    new = {"password": "another long password", "again": "another long password"}
    browser.post("/password", data={**new, "csrf": desk.csrf(browser, "/password")})
    assert browser.get("/").status_code == 200
    assert there.get("/").headers["location"] == "/login"


# ---- what is on the pages


@pytest.fixture
def hostile(app):
    """A case, and an agent, whose every word is a script."""
    scenes.turn(app, SCRIPT)
    scenes.turn(app, f"</script>{SCRIPT}", intent="ask_order_status")
    case = scenes.hand_over(app)
    consents.answer(app, ONE, Scope.CONVERSATION, "button")
    scenes.claim(app.db, case, scenes.agent(app.db, SCRIPT))
    scenes.say(app.db, f"<img src=x onerror=alert(1)>{SCRIPT}")
    scenes.work_off(app.db)
    return case


def data_of(page):
    """The JSON that a page hands to its script."""
    return json.loads(DATA.search(page)[1])


def test_no_page_takes_a_script_from_anybody(app, hostile):
    browser = desk.at_the_desk(app, SCRIPT)
    pages = [
        "/",
        f"/cases/{hostile.id}",
        "/password",
        "/login",
        f"/cases/{SCRIPT}",
        f"/{SCRIPT}",
        f"/?q={SCRIPT}",
    ]
    for page in pages:
        text = browser.get(page).text
        assert "<html" in text, page
        assert "<script>" not in text, page
        assert "<img src=x" not in text, page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in browser.get("/").text  # the agent's own name


def test_the_pages_hand_the_very_words_to_their_script(app, hostile):
    browser = desk.at_the_desk(app)
    case = data_of(browser.get(f"/cases/{hostile.id}").text)
    assert [line["text"] for line in case["messages"]][:2] == [SCRIPT, f"</script>{SCRIPT}"]
    assert case["claimed_by"]["name"] == SCRIPT
    (item,) = data_of(browser.get("/").text)["items"]
    assert (item["id"], item["messages"]) == (hostile.id, [])


def test_the_pages_script_gets_what_the_api_gives(app, api, hostile):
    page = data_of(desk.at_the_desk(app).get(f"/cases/{hostile.id}").text)
    assert page == api.get(f"/api/cases/{hostile.id}").json()


def test_no_page_has_a_script_or_style_of_its_own(app, hostile):
    """The policy in the headers forbids them, so they would not run."""
    browser = desk.at_the_desk(app)
    for page in ("/", f"/cases/{hostile.id}", "/password", "/login"):
        text = DATA.sub("", browser.get(page).text)
        assert all("src=" in tag for tag in re.findall(r"<script[^>]*>", text)), page
        assert not re.findall(r"<style|\son\w+=|\sstyle=|javascript:", text)
