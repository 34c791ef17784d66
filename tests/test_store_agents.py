"""Who may sit at the desk: passwords, tokens, and how long they are good."""

from __future__ import annotations

import argon2
import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import OperationalError

from recourse.model import NotFound
from recourse.store import agents
from recourse.store.tables import agent, session


def rows(db, table):
    with db.look() as connection:
        return connection.execute(select(table)).all()


def expire(db):
    with db.change("test") as connection:
        connection.execute(update(session).values(expires_at=0.0))


def test_passwords_are_hashed_as_dearly_as_the_library_advises():
    """The tests that have an instance use a cheaper setting; this one sees what ships."""
    kept = agents._hasher.hash("x")
    assert kept.startswith("$argon2id$")
    assert argon2.extract_parameters(kept) == argon2.extract_parameters(agents._NOBODY)
    assert argon2.extract_parameters(kept).memory_cost >= 19 * 1024  # KiB: OWASP's least for argon2id


def test_the_first_admin_is_made_once_with_a_password_that_must_be_changed(db):
    password = agents.first_admin(db)
    assert agents.first_admin(db) is None
    who = agents.who(db, agents.sign_in(db, "admin", password), "browser")
    assert (who.login, who.role, who.must_change_password) == ("admin", "admin", True)


def test_an_agent_with_tokens_only_is_no_first_admin(db):
    agents.issue_token(db, "Ada", "admin")
    assert agents.first_admin(db)


def test_neither_a_password_nor_a_token_stands_in_the_database(db):
    password = agents.make(db, "ada", "Ada", "agent")
    token = agents.sign_in(db, "ada", password)
    kept = str(rows(db, agent)) + str(rows(db, session))
    assert password not in kept
    assert token not in kept
    assert "$argon2id$" in kept


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("ada", "wrong"),  # a wrong password
        ("ada", ""),  # none
        ("nobody", "right"),  # a login nobody has
        ("api:agent:Ada", ""),  # one who has tokens only
        ("api:agent:Ada", "None"),
        ("' OR 1=1 --", "x"),
        ("a\x00da", "x"),  # PostgreSQL keeps no NUL
    ],
)
def test_whoever_does_not_know_login_and_password_is_not_let_in(db, login, password):
    agents.make(db, "ada", "Ada", "agent")
    agents.issue_token(db, "Ada", "agent")
    assert agents.sign_in(db, login, password) is None
    assert {row.kind for row in rows(db, session)} == {"api"}


def test_a_browsers_token_is_no_api_token_nor_the_other_way_round(db):
    browser = agents.sign_in(db, "ada", agents.make(db, "ada", "Ada", "agent"))
    api = agents.issue_token(db, "Ben", "reviewer")
    assert agents.who(db, browser, "browser").name == "Ada"
    assert agents.who(db, browser, "api") is None
    assert agents.who(db, api, "api").role == "reviewer"
    assert agents.who(db, api, "browser") is None


@pytest.mark.parametrize("token", ["", "x", "' OR 1=1 --", "\x00"])
def test_a_token_of_nobody_is_nobodys(db, token):
    agents.issue_token(db, "Ada", "agent")
    assert agents.who(db, token, "api") is None


def test_a_token_is_good_until_it_expires(db):
    api = agents.issue_token(db, "Ada", "agent")
    assert agents.who(db, api, "api")
    expire(db)
    assert agents.who(db, api, "api") is None


def test_signing_in_clears_away_what_has_expired(db):
    agents.issue_token(db, "Ada", "agent")
    expire(db)
    agents.sign_in(db, "ben", agents.make(db, "ben", "Ben", "agent"))
    assert [row.kind for row in rows(db, session)] == ["browser"]


def test_two_tokens_of_one_name_and_role_are_one_agent(db):
    first, second = (agents.issue_token(db, "Ada", "agent") for _ in range(2))
    assert agents.who(db, first, "api") == agents.who(db, second, "api")
    other = agents.who(db, agents.issue_token(db, "Ada", "supervisor"), "api")
    assert other.id != agents.who(db, first, "api").id


def test_whoever_signs_out_is_out_and_nobody_else(db):
    password = agents.make(db, "ada", "Ada", "agent")
    here, there = (agents.sign_in(db, "ada", password) for _ in range(2))
    agents.sign_out(db, here)
    assert agents.who(db, here, "browser") is None
    assert agents.who(db, there, "browser")


def test_a_new_password_signs_every_browser_out_and_leaves_api_tokens(db):
    old = agents.make(db, "ada", "Ada", "agent")
    browser = agents.sign_in(db, "ada", old)
    other = agents.sign_in(db, "ben", agents.make(db, "ben", "Ben", "agent"))
    api = agents.issue_token(db, "Ada", "agent")
    agents.set_password(db, agents.who(db, browser, "browser").id, "a long new password")
    assert agents.who(db, browser, "browser") is None
    assert agents.who(db, other, "browser")
    assert agents.who(db, api, "api")
    assert agents.sign_in(db, "ada", old) is None
    again = agents.who(db, agents.sign_in(db, "ada", "a long new password"), "browser")
    assert again.must_change_password is False


# ---- who is there


def seen_at(db):
    (row,) = rows(db, agent)
    return row.seen_at


def test_whoever_shows_a_token_is_there_and_nobody_is_who_only_holds_one(db):
    token = agents.issue_token(db, "Ada", "agent")
    assert agents.present(db, 120) == 0
    agents.who(db, token, "api")
    assert agents.present(db, 120) == 1


def test_not_every_look_is_written_down(db):
    token = agents.issue_token(db, "Ada", "agent")
    agents.who(db, token, "api")
    first = seen_at(db)
    agents.who(db, token, "api")
    assert seen_at(db) == first
    with db.change("test") as connection:
        connection.execute(update(agent).values(seen_at=first - agents.SEEN_SECONDS - 1))
    agents.who(db, token, "api")
    assert seen_at(db) >= first


@pytest.mark.parametrize("role", agents.ROLES)
@pytest.mark.parametrize(("ago", "counts"), [(0, True), (119, True), (121, False)])
def test_only_those_are_counted_who_answer_customers_and_were_heard_of_lately(db, role, ago, counts):
    agents.who(db, agents.issue_token(db, "Ada", role), "api")
    with db.change("test") as connection:
        connection.execute(update(agent).values(seen_at=agent.c.seen_at - ago))
    assert agents.present(db, 120) == (counts and role in agents.AT_THE_DESK)


def test_somebody_in_two_windows_is_one(db):
    for token in (agents.issue_token(db, "Ada", "agent"), agents.issue_token(db, "Ada", "agent")):
        agents.who(db, token, "api")
    assert agents.present(db, 120) == 1


def test_when_presence_cannot_be_written_then_one_may_still_look(db, monkeypatch):
    def locked(*_):
        raise OperationalError("UPDATE agent", {}, Exception("database is locked"))

    token = agents.issue_token(db, "Ada", "agent")
    monkeypatch.setattr(agents, "seen", locked)
    assert agents.who(db, token, "api").name == "Ada"


def test_a_password_for_nobody_is_an_error(db):
    with pytest.raises(NotFound):
        agents.set_password(db, 4711, "a long new password")
