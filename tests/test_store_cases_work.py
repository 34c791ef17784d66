"""What agents do with a case, and what the customer agrees to: one wins, nothing twice, a wrong state is named."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from recourse.model import NotFound, Scope, State, Status, WrongState
from recourse.store import cases, outbox
from tests import scenes
from tests.scenes import ONE


@pytest.fixture
def ada(db):
    return scenes.agent(db, "Ada")


@pytest.fixture
def ben(db):
    return scenes.agent(db, "Ben")


# ---- claiming


def test_a_claim_gives_the_conversation_to_the_human_and_tells_the_customer(db, ada):
    case = scenes.claim(db, scenes.place(db), ada)
    assert (case.status, case.claimed_by, case.agent_name) == ("claimed", ada.id, "Ada")
    assert scenes.state(db) == State.HUMAN.value
    scenes.send_all(db)
    assert scenes.said(db) == [("system", "Ada has joined.")]


def test_when_the_same_agent_claims_twice_then_the_customer_is_told_once(db, ada):
    case = scenes.claim(db, scenes.place(db), ada)
    scenes.claim(db, case, ada)
    assert scenes.send_all(db) == ["message"]
    assert scenes.deeds(db).count("claimed") == 1


def test_when_two_agents_claim_at_once_then_one_has_it_and_the_other_is_told(db, ada, ben):
    case, gate = scenes.place(db), threading.Barrier(2)

    def reach(who):
        gate.wait()
        try:
            return scenes.claim(db, case, who).claimed_by
        except WrongState as wrong:
            return wrong.state

    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(reach, (ada, ben)))
    assert "claimed by somebody else" in answers
    assert len({ada.id, ben.id} & set(answers)) == 1
    assert cases.find(db, case.id).claimed_by in answers
    assert scenes.send_all(db) == ["message"]


# ---- answering


def test_replies_reach_the_customer_in_order_and_under_the_agents_name(db, ada):
    case = scenes.claim(db, scenes.place(db), ada)
    for text in ("one", "two", "three"):
        cases.reply(db, case.id, ada, text, client_id=text)
    scenes.send_all(db)
    assert scenes.said(db)[1:] == [("agent", "one"), ("agent", "two"), ("agent", "three")]


def test_when_the_same_client_id_comes_twice_then_it_is_one_reply(db, ada):
    case = scenes.claim(db, scenes.place(db), ada)
    first = cases.reply(db, case.id, ada, "Hello", "1")
    assert cases.reply(db, case.id, ada, "Hello", "1") == first
    scenes.send_all(db)
    assert cases.reply(db, case.id, ada, "Hello", "1") == first
    assert scenes.send_all(db) == []
    assert [row.payload["text"] for row in outbox.replies(db, case.id)] == ["Hello"]
    assert scenes.deeds(db).count("replied") == 1


def test_the_audit_log_keeps_that_an_agent_answered_and_not_what(db, ada):
    from sqlalchemy import select

    from recourse.store.tables import audit

    case = scenes.claim(db, scenes.place(db), ada)
    cases.reply(db, case.id, ada, "my secret words", "1")
    with db.look() as connection:
        rows = connection.execute(select(audit).where(audit.c.action == "replied")).all()
    assert [(row.actor, row.detail) for row in rows] == [(f"agent:{ada.id}", {"length": 15})]


# ---- closing


@pytest.mark.parametrize("status", [Status.RETURNED, Status.RESOLVED])
def test_closing_sends_what_was_said_first_and_gives_the_conversation_back_last(db, ada, status):
    case = scenes.claim(db, scenes.place(db), ada)
    cases.reply(db, case.id, ada, "Goodbye", "1")
    cases.close(db, case.id, ada, status)
    assert scenes.state(db) == State.CLOSING.value
    assert cases.find(db, case.id).status == status.value
    assert scenes.send_all(db) == ["message", "message", "handback"]
    assert scenes.state(db) == State.BOT.value
    assert scenes.said(db)[-1] == ("agent", "Goodbye")


# ---- wrong states


def deeds(db, case, who):
    return {
        "claim": lambda: scenes.claim(db, case, who),
        "reply": lambda: cases.reply(db, case.id, who, "Hello", "x"),
        "return": lambda: cases.close(db, case.id, who, Status.RETURNED),
        "resolve": lambda: cases.close(db, case.id, who, Status.RESOLVED),
    }


@pytest.mark.parametrize(
    ("before", "deed", "state"),
    [
        # what was done before, what does not fit then, the state that is named
        ([], "reply", "queued"),
        ([], "return", "queued"),
        ([], "resolve", "queued"),
        (["claim", "return"], "claim", "returned"),
        (["claim", "return"], "reply", "returned"),
        (["claim", "return"], "resolve", "returned"),
        (["claim", "resolve"], "claim", "resolved"),
        (["claim", "resolve"], "reply", "resolved"),
        (["claim", "resolve"], "return", "resolved"),
        (["cancel"], "claim", "cancelled"),
        (["cancel"], "reply", "cancelled"),
    ],
)
def test_what_does_not_fit_the_state_is_refused_with_the_state_named(db, ada, before, deed, state):
    case = scenes.place(db)
    can = {**deeds(db, case, ada), "cancel": lambda: cases.cancel(db, ONE)}
    for step in before:
        can[step]()
    done = scenes.deeds(db)
    with pytest.raises(WrongState, match=state) as wrong:
        can[deed]()
    assert wrong.value.state == state
    assert scenes.deeds(db) == done


@pytest.mark.parametrize("deed", ["claim", "reply", "return", "resolve"])
def test_a_case_that_another_agent_has_is_theirs(db, ada, ben, deed):
    case = scenes.claim(db, scenes.place(db), ada)
    with pytest.raises(WrongState, match="somebody else"):
        deeds(db, case, ben)[deed]()


def test_a_case_that_nobody_knows_is_not_found(db, ada):
    for deed in (
        lambda: cases.find(db, "c-none"),
        lambda: cases.reply(db, "c-none", ada, "Hello", "1"),
        lambda: cases.share(db, "c-none", Scope.NOTHING, None, "", "button", ""),
        lambda: cases.rate(db, "c-none", stars=5),
    ):
        with pytest.raises(NotFound):
            deed()


# ---- consent, rating, overruling


def test_each_answer_about_consent_leaves_a_receipt_with_the_wording_that_was_shown(db):
    case = scenes.place(db)
    cases.share(db, case.id, Scope.SUMMARY, {"summary": "s"}, "What may I pass on?", "button", "v1")
    kept = cases.find(db, case.id)
    assert (kept.scope, kept.shared) == ("summary", {"summary": "s"})
    cases.share(db, case.id, Scope.NOTHING, None, "", "withdrawn", "")
    kept = cases.find(db, case.id)
    assert (kept.scope, kept.shared) == ("nothing", None)
    receipts = [(r.scope, r.wording, r.how, r.version) for r in cases.receipts(db, case.id)]
    assert receipts == [("summary", "What may I pass on?", "button", "v1"), ("nothing", "", "withdrawn", "")]


def test_consent_costs_neither_place_nor_priority(db):
    case = scenes.place(db, priority=cases.HIGH)
    for scope in (Scope.NOTHING, Scope.SUMMARY):
        cases.share(db, case.id, scope, {}, "?", "button", "v1")
        kept = cases.find(db, case.id)
        assert (kept.priority, kept.opened_at, kept.status) == (cases.HIGH, case.opened_at, "queued")


def test_a_rating_can_be_changed_and_a_comment_added(db):
    case = scenes.place(db)
    cases.rate(db, case.id, comment="a word without stars")
    assert cases.rating_of(db, case.id) is None
    cases.rate(db, case.id, stars=2)
    cases.rate(db, case.id, comment="It took long")
    assert (cases.rating_of(db, case.id).stars, cases.rating_of(db, case.id).comment) == (2, "It took long")
    cases.rate(db, case.id, stars=4)
    assert (cases.rating_of(db, case.id).stars, cases.rating_of(db, case.id).comment) == (4, "It took long")


def test_an_overruling_is_kept_whatever_the_state(db, ada):
    case = scenes.place(db)
    cases.overrule(db, case.id, ada, "wrong_priority", "not urgent")
    cases.cancel(db, ONE)
    cases.overrule(db, case.id, ada, "wrong_reason", "")
    assert scenes.deeds(db).count("overruled") == 2


def test_the_last_waits_are_known_and_the_last_closed_cases(db, ada):
    for number in range(3):
        name = f"wc-{number}"
        case = scenes.claim(db, scenes.place(db, name), ada)
        cases.close(db, case.id, ada, Status.RESOLVED)
    assert [case.conversation_id for case in cases.recently_closed(db, 2)] == ["wc-2", "wc-1"]
    waits = cases.recent_waits(db)
    assert len(waits) == 3
    assert all(0 <= wait < 10 for wait in waits)


def test_who_looked_at_a_case_is_kept(db, ada):
    cases.looked(db, scenes.place(db), ada)
    assert scenes.deeds(db)[-1] == "looked"
