"""The demonstration shop's API: orders, invoices and deeds, for whoever has its key, and switches for faults."""

from __future__ import annotations

import asyncio
import hmac
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from recourse.shop.records import Records
from recourse.shop.views import Refused

routes = APIRouter()
UNHINDERED = ("/faults", "/health")  # work with faults on, or nobody could switch them off


class Faults(BaseModel):
    """How the shop misbehaves: every answer comes late, or fails."""

    delay_s: float = Field(0.0, ge=0, le=30)
    fail: bool = False


class Because(BaseModel):
    """Why a deed is asked for."""

    reason: str = Field("", max_length=200)


class Amount(Because):
    """What to refund, in euros."""

    amount: float = Field(gt=0)


class Move(BaseModel):
    """Where to send an order, with the postcode it has now or the signed-in customer's id."""

    address: str = Field(min_length=5, max_length=200)
    postcode: str = Field("", max_length=20)
    customer: str = Field("", max_length=100)


class Email(BaseModel):
    """Whose password is forgotten."""

    email: str = Field(min_length=3, max_length=200)


def create(file: Path, seed: Path, key: str) -> FastAPI:
    """The shop over its SQLite file, made from the YAML files in `seed` if it is not there."""
    shop = FastAPI(title="Demonstration shop", docs_url=None, redoc_url=None)
    shop.state.records, shop.state.faults, shop.state.key = Records(file), Faults(delay_s=0, fail=False), key
    shop.state.records.seed(seed)
    shop.include_router(routes)
    shop.middleware("http")(_gate)
    shop.add_exception_handler(Refused, _refused)
    return shop


async def _gate(request: Request, call_next: Callable[[Request], Awaitable[Response]]) -> Response:
    state = request.app.state
    given = request.headers.get("authorization", "")
    if not hmac.compare_digest(given.encode(), f"Bearer {state.key}".encode()):
        return JSONResponse({"detail": "the shop answers only who has its key"}, 401)
    if request.url.path not in UNHINDERED:
        await asyncio.sleep(state.faults.delay_s)
        if state.faults.fail:
            return JSONResponse({"detail": "the shop was told to fail"}, 500)
    return await call_next(request)


def _refused(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, Refused)
    return JSONResponse({"reason": error.reason}, error.status)


def _records(request: Request) -> Records:
    return request.app.state.records  # type: ignore[no-any-return]


@routes.get("/health")
def health() -> dict[str, str]:
    """The shop is there."""
    return {"status": "ok"}


@routes.put("/faults")
def faults(request: Request, wanted: Faults) -> Faults:
    """Misbehave from now on, or stop it."""
    request.app.state.faults = wanted
    return wanted


@routes.get("/orders/{number}")
def order(request: Request, number: str) -> dict[str, Any]:
    """An order with its history, payments, return and refund."""
    return _records(request).order(number)


@routes.get("/orders/{number}/invoice")
def invoice(request: Request, number: str) -> dict[str, Any]:
    """Its invoice."""
    return _records(request).invoice(number)


@routes.post("/orders/{number}/return")
def send_back(request: Request, number: str, because: Because) -> dict[str, Any]:
    """Start a return."""
    return _records(request).send_back(number, because.reason)


@routes.post("/orders/{number}/refund")
def refund(request: Request, number: str, wanted: Amount) -> dict[str, Any]:
    """Refund an amount."""
    return _records(request).refund(number, wanted.amount, wanted.reason)


@routes.post("/orders/{number}/replacement")
def replacement(request: Request, number: str) -> dict[str, Any]:
    """Send the goods again."""
    return _records(request).replace(number)


@routes.post("/orders/{number}/cancel")
def cancel(request: Request, number: str) -> dict[str, Any]:
    """Cancel it before it ships."""
    return _records(request).cancel(number)


@routes.post("/orders/{number}/address")
def move(request: Request, number: str, wanted: Move) -> dict[str, Any]:
    """Send it elsewhere."""
    return _records(request).move(number, wanted.address, wanted.postcode, wanted.customer)


@routes.post("/password-reset", status_code=202)
def reset_password(request: Request, whose: Email) -> dict[str, str]:
    """Mail a link, if the address is known: the answer is the same."""
    _records(request).reset_password(whose.email)
    return {"status": "accepted"}
