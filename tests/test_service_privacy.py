"""The customer's own data: said in counts, copied and erased only for whom it concerns, and then gone."""

from __future__ import annotations

import dataclasses
import json
import sqlite3
from pathlib import Path

import pytest
from itsdangerous import BadSignature
from sqlalchemy import create_engine, select, text, update

from recourse.model import Deed, Incoming, NotFound, Scope, Turn, WrongState
from recourse.service import casefile, consents, deeds, privacy, turns
from recourse.service.reconcile import Reconciler
from recourse.store import cases, conversations, data_requests, outbox
from recourse.store import privacy as kept
from recourse.store.tables import audit, data_request, inbox, message, metadata
from tests import desk, scenes
from tests.scenes import ONE

SECRET = "my grandmother's marmalade"
SIGNED = {"identity": "customer-42"}
SAID_AGO = 10.0


@pytest.fixture
def signed(app):
    """A conversation on a page that signs who writes."""
    conversations.open_one(app.db, ONE, "webchat", SIGNED)
    return app


def lived(app, conversation=ONE):
    """A conversation with a row in every table: said, judged, helped, rated, overruled, disputed."""
    scenes.turn(app, f"{SECRET}, where is A-12345?", conversation, intent="ask_order_status")
    scenes.utter(app.db, "It is on its way.", conversation=conversation)
    case = scenes.hand_over(app, conversation=conversation)
    consents.answer(app, conversation, Scope.CONVERSATION, "button")
    ada = scenes.agent(app.db)
    scenes.claim(app.db, case, ada)
    cases.reply(app.db, case.id, ada, f"about {SECRET}: yes", "1")
    cases.overrule(app.db, case.id, ada, "wrong_reason", SECRET)
    cases.close(app.db, case.id, ada, cases.Status.RESOLVED)
    scenes.send_all(app.db, conversation)
    cases.rate(app.db, case.id, stars=4, comment=SECRET)
    row = {"id": f"r-{conversation}", "conversation_id": conversation, "message_id": f"{conversation}:x"}
    more = {"branch": "stuck", "policy_version": 1, "state": "open", "at": case.opened_at}
    with app.db.change("test") as connection:
        connection.execute(metadata.tables["dispute"].insert().values(**row, **more))
    return case


def time_passes(app, seconds=SAID_AGO):
    """Let everything so far have been said this many seconds earlier."""
    with app.db.change("test") as connection:
        connection.execute(update(message).values(at=message.c.at - seconds))


def remember(app, conversation=ONE, words=SECRET):
    """Rasa has its own copy of what was said."""
    engine = create_engine(app.settings.tracker_url, future=True)
    with engine.begin() as connection:
        connection.execute(
            text("CREATE TABLE IF NOT EXISTS events (id INTEGER PRIMARY KEY, sender_id TEXT, data TEXT)")
        )
        row = {"sender": conversation, "data": json.dumps({"text": words})}
        connection.execute(text("INSERT INTO events (sender_id, data) VALUES (:sender, :data)"), row)
    engine.dispose()


def remembered(app):
    """Of whom Rasa still knows something."""
    path = app.settings.tracker_url.removeprefix("sqlite:///")
    with sqlite3.connect(path) as connection:
        return {sender for (sender,) in connection.execute("SELECT sender_id FROM events")}


def rows(app, conversation=ONE):
    """How many rows of a conversation every table has, but those that stay."""
    with app.db.look() as connection:
        return {
            table.name: len(connection.execute(select(table).where(mine)).all())
            for table, mine in kept._erased(conversation)
        }


def requests(app):
    return [(row.kind, row.state, row.checked_by) for row in data_requests.of_conversation(app.db, ONE)]


# ---- what is known


def test_what_is_known_is_said_in_counts_and_never_in_contents(app):
    case = lived(app)
    known = privacy.known(app, ONE)
    assert (known["cases"], known["ratings"], known["disputes"], known["requests"]) == (1, 1, 1, 0)
    assert (known["assessments"], known["readings"]) == (2, 2)
    assert known["messages"] == len(conversations.messages(app.db, ONE))
    assert known["consents"] == "1 (Summary and conversation)"
    told = app.texts.say("utter_what_is_known", **known).text
    assert SECRET not in told and "A-12345" not in told and case.id not in told


