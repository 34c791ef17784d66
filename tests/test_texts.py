"""The customer's words, read from domain.yml without Rasa."""

from __future__ import annotations

import re

import pytest

from recourse.model import Button, RecourseError
from recourse.texts import Texts
from tests import shipped

ONLY_GERMAN = [{"type": "slot", "name": "language", "value": "de"}]
SAID_OFF = [{"type": "slot", "name": "mood_reading", "value": "off"}]
TEXTS = Texts(
    {
        "utter_plain": [{"text": "You are number {position} in the queue."}],
        "utter_german": [
            {"condition": ONLY_GERMAN, "text": "Guten Tag, {name}."},
            {"text": "Hello, {name}."},
        ],
        "utter_mood": [{"condition": SAID_OFF, "text": "Not read."}, {"text": "Read."}],
        "utter_both": [
            {"condition": [*ONLY_GERMAN, *SAID_OFF], "text": "Nicht gelesen."},
            {"condition": ONLY_GERMAN, "text": "Gelesen."},
            {"text": "Read."},
        ],
        "utter_conditional_only": [{"condition": SAID_OFF, "text": "Not read."}],
        "utter_rate": [
            {
                "text": "How good, {name}?",
                "buttons": [{"title": "{name}", "payload": '/rate{{"stars": "{stars}"}}'}],
            }
        ],
        "utter_padded": [{"text": "{empty} What else? "}],
    }
)


def test_when_a_response_is_unknown_then_the_error_says_where_to_add_it():
    with pytest.raises(
        RecourseError, match=r"domain\.yml has no response utter_nothing; add it under responses"
    ):
        TEXTS.say("utter_nothing")


def test_when_a_place_is_not_filled_then_the_error_names_response_and_place():
    with pytest.raises(RecourseError, match=r"utter_plain asks for \{position\}, which was not given"):
        TEXTS.say("utter_plain", name="Ada")


@pytest.mark.parametrize("value", [3, "3", "{name}", "{{3}}", "\\1", "}"])
def test_a_place_is_filled_with_the_value_as_it_is_and_its_braces_mean_nothing(value):
    assert TEXTS.say("utter_plain", position=value).text == f"You are number {value} in the queue."


def test_a_value_too_many_is_no_error():
    assert TEXTS.say("utter_mood", position=3).text == "Read."


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("de", "Guten Tag, Ada."),
        ("en", "Hello, Ada."),
        ("fr", "Hello, Ada."),  # a language without words of its own
        (None, "Hello, Ada."),  # a language nobody knows yet
    ],
)
def test_the_words_follow_the_language_where_there_are_such_words(language, expected):
    assert TEXTS.say("utter_german", language, name="Ada").text == expected


@pytest.mark.parametrize(
    ("name", "language", "expected"),
    [
        ("utter_mood", None, "Read."),  # a condition on another slot is not known to be true here
        ("utter_both", "de", "Gelesen."),  # nor is it one on two slots
        ("utter_both", None, "Read."),
        ("utter_conditional_only", None, "Not read."),  # rather these words than none
    ],
)
def test_a_condition_on_another_slot_is_not_taken_for_one_on_the_language(name, language, expected):
    assert TEXTS.say(name, language).text == expected


def test_buttons_come_with_their_places_filled_and_rasas_double_braces_made_single():
    said = TEXTS.say("utter_rate", name="Ada", stars=5)
    assert said.buttons == (Button("Ada", '/rate{"stars": "5"}'),)


def test_space_around_the_words_is_cut():
    assert TEXTS.say("utter_padded", empty="").text == "What else?"


def test_a_response_can_be_asked_for_before_it_is_said():
    assert "utter_plain" in TEXTS
    assert "utter_nothing" not in TEXTS


@pytest.mark.parametrize("name", sorted(shipped.responses()))
def test_every_response_that_ships_can_be_said_once_its_places_are_filled(name):
    places = set(re.findall(r"\{(\w+)\}", str(shipped.responses()[name])))
    said = shipped.texts().say(name, **dict.fromkeys(places, "VALUE"))
    assert said.text
    assert "{" not in said.text
    assert all(button.title and button.payload.startswith("/") for button in said.buttons)
