"""The summary for a person: what it is about, and never the customer's own words."""

from __future__ import annotations

import re

import pytest

from recourse import summary
from recourse.model import Turn
from recourse.summary import TOPICS

WORDS = "Zebra lamp shattered, order A-12345, card 4111 1111 1111 1111, jo@example.com, I cried all night"


def customer(*texts):
    return [Turn("customer", text) for text in texts]


def made(texts=("hello",), intents=("",), moods=(), reasons=("You asked for a person.",)):
    return summary.summarise(customer(*texts), intents, moods, reasons)


@pytest.mark.parametrize("intent", ["", "request_refund", "out_of_scope", WORDS])
def test_the_summary_never_holds_the_customers_own_words(intent):
    written = summary.written(made([WORDS], [intent], [{"distress": 0.9}]))
    own = set(re.findall(r"\w{4,}", WORDS)) - {"order", "12345"}
    assert own & set(re.findall(r"\w{4,}", written)) == set()


def test_what_the_assistant_said_is_not_in_it_either():
    turns = [Turn("assistant", "Order B-20417: left with a neighbour"), Turn("customer", "thanks")]
    told = summary.summarise(turns, [""], [], ["x"])
    assert (told.facts, told.turns) == ({}, 1)


@pytest.mark.parametrize(
    ("texts", "numbers"),
    [
        (["nothing here"], None),
        (["A-12345"], "A-12345"),
        (["my order a-12345", "I said A-12345"], "A-12345"),  # once, and as the shop writes it
        (["B-20417 or A-12345", "C-30022"], "B-20417, A-12345, C-30022"),  # in the order in which they came
        (["A-1234 and 12345 and 4111 1111 1111 1111"], None),  # nothing that only looks like one
    ],
)
def test_order_numbers_are_facts(texts, numbers):
    assert made(texts).facts == ({"order number": numbers} if numbers else {})


@pytest.mark.parametrize(("contact", "given"), [(True, "jo@example.com"), (False, None)])
def test_ways_to_reach_the_customer_are_a_fact_only_where_they_were_agreed_to(contact, given):
    turns = [*customer(WORDS), Turn("assistant", "mail us: shop@example.com")]
    told = summary.summarise(turns, [""], [], ["x"], contact)
    assert told.facts.get("contact") == given
    assert ("jo@example.com" in summary.written(told)) is contact


@pytest.mark.parametrize(
    ("intent", "topic"),
    [
        ("ask_order_status", "trade"),
        ("close_account", "trade"),
        ("consent_nothing", "own"),
        ("ask_what_you_know", "own"),
        ("decline_offer", "own"),
        ("affirm", ""),  # to what it answers
        ("out_of_scope", ""),
        ("", ""),
    ],
)
def test_an_intent_is_the_shops_matter_or_our_own_or_neither(intent, topic):
    assert summary.topic_of(intent) == topic


@pytest.mark.parametrize(
    ("intents", "request_", "topics"),
    [
        ([""], "not clear to the assistant", ()),
        (["greet", "out_of_scope"], "not clear to the assistant", ()),  # talk is no topic
        (["request_refund"], "a refund", ("a refund",)),
        (["ask_order_status", "request_refund"], "a refund", ("where an order is", "a refund")),
        # one topic by two intents counts once
        (["ask_order_status", "inform_order_number"], "where an order is", ("where an order is",)),
        (["make_complaint", "thank"], "a complaint", ("a complaint",)),
        # every case wants a person; what for says more, where it is known
        (["request_refund", "request_human"], "a refund", ("a refund", "a person")),
        (["request_human"], "a person", ("a person",)),
    ],
)
def test_the_last_topic_is_what_the_customer_wants(intents, request_, topics):
    told = made(intents=intents)
    assert (told.request, told.topics) == (request_, topics)


@pytest.mark.parametrize(
    ("moods", "expected"),
    [
        ([], "not read"),
        ([{}, {}], "not read"),  # switched off
        ([{"distress": 0.1, "hostility": 0.2}], "calm throughout"),
        ([{"distress": 0.39}], "calm throughout"),
        ([{"distress": 0.4}], "distress; at the end: distress"),
        # strongest first, whenever it was
        ([{"distress": 0.5, "hostility": 0.9}], "hostility, distress; at the end: hostility, distress"),
        ([{"hostility": 0.9}, {"hostility": 0.1}], "hostility; at the end: calmer"),
        ([{"hostility": 0.1}, {"hostility": 0.9}], "hostility; at the end: hostility"),
        ([{}, {"hostility": 0.9}], "hostility; at the end: hostility"),  # switched on meanwhile
    ],
)
def test_the_mood_is_told_by_its_strongest_feelings_and_its_end(moods, expected):
    assert made(moods=moods).mood == expected


def test_only_the_customers_messages_are_counted():
    turns = [*customer("a", "b"), Turn("assistant", "c"), Turn("agent", "d")]
    assert summary.summarise(turns, ["", ""], [], ["x"]).turns == 2


def test_nothing_is_quoted_by_itself():
    assert made([WORDS]).quotes == ()


def test_written_it_says_what_was_wanted_why_it_came_and_in_which_mood():
    told = made(["A-12345"], ["ask_order_status", "request_refund"], [{"distress": 0.6}])
    assert summary.written(told).splitlines() == [
        "Wants: a refund",
        "Also spoke of: where an order is",
        "Order number: A-12345",
        "Why a person: You asked for a person.",
        "Mood: distress; at the end: distress",
        "Messages to the assistant: 1",
    ]


def test_when_there_is_one_topic_and_no_fact_then_no_empty_line_stands_for_them():
    assert "Also" not in summary.written(made(intents=["request_refund"]))


def test_every_topic_belongs_to_an_intent_that_the_assistant_knows():
    from ruamel.yaml import YAML

    from tests import shipped

    intents = YAML(typ="safe").load(shipped.PROJECT / "domain.yml")["intents"]
    assert set(TOPICS) <= set(intents)