@pytest.mark.parametrize(
    ("days", "told"),
    [(90, "for 90 days"), ("needs your lawyer", "No end is set yet"), (None, "No end is set")],
)
def test_how_long_is_said_only_where_it_is_set(app, days, told):
    scenes.say(app.db, "Hello")
    app.__dict__["purposes"] = {"handover": {**app.purposes["handover"], "retention_days": days}}
    assert told in privacy.known(app, ONE)["how_long"]


@pytest.mark.parametrize(("on", "told"), [(True, "read, only"), (False, "not read")])
def test_whether_the_mood_is_read_is_said(app, on, told):
    scenes.say(app.db, "Hello")
    consents.set_mood_reading(app, ONE, on)
    assert told in privacy.known(app, ONE)["mood"]


def test_whether_the_page_said_who_this_is_is_said(signed):
    assert "has told me who you are" in privacy.known(signed, ONE)["who"]
    scenes.say(signed.db, "Hello", conversation="wc-2")
    assert "Nobody has told me" in privacy.known(signed, "wc-2")["who"]


# ---- asking


def test_with_a_signed_identity_a_copy_is_given_at_once(signed):
    response, values = privacy.ask(signed, ONE, "export")
    assert (response, values["minutes"]) == ("utter_export_ready", 10)
    assert values["link"].startswith("http://127.0.0.1:5005/webhooks/webchat/export?ticket=")
    assert requests(signed) == [("export", "done", "identity")]
    assert not privacy.needs_person(signed, ONE, response)


def test_with_a_signed_identity_an_erasure_is_asked_about_and_nothing_is_changed(signed):
    assert privacy.ask(signed, ONE, "erase") == ("utter_ask_erase", {})
    assert requests(signed) == []


@pytest.mark.parametrize("kind", ["export", "erase"])
def test_without_an_identity_a_person_checks_and_the_request_has_a_number(app, kind):
    scenes.say(app.db, "Hello")
    response, values = privacy.ask(app, ONE, kind)
    assert (response, requests(app)) == ("utter_data_asked", [(kind, "asked", None)])
    assert data_requests.find(app.db, values["number"]).kind == kind
    assert privacy.needs_person(app, ONE, response)
    assert privacy.ask(app, ONE, kind) == (response, values)  # asked again it is the same request
    assert len(requests(app)) == 1


@pytest.mark.parametrize(("kind", "deed"), [("export", "export_data"), ("erase", "erase_data")])
def test_the_tree_hands_over_with_a_reason_of_its_own(app, kind, deed):
    message_id, _ = scenes.turn(app, "send me my data")
    decision = deeds.permit(app, ONE, message_id, Deed(deed))
    assert (decision.route.hands_over, decision.reasons) == (True, ("data_request",))


def test_who_waits_or_talks_to_a_person_is_not_sent_to_the_queue_again(app):
    case = scenes.place(app.db)
    response, _ = privacy.ask(app, ONE, "export")
    assert not privacy.needs_person(app, ONE, response)
    scenes.claim(app.db, case, scenes.agent(app.db))
    assert not privacy.needs_person(app, ONE, privacy.ask(app, ONE, "erase")[0])


def test_a_yes_without_an_identity_erases_nothing(app):
    scenes.say(app.db, "Hello")
    assert privacy.confirm(app, ONE)[0] == "utter_data_asked"
    assert requests(app) == [("erase", "asked", None)]


def test_a_yes_in_words_counts_only_right_after_the_question(signed):
    question = signed.texts.say("utter_ask_erase")
    scenes.utter(signed.db, question.text, *question.buttons)
    scenes.say(signed.db, "yes", "1")
    scenes.utter(signed.db, "I am sorry about that.")  # said in the same turn, before the answer
    assert privacy.asked_to_confirm(signed, ONE, f"{ONE}:1")
    scenes.utter(signed.db, "It is on its way.")
    scenes.say(signed.db, "yes", "2")
    assert not privacy.asked_to_confirm(signed, ONE, f"{ONE}:2")


