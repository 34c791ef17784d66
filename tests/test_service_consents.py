"""The customer decides what is passed on, takes it back, and has it shown what was agreed."""

from __future__ import annotations

import dataclasses

import pytest
from sqlalchemy import select, text

from recourse import consent
from recourse.app import App
from recourse.model import Scope
from recourse.service import casefile, consents, telling
from recourse.store import cases, conversations
from tests import scenes
from tests.scenes import ONE


@pytest.fixture
def case(app):
    scenes.turn(app, "Where is A-12345, my dear Zebedee?", intent="ask_order_status")
    return scenes.hand_over(app)


def stored(app, case):
    """What the column `shared` really holds, whatever the scope shows of it."""
    query = text("SELECT shared FROM escalation_case WHERE id = :id")
    with app.db.look() as connection:
        return str(connection.execute(query, {"id": case.id}).scalar())


@pytest.mark.parametrize(
    ("scope", "response"),
    [
        (Scope.NOTHING, "utter_consent_nothing"),
        (Scope.SUMMARY, "utter_consent_summary"),
        (Scope.CONVERSATION, "utter_consent_full"),
    ],
)
def test_each_answer_is_confirmed_in_its_own_words_and_leaves_a_receipt(app, case, scope, response):
    assert consents.answer(app, ONE, scope, "button") == response
    assert response in app.texts
    (receipt,) = cases.receipts(app.db, case.id)
    assert (receipt.scope, receipt.how) == (scope.value, "button")
    assert receipt.version == consent.wording_version(receipt.wording)
    assert "Our customer service team would receive it" in receipt.wording
    assert receipt.wording.splitlines()[1:] == ["Nothing", "Just a summary", "Summary and conversation"]


WORDS = {
    "consent_nothing": "no, nothing",
    "consent_summary": "just the summary",
    "consent_full": "pass it all on",
    "consent_partial": "fine, but not my phone number",
    "consent_contact": "you may pass on my phone number",
}


def in_words(app, intent, text=None, confidence=0.95):
    return consents.answer_in_words(app, ONE, intent, text or WORDS[intent], confidence)


@pytest.mark.parametrize(
    ("intent", "text", "confidence"),
    [
        # what the words were read as, and why that is no consent
        ("consent_summary", "no summary", 0.99),
        ("consent_summary", "keine Zusammenfassung", 0.99),
        ("consent_summary", "sin resumen", 0.99),
        ("consent_summary", "pas de résumé", 0.99),
        ("consent_summary", "nem um resumo", 0.99),
        ("consent_full", "share everything except the conversation", 0.99),
        ("consent_full", "alles außer dem Gespräch", 0.99),
        ("consent_full", "tudo menos a conversa", 0.99),
        ("consent_full", "all or nothing", 0.99),
        ("consent_partial", "not my phone number!", 0.99),  # agreed to nothing yet
        ("consent_partial", "never share my email address", 0.99),
        ("consent_contact", "phone number", 0.99),  # perhaps ours is wanted
        ("consent_contact", "my phone number is +44 7700 900123", 0.99),
        ("consent_full", "pass it all on", 0.79),  # not sure enough
    ],
)
def test_words_that_may_mean_the_contrary_are_asked_about_and_give_nothing(
    app, case, intent, text, confidence
):
    assert in_words(app, intent, text, confidence) is None
    assert cases.find(app.db, case.id).scope == "pending"


def test_a_telephone_named_after_a_no_opens_nothing(app, case):
    in_words(app, "consent_nothing")
    assert in_words(app, "consent_contact", "you may pass on my phone number") is None
    assert cases.find(app.db, case.id).scope == "nothing"


def test_nothing_else_takes_nothing_back(app, case):
    assert in_words(app, "consent_summary", "just the summary and nothing else") == "utter_consent_summary"


@pytest.mark.parametrize(
    ("said", "scope", "contact", "response"),
    [
        # the words in the order in which they came, and what stands after them
        (["consent_nothing"], Scope.NOTHING, False, "utter_consent_nothing"),
        (["consent_summary"], Scope.SUMMARY, False, "utter_consent_summary"),
        (["consent_full"], Scope.CONVERSATION, False, "utter_consent_full"),
        (["consent_partial"], Scope.SUMMARY, False, "utter_consent_partial"),  # of "fine", the least
        (["consent_full", "consent_partial"], Scope.SUMMARY, False, "utter_consent_partial"),
        (["consent_summary", "consent_contact"], Scope.SUMMARY, True, "utter_consent_contact"),
        (["consent_full", "consent_contact"], Scope.CONVERSATION, True, "utter_consent_contact"),
        (
            ["consent_full", "consent_contact", "consent_nothing"],
            Scope.NOTHING,
            False,
            "utter_consent_nothing",
        ),
    ],
)
def test_words_give_what_they_say_and_never_more(app, case, said, scope, contact, response):
    assert [in_words(app, intent) for intent in said][-1] == response
    assert response in app.texts
    found = cases.find(app.db, case.id)
    assert (found.scope, found.contact) == (scope.value, contact)
    receipt = cases.receipts(app.db, case.id)[-1]
    assert (receipt.scope, receipt.contact, receipt.how) == (scope.value, contact, "words")


@pytest.mark.parametrize("intent", ["consent_nothing", "consent_partial", "consent_contact"])
def test_words_of_consent_without_a_case_give_nothing(app, intent):
    scenes.turn(app, "Hello")
    assert in_words(app, intent) == "utter_consent_no_case"


def test_the_question_is_open_until_it_is_answered(app, case):
    assert consents.is_pending(app, ONE)
    in_words(app, "consent_nothing")
    assert not consents.is_pending(app, ONE)
    cases.cancel(app.db, ONE)
    assert not consents.is_pending(app, ONE)


