"""The desk's JSON API: what customers dispute, for those who review it."""

from __future__ import annotations

import base64
import json
from enum import Enum
from typing import Annotated, Any

from fastapi import APIRouter, Depends, HTTPException, Query
from sqlalchemy.engine import Row

from recourse.desk.api import CURSOR, ERRORS, PAGE, Page
from recourse.desk.auth import Recourse, having
from recourse.model import Agent
from recourse.service.casefile import iso
from recourse.store import disputes

#: Not whoever decides about the customer meanwhile: agents are not judges of their own cause.
REVIEWS = ("reviewer", "supervisor", "admin")
routes = APIRouter(prefix="/api", tags=["disputes"])


class State(str, Enum):
    """Where a dispute stands."""

    OPEN = disputes.OPEN
    ANSWERED = disputes.ANSWERED


@routes.get("/disputes", responses={code: ERRORS[code] for code in (401, 403)}, response_model=Page)
def listed(
    app: Recourse,
    agent: Annotated[Agent, Depends(having(*REVIEWS))],
    state: State | None = None,
    cursor: Annotated[str | None, Query(max_length=300)] = None,
) -> Page:
    """Disputed decisions, oldest first: what was decided and by which rule, and nothing that anybody said."""
    wanted = state.value if state is not None else None
    found = disputes.listed(app.db, wanted, PAGE + 1, _after(cursor))
    more = _cursor(found[PAGE - 1]) if len(found) > PAGE else None
    return Page(items=[_shown(row) for row in found[:PAGE]], next=more)


def _shown(row: Row[Any]) -> dict[str, Any]:
    names = ("id", "branch", "route", "policy_version", "channel", "language", "state")
    return {**{name: getattr(row, name) for name in names}, "reasons": row.reasons or [], "at": iso(row.at)}


def _cursor(row: Row[Any]) -> str:
    return base64.urlsafe_b64encode(json.dumps([row.at, row.id]).encode()).decode()


def _after(cursor: str | None) -> tuple[float, str] | None:
    if cursor is None:
        return None
    try:
        at, receipt = json.loads(base64.urlsafe_b64decode(cursor.encode()))
        after = float(at), str(receipt)
    except (ValueError, TypeError, OverflowError) as error:
        raise HTTPException(422, CURSOR) from error
    if not after[1].isprintable():
        raise HTTPException(422, CURSOR)
    return after
