"""Dialect, chat and worn-out spellings as they would stand in plain English."""

from __future__ import annotations

import pytest

from recourse import spelling


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Ah cannae pay yer bill", "I can't pay your bill"),
        ("ah'm gonnae dae it", "I'm going to do it"),
        ("Naebody telt me", "Nobody told me"),
        ("I ain't paying", "I'm not paying"),
        ("It ain't workin'", "It isn't working"),
        ("we ain't waitin no more", "we aren't waiting no more"),
        ("I'm finna leave", "I'm going to leave"),
        ("I'm fixin' to leave", "I'm going to leave"),
        ("can u call me pls", "can you call me please"),
        ("t'kettle does nowt", "the kettle does nothing"),
        ("soooo bad", "soo bad"),
        ("GONNA LEAVE", "GOING TO LEAVE"),
    ],
)
def test_a_spelling_is_made_plain(text, plain):
    assert spelling.plain(text) == plain


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Where is my order A-12345? It's late.",
        "I can't pay, and I don't know why.",
        "Ah, that was quick. My ma is happy. Give me money.",
        "begin again within the basin",
        "Please use the U-bend, size L8, @dat #dis",
    ],
)
def test_what_is_plain_stays(text):
    assert spelling.plain(text) == text


def test_quotes_are_made_straight():
    assert spelling.plain("I’m “fine”") == spelling.straight("I’m “fine”") == 'I\'m "fine"'
