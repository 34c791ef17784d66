"""The language of a new web chat, as its page asks for it."""

from __future__ import annotations

import pytest
import requests

from recourse.store import conversations
from tests.system.scripted import Scripted


def opened(chat: Scripted, **body: object) -> requests.Response:
    return requests.post(f"{chat.page}session", json=body, timeout=10)


@pytest.mark.parametrize("language", ["en", "de", "es", "fr", "pt"])
def test_a_conversation_begins_in_the_language_of_its_page(chat: Scripted, language: str) -> None:
    answer = opened(chat, language=language).json()
    assert conversations.find(chat.app.db, answer["conversation_id"]).language == language


def test_without_one_it_is_english(chat: Scripted) -> None:
    for answer in (opened(chat), requests.post(f"{chat.page}session", timeout=10)):
        assert conversations.find(chat.app.db, answer.json()["conversation_id"]).language == "en"


@pytest.mark.parametrize("language", ["", "DE", "tlh", 7, None, ["de"], {"de": 1}])
def test_any_other_is_refused(chat: Scripted, language: object) -> None:
    answer = opened(chat, language=language)
    assert answer.status_code == 422
    assert answer.json() == {"error": "language must be one of en, de, es, fr, pt"}
