"""What the customer is told that the machine does not decide: in the chat, and on the public page."""

from __future__ import annotations

import dataclasses

import pytest

from recourse import settings
from recourse.app import App
from recourse.service import boundaries
from recourse.texts import Texts
from tests import shipped


@pytest.fixture
def app():
    made = App(dataclasses.replace(settings.read(), public_url="https://shop.example"))
    made.__dict__.update(texts=shipped.texts(), tree=shipped.tree())
    return made


def test_the_chat_names_every_boundary_and_where_the_whole_list_is(app):
    told = boundaries.told(app, None)
    assert len(told["list"].splitlines()) == len(app.boundaries.forbidden)
    assert told["page"] == "https://shop.example/webhooks/webchat/boundaries?lang=en"
    assert app.texts.say("utter_boundaries", **told)


@pytest.mark.parametrize(
    ("given", "spoken"),
    [("de", "de"), ("pt", "pt"), ("en", "en"), ("it", "en"), ("", "en"), (None, "en"), ("<script>", "en")],
)
def test_a_language_that_we_do_not_speak_is_answered_in_english(app, given, spoken):
    assert boundaries.spoken(given) == spoken
    assert boundaries.told(app, given)["page"].endswith(f"?lang={spoken}")


def test_both_speak_the_customers_language_where_there_are_words_in_it(app):
    german = {
        "condition": [{"type": "slot", "name": "language", "value": "de"}],
        "text": "Ich sage nie Nein.",
    }
    name = "utter_boundary_refuse"
    app.__dict__["texts"] = Texts({**shipped.responses(), name: [german, *shipped.responses()[name]]})
    assert "Ich sage nie Nein." in boundaries.told(app, "de")["list"]
    assert "Ich sage nie Nein." not in boundaries.told(app, "en")["list"]
    assert boundaries.page(app, "de")["entries"][0].words == "Ich sage nie Nein."


def test_the_page_says_of_each_what_why_who_and_when(app):
    shown = boundaries.page(app, "en")
    for entry, boundary in zip(shown["entries"], app.boundaries.forbidden):
        assert entry.words and entry.why
        assert boundary.owner in entry.kept and str(boundary.review_by) in entry.kept
    assert len(shown["allowed"]) == len(app.boundaries.allowed)
    assert f"Version {app.tree.version} is" in shown["words"]["rules"]
