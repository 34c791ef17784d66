"""`make run`: one command, everything up, what dies comes back, Ctrl-C ends all."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from recourse.settings import PROJECT
from tests.system.people import Customer, DeskAgent, until
from tests.system.running import System

pytestmark = pytest.mark.alone


@pytest.fixture(scope="module")
def running(
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[tuple[System, subprocess.Popen[str], list[str]]]:
    system = System(tmp_path_factory.mktemp("run"))
    process = subprocess.Popen(
        ["make", "run"],
        cwd=PROJECT,
        env=system.environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    said: list[str] = []
    reader = threading.Thread(target=lambda: said.extend(process.stdout or ()), daemon=True)
    reader.start()
    try:
        until(lambda: "Recourse is up" in "".join(_read(said)), "make run to say that it is up", 240)
        yield system, process, said
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)


def _read(said: list[str]) -> list[str]:
    return list(said)


def pids(system: System) -> dict[str, int]:
    """The process that serves each part of this instance."""
    found = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            words = (folder / "cmdline").read_bytes().split(b"\0")
            mine = f"RECOURSE_HOME={system.home}".encode() in (folder / "environ").read_bytes().split(b"\0")
        except OSError:
            continue
        if mine and b"serve" in words:
            found[words[words.index(b"serve") + 1].decode()] = int(folder.name)
    return found


def test_the_addresses_and_the_first_password_are_printed(running) -> None:
    system, _, said = running
    told = until(lambda: "one-time password" in "".join(said) and "".join(said), "the password", 5)
    assert f"http://127.0.0.1:{system.settings.rasa_port}/webhooks/webchat/" in told
    assert f"http://127.0.0.1:{system.settings.desk_port}/" in told
    assert re.search(r"as admin with the one-time password \S{12,}", told)
    assert (system.home / "secrets.json").stat().st_mode & 0o077 == 0


def test_no_secret_stands_in_the_list_of_processes(running) -> None:
    system, _, _ = running
    for pid in pids(system).values():
        words = Path(f"/proc/{pid}/cmdline").read_text()
        assert system.settings.secret("rasa") not in words


def test_what_is_killed_comes_back_and_the_customer_is_served(running) -> None:
    system, _, _ = running
    customer, agent = Customer(system.chat), DeskAgent(system.desk, "")
    customer.turn("hello")
    agent = system.agent()
    before = pids(system)
    for part in ("actions", "desk"):
        os.kill(before[part], signal.SIGKILL)
    customer.say("I want to kill myself")
    customer.hears("emergency number", "assistant", 5)
    until(lambda: pids(system).keys() == before.keys(), "all parts to be back", 30)
    assert agent.case_of(customer, 30)["priority"] == 3
    customer.leave()


def test_ctrl_c_ends_everything(running) -> None:
    system, process, _ = running
    os.killpg(process.pid, signal.SIGINT)
    process.wait(30)
    until(lambda: not pids(system), "every part to end", 10)
