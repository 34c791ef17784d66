"""What is said in a crisis, held to what helplines publish (named in the README): order, honesty, no harm."""

from __future__ import annotations

import re

import pytest

from tests import shipped

HERE = [f"utter_crisis_here_{number}" for number in (1, 2, 3)]
OF_ONES_OWN = [
    *(
        "utter_crisis_resources",
        "utter_crisis_resources_again",
        "utter_crisis_nobody",
        "utter_crisis_taken_back",
    ),
    *HERE,
]
OTHERS = [
    *("utter_worry_resources", "utter_bereavement", "utter_others_danger", "utter_safety_hazard"),
    *("utter_medical", "utter_minor", "utter_unsure_crisis"),
    *("utter_ask_country", "utter_country_lines", "utter_country_unknown"),
]
HARMFUL = [
    *("commit", "suicide", "selfish", "cheer up", "be fine", "be okay", "get better", "i understand"),
    *("i know how you feel", "must", "why did you", "how would you", "confidential", "only between us"),
]
QUEUE = re.compile(r"queue|our team|a person|your place|wait for us")


def english(name: str) -> str:
    return next(each["text"] for each in shipped.responses()[name] if not each.get("condition"))


@pytest.mark.parametrize("name", OF_ONES_OWN)
def test_help_lines_and_the_emergency_number_come_before_any_word_about_people_of_ours(name):
    text = english(name)
    ours = QUEUE.search(text.lower().replace("still the machine", ""))
    assert "{resources}" in text
    assert "{emergency}" in text
    assert ours is None or max(text.index("{resources}"), text.index("{emergency}")) < ours.start()


@pytest.mark.parametrize("name", [*OF_ONES_OWN, *OTHERS])
def test_no_words_that_blame_promise_secrecy_or_give_false_hope(name):
    text = english(name).lower()
    assert [word for word in HARMFUL if re.search(rf"\b{word}", text)] == []
    assert "!" not in text


@pytest.mark.parametrize("name", [*OF_ONES_OWN, *OTHERS])
def test_nobody_is_said_to_be_there_already(name):
    assert not re.search(
        r"\b(a person|somebody|someone) (is|has) (here|come|joined|reading)\b", english(name).lower()
    )


@pytest.mark.parametrize("name", [*HERE, "utter_crisis_nobody"])
def test_while_nobody_has_come_that_is_said(name):
    assert "nobody from our team" in english(name).lower()


def test_whoever_may_harm_others_is_sent_no_help_line_for_themselves():
    text = english("utter_others_danger")
    assert "{resources}" not in text
    assert "{emergency}" in text


def test_the_words_for_an_outage_need_nothing_filled_in():
    assert "{" not in english("utter_unsure_crisis")


@pytest.mark.parametrize("name", [*OF_ONES_OWN, *OTHERS])
def test_a_message_stays_short_enough_to_be_read_in_distress(name):
    assert len(english(name).split()) <= 100
