"""A case as the desk sees it is never more than the customer agreed to."""

from __future__ import annotations

import pytest

from recourse.channels import commands
from recourse.model import Scope, Status
from recourse.service import casefile, consents
from recourse.store import cases, conversations
from tests import scenes
from tests.scenes import ONE

CARD = "4111 1111 1111 1111"
SAID = f"Where is A-12345? My card is {CARD}, my mail anna@example.com, my dog is Zebedee"
#: Everything in which something of the conversation could show.
EMPTY = {
    "route": None,
    "branch": None,
    "principle": None,
    "reasons": [],
    "reasons_text": [],
    "risks": {},
    "summary": "",
    "emotion": [],
    "messages": [],
}
KEYS = {
    *("id", "conversation_id", "status", "priority", "branch", "reasons", "risks", "summary"),
    *("consent", "channel", "language", "opened_at", "messages"),
}


@pytest.fixture
def case(app):
    """Somebody who said personal things, and asked for a person."""
    scenes.turn(app, SAID, intent="ask_order_status")
    scenes.utter(app.db, "It is on its way, Anna.")
    return scenes.hand_over(app)


def seen(app, case):
    return casefile.full(app, cases.find(app.db, case.id))


def agree(app, scope):
    consents.answer(app, ONE, scope, "button")


def shown(found):
    return {name: found[name] for name in EMPTY}


# ---- what a scope lets through


@pytest.mark.parametrize("scope", [None, Scope.NOTHING])
def test_under_nothing_and_before_any_answer_the_case_is_empty(app, case, scope):
    if scope:
        agree(app, scope)
    found = seen(app, case)
    assert shown(found) == EMPTY
    assert (found["status"], found["asked"], found["channel"]) == ("queued", True, "webchat")
    assert (found["position"], found["priority"]) == (1, cases.NORMAL)
    assert found["consent"]["scope"] == (scope or Scope.PENDING).value


def test_under_a_summary_the_desk_learns_what_it_is_about_and_none_of_the_words(app, case):
    agree(app, Scope.SUMMARY)
    found = seen(app, case)
    assert found["branch"] == "asked_for_person"
    assert found["reasons"] == ["you_asked"]
    assert found["reasons_text"] == ["You asked for a person."]
    assert found["principle"]
    assert found["risks"]
    assert "where an order is" in found["summary"]
    assert "A-12345" in found["summary"]  # an order number belongs in a summary
    assert [row["phase"] for row in found["emotion"]] == ["before", "before"]
    assert all(0 <= row["distress"] <= 1 for row in found["emotion"])
    assert found["messages"] == []
    for word in ("Zebedee", CARD, "anna@example.com", "I want to talk", "Anna"):
        assert word not in str(found)


def test_under_the_whole_the_conversation_is_there_without_card_address_and_names(app, case):
    agree(app, Scope.CONVERSATION)
    found = seen(app, case)
    assert [(m["author"], m["text"]) for m in found["messages"]] == [
        (
            "customer",
            "Where is A-12345? My card is <CREDIT_CARD>, my mail <EMAIL_ADDRESS>, my dog is <PERSON>",
        ),
        ("assistant", "It is on its way, <PERSON>."),
        ("customer", "I want to talk to a person"),
    ]
    assert found["summary"]


def test_a_list_shows_no_conversation_under_any_scope(app, case):
    agree(app, Scope.CONVERSATION)
    head = casefile.head(app, cases.find(app.db, case.id))
    assert (head["messages"], head["emotion"]) == ([], [])
    assert "Zebedee" not in str(head)
    assert set(head) == set(seen(app, case)) >= KEYS


# ---- what is said to the human


def test_what_the_customer_says_to_the_human_is_shown_as_typed_under_nothing_too(app, case):
    agree(app, Scope.NOTHING)
    who = scenes.agent(app.db)
    scenes.claim(app.db, case, who)
    scenes.say(app.db, f"Now then: {CARD}")
    scenes.work_off(app.db)
    cases.reply(app.db, case.id, who, "I am looking", "mine")
    found = seen(app, case)
    assert [(m["author"], m["text"]) for m in found["messages"]] == [
        ("customer", f"Now then: {CARD}"),
        ("agent", "I am looking"),
    ]
    assert shown({**found, "messages": []}) == EMPTY


def test_a_reply_waits_and_is_then_sent_under_the_same_id(app, case):
    who = scenes.agent(app.db)
    scenes.claim(app.db, case, who)
    number = cases.reply(app.db, case.id, who, "Hello", "mine")
    for delivery in ("waiting", "sent"):
        (line,) = (m for m in seen(app, case)["messages"] if m["author"] == "agent")
        assert (line["id"], line["client_id"], line["delivery"]) == (f"out-{number}", "mine", delivery)
        assert (line["name"], line["text"]) == ("Ada", "Hello")
        scenes.send_all(app.db)


def test_what_the_customer_asks_the_machine_meanwhile_does_not_show_the_reasons_under_nothing(app, case):
    scenes.claim(app.db, case, scenes.agent(app.db))
    scenes.say(app.db, "/why")
    (answer,) = commands.answer_with_human(app, scenes.work_off(app.db)[-1], "")
    conversations.utter(app.db, ONE, "re:why:0", "system", "", answer, scenes.EVERY_STATE)
    assert "rule is called" not in str(seen(app, case))
    agree(app, Scope.SUMMARY)
    assert "rule is called" in str(seen(app, case))


