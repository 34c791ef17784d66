"""Agents, their passwords (argon2) and what they hold to prove who they are."""

from __future__ import annotations

import contextlib
import hashlib
import secrets
import threading
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import and_, delete, func, select, update
from sqlalchemy.engine import Row
from sqlalchemy.exc import SQLAlchemyError

from recourse.model import Agent, NotFound, RecourseError
from recourse.store.database import Database, note, now
from recourse.store.tables import agent, session

ROLES = ("agent", "supervisor", "admin", "reviewer")
AT_THE_DESK = ("agent", "supervisor", "admin")  # who answers customers
SEEN_SECONDS = 30  # not every request writes
BROWSER_SECONDS = 12 * 3600
API_SECONDS = 365 * 24 * 3600
_hasher = PasswordHasher()
_ENOUGH = threading.Semaphore(2)
_NOBODY = _hasher.hash(secrets.token_urlsafe())


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def _agent(row: Row[Any]) -> Agent:
    return Agent(row.id, row.login, row.name, row.role, row.must_change)


def first_admin(db: Database) -> str | None:
    """Make the first admin with a one-time password and give it; None if there is one already."""
    password = secrets.token_urlsafe(12)
    with db.change("first_admin") as connection:
        if connection.execute(select(agent.c.id).where(agent.c.password.isnot(None))).first():
            return None
        row = {"login": "admin", "name": "Admin", "role": "admin", "must_change": True, "at": now()}
        connection.execute(agent.insert().values(**row, password=_hasher.hash(password)))
        note(connection, "first_admin_made", "system")
    return password


def issue_token(db: Database, name: str, role: str) -> str:
    """An API token for an agent of this name and role; the agent is made if new."""
    token = secrets.token_urlsafe(32)
    with db.change("token") as connection:
        login = f"api:{role}:{name}"
        row = connection.execute(select(agent.c.id).where(agent.c.login == login)).first()
        if row is None:
            values = {"login": login, "name": name, "role": role, "must_change": False, "at": now()}
            made = connection.execute(agent.insert().values(**values))
            agent_id = made.inserted_primary_key[0]
        else:
            agent_id = row.id
        held = {
            "token": _digest(token),
            "agent_id": agent_id,
            "kind": "api",
            "expires_at": now() + API_SECONDS,
        }
        connection.execute(session.insert().values(**held))
        note(connection, "token_issued", "system", role=role)
    return token


def sign_in(db: Database, login: str, password: str) -> str | None:
    """A browser's token if login and password fit, else None. Takes as long for a login nobody has."""
    row = None
    if login.isprintable():  # PostgreSQL takes no NUL
        with db.look() as connection:
            row = connection.execute(select(agent).where(agent.c.login == login)).first()
    try:
        with _ENOUGH:  # each check takes 64 MiB on purpose; a crowd of guesses must wait its turn
            _hasher.verify(row.password if row is not None and row.password else _NOBODY, password)
    except (VerificationError, InvalidHashError):
        _refused(db)
        return None
    if row is None or not row.password:
        _refused(db)
        return None
    token = secrets.token_urlsafe(32)
    with db.change("sign_in") as connection:
        connection.execute(delete(session).where(session.c.expires_at < now()))
        held = {"token": _digest(token), "agent_id": row.id, "kind": "browser"}
        connection.execute(session.insert().values(**held, expires_at=now() + BROWSER_SECONDS))
        note(connection, "signed_in", f"agent:{row.id}")
    return token


def _refused(db: Database) -> None:
    with db.change("sign_in_refused") as connection:
        note(connection, "sign_in_refused", "unknown")


def who(db: Database, token: str, kind: str) -> Agent | None:
    """Whose token this is; None if nobody's, or no longer good."""
    query = (
        select(agent)
        .join(session, session.c.agent_id == agent.c.id)
        .where(session.c.token == _digest(token), session.c.kind == kind, session.c.expires_at > now())
    )
    with db.look() as connection:
        row = connection.execute(query).first()
    if row is None:
        return None
    if now() - (row.seen_at or 0) > SEEN_SECONDS:
        with contextlib.suppress(SQLAlchemyError):  # who only looks need not wait for whoever writes
            seen(db, row.id)
    return _agent(row)


def seen(db: Database, agent_id: int) -> None:
    """Keep that an agent is at the desk."""
    with db.change("seen") as connection:
        connection.execute(update(agent).where(agent.c.id == agent_id).values(seen_at=now()))


def present(db: Database, seconds: float) -> int:
    """How many agents the desk heard of within so many seconds."""
    here = and_(agent.c.seen_at >= now() - seconds, agent.c.role.in_(AT_THE_DESK))
    with db.look() as connection:
        return connection.execute(select(func.count()).where(here)).scalar() or 0


def sign_out(db: Database, token: str) -> None:
    """Make a token worthless."""
    with db.change("sign_out") as connection:
        connection.execute(delete(session).where(session.c.token == _digest(token)))


def set_password(db: Database, agent_id: int, password: str) -> None:
    """Give an agent a new password; every browser signed in with the old one is signed out."""
    with db.change("password") as connection:
        where = update(agent).where(agent.c.id == agent_id)
        if not connection.execute(where.values(password=_hasher.hash(password), must_change=False)).rowcount:
            raise NotFound(f"no agent {agent_id}")
        connection.execute(delete(session).where(session.c.agent_id == agent_id, session.c.kind == "browser"))
        note(connection, "password_changed", f"agent:{agent_id}")


def make(db: Database, login: str, name: str, role: str) -> str:
    """A new agent with a one-time password, which is given back."""
    password = secrets.token_urlsafe(12)
    with db.change("agent") as connection:
        if connection.execute(select(agent.c.id).where(agent.c.login == login)).first():
            raise RecourseError(f"the login {login} is taken; choose another")
        row = {"login": login, "name": name, "role": role, "must_change": True, "at": now()}
        connection.execute(agent.insert().values(**row, password=_hasher.hash(password)))
        note(connection, "agent_made", "system", role=role)
    return password
