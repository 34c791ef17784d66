"""The desk as a browser or a client sees it."""

from __future__ import annotations

import re

import pytest
from fastapi.testclient import TestClient

from recourse.desk.main import create
from recourse.store import agents

#: For tests in which nothing is of a database.
ON_SQLITE = pytest.mark.parametrize("database_url", ["sqlite"], indirect=True)
PASSWORD = "correct horse battery staple"


def client(app):
    """A browser (it keeps cookies) or a client of the API, over one instance; an error of the server is a 500."""
    return TestClient(create(app), raise_server_exceptions=False, follow_redirects=False)


def bearer(app, name="Ada", role="agent"):
    """The header of a client that holds an API token."""
    return {"Authorization": f"Bearer {agents.issue_token(app.db, name, role)}"}


def csrf(browser, page="/login"):
    """The CSRF token that a page carries."""
    return re.search(r'<meta name="csrf" content="(\w+)">', browser.get(page).text).group(1)


def sign_in(browser, login, password):
    return browser.post("/login", data={"login": login, "password": password, "csrf": csrf(browser)})


def login(name="Ada", role="agent"):
    """The login of somebody who was made by `at_the_desk`."""
    return f"api:{role}:{name}"


def at_the_desk(app, name="Ada", role="agent"):
    """A browser in which somebody is signed in with a password of their own."""
    browser = client(app)
    who = agents.who(app.db, agents.issue_token(app.db, name, role), "api")
    agents.set_password(app.db, who.id, PASSWORD)
    assert sign_in(browser, login(name, role), PASSWORD).status_code == 303
    return browser
