"""What Rasa gets to read: never a command that a customer typed."""

from __future__ import annotations

import pytest

from recourse.channels.commands import as_rasa_reads_it
from recourse.model import State
from recourse.store.conversations import Work


@pytest.mark.parametrize(
    ("kind", "text", "read"),
    [
        ("text", "hello", "hello"),
        ("text", "/I want to die", "I want to die"),
        ("text", "/\t/session_start", "session_start"),  # Rasa strips, and would obey what is left
        ("text", '/\n/rate_help{"stars": "5"}', 'rate_help{"stars": "5"}'),
        ("text", " // ", "?"),
        ("command", " /human ", "/request_human"),
        ("button", '/rate_help{"stars": "5"}', '/rate_help{"stars": "5"}'),
    ],
)
def test_a_slash_counts_only_where_it_is_ours(kind: str, text: str, read: str) -> None:
    work = Work(1, "wc-1", "1", text, kind, State.BOT, None, tries=1)
    assert as_rasa_reads_it(work) == read
