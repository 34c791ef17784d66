"""What Recourse asks of a shop, and the adapter that asks the demonstration shop over HTTP."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol

import requests
from requests.compat import quote

from recourse.model import RecourseError

#: Seconds to connect, and to wait for the answer. Rasa gives an action up after RECOURSE_ACTIONS_TIMEOUT (2).
TIMEOUT = (0.5, 1.0)
#: Taken from the answer as they are, and as words that may be lacking.
SAME = ("number", "customer", "status", "open", "total", "paid", "refundable")
WORDS = ("carrier", "left_with", "expected_from", "expected_until")


class ShopError(RecourseError):
    """Raised when the shop does not answer in time, fails, or answers what nobody understands."""


@dataclass(frozen=True)
class Step:
    """Something that happened to an order: ordered, packed, handed_over, out_for_delivery, delivered …"""

    state: str
    day: date
    time: str


@dataclass(frozen=True)
class Refund:
    """Money on its way back (pending: there by `day`) or back (paid: on `day`)."""

    amount: float
    state: str
    day: date


@dataclass(frozen=True)
class Order:
    """What the assistant may know of an order: no name, no address."""

    number: str
    customer: str
    status: str
    carrier: str
    left_with: str
    open: bool  # not shipped yet: can be cancelled, and sent elsewhere
    total: float
    paid: float
    refundable: float  # euros that the shop's own rules refund without anybody's judgement
    expected: date | None
    expected_from: str
    expected_until: str
    returnable_until: date | None
    sent_back: str  # started, received, or empty
    refund: Refund | None
    replaced: bool
    steps: tuple[Step, ...]
    missing: tuple[str, ...]  # of a partly delivered order, what has not come

    @property
    def paid_twice(self) -> bool:
        """True where more was paid than the order costs."""
        return self.paid >= 2 * self.total > 0


@dataclass(frozen=True)
class Invoice:
    """An order's bill."""

    number: str
    total: float
    day: date


class Shop(Protocol):
    """What Recourse asks of a shop. All of it may raise ShopError; a deed asked for twice is done once."""

    def order(self, number: str) -> Order | None:
        """An order; None if there is none of that number."""

    def invoice(self, number: str) -> Invoice | None:
        """Its invoice; None if there is none yet."""

    def send_back(self, number: str, reason: str) -> Order | None:
        """Start a return and mail its label; None where the shop's rules do not allow it."""

    def refund(self, number: str, amount: float, reason: str) -> Order | None:
        """Refund an amount; None where the shop does not."""

    def replace(self, number: str) -> Order | None:
        """Send its goods again; None where the shop does not."""

    def cancel(self, number: str) -> Order | None:
        """Cancel it and refund what was paid; None if it has shipped."""

    def move(self, number: str, address: str, postcode: str, customer: str) -> str:
        """Send it elsewhere; says "done", "not_proved" (neither postcode nor customer fit) or "shipped"."""

    def reset_password(self, email: str) -> None:
        """Have a link mailed if somebody has this address."""


class HttpShop:
    """The demonstration shop's API (recourse/shop/api.py)."""

    def __init__(self, url: str, key: str, timeout: tuple[float, float] = TIMEOUT) -> None:
        self._url, self._headers, self._timeout = url.rstrip("/"), {"Authorization": f"Bearer {key}"}, timeout

    def order(self, number: str) -> Order | None:
        """See Shop."""
        return self._order("GET", number, "")

    def invoice(self, number: str) -> Invoice | None:
        """See Shop."""
        found, refused = self._ask("GET", f"{_path(number)}/invoice")
        return None if refused else _read_invoice(found)

    def send_back(self, number: str, reason: str) -> Order | None:
        """See Shop."""
        return self._order("POST", number, "/return", {"reason": reason})

    def refund(self, number: str, amount: float, reason: str) -> Order | None:
        """See Shop."""
        return self._order("POST", number, "/refund", {"amount": amount, "reason": reason})

    def replace(self, number: str) -> Order | None:
        """See Shop."""
        return self._order("POST", number, "/replacement")

    def cancel(self, number: str) -> Order | None:
        """See Shop."""
        return self._order("POST", number, "/cancel")

    def move(self, number: str, address: str, postcode: str, customer: str) -> str:
        """See Shop."""
        wanted = {"address": address, "postcode": postcode, "customer": customer}
        _, refused = self._ask("POST", f"{_path(number)}/address", wanted)
        return refused or "done"

    def reset_password(self, email: str) -> None:
        """See Shop."""
        self._ask("POST", "/password-reset", {"email": email})

    def _order(
        self, method: str, number: str, deed: str, body: Mapping[str, Any] | None = None
    ) -> Order | None:
        found, refused = self._ask(method, f"{_path(number)}{deed}", body)
        return None if refused else _read(found)

    def _ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> tuple[Any, str]:
        """(what the shop has, ""), or (None, why not) where it has no such thing or does no such deed."""
        try:
            answer = requests.request(
                method, self._url + path, json=body, headers=self._headers, timeout=self._timeout
            )
            if answer.status_code in (403, 404, 409):
                return None, str(answer.json()["reason"])
            answer.raise_for_status()
            return answer.json(), ""
        except requests.Timeout as error:
            raise ShopError(f"the shop did not answer {method} {path} in time") from error
        except (requests.RequestException, KeyError, TypeError, ValueError) as error:
            raise ShopError(f"the shop failed at {method} {path}: {type(error).__name__}") from error


def _path(number: str) -> str:
    return f"/orders/{quote(number, safe='')}"


def _read(found: Mapping[str, Any]) -> Order:
    """An order from JSON; what lacks or is of the wrong kind is the shop's failure."""
    try:
        same: dict[str, Any] = {name: found[name] for name in SAME}
        words: dict[str, Any] = {name: found[name] or "" for name in WORDS}
        refund, partly = found["refund"], found["status"] == "partly_delivered"
        return Order(
            **same,
            **words,
            expected=_day(found["expected"]),
            returnable_until=_day(found["returnable_until"]),
            sent_back=(found["sent_back"] or {}).get("state", ""),
            refund=refund and Refund(refund["amount"], refund["state"], date.fromisoformat(refund["day"])),
            replaced=found["replacement"] is not None,
            steps=tuple(Step(s["state"], date.fromisoformat(s["day"]), s["time"]) for s in found["steps"]),
            missing=tuple(i["name"] for i in found["items"] if partly and not i["arrived"]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise ShopError(f"the shop's answer is not an order: {type(error).__name__}: {error}") from error


def _read_invoice(found: Mapping[str, Any]) -> Invoice:
    try:
        return Invoice(found["number"], found["total"], date.fromisoformat(found["day"]))
    except (KeyError, TypeError, ValueError) as error:
        raise ShopError(f"the shop's answer is not an invoice: {type(error).__name__}: {error}") from error


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
