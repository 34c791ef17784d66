"""The desk's pages: a view fetches, checks, renders. JavaScript keeps them live by the API."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from fastapi.templating import Jinja2Templates

from recourse.app import App
from recourse.desk import api, auth
from recourse.desk.auth import AtDesk, Recourse
from recourse.model import Agent
from recourse.service import casefile
from recourse.store import agents, cases
from recourse.store.database import now

routes = APIRouter(include_in_schema=False)
templates = Jinja2Templates(directory=Path(__file__).parent / "templates")
SignedIn = Annotated[Agent, Depends(auth.who)]
LEAST_PASSWORD = 12
ERRORS = {
    403: (
        "That is not for you",
        "Ask an admin for the role that this page needs, or sign in as somebody else.",
    ),
    404: ("Nothing is here", "The address may be old. Go back to the queue."),
    409: (
        "That is not possible any more",
        "Somebody was faster, or the case was closed. Go back to the queue.",
    ),
    503: ("The database does not answer", "Nothing was lost. Try again in a moment."),
}


def _page(request: Request, name: str, agent: Agent | None, status: int = 200, **values: Any) -> Response:
    app: App = request.app.state.recourse
    token = request.cookies.get(auth.COOKIE, "")
    shown = {
        "agent": agent,
        "csrf": auth.csrf(app, token),
        "now": casefile.iso(now()),
        "status": status,
        **values,
    }
    return templates.TemplateResponse(request, f"{name}.html", shown, status_code=status)


def error(request: Request, status: int, detail: Any) -> Response:
    """A page that says what to do."""
    title, what = ERRORS.get(status, ("That did not work", "Go back and try again."))
    told = detail if isinstance(detail, str) and status in (403, 422) else ""
    return _page(request, "error", None, status, title=title, what_to_do=f"{told} {what}".strip())


def to_sign_in() -> Response:
    """Off to the sign-in."""
    return RedirectResponse("/login", 303)


@routes.get("/login")
def login(request: Request) -> Response:
    """The sign-in."""
    return _page(request, "login", None, error=None)


@routes.post("/login")
def sign_in(
    request: Request,
    app: Recourse,
    login: Annotated[str, Form(max_length=100)],
    password: Annotated[str, Form(max_length=1000)],
    csrf: Annotated[str, Form(max_length=100)],
) -> Response:
    """Check login and password."""
    auth.check_csrf(app, request, csrf)
    token = agents.sign_in(app.db, login, password)
    if token is None:
        return _page(request, "login", None, 401, error="Login or password is wrong.")
    answer = RedirectResponse("/", 303)
    auth.keep(answer, app, token)
    return answer


@routes.post("/logout")
def sign_out(request: Request, app: Recourse, csrf: Annotated[str, Form(max_length=100)]) -> Response:
    """Sign out."""
    auth.check_csrf(app, request, csrf)
    agents.sign_out(app.db, request.cookies.get(auth.COOKIE, ""))
    answer = to_sign_in()
    answer.delete_cookie(auth.COOKIE)
    return answer


@routes.get("/password")
def password(request: Request, agent: SignedIn) -> Response:
    """Choose a password of one's own."""
    return _page(request, "password", agent, error=None)


@routes.post("/password")
def new_password(
    request: Request,
    app: Recourse,
    agent: SignedIn,
    password: Annotated[str, Form(max_length=1000)],
    again: Annotated[str, Form(max_length=1000)],
    csrf: Annotated[str, Form(max_length=100)],
) -> Response:
    """Keep it, and go on with a fresh session."""
    auth.check_csrf(app, request, csrf)
    if "authorization" in request.headers:
        raise HTTPException(403, "a password is chosen in the browser that signed in")
    if len(password) < LEAST_PASSWORD or password != again:
        wrong = f"Use at least {LEAST_PASSWORD} characters, the same in both fields."
        return _page(request, "password", agent, 422, error=wrong)
    agents.set_password(app.db, agent.id, password)
    answer = RedirectResponse("/", 303)
    auth.keep(answer, app, agents.sign_in(app.db, agent.login, password) or "")
    return answer


def _ready(agent: SignedIn) -> Agent:
    """Signed in, with a password of one's own."""
    if agent.must_change_password:
        raise HTTPException(303, headers={"Location": "/password"})
    return agent


@routes.get("/", dependencies=[Depends(_ready)])
def queue(request: Request, app: Recourse, agent: AtDesk) -> Response:
    """Who waits, who is helped, who was helped."""
    return _page(request, "queue", agent, cases=api.queue(app), me=agent.id)


@routes.get("/cases/{case_id}", dependencies=[Depends(_ready)])
def case(request: Request, app: Recourse, agent: AtDesk, case_id: api.CaseId) -> Response:
    """One case."""
    found = cases.find(app.db, case_id)
    cases.looked(app.db, found, agent)
    return _page(request, "case", agent, case=casefile.full(app, found), me=agent.id)
