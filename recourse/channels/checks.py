"""What a web channel checks before the gate: who asks, and whether the body can be kept."""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Awaitable, Callable
from typing import Any

from sanic import response
from sanic.exceptions import SanicException
from sanic.request import Request
from sqlalchemy.exc import SQLAlchemyError

from recourse.model import NotFound

MAX_TEXT = 20_000  # characters
MAX_BODY = 200_000  # bytes
MAX_ID = 100
BIDI = re.compile("[\u202a-\u202e\u2066-\u2069]")  # would show words in another order than they stand
log = logging.getLogger(__name__)
View = Callable[..., Awaitable[Any]]


class Refused(Exception):
    """Raised for a request that is not let through; `status` is HTTP's, the text says what to do."""

    def __init__(self, status: int, error: str) -> None:
        super().__init__(error)
        self.status = status


def answering(view: View) -> View:
    """Answer errors as JSON, without a trace of what is inside."""

    @functools.wraps(view)
    async def wrapped(request: Request, *args: Any, **kwargs: Any) -> Any:
        try:
            return await view(request, *args, **kwargs)
        except Refused as refused:
            return response.json({"error": str(refused)}, status=refused.status)
        except SanicException as error:
            return response.json({"error": "this request cannot be read"}, status=error.status_code or 400)
        except NotFound as error:
            return response.json({"error": str(error)}, status=404)
        except SQLAlchemyError as error:
            log.error("refused a request, the database does not answer: %s", type(error).__name__)
            again = "we cannot keep your message right now; please send it again in a moment"
            return response.json({"error": again}, status=503, headers={"Retry-After": "2"})

    return wrapped


def body(request: Request) -> dict[str, Any]:
    """The request's JSON object."""
    if len(request.body) > MAX_BODY:
        raise Refused(413, f"the body is larger than {MAX_BODY} bytes")
    try:
        found = request.json
    except SanicException as error:
        raise Refused(400, "the body is not JSON") from error
    if not isinstance(found, dict):
        raise Refused(422, "the body must be a JSON object")
    return found


def text(found: dict[str, Any], *names: str) -> str:
    """The first of the named fields that is there, as a text that every database can keep."""
    value = next((found[name] for name in names if found.get(name) is not None), None)
    if not isinstance(value, str):
        raise Refused(422, f"{' or '.join(names)} must be a text")
    clean = BIDI.sub("", value).replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if not clean.strip():
        raise Refused(422, f"{' or '.join(names)} is empty; write something")
    if len(clean) > MAX_TEXT:
        raise Refused(413, f"the message has {len(clean)} characters; at most {MAX_TEXT} fit")
    return clean


def identifier(found: dict[str, Any], name: str) -> str:
    """A field that names something: 1 to 100 printable characters."""
    value = found.get(name)
    if not isinstance(value, str) or not 1 <= len(value) <= MAX_ID or not value.isprintable():
        raise Refused(422, f"{name} must be a text of 1 to {MAX_ID} characters")
    return value
