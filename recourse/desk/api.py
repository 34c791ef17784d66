"""The desk's JSON API: cases, and what agents do with them."""

from __future__ import annotations

import base64
import json
import re
import secrets
from enum import Enum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query, Request
from fastapi.responses import StreamingResponse
from pydantic import BaseModel, Field, StrictBool, validator

from recourse.desk.auth import AtDesk, Recourse
from recourse.model import Agent, NotFound, Status
from recourse.service import casefile, privacy, telling
from recourse.store import agents, cases

PAGE = 50
RECENTLY_CLOSED = 20
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")  # would show words in another order than they stand
CURSOR = "cursor: use the `next` of a list"
routes = APIRouter(prefix="/api", tags=["cases"])
ERRORS: dict[int | str, dict[str, Any]] = {
    401: {"description": "No token, or one that is no longer good"},
    403: {"description": "Not for this role"},
    404: {"description": "No such case"},
    409: {"description": "Not possible in this state, which is named"},
}


class Reason(str, Enum):
    """Why a human overrules the machine."""

    WRONG_TO_ESCALATE = "wrong_to_escalate"
    SHOULD_HAVE_COME_EARLIER = "should_have_come_earlier"
    WRONG_REASON = "wrong_reason"
    WRONG_PRIORITY = "wrong_priority"
    EMOTION_MISREAD = "emotion_misread"
    SHARED_TOO_MUCH = "shared_too_much"


def _case_id(case_id: str) -> str:
    if not case_id.isprintable():  # PostgreSQL takes no NUL
        raise NotFound("no case of this id")
    return case_id


def _request_id(request_id: str) -> str:
    if not request_id.isprintable():
        raise NotFound("no data request of this id")
    return request_id


CaseId = Annotated[str, Depends(_case_id)]


class Body(BaseModel):
    """A body whose texts every database can keep: no NUL, no half characters."""

    @validator("*", pre=True)
    def clean(cls, value: Any) -> Any:  # noqa: N805 - pydantic makes it a class method
        """The value, or what can be kept of a text."""
        if not isinstance(value, str):
            return value
        return BIDI.sub("", value).replace("\x00", "").encode("utf-8", "replace").decode()


class Reply(Body):
    """An agent's words; the same `client_id` twice is one reply."""

    text: str = Field(min_length=1, max_length=20_000)
    client_id: str | None = Field(None, min_length=1, max_length=100)


class Overruling(Body):
    """A human's word against the machine's."""

    reason: Reason
    words: str = Field("", max_length=4_000)


class Answer(Body):
    """What the agent found who checked who asks."""

    granted: StrictBool


class Page(BaseModel):
    """Part of a list, and where the next part begins."""

    items: list[dict[str, Any]]
    next: str | None = None


