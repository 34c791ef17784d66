"""Orders of the demonstration shop as its SQLite file has them, read whole."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

RETURN_DAYS = 30
BEFORE_SHIPPING = ("placed", "packed")


class Refused(Exception):
    """Raised when the shop cannot do a deed; `reason` is one word for it, `status` the HTTP status."""

    def __init__(self, reason: str, status: int = 409) -> None:
        super().__init__(reason)
        self.reason, self.status = reason, status


def day_of(text: str) -> date:
    """A day as it is kept: "+1" and "-3" count from today, anything else is an ISO date."""
    return date.today() + timedelta(int(text)) if text[0] in "+-" else date.fromisoformat(text)


def iso(text: str | None) -> str | None:
    """A day as it is kept, as an ISO date; None stays None."""
    return day_of(text).isoformat() if text else None


def purchase(connection: sqlite3.Connection, number: str) -> sqlite3.Row:
    """An order's own row."""
    row: sqlite3.Row | None = connection.execute(
        "select * from purchase where number = ?", (number,)
    ).fetchone()
    if row is None:
        raise Refused("no_such_order", 404)
    return row


def _rows(connection: sqlite3.Connection, table: str, number: str) -> list[dict[str, Any]]:
    found = connection.execute(f"select * from {table} where purchase = ? order by rowid", (number,))  # noqa: S608
    rows = [{name: value for name, value in dict(row).items() if name != "purchase"} for row in found]
    return [{**row, "day": iso(row["day"])} if "day" in row else row for row in rows]


def whole(connection: sqlite3.Connection, number: str) -> dict[str, Any]:
    """An order with all that belongs to it and what the shop's rules allow, but for name and address."""
    found = purchase(connection, number)
    items, steps = _rows(connection, "item", number), _rows(connection, "step", number)
    payments = _rows(connection, "payment", number)
    one = {
        table: next(iter(_rows(connection, table, number)), None)
        for table in ("sent_back", "refund", "replacement")
    }
    goods = sum(item["quantity"] * item["price"] for item in items)
    order = {
        **{name: found[name] for name in ("number", "customer", "status", "carrier", "left_with")},
        "open": found["status"] in BEFORE_SHIPPING,
        "total": round(goods + found["shipping"], 2),
        "paid": round(sum(payment["amount"] for payment in payments), 2),
        "expected": iso(found["expected"]),
        "expected_from": found["expected_from"],
        "expected_until": found["expected_until"],
        **{"items": items, "steps": steps, "payments": payments, **one},
    }
    return {**order, "returnable_until": _returnable_until(order), "refundable": _refundable(order)}


def _returnable_until(order: Mapping[str, Any]) -> str | None:
    arrived = [step["day"] for step in order["steps"] if step["state"] in ("delivered", "partly_delivered")]
    return (date.fromisoformat(arrived[-1]) + timedelta(RETURN_DAYS)).isoformat() if arrived else None


def _refundable(order: Mapping[str, Any]) -> float:
    """What the shop's own rules refund without a judgement: what was lost, and what has come back."""
    came_back = (order["sent_back"] or {}).get("state") == "received"
    owed = (
        order["refund"] is None and order["replacement"] is None and (order["status"] == "lost" or came_back)
    )
    return float(order["total"]) if owed else 0.0


def knows(found: sqlite3.Row, postcode: str, customer: str) -> bool:
    """Is this who ordered: the customer signed in at the host page, or who can say the postcode?"""

    def plain(text: str) -> str:
        return "".join(text.split()).upper()

    return bool(customer and customer == found["customer"]) or (
        bool(postcode) and plain(postcode) == plain(found["postcode"])
    )