def test_the_receipt_keeps_the_wording_in_the_language_that_was_shown(app, case):
    conversations.set_language(app.db, ONE, "de", chosen=True)
    consents.answer(app, ONE, Scope.SUMMARY, "button")
    (receipt,) = cases.receipts(app.db, case.id)
    values = telling.consent_question(app, ONE)
    assert receipt.wording.startswith(app.texts.say("utter_ask_consent", "de", **values).text)


@pytest.mark.parametrize("scope", [Scope.PENDING, Scope.NOTHING])
def test_what_was_not_agreed_to_is_not_even_stored(app, case, scope):
    if scope is Scope.NOTHING:
        consents.answer(app, ONE, scope, "button")
    assert stored(app, case) in ("None", "null")


@pytest.mark.parametrize("scope", [Scope.SUMMARY, Scope.CONVERSATION])
def test_what_is_stored_for_the_human_has_none_of_the_customers_words(app, case, scope):
    consents.answer(app, ONE, scope, "button")
    assert "asked_for_person" in stored(app, case)
    assert "Zebedee" not in stored(app, case)


@pytest.mark.parametrize("scope", [Scope.SUMMARY, Scope.CONVERSATION])
def test_taking_it_back_empties_the_case_and_the_column(app, case, scope):
    consents.answer(app, ONE, scope, "button")
    assert consents.withdraw(app, ONE) == "utter_consent_withdrawn"
    found = casefile.full(app, cases.find(app.db, case.id))
    assert (found["consent"]["scope"], found["summary"], found["messages"]) == ("nothing", "", [])
    assert (found["branch"], found["reasons"], found["risks"], found["emotion"]) == (None, [], {}, [])
    assert stored(app, case) in ("None", "null")
    assert [receipt.how for receipt in cases.receipts(app.db, case.id)] == ["button", "withdrawn"]


def test_taking_it_back_reaches_every_case_of_the_conversation_and_no_other(app, case):
    consents.answer(app, ONE, Scope.SUMMARY, "button")
    cases.cancel(app.db, ONE)
    second = scenes.hand_over(app)
    consents.answer(app, ONE, Scope.CONVERSATION, "words")
    scenes.hand_over(app, conversation="wc-2")
    consents.answer(app, "wc-2", Scope.SUMMARY, "button")
    consents.withdraw(app, ONE)
    assert [case.scope for case in cases.of_conversation(app.db, ONE)] == ["nothing", "nothing"]
    assert {stored(app, one) for one in (case, second)} <= {"None", "null"}
    assert cases.latest(app.db, "wc-2").scope == "summary"


def test_where_nothing_was_shared_there_is_nothing_to_take_back(app):
    scenes.turn(app, "Hello")
    assert consents.withdraw(app, ONE) == "utter_consent_no_case"
    assert consents.answer(app, ONE, Scope.SUMMARY, "button") == "utter_consent_no_case"
    case = scenes.hand_over(app)
    assert consents.withdraw(app, ONE) == "utter_consent_no_case"
    assert cases.receipts(app.db, case.id) == []


def test_an_answer_is_for_the_newest_case(app, case):
    cases.cancel(app.db, ONE)
    second = scenes.hand_over(app)
    consents.answer(app, ONE, Scope.SUMMARY, "button")
    assert (cases.find(app.db, case.id).scope, cases.find(app.db, second.id).scope) == ("nothing", "summary")


def test_a_changed_mind_counts(app, case):
    for scope in (Scope.CONVERSATION, Scope.NOTHING, Scope.SUMMARY):
        consents.answer(app, ONE, scope, "button")
        assert cases.find(app.db, case.id).scope == scope.value
    assert len(cases.receipts(app.db, case.id)) == 3


# ---- asking what is shared


def test_whoever_asks_is_told_what_is_shared_and_whether_the_mood_is_read(app, case):
    assert "nothing" in consents.told(app, ONE)["shared"]
    consents.answer(app, ONE, Scope.SUMMARY, "button")
    assert "a summary" in consents.told(app, ONE)["shared"]
    assert consents.told(app, ONE)["mood"].startswith("read")
    consents.set_mood_reading(app, ONE, False)
    assert consents.told(app, ONE)["mood"] == "not read"


@pytest.mark.parametrize("scope", list(Scope))
def test_for_every_scope_there_are_words(app, scope):
    assert app.texts.say(f"utter_shared_{scope.value}").text


# ---- mood reading


@pytest.mark.parametrize(
    ("default", "choice", "is_read"),
    [
        ("on", None, True),  # the deployer's default
        ("ask", None, False),  # off until the customer says yes
        ("off", None, False),
        ("on", False, False),  # the customer's choice beats every default
        ("ask", True, True),
        ("off", True, True),
    ],
)
def test_the_mood_is_read_as_the_customer_chose_else_as_the_deployer_set(app, default, choice, is_read):
    made = App(dataclasses.replace(app.settings, emotion=default))
    conversations.open_one(made.db, ONE, "webchat", {})
    if choice is not None:
        response = consents.set_mood_reading(made, ONE, choice)
        assert response == ("utter_mood_on" if choice else "utter_mood_off")
    assert consents.reads_mood(made, conversations.find(made.db, ONE)) is is_read
    made.db.engine.dispose()


def test_consent_never_touches_state_place_or_priority(app, case):
    columns = cases.escalation_case.c
    query = select(columns.status, columns.priority, columns.opened_at, columns.asked)

    def standing():
        with app.db.look() as connection:
            return connection.execute(query).all()

    before = standing()
    for scope in (Scope.NOTHING, Scope.SUMMARY, Scope.CONVERSATION):
        consents.answer(app, ONE, scope, "button")
        consents.withdraw(app, ONE)
        assert standing() == before
        assert scenes.state(app.db) == "queued"
