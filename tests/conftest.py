"""An instance of Recourse over a real database: each test that asks for one runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import dataclasses
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from fastapi.testclient import TestClient

from recourse import settings
from recourse.app import App
from recourse.store import Database, agents, migrate
from tests import desk, postgres


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """PostgreSQL, started once. In CI its absence is a failure, elsewhere a skip that says what is missing."""
    try:
        postgres.binary("initdb")
        with postgres.server() as started:
            started.make_main()
            yield started
    except postgres.Unavailable as error:
        if os.environ.get("CI") == "true":
            pytest.fail(str(error))
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated SQLite file to copy."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    db = Database(f"sqlite:///{path}")
    migrate.upgrade(db)
    db.engine.dispose()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.system)])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database of this test's own."""
    if request.param == "sqlite":
        copy = shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "recourse.db")
        yield f"sqlite:///{copy}"
    else:
        yield request.getfixturevalue("postgres_server").emptied()


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.system)])
def empty_database_url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A database without any table."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
    else:
        with request.getfixturevalue("postgres_server").bare() as url:
            yield url


@pytest.fixture(scope="session")
def shipped() -> dict[str, object]:
    """What an instance reads from the project and never changes: read once for all tests."""
    reader = App(settings.read())
    names = ("scoring", "tree", "boundaries", "texts", "purposes", "help_lines")
    return {name: getattr(reader, name) for name in names}


@pytest.fixture
def app(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, shipped: dict[str, object]
) -> Iterator[App]:
    """An instance with the shipped policy, texts and scorer, whatever this machine's environment says."""
    for name in [name for name in os.environ if name.startswith("RECOURSE_")]:
        monkeypatch.delenv(name)
    own = {"home": tmp_path, "database": database_url, "tracker_url": f"sqlite:///{tmp_path / 'tracker.db'}"}
    made = App(dataclasses.replace(settings.read(), **own))
    made.__dict__.update(shipped)  # where functools.cached_property keeps what was made
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)  # argon2 too, but in a millisecond
    monkeypatch.setattr(agents, "_hasher", cheap)
    monkeypatch.setattr(agents, "_NOBODY", cheap.hash("nobody"))
    yield made
    made.db.engine.dispose()


@pytest.fixture
def db(app: App) -> Database:
    """The instance's database."""
    return app.db


@pytest.fixture
def api(app: App) -> TestClient:
    """A client of the desk's API with an agent's token."""
    made = desk.client(app)
    made.headers.update(desk.bearer(app))
    return made
