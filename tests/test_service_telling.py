"""What the customer is told on the way to a person: why, what next, how long, and when they move up."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import update

from recourse.app import App
from recourse.model import Assessment, Decision, NotFound, Route, Scope
from recourse.service import consents, handoff, telling
from recourse.store import agents, assessments, cases, conversations
from recourse.store.tables import agent, escalation_case
from tests import scenes
from tests.scenes import ONE

CRISIS = Decision(Route.HAND_OVER_NOW, "crisis_self", ("worried_about_you",), (), 1)
WORRY = Decision(Route.HAND_OVER_NOW, "worried_about_someone", ("worried_about_someone",), (), 1)
OTHERS = Decision(Route.HAND_OVER_NOW, "crisis_others", ("safety_of_others",), (), 1)


def decided(app, decision, conversation=ONE):
    """A turn with exactly this decision, and its place in the queue; the case."""
    scenes.say(app.db, "Hello", "m", conversation)
    scenes.work_off(app.db, conversation)
    unique = f"{conversation}:m"
    assessments.record(app.db, conversation, unique, Assessment({"risk": {}}, "model"), decision)
    return handoff.take_place(app, conversation, unique, decision, "assistant")[0]


def told(app, conversation=ONE):
    """What the assistant has said by now."""
    scenes.send_all(app.db, conversation)
    return [text for author, text in scenes.said(app.db, conversation) if author == "assistant"]


def leave_desk(app, seconds=telling.PRESENT_SECONDS + 1):
    """Everybody was last heard of so many seconds earlier."""
    with app.db.change("test") as connection:
        connection.execute(update(agent).values(seen_at=agent.c.seen_at - seconds))


# ---- why, what next, how long


def test_the_explanation_names_reason_position_and_wait(app):
    scenes.agent(app.db)
    scenes.hand_over(app, conversation="wc-0")
    scenes.hand_over(app)
    found = telling.explained(app, ONE)
    assert found["reasons"] == "You asked for a person."
    assert found["position"] == 2
    assert found["wait"] == "I cannot say yet how long it will take."
    assert app.texts.say("utter_explain", **found)


def test_once_enough_people_have_waited_the_wait_is_told(app):
    who = scenes.agent(app.db)
    for number in range(5):
        scenes.claim(app.db, scenes.hand_over(app, conversation=f"wc-{number}"), who)
    with app.db.change("test") as connection:
        at = escalation_case.c.opened_at + 300
        connection.execute(update(escalation_case).values(claimed_at=at))
    case = scenes.hand_over(app)
    assert "between 5 and 6 minutes" in telling.standing(app, case)["wait"]
    leave_desk(app)  # what was is no promise where nobody is
    assert "Nobody is at the desk" in telling.standing(app, case)["wait"]


def test_without_a_case_there_is_nothing_to_explain(app):
    scenes.turn(app, "Hello")
    with pytest.raises(NotFound):
        telling.explained(app, ONE)
    assert handoff.waiting_case(app, ONE) is None


def test_why_is_answered_with_reason_rule_and_principle_also_later(app):
    scenes.turn(app, "Hello")
    assert telling.why(app, ONE) == ("utter_why_nothing", {})
    scenes.hand_over(app)
    cases.cancel(app.db, ONE)
    scenes.turn(app, "thank you")
    response, values = telling.why(app, ONE)
    assert response == "utter_why"
    assert values == {
        "reasons": "You asked for a person.",
        "branch": "asked for person",
        "principle": app.tree.branch("asked_for_person").principle,
    }


def test_a_why_about_a_branch_that_the_tree_has_no_more_is_answered_all_the_same(app):
    decided(app, Decision(Route.HAND_OVER, "long_gone", ("you_asked",), (), 1))
    response, values = telling.why(app, ONE)
    assert (response, values["branch"], values["principle"]) == ("utter_why", "long gone", "")


# ---- is anybody there?


@pytest.mark.parametrize(
    ("role", "ago", "there"),
    [
        ("agent", 0, True),
        ("supervisor", 0, True),
        ("admin", 0, True),
        ("reviewer", 0, False),  # reads, and answers nobody
        ("agent", telling.PRESENT_SECONDS - 10, True),
        ("agent", telling.PRESENT_SECONDS + 1, False),  # gone home
    ],
)
def test_somebody_is_there_who_answers_customers_and_was_heard_of_lately(app, role, ago, there):
    scenes.agent(app.db, role=role)
    leave_desk(app, ago)
    assert telling.anybody_there(app) is there


def test_a_token_that_was_never_used_is_nobody(app):
    agents.issue_token(app.db, "Ada", "agent")
    assert telling.anybody_there(app) is False
    assert "Nobody is at the desk" in telling.standing(app, scenes.hand_over(app))["wait"]


# ---- help lines


@pytest.mark.parametrize(("country", "number"), [("", "112"), ("US", "911"), ("GB", "999"), ("XX", "112")])
def test_the_help_lines_are_those_of_the_deployers_country_else_everybodys(app, country, number):
    made = App(dataclasses.replace(app.settings, country=country))
    found = telling.resources(made, "en")
    assert found["emergency"] == number
    assert made.texts.say("utter_crisis_resources", **found)


def test_the_country_that_was_told_counts_more_than_the_deployers(app):
    made = App(dataclasses.replace(app.settings, country="US"))
    assert telling.resources(made, "en", "GB")["emergency"] == "999"


@pytest.mark.parametrize(
    ("branch", "first"),
    [
        ("crisis_self", "utter_crisis_resources"),
        ("worried_about_someone", "utter_worry_resources"),
        ("crisis_others", "utter_others_danger"),  # no help lines for the one who threatens
        ("asked_for_person", None),
        ("long_gone", None),
    ],
)
def test_a_branch_says_what_comes_first(app, branch, first):
    assert telling.first_of(app, branch) == first


# ---- in the conversation's language


@pytest.mark.parametrize(
    ("language", "spoken"),
    [("de", "de"), ("it", "it"), (None, "en")],  # None: a row from before there were languages
)
def test_the_language_is_the_conversations_and_english_where_none_is_known(app, language, spoken):
    conversations.open_one(app.db, ONE, "webchat", {})
    conversations.set_language(app.db, ONE, language, chosen=False)
    assert telling.language_of(app, ONE) == spoken
    assert telling.say(app, ONE, "utter_okay").text


@pytest.mark.parametrize(
    ("words", "language", "expected"),
    [
        ("the team", "de", "the team"),  # one for all
        ({"en": "the team", "de": "das Team"}, "de", "das Team"),
        ({"en": "the team", "de": "das Team"}, "it", "the team"),  # English at the least
    ],
)
def test_a_text_of_the_purposes_is_in_the_language_that_it_has(words, language, expected):
    assert telling.in_language(words, language) == expected


# ---- telling what the actions could not


def test_the_customer_is_told_why_and_asked_for_consent_once(app):
    case = scenes.hand_over(app)
    for _ in range(2):
        telling.tell_about_case(app, case)
        explained, question = told(app)
    assert explained.startswith("You asked for a person. A person will take over.")
    assert question.startswith("What may I pass on to the person?")
    assert len(conversations.messages(app.db, ONE)[-1].buttons) == 3


@pytest.mark.parametrize(
    ("decision", "lines"),
    [(CRISIS, True), (WORRY, True), (OTHERS, False)],  # the last: an emergency number and no more
)
def test_in_a_crisis_what_belongs_first_comes_first(app, decision, lines):
    telling.tell_about_case(app, decided(app, decision))
    first, *rest = told(app)
    assert "112" in first
    assert ("findahelpline" in first) is lines
    assert len(rest) == 2


def test_what_an_action_said_to_a_worried_friend_is_not_said_again(app):
    case = decided(app, WORRY)
    found = telling.resources(app, "en", worried=True)
    scenes.utter(app.db, app.texts.say(telling.WORRY, **found).text)
    telling.tell_about_case(app, case)
    assert len([text for text in told(app) if "112" in text]) == 1


def test_what_was_said_already_is_not_said_again(app):
    case = scenes.hand_over(app)
    scenes.utter(app.db, app.texts.say("utter_explain", **telling.explained(app, ONE)).text)
    telling.tell_about_case(app, case)
    texts = told(app)
    assert len(texts) == 2
    assert texts[1].startswith("What may I pass on")


def test_whoever_has_answered_about_consent_is_not_asked_again(app):
    case = scenes.hand_over(app)
    consents.answer(app, ONE, Scope.NOTHING, "button")
    telling.tell_about_case(app, cases.find(app.db, case.id))
    assert [text for text in told(app) if "What may I pass on" in text] == []


# ---- moving up


@pytest.fixture
def queue(app):
    """Three who wait, each told their place; their cases, the last is of the conversation ONE."""
    scenes.agent(app.db)
    waiting = [scenes.hand_over(app, conversation=name) for name in ("wc-a", "wc-b", ONE)]
    for case in waiting:
        telling.standing(app, case)
    return waiting


def last(app, queue):
    return cases.find(app.db, queue[-1].id)


def test_whoever_moves_up_is_told_once_a_step(app, queue):
    assert telling.tell_changes(app, last(app, queue)) is False  # where they were told
    cases.cancel(app.db, "wc-a")
    assert [telling.tell_changes(app, last(app, queue)) for _ in range(2)] == [True, False]
    cases.cancel(app.db, "wc-b")
    assert [telling.tell_changes(app, last(app, queue)) for _ in range(2)] == [True, False]
    moved, next_ = told(app)
    assert "number 2" in moved
    assert next_.startswith("You are next")


def test_when_it_dies_before_it_is_noted_then_it_is_said_once_all_the_same(app, queue, monkeypatch):
    cases.cancel(app.db, "wc-a")
    with monkeypatch.context() as patched:
        patched.setattr(cases, "told_position", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            telling.tell_changes(app, last(app, queue))
    telling.tell_changes(app, last(app, queue))
    assert len(told(app)) == 1


@pytest.mark.parametrize("how", ["pushed back", "never told", "claimed", "cancelled"])
def test_whoever_does_not_move_up_is_told_nothing(app, queue, how):
    if how == "pushed back":
        decided(app, CRISIS, "wc-urgent")
    elif how == "never told":
        with app.db.change("test") as connection:
            connection.execute(update(escalation_case).values(told_position=None))
        cases.cancel(app.db, "wc-a")
    elif how == "claimed":
        scenes.claim(app.db, queue[-1], scenes.agent(app.db))
    else:
        cases.cancel(app.db, ONE)
    assert telling.tell_changes(app, last(app, queue)) is False
    assert told(app) == []


def test_whoever_asks_hears_the_place_and_is_not_told_it_again(app, queue):
    cases.cancel(app.db, "wc-a")
    assert telling.standing(app, last(app, queue))["position"] == 2
    assert telling.tell_changes(app, last(app, queue)) is False


def test_a_case_that_is_opened_again_starts_without_the_place_of_the_first_time(app, queue):
    who = scenes.agent(app.db)
    scenes.claim(app.db, queue[-1], who)
    cases.close(app.db, queue[-1].id, who, cases.Status.RESOLVED)
    scenes.send_all(app.db)
    place = cases.Place(None, True, cases.NORMAL, reopen=True)
    case, _ = cases.take_place(app.db, ONE, place, "assistant")
    assert case.id == queue[-1].id
    assert (case.told_position, case.contact) == (None, False)
    assert telling.tell_changes(app, case) is False


def test_words_as_the_outbox_keeps_them_have_their_buttons(app):
    payload = telling.as_payload(app.texts.say("utter_ask_consent", recipient="x", stored_by="y"))
    assert [button["payload"] for button in payload["buttons"]] == [
        "/consent_nothing",
        "/consent_summary",
        "/consent_full",
    ]
