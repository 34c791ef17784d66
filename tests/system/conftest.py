"""A running system for every test that asks for one; faults get one of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from recourse.app import App
from recourse.run import prepare
from tests.system.people import Customer, DeskAgent
from tests.system.running import System


def _prepared(home: Path, **environment: str) -> System:
    system = System(home, **environment)
    prepare(App(system.settings))
    return system


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """One running system, which no test may break."""
    running = _prepared(tmp_path_factory.mktemp("system"))
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A running system whose parts a test may kill; the test leaves it whole."""
    running = _prepared(tmp_path_factory.mktemp("fragile"))
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture(scope="session")
def agent(system: System) -> DeskAgent:
    return system.agent("Anna")


@pytest.fixture()
def customer(system: System) -> Customer:
    return system.customer()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything in this folder needs running processes."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.system)
