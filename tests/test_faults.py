"""A test can let a process die at a named point, once: the parts that must survive it are tested with this."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from tests import scenes

WRITE = """
import sys
from recourse.model import Incoming
from recourse.store import Database, conversations
conversations.accept(Database(sys.argv[1]), Incoming("webchat", "wc-1", "1", "Hello"), {})
print("alive")
"""
DEAD, ALIVE = (-signal.SIGKILL, ""), (0, "alive")
HELLO = [("customer", "Hello")]


def write(db, **environment):
    """A process of its own accepts a message; (exit status, what it printed)."""
    command = [sys.executable, "-c", WRITE, db.url]
    environment = {**os.environ, **environment}
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)
    return done.returncode, done.stdout.strip()


@pytest.mark.parametrize(
    ("point", "kept"),
    [
        ("accept:before", []),  # before the commit nothing stands
        ("accept:after", HELLO),  # after it everything does
    ],
)
def test_a_process_dies_once_at_the_named_point_and_a_transaction_is_whole(db, tmp_path, point, kept):
    wanted = tmp_path / "faults"
    wanted.write_text(point)
    assert write(db, RECOURSE_FAULTS=str(wanted)) == DEAD
    assert scenes.said(db) == kept
    assert write(db, RECOURSE_FAULTS=str(wanted)) == ALIVE
    assert scenes.said(db) == HELLO


def test_a_process_passes_every_other_point_and_the_fault_stays_set(db, tmp_path):
    wanted = tmp_path / "faults"
    wanted.write_text("take:after")
    assert write(db, RECOURSE_FAULTS=str(wanted)) == ALIVE
    assert wanted.read_text() == "take:after"


def test_when_no_point_is_named_then_nobody_dies(db, tmp_path):
    assert write(db) == ALIVE
    assert write(db, RECOURSE_FAULTS=str(tmp_path / "nothing here")) == ALIVE
