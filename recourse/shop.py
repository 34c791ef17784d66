"""What the shop knows of orders. The one place to change for a real shop."""

from __future__ import annotations

from collections.abc import Mapping


class Shop:
    """Orders of the demonstration shop: number to status in words."""

    def __init__(self, orders: Mapping[str, str]) -> None:
        self._orders = orders

    def status(self, number: str) -> str | None:
        """Where an order is; None if there is no such order."""
        return self._orders.get(number.strip().upper())