@routes.get("/cases", responses=ERRORS, response_model=Page)
def listed(
    app: Recourse,
    agent: AtDesk,
    status: Annotated[list[Status] | None, Query()] = None,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Page:
    """Cases in queue order: priority, then waiting time."""
    found = cases.listed(app.db, [s.value for s in status or ()], PAGE + 1, _before(cursor))
    more = _cursor(found[PAGE - 1]) if len(found) > PAGE else None
    return Page(items=[casefile.head(app, case) for case in found[:PAGE]], next=more)


def _cursor(case: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps([case.priority, case.opened_at, case.id]).encode()).decode()


def _before(cursor: str | None) -> tuple[int, float, str] | None:
    if cursor is None:
        return None
    try:
        priority, opened, case_id = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        before = int(priority), float(opened), str(case_id)
    except (ValueError, TypeError, OverflowError) as error:
        raise HTTPException(422, CURSOR) from error
    if not 0 <= before[0] < 2**31 or not before[2].isprintable():
        raise HTTPException(422, CURSOR)
    return before


@routes.get("/queue/stream", responses=ERRORS)
def queue_stream(request: Request, app: Recourse, agent: AtDesk) -> StreamingResponse:
    """The whole queue as server-sent events (`queue`), each time something in it changes."""
    return _events(request, agent, "queue", lambda: {"items": queue(app)})


def queue(app: Any) -> list[dict[str, Any]]:
    """Everything open, in queue order, and the last few closed."""
    still = [status.value for status in Status if status.open]
    shown = [*cases.listed(app.db, still, 500), *cases.recently_closed(app.db, RECENTLY_CLOSED)]
    return [casefile.head(app, case) for case in shown]


@routes.get("/cases/{case_id}", responses=ERRORS)
def one(app: Recourse, agent: AtDesk, case_id: CaseId) -> dict[str, Any]:
    """A case, with what the customer agreed to share."""
    case = cases.find(app.db, case_id)
    cases.looked(app.db, case, agent)
    return casefile.full(app, case)


@routes.get("/cases/{case_id}/evidence", responses=ERRORS)
def evidence(
    app: Recourse,
    agent: AtDesk,
    case_id: CaseId,
    message: Annotated[str, Query(min_length=1, max_length=100)],
) -> dict[str, Any]:
    """How a message of the customer was read: the verdict, and the words that its scores rest on.

    Only for a message that the case shows, in the text shown there.
    """
    case = cases.find(app.db, case_id)
    cases.looked(app.db, case, agent)
    return casefile.evidence(app, case, message)


@routes.get("/cases/{case_id}/stream", responses=ERRORS)
def case_stream(request: Request, app: Recourse, agent: AtDesk, case_id: CaseId) -> StreamingResponse:
    """The case as server-sent events (`case`), each time something in it changes."""
    cases.find(app.db, case_id)

    def look() -> dict[str, Any]:
        try:
            return casefile.full(app, cases.find(app.db, case_id))
        except NotFound:
            return {"id": case_id, "erased": True}  # by the customer's wish: the page must not keep it either

    return _events(request, agent, "case", look)


def _events(request: Request, agent: Agent, name: str, look: Any) -> StreamingResponse:
    app, live = request.app.state.recourse, request.app.state.live
    lines = live.events(name, look, beat=lambda: agents.seen(app.db, agent.id))
    return StreamingResponse(lines, media_type="text/event-stream")


@routes.post("/cases/{case_id}/claim", responses=ERRORS)
def claim(app: Recourse, agent: AtDesk, case_id: CaseId) -> dict[str, Any]:
    """Take a waiting case; from then on the customer's messages come here."""
    conversation_id = cases.find(app.db, case_id).conversation_id
    joined = telling.say(app, conversation_id, "utter_agent_joined", name=agent.name)
    cases.claim(app.db, case_id, agent, telling.as_payload(joined, author="system", name=agent.name))
    return casefile.full(app, cases.find(app.db, case_id))


@routes.post("/cases/{case_id}/messages", status_code=202, responses=ERRORS)
def reply(app: Recourse, agent: AtDesk, case_id: CaseId, body: Reply) -> dict[str, Any]:
    """Queue words for the customer; they are sent in order."""
    text = body.text.strip()
    if not text:
        raise HTTPException(422, "text: write something")
    client_id = body.client_id or secrets.token_hex(12)
    return {"id": f"out-{cases.reply(app.db, case_id, agent, text, client_id)}", "client_id": client_id}


@routes.post("/cases/{case_id}/return", responses=ERRORS)
def give_back(app: Recourse, agent: AtDesk, case_id: CaseId) -> dict[str, Any]:
    """Give the conversation back to the assistant to go on with."""
    cases.close(app.db, case_id, agent, Status.RETURNED)
    return casefile.full(app, cases.find(app.db, case_id))


@routes.post("/cases/{case_id}/resolve", responses=ERRORS)
def resolve(app: Recourse, agent: AtDesk, case_id: CaseId) -> dict[str, Any]:
    """Close the case; the assistant asks for a rating."""
    cases.close(app.db, case_id, agent, Status.RESOLVED)
    return casefile.full(app, cases.find(app.db, case_id))


@routes.post("/cases/{case_id}/override", status_code=201, responses=ERRORS)
def override(app: Recourse, agent: AtDesk, case_id: CaseId, body: Overruling) -> dict[str, Any]:
    """Overrule the machine; kept for review and learning."""
    cases.overrule(app.db, case_id, agent, body.reason.value, body.words)
    return {"reason": body.reason.value}


@routes.get("/data-requests", responses=ERRORS, response_model=Page)
def asked_for(app: Recourse, agent: AtDesk) -> Page:
    """Who asks for a copy of their data or its erasure and waits for a check, oldest first."""
    return Page(items=privacy.asked(app))


@routes.post("/data-requests/{request_id}", responses=ERRORS)
def answer(
    app: Recourse, agent: AtDesk, request_id: Annotated[str, Depends(_request_id)], body: Answer
) -> dict[str, Any]:
    """Grant or refuse it; only the agent who has claimed the conversation's case, who can ask who is writing."""
    return privacy.answer(app, request_id, agent, body.granted)