@pytest.mark.parametrize(
    ("intent", "response"),
    [
        ("ask_what_you_know", "utter_what_is_known"),
        ("send_my_data", "utter_export_ready"),
        ("delete_my_data", "utter_ask_erase"),
        ("confirm_erase", "utter_erase_after_case"),
        ("ask_why", None),
    ],
)
def test_with_a_person_every_intent_has_its_answer_for_the_gate(signed, intent, response):
    scenes.claim(signed.db, scenes.place(signed.db), scenes.agent(signed.db))
    found = privacy.by_intent(signed, ONE, intent)
    if response is None:
        assert found is None
    else:
        name, values = found
        assert name == response and signed.texts.say(name, **values).text


# ---- a copy


def test_a_copy_has_everything_of_this_conversation_and_nothing_of_another(signed):
    lived(signed)
    scenes.turn(signed, "something else entirely", "wc-2")
    copy = privacy.export(signed, ONE)
    texts = [line["text"] for line in copy["messages"]]
    assert f"{SECRET}, where is A-12345?" in texts and f"about {SECRET}: yes" in texts
    assert copy["conversation"][0]["address"] == SIGNED
    assert copy["conversation"][0]["language"] == "en" and "mood_reading" in copy["conversation"][0]
    assert copy["cases"][0]["shared"]["reasons"] == ["you_asked"]
    assert copy["consents"][0]["scope"] == "summary_and_conversation"
    assert (copy["ratings"][0]["stars"], copy["disputes"][0]["branch"]) == (4, "stuck")
    assert copy["assessments"][0]["values"]["risk"]
    assert "something else" not in json.dumps(copy)
    assert copy["messages"][0]["at"].startswith("20") and copy["messages"][0]["at"].endswith("+00:00")


def test_a_copy_does_not_name_who_at_the_desk_did_what(signed):
    lived(signed)
    copy = privacy.export(signed, ONE)
    assert {line["actor"] for line in copy["log"]} == {"customer", "assistant", "agent"}
    assert "claimed_by" not in copy["cases"][0]
    assert not [
        key
        for part in copy.values()
        if isinstance(part, list)
        for row in part
        for key in row
        if key in kept.INTERNAL
    ]


def test_every_table_of_a_conversation_is_in_the_copy_or_left_out_on_purpose():
    ours = {t.name for t in metadata.sorted_tables if kept._of(t, ONE) is not None}
    assert ours == {t.name for t in kept.COPIED.values()} | {"override"}


def test_a_link_opens_the_copy_that_was_granted(signed):
    lived(signed)
    ticket = privacy.ask(signed, ONE, "export")[1]["link"].partition("ticket=")[2]
    assert privacy.export_for(signed, ticket)["messages"]


@pytest.mark.parametrize("state", ["asked", "refused"])
def test_a_link_that_was_not_granted_opens_nothing(app, state):
    scenes.say(app.db, "Hello")
    data_requests.make(app.db, ONE, "export", state)
    ticket = privacy.link(app, ONE)["link"].partition("ticket=")[2]
    with pytest.raises(privacy.NotGranted):
        privacy.export_for(app, ticket)


def test_a_link_made_by_somebody_else_or_grown_old_opens_nothing(signed, monkeypatch):
    ticket = privacy.ask(signed, ONE, "export")[1]["link"].partition("ticket=")[2]
    for bad in ("", "x", ticket[:-2], "wc-1"):
        with pytest.raises(BadSignature):
            privacy.export_for(signed, bad)
    monkeypatch.setattr(privacy, "LINK_MINUTES", -1)
    with pytest.raises(BadSignature):
        privacy.export_for(signed, ticket)


