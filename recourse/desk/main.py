"""The desk's web application: wiring, errors, headers, and the reconciler beside it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from fastapi import FastAPI, HTTPException, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse
from fastapi.staticfiles import StaticFiles
from sqlalchemy.exc import SQLAlchemyError

from recourse import __version__
from recourse.app import App, the_app
from recourse.desk import api, disputes, pages
from recourse.desk.live import Live
from recourse.model import NotFound, WrongState
from recourse.service.reconcile import Reconciler

log = logging.getLogger(__name__)
STATIC = Path(__file__).parent / "static"
MAX_BODY = 1_000_000  # bytes
HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def create(recourse: App) -> FastAPI:
    """The application over one instance of Recourse."""
    desk = FastAPI(
        title="Recourse desk",
        version=__version__,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_running,
    )
    desk.state.recourse = recourse
    desk.state.live = Live(recourse.db)
    desk.mount("/static", StaticFiles(directory=STATIC), name="static")
    desk.include_router(api.routes)
    desk.include_router(disputes.routes)
    desk.include_router(pages.routes)
    desk.middleware("http")(_guard)
    desk.add_exception_handler(NotFound, _not_found)
    desk.add_exception_handler(WrongState, _wrong_state)
    desk.add_exception_handler(SQLAlchemyError, _no_database)
    desk.add_exception_handler(HTTPException, _http_error)
    desk.add_exception_handler(404, _http_error)
    desk.add_exception_handler(RequestValidationError, _bad_body)
    return desk


@asynccontextmanager
async def _running(desk: FastAPI) -> AsyncIterator[None]:
    tasks = [asyncio.create_task(desk.state.live.run()), asyncio.create_task(_reconcile(desk.state.recourse))]
    yield
    desk.state.live.close()
    for task in tasks:
        task.cancel()


async def _reconcile(recourse: App, every: float = 1.0) -> None:
    reconciler = Reconciler(recourse)
    while True:
        try:
            await asyncio.to_thread(reconciler.once)
        except Exception:
            log.exception("the reconciler failed; it tries again")
        await asyncio.sleep(every)


async def _guard(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    if "transfer-encoding" in request.headers:
        return JSONResponse({"detail": "say how long the body is (Content-Length)"}, 411, headers=HEADERS)
    length = request.headers.get("content-length", "0")
    if not length.isdigit() or int(length) > MAX_BODY:
        return JSONResponse({"detail": f"the body is larger than {MAX_BODY} bytes"}, 413, headers=HEADERS)
    response = await call_next(request)
    keep = "no-cache" if request.url.path.startswith("/static/") else HEADERS["Cache-Control"]
    response.headers.update({**HEADERS, "Cache-Control": keep})
    return response


def _error(request: Request, status: int, detail: Any) -> Response:
    if request.url.path.startswith("/api/"):
        challenge = {"WWW-Authenticate": "Bearer"} if status == 401 else None
        return JSONResponse({"detail": detail}, status, headers=challenge)
    return pages.error(request, status, detail)


async def _not_found(request: Request, error: Exception) -> Response:
    return _error(request, 404, str(error))


async def _wrong_state(request: Request, error: Exception) -> Response:
    state = error.state if isinstance(error, WrongState) else ""
    return _error(request, 409, {"error": str(error), "state": state})


async def _no_database(request: Request, error: Exception) -> Response:
    log.error("the database does not answer: %s", type(error).__name__)
    return _error(request, 503, "the database does not answer; nothing was changed, please try again")


async def _http_error(request: Request, error: Exception) -> Response:
    status = getattr(error, "status_code", 404)
    if status == 401 and not request.url.path.startswith("/api/"):
        return pages.to_sign_in()
    if status == 303:
        return RedirectResponse(error.headers["Location"], 303)  # type: ignore[attr-defined]
    return _error(request, status, getattr(error, "detail", "not found"))


async def _bad_body(request: Request, error: Exception) -> Response:
    errors = error.errors() if isinstance(error, RequestValidationError) else []
    told = [f"{'.'.join(str(part) for part in e['loc'])}: {e['msg']}" for e in errors]
    return _error(request, 422, told)


def app() -> FastAPI:
    """The application of this process's environment (`uvicorn --factory recourse.desk.main:app`)."""
    return create(the_app())
