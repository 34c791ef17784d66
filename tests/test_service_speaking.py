"""Which language a conversation is held in: heard from what is written, until the customer chooses one."""

from __future__ import annotations

import pytest

from recourse.service import speaking
from recourse.store import conversations
from tests import scenes
from tests.scenes import ONE, TITLES


def hear(app, text):
    scenes.say(app.db, text)
    work = conversations.take(app.db, ONE)
    found = speaking.hear(app, work)
    conversations.finish(app.db, work)
    assert found == conversations.find(app.db, ONE).language
    return found


def test_what_is_written_is_heard_and_kept_from_message_to_message(app):
    written = [
        "hello",
        "Wo ist meine Bestellung?",
        "A-12345",
        "ok",
        "¿Dónde está mi pedido?",
        "Maria Hernandez",
    ]
    assert [hear(app, text) for text in written] == ["en", "de", "de", "de", "es", "es"]
    assert scenes.deeds(app.db).count("language_set") == 2  # only where it changed


def test_a_command_says_nothing_about_the_language(app):
    hear(app, "Wo ist meine Bestellung?")
    assert [hear(app, command) for command in TITLES] == ["de"] * len(TITLES)


@pytest.mark.parametrize(
    ("name", "response", "code", "chosen"),
    [
        ("German", "utter_language_set", "de", True),
        ("Português", "utter_language_set", "pt", True),
        ("English", "utter_language_set", "en", True),
        ("Italian", "utter_languages", "en", False),  # said which there are, nothing changed
        ("", "utter_languages", "en", False),
    ],
)
def test_a_language_is_chosen_by_its_name(app, name, response, code, chosen):
    conversations.open_one(app.db, ONE, "webchat", {})
    assert speaking.change(app, ONE, name) == response
    assert response in app.texts
    row = conversations.find(app.db, ONE)
    assert (row.language, bool(row.language_chosen)) == (code, chosen)


def test_what_was_chosen_stays_whatever_is_written_until_another_is_chosen(app):
    hear(app, "hello")
    speaking.change(app, ONE, "French")
    assert [hear(app, text) for text in ("Where is my order?", "Wo ist meine Bestellung?")] == ["fr", "fr"]
    speaking.change(app, ONE, "German")
    assert hear(app, "Where is my order?") == "de"


def test_the_open_case_takes_the_language_and_a_closed_one_keeps_its_own(app):
    case = scenes.hand_over(app)
    scenes.cases.cancel(app.db, ONE)
    second = scenes.hand_over(app)
    speaking.change(app, ONE, "Spanish")
    found = {row.id: row.language for row in scenes.cases.of_conversation(app.db, ONE)}
    assert found == {case.id: "en", second.id: "es"}
