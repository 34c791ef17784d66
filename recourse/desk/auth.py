"""Who asks: a browser's cookie with its CSRF token, or a client's bearer token. Every route goes through here."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Callable
from typing import Annotated

from fastapi import Depends, HTTPException, Request
from fastapi.responses import Response

from recourse.app import App
from recourse.model import Agent
from recourse.store import agents

COOKIE = "recourse_desk"
SAFE = ("GET", "HEAD", "OPTIONS")
AT_THE_DESK = agents.AT_THE_DESK


def recourse(request: Request) -> App:
    """The instance behind a request."""
    app: App = request.app.state.recourse
    return app


Recourse = Annotated[App, Depends(recourse)]


def csrf(app: App, token: str) -> str:
    """The CSRF token that goes with a cookie, or with no cookie at the sign-in."""
    return hmac.new(
        app.settings.secret("desk").encode(), f"csrf:{token}".encode(), hashlib.sha256
    ).hexdigest()


def check_csrf(app: App, request: Request, given: str) -> None:
    """Refuse a form or call that did not come from our own page."""
    right = csrf(app, request.cookies.get(COOKIE, ""))
    if not hmac.compare_digest(right.encode(), given.encode("utf-8", "replace")):
        raise HTTPException(403, "this form is out of date; reload the page and try again")


def who(request: Request, app: Recourse) -> Agent:
    """The agent who asks, or 401."""
    kind, _, bearer = request.headers.get("authorization", "").partition(" ")
    if kind:
        found = agents.who(app.db, bearer.strip(), "api") if kind.lower() == "bearer" else None
    else:
        found = agents.who(app.db, request.cookies.get(COOKIE, ""), "browser")
        if found and request.method not in SAFE and request.url.path.startswith("/api/"):
            check_csrf(app, request, request.headers.get("x-csrf-token", ""))
    if found is None:
        raise HTTPException(401, "sign in, or send a bearer token (recourse token --role agent --name NAME)")
    return found


def having(*roles: str) -> Callable[[Agent], Agent]:
    """A dependency that lets these roles through, and nobody with a one-time password."""

    def check(agent: Annotated[Agent, Depends(who)]) -> Agent:
        if agent.role not in roles:
            raise HTTPException(403, f"this needs one of the roles {', '.join(roles)}; yours is {agent.role}")
        if agent.must_change_password:
            raise HTTPException(403, "choose your own password first, at /password")
        return agent

    return check


AtDesk = Annotated[Agent, Depends(having(*AT_THE_DESK))]


def keep(response: Response, app: App, token: str) -> None:
    """Give the browser its cookie."""
    response.set_cookie(
        COOKIE,
        token,
        max_age=agents.BROWSER_SECONDS,
        httponly=True,
        samesite="strict",
        secure=app.settings.secure_cookies,
    )