def test_the_desk_shows_no_link_that_opens_the_customers_data(signed):
    case = scenes.hand_over(signed)
    consents.answer(signed, ONE, Scope.CONVERSATION, "button")
    values = privacy.ask(signed, ONE, "export")[1]
    scenes.utter(signed.db, signed.texts.say("utter_export_ready", **values).text)
    shown = json.dumps(casefile.full(signed, cases.find(signed.db, case.id)))
    assert "Here is a copy" in shown
    assert values["link"].partition("ticket=")[2] not in shown


# ---- an agent's check


@pytest.fixture
def checked(app):
    """(case, agent, number): a request of each kind that an agent who has the case can answer."""
    scenes.turn(app, f"{SECRET}: send me my data")
    numbers = [privacy.ask(app, ONE, kind)[1]["number"] for kind in ("export", "erase")]
    case = scenes.hand_over(app)
    ada = scenes.agent(app.db)
    scenes.claim(app.db, case, ada)
    return case, ada, numbers


def told_by_system(app):
    scenes.send_all(app.db)
    return [line for author, line in scenes.said(app.db) if author == "system"][-1]


def test_a_copy_that_an_agent_grants_comes_as_a_link_in_the_chat(app, checked):
    _, ada, (export, _) = checked
    assert privacy.answer(app, export, ada, True)["state"] == "done"
    link = next(word for word in told_by_system(app).split() if word.startswith("http"))
    assert privacy.export_for(app, link.partition("ticket=")[2])["messages"]
    assert requests(app)[0] == ("export", "done", f"agent:{ada.id}")
    assert privacy.ask(app, ONE, "export")[0] == "utter_export_ready"  # the link ran out: no second check


def test_a_grant_does_not_last(app, checked):
    _, ada, (export, _) = checked
    privacy.answer(app, export, ada, True)
    with app.db.change("test") as connection:
        connection.execute(
            update(data_request).values(done_at=data_request.c.done_at - privacy.GRANT_SECONDS)
        )
    assert privacy.ask(app, ONE, "export")[0] == "utter_data_asked"


def test_a_request_that_is_refused_is_told_with_the_reason(app, checked):
    _, ada, (_, erase) = checked
    assert privacy.answer(app, erase, ada, False)["state"] == "refused"
    assert "Ada could not make sure" in told_by_system(app)
    assert requests(app)[1] == ("erase", "refused", f"agent:{ada.id}")


def test_an_erasure_that_an_agent_grants_waits_until_the_case_is_closed(app, checked):
    case, ada, (_, erase) = checked
    assert privacy.answer(app, erase, ada, True)["state"] == "confirmed"
    assert "after the person has closed" in told_by_system(app)
    time_passes(app)
    reconciler = Reconciler(app)
    assert reconciler.once() == 0 and scenes.said(app.db)
    cases.close(app.db, case.id, ada, cases.Status.RESOLVED)
    assert reconciler.once() == 0  # Rasa has yet to hear of it
    scenes.send_all(app.db)
    time_passes(app)
    assert reconciler.once() == 1
    assert not any(rows(app).values())


def test_only_the_agent_who_has_the_case_answers_and_only_once(app, checked):
    _, ada, (export, _) = checked
    with pytest.raises(WrongState, match="somebody else"):
        privacy.answer(app, export, scenes.agent(app.db, "Ben"), True)
    privacy.answer(app, export, ada, False)
    with pytest.raises(WrongState, match="refused"):
        privacy.answer(app, export, ada, True)
    with pytest.raises(NotFound):
        privacy.answer(app, "d-none", ada, True)


def test_nobody_answers_a_request_whose_case_is_not_claimed(app):
    scenes.place(app.db)
    number = privacy.ask(app, ONE, "export")[1]["number"]
    with pytest.raises(WrongState) as error:
        privacy.answer(app, number, scenes.agent(app.db), True)
    assert error.value.state == "queued"


# ---- erasure


def files(app):
    """Every byte of the instance's databases, with their journals."""
    return b"".join(path.read_bytes() for path in Path(app.settings.home).glob("*.db*"))