# ---- a message that was left for the person


@pytest.mark.parametrize("scope", [None, Scope.NOTHING, Scope.SUMMARY, Scope.CONVERSATION])
def test_a_message_left_for_the_person_is_seen_as_typed_whatever_was_agreed(app, case, scope):
    if scope:
        agree(app, scope)
    ordinary, _ = scenes.turn(app, f"my secret is {CARD}")
    left, _ = scenes.turn(app, f"Please call me: +49 30 123456, card {CARD}")
    conversations.give_to_case(app.db, ONE, left, case.id)
    texts = [m["text"] for m in seen(app, case)["messages"]]
    assert f"Please call me: +49 30 123456, card {CARD}" in texts
    assert f"my secret is {CARD}" not in texts
    assert ("my secret is <CREDIT_CARD>" in texts) is (scope is Scope.CONVERSATION)
    assert ordinary != left


def test_what_was_left_stays_when_consent_is_taken_back_for_it_was_given_to_the_person(app, case):
    agree(app, Scope.CONVERSATION)
    left, _ = scenes.turn(app, "I am at work until five")
    conversations.give_to_case(app.db, ONE, left, case.id)
    consents.withdraw(app, ONE)
    assert [m["text"] for m in seen(app, case)["messages"]] == ["I am at work until five"]


def test_what_was_left_for_one_person_is_not_in_the_next_case(app, case):
    left, _ = scenes.turn(app, "between us two")
    conversations.give_to_case(app.db, ONE, left, case.id)
    cases.cancel(app.db, ONE)
    second = scenes.hand_over(app)
    agree(app, Scope.CONVERSATION)
    assert "between us two" not in str(seen(app, second))


# ---- contact details

WORDS = {
    "consent_nothing": "no, nothing",
    "consent_summary": "just the summary",
    "consent_full": "pass it all on",
    "consent_partial": "fine, but not my phone number",
    "consent_contact": "you may pass on my phone number",
}


@pytest.mark.parametrize(
    ("intents", "mail", "flag"),
    [
        ([], False, False),
        (["consent_full"], False, False),
        (["consent_contact"], False, False),  # on top of what was agreed to, and that is nothing
        (["consent_summary", "consent_contact"], True, True),
        (["consent_full", "consent_contact"], True, True),
        (["consent_full", "consent_contact", "consent_partial"], False, False),  # the last word counts
        (["consent_full", "consent_contact", "consent_nothing"], False, False),
    ],
)
def test_contact_details_reach_the_case_only_where_that_was_said(app, case, intents, mail, flag):
    for intent in intents:
        consents.answer_in_words(app, ONE, intent, WORDS[intent], 0.95)
    found = seen(app, case)
    assert ("anna@example.com" in str(found)) is mail
    assert found["consent"]["contact_details"] is flag
    assert CARD not in str(found)


def test_when_consent_is_taken_back_then_contact_details_go_too(app, case):
    for intent in ("consent_summary", "consent_contact"):
        consents.answer_in_words(app, ONE, intent, WORDS[intent], 0.95)
    consents.withdraw(app, ONE)
    found = seen(app, case)
    assert ("anna@example.com" in str(found), found["consent"]["contact_details"]) == (False, False)


# ---- the end


def test_what_is_said_after_the_end_is_not_in_the_case(app, case):
    agree(app, Scope.CONVERSATION)
    who = scenes.agent(app.db)
    scenes.claim(app.db, case, who)
    cases.close(app.db, case.id, who, Status.RESOLVED)
    scenes.send_all(app.db)
    scenes.turn(app, "Something new and private")
    assert "private" not in str(seen(app, case))


def test_what_was_said_to_the_human_of_an_earlier_case_is_not_in_the_next(app, case):
    who = scenes.agent(app.db)
    scenes.claim(app.db, case, who)
    scenes.say(app.db, "between us two")
    scenes.work_off(app.db)
    cases.close(app.db, case.id, who, Status.RESOLVED)
    scenes.send_all(app.db)
    second = scenes.hand_over(app)
    agree(app, Scope.CONVERSATION)
    assert "between us two" not in str(seen(app, second))
    assert "between us two" in str(seen(app, case))


def test_the_case_keeps_when_and_what_was_rated(app, case):
    cases.rate(app.db, case.id, stars=4, comment="quick")
    agree(app, Scope.NOTHING)
    found = seen(app, case)
    assert found["rating"] == {"stars": 4, "comment": "quick"}
    assert found["consent"]["at"] > found["opened_at"]


@pytest.mark.parametrize(
    ("at", "written"),
    [
        (0.0, "1970-01-01T00:00:00.000+00:00"),  # UTC, whatever the clock of this machine says
        (1795410341.931843, "2026-11-23T05:05:41.931+00:00"),
        (None, None),  # not yet
    ],
)
def test_times_are_iso_8601_in_utc(at, written):
    assert casefile.iso(at) == written
