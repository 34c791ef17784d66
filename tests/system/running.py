"""Recourse as real processes, on ports and in a folder of its own, that a test can kill and start again."""

from __future__ import annotations

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from recourse import run
from recourse.settings import PROJECT, Settings, read
from tests.system.people import Customer, DeskAgent, until

PARTS = ("shop", "actions", "rasa", "desk")
START_SECONDS = 120


def free_port() -> int:
    """Not one that the kernel gives to whoever asks for any: nobody takes it while a killed part is away."""
    while True:
        port = random.randrange(20_000, 30_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


class System:
    """The four parts, each its own process."""

    def __init__(self, home: Path, **environment: str) -> None:
        self.home = home
        self.environment = {
            **os.environ,
            "RECOURSE_HOME": str(home),
            "RECOURSE_RASA_PORT": str(free_port()),
            "RECOURSE_ACTIONS_PORT": str(free_port()),
            "RECOURSE_DESK_PORT": str(free_port()),
            "RECOURSE_SHOP_PORT": str(free_port()),
            **environment,
        }
        self.settings = self._settings()
        self.processes: dict[str, subprocess.Popen[bytes]] = {}

    def _settings(self) -> Settings:
        kept = dict(os.environ)
        os.environ.update(self.environment)
        try:
            return read()
        finally:
            os.environ.clear()
            os.environ.update(kept)

    @property
    def chat(self) -> str:
        return f"http://127.0.0.1:{self.settings.rasa_port}"

    @property
    def desk(self) -> str:
        return f"http://127.0.0.1:{self.settings.desk_port}"

    def recourse(self, *arguments: str) -> str:
        """A command of `recourse` on this instance; what it printed."""
        done = subprocess.run(
            [sys.executable, "-m", "recourse", *arguments],
            cwd=PROJECT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout.strip()

    def start(self, *parts: str, **environment: str) -> None:
        """Start parts (all by default) and wait until they answer. `environment` is theirs alone."""
        for part in parts or PARTS:
            self.spawn(part, **environment)
        for part in parts or PARTS:
            until(lambda part=part: self._came_up(part), f"{part} to be up; see {self.home}", START_SECONDS)

    def spawn(self, part: str, **environment: str) -> None:
        """Start one part and do not wait."""
        log = (self.home / f"{part}.log").open("ab")
        self.processes[part] = subprocess.Popen(
            [sys.executable, "-m", "recourse", "serve", part],
            cwd=PROJECT,
            env={**self.environment, "RECOURSE_FAULTS": str(self.faults(part)), **environment},
            stdout=log,
            stderr=log,
        )

    def faults(self, part: str) -> Path:
        """The file by which a test lets a part die at a named point."""
        return self.home / f"{part}.fault"

    @contextmanager
    def keeping(self) -> Iterator[None]:
        """Start again whatever dies within the block, as `recourse keep` does."""
        ending = threading.Event()

        def watch() -> None:
            while not ending.wait(0.2):
                for part, process in list(self.processes.items()):
                    if process.poll() is not None:
                        self.spawn(part)

        watcher = threading.Thread(target=watch)
        watcher.start()
        try:
            yield
        finally:
            ending.set()
            watcher.join()

    def is_up(self, part: str) -> bool:
        return run.healthy(self.settings, part)

    def _came_up(self, part: str) -> bool:
        assert self.processes[part].poll() is None, f"{part} ended; see {self.home / part}.log"
        return self.is_up(part)

    def kill(self, part: str) -> None:
        """-9, as a crash would."""
        self.signal(part, signal.SIGKILL)
        self.processes[part].wait(10)

    def signal(self, part: str, number: int) -> None:
        self.processes[part].send_signal(number)

    def died(self, part: str, seconds: float = 30) -> None:
        """Wait for a part to die by itself."""
        self.processes[part].wait(seconds)

    def stop(self) -> None:
        for process in self.processes.values():
            process.send_signal(signal.SIGCONT)
            process.terminate()
        ends = time.monotonic() + 10
        for process in self.processes.values():
            try:
                process.wait(max(0.1, ends - time.monotonic()))
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def customer(self) -> Customer:
        return Customer(self.chat)

    def agent(self, name: str = "Anna") -> DeskAgent:
        return DeskAgent(self.desk, self.recourse("token", "--role", "agent", "--name", name))