def test_nothing_of_the_conversation_is_left_in_any_table_and_others_are_whole(signed):
    lived(signed)
    scenes.turn(signed, "something else entirely", "wc-2")
    before = rows(signed, "wc-2")
    assert all(rows(signed).values()), rows(signed)  # the scene has a row in every table
    assert privacy.confirm(signed, ONE) == ("utter_erase_begun", {})
    time_passes(signed)
    assert Reconciler(signed).once() == 1
    assert not any(rows(signed).values())
    assert rows(signed, "wc-2") == before
    assert requests(signed) == [("erase", "done", "identity")]
    assert Reconciler(signed).once() == 0


def test_rasas_own_store_forgets_this_conversation_and_no_other(signed):
    remember(signed)
    remember(signed, "wc-2", "another")
    privacy.erase(signed, ONE)
    assert remembered(signed) == {"wc-2"}


def test_where_rasa_has_stored_nothing_yet_an_erasure_works(signed):
    privacy.erase(signed, ONE)
    assert not conversations.exists(signed.db, ONE)


@desk.ON_SQLITE
def test_the_words_are_in_no_file_any_more(signed):
    for number in range(40):  # pages that were split and rows that were moved, among them those of others
        scenes.turn(signed, f"{SECRET} {number} {'x' * number * 40}", message_id=f"s{number}")
        scenes.turn(signed, f"thanks, harmless {number} {'y' * number * 30}", f"wc-o{number % 7}")
        remember(signed, words=f"{SECRET} {number} {'x' * number * 40}")
        remember(signed, "wc-2", f"harmless {number}")
    lived(signed)
    assert SECRET.encode() in files(signed)
    privacy.confirm(signed, ONE)
    time_passes(signed)
    assert Reconciler(signed).once() == 1
    assert SECRET.encode() not in files(signed)  # with connections still open, as Rasa's are
    assert b"customer-42" not in files(signed)
    assert b"harmless" in files(signed)


def test_the_log_keeps_that_it_was_erased_and_nothing_that_was_said(signed):
    lived(signed)
    privacy.erase(signed, ONE)
    with signed.db.look() as connection:
        found = connection.execute(select(audit).where(audit.c.conversation_id == ONE)).all()
    assert [row.action for row in found][-1] == "erased"
    told = json.dumps([row.detail for row in found])
    assert SECRET not in told and "customer-42" not in told and "A-12345" not in told


def test_an_erasure_waits_for_the_turn_in_which_it_was_asked_for(signed):
    scenes.say(signed.db, "/human", "1")
    work = conversations.take(signed.db, ONE)
    privacy.confirm(signed, ONE)
    time_passes(signed)
    assert Reconciler(signed).once() == 0  # Rasa has yet to save what it heard
    conversations.finish(signed.db, work)
    assert Reconciler(signed).once() == 1


def test_an_erasure_lets_the_last_words_be_read(signed):
    scenes.turn(signed, "Hello")
    privacy.confirm(signed, ONE)
    assert Reconciler(signed).once() == 0
    time_passes(signed)
    assert Reconciler(signed).once() == 1


def test_who_waits_leaves_the_queue(signed):
    case = scenes.hand_over(signed)
    privacy.confirm(signed, ONE)
    time_passes(signed)
    assert Reconciler(signed).once() == 1
    with pytest.raises(NotFound):
        cases.find(signed.db, case.id)
    assert scenes.deeds(signed.db)[-3:] == ["cancelled", "erased", "data_request"]


def test_a_person_in_need_is_not_dropped_from_the_queue(signed):
    scenes.hand_over(signed, "I want to kill myself")
    assert privacy.confirm(signed, ONE)[0] == "utter_erase_after_case"
    time_passes(signed)
    assert Reconciler(signed).once() == 0
    assert cases.listed(signed.db, ["queued"], 5)


def test_who_asks_for_a_person_after_the_yes_is_not_dropped_either(signed):
    scenes.turn(signed, "Hello")
    privacy.confirm(signed, ONE)
    scenes.hand_over(signed)
    time_passes(signed)
    assert Reconciler(signed).once() == 0
    assert cases.listed(signed.db, ["queued"], 5)


