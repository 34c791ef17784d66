"""What must be understood without any model: crises, requests for a person, consent taken back."""

from __future__ import annotations

import pytest

from recourse import words

CRISES = [
    "I want to kill myself",
    "i'm going to kill my self tonight",
    "I might be killing  myself soon",
    "I will end my life",
    "I want to end it all",
    "ending my own life is all that is left",
    "I am suicidal",
    "thinking of suicide",
    "I want to die",
    "i just wanna die",
    "I wanted to die last night",
    "I'm going to die",
    "I wish I was dead",
    "wish i were dead",
    "I'd rather be dead",
    "I don't want to live any more",
    "I don’t want to live any more",  # the apostrophe of a telephone
    "i dont want to be alive",
    "I no longer want to live",
    "I keep hurting myself",
    "I cut myself again",
    "please just kill me",
    "I will take my own life",
    "WHERE IS MY PARCEL? I WANT TO DIE",
    "I'm not going to hurt myself, but I want to die",  # a denial does not cover the rest
    "I won't kill myself today. Tomorrow I end my life",
    "I don't want to hurt myself",  # who says so asks for help
    "why not kill myself",  # a not that denies nothing
    "\nI want\nto die\n",
]
NO_CRISES = [
    "I'm not going to hurt myself",
    "I’m not going to hurt myself",
    "I would never kill myself over a parcel",
    "I won't hurt myself with it, will I?",
    "how do I kill the process",
    "this queue is killing me",
    "my wife will kill me if it comes late",
    "I would rather die than call you again",  # a figure of speech
    "the battery is going to die",
    "my phone keeps going dead",
    "I want him to die",  # about somebody else: the scorer's to weigh
    "end my contract",
    "the end of it all was a broken cup",
    "can I do it myself",
    "I live in Berlin and want to move",
    "",
]
REQUESTS = [
    "a person",
    "A person, please!",
    "human",
    "real person pls",
    "operator",
    "human being please",
    "/human",
    " /human ",
    "I want to talk to a human",
    "can I speak with someone",
    "Could I please chat to one of your agents? I mean talk to an agent",
    "i want to speak to ur manager",
    "connect me to a representative",
    "transfer me to an agent please",
    "put me through to somebody",
    "please pass this to a supervisor",
    "escalate to a manager",
    "get me a manager",
    "I need a real person",
    "give me a human",
    "I'd like a person",
    "I would rather have a person",
    "I need someone to help me",
    "I want somebody real",
    "is there someone I can talk to",
    "can a human look at this",
    "Why don't you connect me to a human?",
    "don't you have a person I can talk to",
    "I don't want a bot, I want a person",
    "I don't want to talk to a machine, get me an agent",
    "I don't want an agent, I want a manager",  # no to one, yes to another
]
NO_REQUESTS = [
    "is this a human error",
    "I want a human error corrected",
    "agent fee",
    "what is the agent fee",
    "can I talk to you about the agent fee?",
    "the representative was rude",
    "I already spoke to an agent",
    "are you human",
    "are you a human or a bot?",
    "I need a representative sample",
    "I need the manager's name",
    "I want people to know about this",
    "I want to give someone a gift",
    "I like people",
    "treat me like a person",
    "I will pass it on to someone else",
    "give the agent five stars",
    "I don't want a person",
    "I don’t want a person",
    "no, I do not want to talk to a human",
    "I didn't ask for an agent",
    "my personal data",
    "/request_human",  # a button's payload goes through Rasa
    "",
]
TAKEN_BACK = [
    "take back my consent",
    "I withdraw my consent",
    "please revoke the consent I gave",
    "stop sharing my data",
    "I don't share that any more",
    "I don’t share that any more",
    "delete what I shared",
]
NOT_TAKEN_BACK = [
    "I consent",
    "what did I consent to?",
    "take back the parcel",
    "delete my order",
    "share it with everybody",
    "",
]


@pytest.mark.parametrize("text", CRISES)
def test_first_person_words_of_a_crisis_are_caught(text):
    assert words.in_crisis(text)


@pytest.mark.parametrize("text", NO_CRISES + REQUESTS + NO_REQUESTS)
def test_figures_of_speech_denials_and_other_matters_are_no_crisis(text):
    assert not words.in_crisis(text)


@pytest.mark.parametrize("text", REQUESTS)
def test_a_plain_request_for_a_person_is_caught(text):
    assert words.asks_human(text)
    assert not words.wants_no_human(text)


@pytest.mark.parametrize("text", NO_REQUESTS + NO_CRISES + CRISES)
def test_words_about_people_or_against_one_are_no_request(text):
    assert not words.asks_human(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("I don't want a person", True),
        ("no, I do not want to talk to a human", True),
        ("I didn't ask for an agent", True),
        ("I don't want an agent, I want a manager", False),  # asks all the same
        ("I don't want to wait for a person any longer", False),  # wants one sooner
        ("I don't want a refund", False),
        ("a person", False),
    ],
)
def test_words_against_a_person_count_only_where_none_asks_for_one(text, expected):
    assert words.wants_no_human(text) is expected


@pytest.mark.parametrize("text", TAKEN_BACK)
def test_consent_can_be_taken_back_in_plain_words(text):
    assert words.takes_back_consent(text)


@pytest.mark.parametrize("text", NOT_TAKEN_BACK)
def test_other_words_take_no_consent_back(text):
    assert not words.takes_back_consent(text)


@pytest.mark.parametrize("filler", ["talk to ", "I don't want ", "a", " ", "kill ", "😀"])
def test_words_are_found_at_the_end_of_a_very_long_message(filler):
    long = filler * (20_000 // len(filler))
    assert words.in_crisis(f"{long}. I want to die")
    assert words.asks_human(f"{long}. Get me a person")
