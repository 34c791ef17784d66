"""The demonstration shop on a port of its own, for tests that ask it over real HTTP."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests
import uvicorn

from recourse.shop.api import create
from recourse.shop.client import HttpShop
from recourse.shop.records import Records
from tests.shipped import PROJECT

KEY = "the-shop's-key"


class Served:
    """A running shop: its address, its records, and its switches for faults."""

    def __init__(self, file: Path) -> None:
        self.api = create(file, PROJECT / "data/shop", KEY)
        self.records: Records = self.api.state.records
        self.url = ""

    def client(self, timeout: tuple[float, float] = (2.0, 5.0)) -> HttpShop:
        """An adapter that is patient by default: the machine that runs the tests may be busy."""
        return HttpShop(self.url, KEY, timeout)

    def faults(self, **wanted: object) -> None:
        """Misbehave from now on."""
        answer = requests.put(
            f"{self.url}/faults", json=wanted, headers={"Authorization": f"Bearer {KEY}"}, timeout=5
        )
        assert answer.ok, answer.text


@contextmanager
def serving(file: Path) -> Iterator[Served]:
    """A shop over a fresh file, seeded as it ships, until the block ends."""
    served = Served(file)
    listener = socket.socket()
    listener.bind(("127.0.0.1", 0))
    listener.listen()  # from here on, who connects waits for the server
    served.url = f"http://127.0.0.1:{listener.getsockname()[1]}"
    server = uvicorn.Server(uvicorn.Config(served.api, log_level="error", ws="none"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        yield served
    finally:
        server.should_exit = True
        thread.join(10)
        listener.close()
