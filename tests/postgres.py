"""A PostgreSQL server of the test run's own: in a temporary folder, on a Unix socket, gone afterwards."""

from __future__ import annotations

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg2

from recourse.store import Database, migrate
from recourse.store.tables import metadata

MAIN = "recourse"
START_SECONDS = 30
FAST = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "listen_addresses=")
_numbers = itertools.count(1)


class Unavailable(Exception):
    """Raised where this machine has no PostgreSQL; the text says which package is missing."""


def binary(name: str) -> str:
    """The path of a PostgreSQL program; Debian keeps the server's outside PATH."""
    found = [shutil.which(name), *sorted(map(str, Path("/usr/lib/postgresql").glob(f"*/bin/{name}")))[::-1]]
    if not any(found):
        raise Unavailable(f"PostgreSQL's {name} is not here; on Debian: apt-get install postgresql")
    return next(path for path in found if path)


class Server:
    """A running server. Its main database is migrated once and emptied for each test, which takes a millisecond."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._open: dict[str, Any] = {}  # connections by database

    def url(self, database: str) -> str:
        return f"postgresql+psycopg2://postgres@/{database}?host={self._folder}"

    def run(self, statement: str, database: str = "postgres") -> None:
        if database not in self._open:
            connection = psycopg2.connect(dbname=database, user="postgres", host=str(self._folder))
            connection.autocommit = True  # CREATE DATABASE runs in no transaction
            self._open[database] = connection
        with self._open[database].cursor() as cursor:
            cursor.execute(statement)

    def make_main(self) -> None:
        self.run(f"CREATE DATABASE {MAIN}")
        db = Database(self.url(MAIN))
        migrate.upgrade(db)
        db.engine.dispose()

    def emptied(self) -> str:
        """The URL of the main database, without a row in it."""
        self.run(";".join(f"DELETE FROM {table.name}" for table in reversed(metadata.sorted_tables)), MAIN)
        return self.url(MAIN)

    @contextmanager
    def bare(self) -> Iterator[str]:
        """The URL of a database without any table."""
        name = f"bare_{next(_numbers)}"
        self.run(f"CREATE DATABASE {name} TEMPLATE template0")
        try:
            yield self.url(name)
        finally:
            self.run(f"DROP DATABASE {name} WITH (FORCE)")


@contextmanager
def server() -> Iterator[Server]:
    """Start a server, give it, stop it."""
    initdb, postgres = binary("initdb"), binary("postgres")
    folder = Path(tempfile.mkdtemp(prefix="recourse-pg-"))
    as_user: dict[str, object] = {}
    if os.geteuid() == 0:  # PostgreSQL refuses to run as root
        try:
            account = pwd.getpwnam("postgres")
        except KeyError as error:
            raise Unavailable("no user postgres, and PostgreSQL does not run as root") from error
        os.chown(folder, account.pw_uid, account.pw_gid)
        as_user = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
    log = (folder / "log").open("w")
    quiet = {"stdout": log, "stderr": subprocess.STDOUT, "cwd": folder, **as_user}
    make = [initdb, "-D", folder / "data", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run([*make, "--locale=C"], check=True, **quiet)
    options = [part for setting in FAST for part in ("-c", setting)]
    process = subprocess.Popen([postgres, "-D", folder / "data", "-k", folder, *options], **quiet)
    try:
        started = Server(folder)
        _wait(started, process, folder / "log")
        yield started
    finally:
        process.send_signal(signal.SIGQUIT)  # stop at once; nothing here is to be kept
        process.wait(START_SECONDS)
        log.close()
        shutil.rmtree(folder, ignore_errors=True)


def _wait(started: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    ends = time.monotonic() + START_SECONDS
    while True:
        try:
            return started.run("SELECT 1")
        except psycopg2.OperationalError as error:
            if process.poll() is not None or time.monotonic() > ends:
                raise RuntimeError(f"PostgreSQL did not start: {log.read_text()[-2000:]}") from error
            time.sleep(0.05)
