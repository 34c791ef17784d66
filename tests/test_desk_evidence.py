"""Why a message was read as it was, as an agent may learn it: never more than the case shows."""

from __future__ import annotations

import pytest

from recourse.model import Scope, Turn
from recourse.service import consents, turns
from recourse.store import cases, conversations
from tests import desk, scenes
from tests.scenes import ONE

CRISIS = "I want to kill myself"
CARD = "4111 1111 1111 1111"
NOTHING = {"branch": None, "route": None, "reasons": [], "evidence": []}
pytestmark = desk.ON_SQLITE


@pytest.fixture
def case(app):
    return scenes.hand_over(app, f"{CRISIS}, my card is {CARD}")


@pytest.fixture
def why(api, case):
    """Ask why the message with this id was read as it was."""
    return lambda message, of=None: api.get(
        f"/api/cases/{(of or case).id}/evidence", params={"message": message}
    )


def agree(app, scope):
    consents.answer(app, ONE, scope, "button")


def line(app, words):
    """The id that a case's view has for the customer's message with these words."""
    (found,) = (m for m in conversations.messages(app.db, ONE) if words in m.text and m.author == "customer")
    return f"m-{found.id}"


def to_the_person(app, case, text):
    """The customer writes to the person who has the case, and it is judged meanwhile."""
    scenes.claim(app.db, case, scenes.agent(app.db))
    scenes.say(app.db, text)
    message_id = scenes.work_off(app.db)[-1].message_id
    turns.assess_with_human(app, ONE, message_id, case.id)
    return line(app, text)


def test_a_message_is_told_with_its_verdict_and_the_words_behind_it(app, api, case, why):
    agree(app, Scope.CONVERSATION)
    answer = why(line(app, CRISIS))
    found = answer.json()
    assert answer.status_code == 200
    assert list(found) == ["branch", "route", "reasons", "evidence"]
    assert (found["branch"], found["route"]) == ("crisis_self", "hand_over_now")
    assert found["reasons"] == ["worried_about_you"]
    names = [one["name"] for one in found["evidence"]]
    assert names == ["turn.crisis_words", "risk.self_harm", "risk.bereavement", "risk.harm_to_others"]
    plain, risk, *_ = found["evidence"]
    assert (plain["score"], [word["word"] for word in plain["words"]]) == (1.0, ["kill myself"])
    assert (
        risk["score"] == api.get(f"/api/cases/{case.id}").json()["risks"]["self_harm"]
    )  # the one that decided
    assert scenes.deeds(app.db)[-1] == "looked"


@pytest.mark.parametrize(
    "text",
    [
        f"my card is {CARD} and I want to die",
        f"ticket=abc.def~ghi and my mail anna@example.com, I want to die {CARD}",
        f"😡 I want to die: {CARD} {CARD}",
    ],
)
def test_words_stand_in_the_text_as_it_is_shown_and_none_in_what_is_left_out(app, api, text):
    case = scenes.hand_over(app, text)
    agree(app, Scope.CONVERSATION)
    (shown,) = api.get(f"/api/cases/{case.id}").json()["messages"]
    found = api.get(f"/api/cases/{case.id}/evidence", params={"message": shown["id"]}).json()
    words = [word for one in found["evidence"] for word in one["words"]]
    assert {"want to die", "die"} & {word["word"] for word in words}
    for word in words:
        assert shown["text"][word["start"] : word["end"]] == word["word"]
    for secret in ("4111", "1111", "anna", "abc", "ghi", "CREDIT", "EMAIL"):
        assert secret not in str(words)


@pytest.mark.parametrize("scope", [None, Scope.NOTHING, Scope.SUMMARY])
def test_words_from_before_the_claim_are_quoted_only_where_the_conversation_is_shared(app, case, why, scope):
    if scope:
        agree(app, scope)
    answer = why(line(app, CRISIS))
    assert (answer.status_code, "kill" in answer.text) == (404, False)


