"""A running system for every test that asks for one; faults get one of their own."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from recourse.app import App
from recourse.run import prepare
from tests.system.browsing import browser, complaints, open_page  # noqa: F401 - fixtures of every test here
from tests.system.people import Customer, DeskAgent
from tests.system.running import System
from tests.system.scripted import chat  # noqa: F401 - a fixture too


@contextmanager
def _running(home: Path) -> Iterator[System]:
    system = System(home)
    prepare(App(system.settings))
    try:
        system.start()
        yield system
    finally:
        system.stop()


@pytest.fixture(scope="session")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """One running system, which no test may break."""
    with _running(tmp_path_factory.mktemp("system")) as running:
        yield running


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    """A running system whose parts a test may kill; the test leaves it whole."""
    with _running(tmp_path_factory.mktemp("fragile")) as running:
        yield running


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
