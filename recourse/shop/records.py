"""The demonstration shop's SQLite file: made from data/shop/*.yml, read as whole orders, changed by deeds."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from recourse.shop.views import BEFORE_SHIPPING, Refused, knows, purchase, whole

REFUND_DAYS = 5  # from the refund to the money, as banks mostly take


@dataclass(frozen=True)
class Records:
    """The shop's file; `seed()` makes it when it is not there."""

    file: Path

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.file, timeout=5)) as connection, connection:
            connection.row_factory = sqlite3.Row
            yield connection

    def seed(self, folder: Path) -> None:
        """Make the file from the YAML files of a folder, unless it is there."""
        if self.file.exists():
            return
        self.file.parent.mkdir(parents=True, exist_ok=True)
        draft = Records(self.file.with_suffix(".new"))
        draft.file.unlink(missing_ok=True)
        with draft._open() as connection:
            connection.executescript((Path(__file__).parent / "schema.sql").read_text(encoding="utf-8"))
            for path in sorted(folder.glob("*.yml")):
                found = YAML(typ="safe").load(path)
                for customer in found.get("customers", ()):
                    _insert(connection, "customer", customer)
                for given in found.get("orders", ()):
                    _plant(connection, given)
        draft.file.replace(self.file)

    def order(self, number: str) -> dict[str, Any]:
        """An order with everything that belongs to it, but for name and address."""
        with self._open() as connection:
            return whole(connection, number)

    def invoice(self, number: str) -> dict[str, Any]:
        """An order's invoice; there is none before it ships."""
        with self._open() as connection:
            found, order = purchase(connection, number), whole(connection, number)
            if not found["invoice"]:
                raise Refused("no_invoice_yet", 404)
            shipped = next(step["day"] for step in order["steps"] if step["state"] == "handed_over")
            return {"number": found["invoice"], "order": number, "total": order["total"], "day": shipped}

    def send_back(self, number: str, reason: str) -> dict[str, Any]:
        """Start a return and mail its label; asked again, it stays one."""
        with self._open() as connection:
            order = whole(connection, number)
            if order["sent_back"] is None:
                until = order["returnable_until"]
                if until is None:
                    raise Refused("not_delivered")
                if until < date.today().isoformat():
                    raise Refused("too_late")
                _insert(connection, "sent_back", {**_now(number), "state": "started", "reason": reason})
                _mail(connection, number, "return_label")
            return whole(connection, number)

    def refund(self, number: str, amount: float, reason: str) -> dict[str, Any]:
        """Refund an amount to what was paid with; asked again, it stays one."""
        with self._open() as connection:
            order = whole(connection, number)
            if order["refund"] is None:
                if not 0 < amount <= order["paid"]:
                    raise Refused("more_than_paid")
                due = (date.today() + timedelta(REFUND_DAYS)).isoformat()
                row = {"purchase": number, "amount": amount, "state": "pending", "day": due, "reason": reason}
                _insert(connection, "refund", row)
            return whole(connection, number)

    def replace(self, number: str) -> dict[str, Any]:
        """Send the order's goods again; asked again, it stays once."""
        with self._open() as connection:
            if whole(connection, number)["replacement"] is None:
                _insert(connection, "replacement", _now(number))
            return whole(connection, number)

    def cancel(self, number: str) -> dict[str, Any]:
        """Cancel an order that has not shipped, and refund what was paid."""
        with self._open() as connection:
            order = whole(connection, number)
            if order["status"] != "cancelled":
                if not order["open"]:
                    raise Refused("shipped")
                connection.execute("update purchase set status = 'cancelled' where number = ?", (number,))
                at = datetime.now()
                step = {**_now(number), "state": "cancelled", "time": f"{at:%H:%M}"}
                _insert(connection, "step", step)
        return self.refund(number, order["paid"], "cancelled")

    def move(self, number: str, address: str, postcode: str, customer: str) -> dict[str, Any]:
        """Send an order elsewhere, for who knows its postcode or is its customer."""
        with self._open() as connection:
            found = purchase(connection, number)
            if not knows(found, postcode, customer):
                raise Refused("not_proved", 403)
            if found["status"] not in BEFORE_SHIPPING:
                raise Refused("shipped")
            connection.execute("update purchase set street = ? where number = ?", (address, number))
            _mail(connection, number, "address_changed")
            return whole(connection, number)

    def reset_password(self, email: str) -> None:
        """Mail a link if somebody has this address; nobody learns whether."""
        with self._open() as connection:
            query = "select email from customer where lower(email) = lower(?)"
            if (row := connection.execute(query, (email.strip(),)).fetchone()) is not None:
                _insert(connection, "mail", {"recipient": row["email"], "kind": "password", "at": _stamp()})

    def mails(self) -> list[tuple[str, str]]:
        """What was mailed, (recipient, kind), oldest first: the demonstration sends nothing."""
        with self._open() as connection:
            return [
                tuple(row) for row in connection.execute("select recipient, kind from mail order by rowid")
            ]


def _insert(connection: sqlite3.Connection, table: str, row: Mapping[str, Any]) -> None:
    names = ", ".join(row)
    places = ", ".join("?" * len(row))
    connection.execute(f"insert into {table} ({names}) values ({places})", tuple(row.values()))  # noqa: S608


def _stamp() -> str:
    return datetime.now().isoformat(timespec="seconds")


def _now(number: str) -> dict[str, Any]:
    return {"purchase": number, "day": date.today().isoformat()}


def _mail(connection: sqlite3.Connection, number: str, kind: str) -> None:
    query = "select email from customer join purchase on customer = id where number = ?"
    recipient = connection.execute(query, (number,)).fetchone()["email"]
    _insert(connection, "mail", {"recipient": recipient, "kind": kind, "at": _stamp()})


def _plant(connection: sqlite3.Connection, given: Mapping[str, Any]) -> None:
    number = given["number"]
    expected = given.get("expected", (None, None, None))
    row = {
        name: given.get(name) for name in ("number", "customer", "status", "carrier", "left_with", "invoice")
    }
    row |= {"shipping": given.get("shipping", 0.0), **given["address"]}
    row |= dict(zip(("expected", "expected_from", "expected_until"), expected))
    _insert(connection, "purchase", row)
    arrived = given["status"] in ("delivered", "partly_delivered")
    for item in given["items"]:
        _insert(connection, "item", {"purchase": number, "quantity": 1, "arrived": arrived, **item})
    for state, day, time in given["steps"]:
        _insert(connection, "step", {"purchase": number, "state": state, "day": day, "time": time})
    for method, amount, day in given["payments"]:
        _insert(connection, "payment", {"purchase": number, "method": method, "amount": amount, "day": day})
    if "sent_back" in given:
        _insert(
            connection,
            "sent_back",
            dict(zip(("purchase", "state", "day", "reason"), (number, *given["sent_back"]))),
        )
    if "refund" in given:
        _insert(
            connection,
            "refund",
            dict(zip(("purchase", "amount", "state", "day", "reason"), (number, *given["refund"]))),
        )