def test_what_a_person_has_is_not_erased_under_their_hands(signed):
    case = scenes.hand_over(signed)
    scenes.claim(signed.db, case, scenes.agent(signed.db))
    with pytest.raises(WrongState, match="human"):
        privacy.erase(signed, ONE)
    assert privacy.confirm(signed, ONE)[0] == "utter_erase_after_case"
    assert scenes.said(signed.db)


def test_an_agents_last_words_are_sent_first(signed):
    case = scenes.place(signed.db)
    with signed.db.change("test") as connection:
        outbox.put(connection, case, "message", {"author": "system", "text": "Hello"})
    with pytest.raises(WrongState, match="not all sent"):
        privacy.erase(signed, ONE)


def test_a_death_half_way_is_made_good(signed, monkeypatch):
    scenes.turn(signed, SECRET)
    remember(signed)
    privacy.confirm(signed, ONE)
    time_passes(signed)
    monkeypatch.setattr(data_requests, "finish", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        Reconciler(signed).once()
    monkeypatch.undo()
    scenes.say(signed.db, "a new beginning", channel="rest")  # under the same name, as a server does
    time_passes(signed)
    assert Reconciler(signed).once() == 1
    assert [line for _, line in scenes.said(signed.db)] == ["a new beginning"]
    assert requests(signed) == [("erase", "done", "identity")]


def test_when_rasas_database_is_away_then_an_erasure_waits_whole(signed, tmp_path):
    scenes.turn(signed, SECRET)
    privacy.confirm(signed, ONE)
    time_passes(signed)
    away = dataclasses.replace(signed.settings, tracker_url=f"sqlite:///{tmp_path / 'no' / 'such.db'}")
    here = signed.settings
    object.__setattr__(signed, "settings", away)
    assert Reconciler(signed).once() == 0 and scenes.said(signed.db)
    object.__setattr__(signed, "settings", here)
    assert Reconciler(signed).once() == 1


def test_an_action_that_comes_too_late_brings_nothing_back(signed):
    message_id, _ = scenes.turn(signed, SECRET)
    privacy.erase(signed, ONE)
    with pytest.raises(NotFound):
        turns.assess(signed, ONE, message_id, [Turn("customer", SECRET)], {}, {})
    assert not conversations.exists(signed.db, ONE)


def test_a_web_chat_that_was_erased_takes_no_message_and_a_server_begins_anew(signed):
    privacy.erase(signed, ONE)
    gone = Incoming("webchat", ONE, f"{ONE}:9", "Hello", opens=False)
    with pytest.raises(NotFound):
        conversations.accept(signed.db, gone, {})
    assert not conversations.exists(signed.db, ONE)
    scenes.say(signed.db, "Hello", conversation="rest-5", channel="rest")
    begun = rows(signed, "rest-5")
    scenes.work_off(signed.db, "rest-5")
    privacy.erase(signed, "rest-5")
    scenes.say(signed.db, "Hello again", conversation="rest-5", channel="rest")
    assert rows(signed, "rest-5") == begun
    assert scenes.said(signed.db, "rest-5") == [("customer", "Hello again")]


def test_requests_that_were_open_are_settled_by_an_erasure(app):
    scenes.turn(app, SECRET)
    for kind in ("export", "erase"):
        privacy.ask(app, ONE, kind)
    privacy.erase(app, ONE)
    assert requests(app) == [("export", "refused", None), ("erase", "done", None)]
    assert privacy.asked(app) == []


def test_erasing_what_is_not_there_says_so(app):
    with pytest.raises(NotFound):
        privacy.erase(app, "wc-none")


def test_a_message_that_waits_is_never_erased_unheard(signed):
    scenes.say(signed.db, "I have changed my mind")
    privacy.confirm(signed, ONE)
    time_passes(signed)
    assert Reconciler(signed).once() == 0
    with signed.db.look() as connection:
        assert connection.execute(select(inbox.c.state)).scalar() == "new"
