"""What Rasa gets to read: never a command that a customer typed; and what is answered while a person has it."""

from __future__ import annotations

import pytest

from recourse import consent
from recourse.channels.commands import INTENTS, answer_with_human, as_rasa_reads_it, titles
from recourse.model import Incoming, Scope, State
from recourse.service import consents
from recourse.store import cases, conversations
from recourse.store.conversations import Work
from tests import scenes, shipped
from tests.scenes import ONE


@pytest.mark.parametrize(
    ("kind", "text", "read"),
    [
        ("text", "hello", "hello"),
        ("text", "/I want to die", "I want to die"),
        ("text", "/\t/session_start", "session_start"),  # Rasa strips, and would obey what is left
        ("text", '/\n/rate_help{"stars": "5"}', 'rate_help{"stars": "5"}'),
        ("text", " // ", "?"),
        ("command", " /human ", "/request_human"),
        ("button", '/rate_help{"stars": "5"}', '/rate_help{"stars": "5"}'),
    ],
)
def test_a_slash_counts_only_where_it_is_ours(kind: str, text: str, read: str) -> None:
    work = Work(1, "wc-1", "1", text, kind, State.BOT, None, tries=1)
    assert as_rasa_reads_it(work) == read


# ---- while a person has it: what the gate itself answers


@pytest.fixture
def case(app):
    """A person has the conversation, and the question about consent was not answered."""
    return scenes.claim(app.db, scenes.hand_over(app), scenes.agent(app.db))


def meant(app, text, intent=""):
    """The customer writes this to the person, and it was surely understood as `intent`; the responses' texts."""
    scenes.say(app.db, text)
    return [said.text for said in answer_with_human(app, scenes.work_off(app.db)[-1], intent)]


def scope(app, case):
    return cases.find(app.db, case.id).scope


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("please take back my consent", ""),  # by words alone
        ("I don't want them to see it any longer", "withdraw_consent"),  # as it was understood
        ("nimm meine Einwilligung zurück", "withdraw_consent"),
    ],
)
def test_consent_is_taken_back_in_words_to_a_person_too(app, case, text, intent):
    consents.answer(app, ONE, Scope.CONVERSATION, "button")
    assert meant(app, text, intent) == [app.texts.say("utter_consent_withdrawn").text]
    assert scope(app, case) == "nothing"


@pytest.mark.parametrize(
    ("intent", "read", "response"),
    [("stop_mood_reading", False, "utter_mood_off"), ("start_mood_reading", True, "utter_mood_on")],
)
def test_the_mood_is_switched_in_words_to_a_person_too(app, case, intent, read, response):
    assert meant(app, "about my mood", intent) == [app.texts.say(response).text]
    assert conversations.find(app.db, ONE).mood_reading is read


@pytest.mark.parametrize("intent", [*consent.SCOPES, consent.PARTLY, consent.CONTACT])
@pytest.mark.parametrize("text", ["nothing", "everything", "all", "no"])
def test_one_word_to_a_person_answers_the_person_and_no_question_of_ours(app, case, text, intent):
    assert meant(app, text, intent) == []
    assert scope(app, case) == "pending"


@pytest.mark.parametrize("intent", [*consent.SCOPES, consent.PARTLY, consent.CONTACT])
def test_words_of_consent_to_a_person_are_no_consent_and_bring_the_buttons_back(app, case, intent):
    unsure, question = meant(app, "you can tell them everything", intent)
    assert unsure == app.texts.say("utter_consent_unsure").text
    assert question.startswith("What may I pass on")
    assert (scope(app, case), cases.receipts(app.db, case.id)) == ("pending", [])


@pytest.mark.parametrize("intent", list(consent.SCOPES))
def test_whoever_answered_the_question_is_not_asked_again_by_their_words(app, case, intent):
    consents.answer(app, ONE, Scope.SUMMARY, "button")
    assert meant(app, "tell me everything about it", intent) == []
    assert scope(app, case) == "summary"


@pytest.mark.parametrize("intent", ["", "request_human", "ask_order_status", "end_chat", "ask_why"])
def test_all_other_words_are_the_persons(app, case, intent):
    assert meant(app, "and where is my order now?", intent) == []


@pytest.mark.parametrize(
    ("command", "begins"),
    [
        ("/why", "You asked for a person."),
        ("/human", "Ada"),  # who has it
        ("/language_de", ""),  # the words are the translators'
    ],
)
def test_commands_are_answered_while_a_person_has_it(app, case, command, begins):
    shown = titles(app.texts)
    incoming = Incoming("webchat", ONE, "cmd", command)
    assert conversations.accept(app.db, incoming, shown)
    (said,) = answer_with_human(app, scenes.work_off(app.db)[-1], "")
    assert begins in said.text


def test_a_language_is_chosen_by_its_button_while_a_person_has_it(app, case):
    conversations.accept(app.db, Incoming("webchat", ONE, "cmd", "/language_fr"), titles(app.texts))
    (said,) = answer_with_human(app, scenes.work_off(app.db)[-1], "")
    row = conversations.find(app.db, ONE)
    assert (row.language, row.language_chosen) == ("fr", True)
    assert said == app.texts.say("utter_language_set", "fr")


def test_a_command_that_is_none_gets_no_answer_while_a_person_has_it(app, case):
    assert meant(app, "/restart") == []


def test_every_command_has_words_and_an_intent():
    app_titles = titles(shipped.texts())
    assert set(app_titles) == set(INTENTS)
    assert app_titles["/language_de"] == "Deutsch"
    assert INTENTS["/language_de"] == '/change_language{"language_name": "Deutsch"}'