@pytest.mark.parametrize("scope", [Scope.SUMMARY, Scope.CONVERSATION])
def test_what_is_written_to_the_person_is_told_with_its_words(app, case, why, scope):
    agree(app, scope)
    found = why(to_the_person(app, case, f"{CARD}: I want to die")).json()
    assert found["branch"] == "crisis_self"
    (plain, *_) = found["evidence"]
    assert plain["words"] == [{"word": "want to die", "start": 23, "end": 34, "weight": 1.0}]  # as typed


@pytest.mark.parametrize("scope", [None, Scope.NOTHING])
def test_without_a_summary_there_is_no_reason_and_no_evidence_for_that_either(app, case, why, scope):
    if scope:
        agree(app, scope)
    answer = why(to_the_person(app, case, "I want to die"))
    assert (answer.status_code, answer.json()) == (200, NOTHING)


def test_when_consent_is_taken_back_then_the_evidence_is_too(app, case, why):
    agree(app, Scope.CONVERSATION)
    before, after = line(app, CRISIS), to_the_person(app, case, "I am so sad today")
    assert why(before).json() != NOTHING != why(after).json()
    consents.withdraw(app, ONE)
    assert why(before).status_code == 404
    assert why(after).json() == NOTHING


def test_a_mood_that_the_customer_does_not_want_read_is_not_read_for_this(app, why):
    conversations.open_one(app.db, ONE, "webchat", {})
    conversations.set_mood_reading(app.db, ONE, False)
    case = scenes.hand_over(app)
    scenes.turn(app, "I am so angry and sad")
    agree(app, Scope.CONVERSATION)
    found = why(line(app, "angry"), case).json()
    assert found["evidence"]
    assert [one for one in found["evidence"] if one["name"].startswith("emotion.")] == []


def test_a_message_that_nobody_judged_has_nothing_to_tell(app, case, why):
    agree(app, Scope.CONVERSATION)
    scenes.claim(app.db, case, scenes.agent(app.db))
    scenes.say(app.db, "not judged yet")
    assert why(line(app, "not judged yet")).json() == NOTHING


def test_a_pressed_button_has_a_verdict_and_no_words(app, case, why):
    agree(app, Scope.CONVERSATION)
    scenes.say(app.db, "/why")
    pressed = scenes.work_off(app.db)[-1].message_id
    turns.assess(app, ONE, pressed, [Turn("customer", "/why")], {"name": "why", "confidence": 1.0}, {})
    found = why(line(app, "Why?")).json()
    assert found["branch"]
    assert found["evidence"] == []


# ---- refused


def test_only_messages_of_the_customer_that_this_case_shows_are_told(app, case, why):
    agree(app, Scope.CONVERSATION)
    mine = line(app, CRISIS)
    utterance = scenes.utter(app.db, "I am fetching somebody")
    other = scenes.hand_over(app, CRISIS, "wc-2")
    consents.answer(app, "wc-2", Scope.CONVERSATION, "button")
    number = cases.reply(app.db, case.id, claimed(app, case), "I want to die", "1")
    for message in (f"m-{utterance}", f"out-{number}", mine[2:], "m-", "m-0", "\x00", "é"):
        assert why(message).status_code == 404, message
    assert why(mine, other).status_code == 404


def claimed(app, case):
    who = scenes.agent(app.db)
    scenes.claim(app.db, case, who)
    return who


@pytest.mark.parametrize("query", ["", "?message=", f"?message={'x' * 101}"])
def test_a_question_about_no_message_is_a_422(api, case, query):
    assert api.get(f"/api/cases/{case.id}/evidence{query}").status_code == 422


def test_who_may_not_see_the_case_may_not_see_this(app, api, case):
    path = f"/api/cases/{case.id}/evidence?message=m-1"
    assert desk.client(app).get(path).status_code == 401
    assert desk.client(app).get(path, headers=desk.bearer(app, "Rev", "reviewer")).status_code == 403
    assert api.get("/api/cases/no-such/evidence?message=m-1").status_code == 404
