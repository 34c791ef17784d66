"""What the escalation asks for, turn by turn: by hand-made trackers of Rasa, as the policy gets them."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import ActionExecuted, ActiveLoop, SlotSet, UserUttered
from rasa.shared.core.slots import AnySlot, TextSlot
from rasa.shared.core.trackers import DialogueStateTracker

from recourse.components.escalation_policy import ALONE, ENTRY, WAITING, next_action

OURS = {
    *(
        "action_hand_over",
        "action_explain",
        "action_ask_consent",
        "action_offer_human",
        "action_keep_company",
    ),
    *("action_tell_position", "action_why", "action_tell_order", "action_start_return"),
}
NAMES = ("handled_by", "step", "care", "requested_slot", "left_message", "order_number")
ID = "wc-1:7"
CRISIS = "I want to die"


def tracker(
    text="hello",
    intent="greet",
    route="continue",
    state="bot",
    done=(),
    answered=True,
    assessed=ID,
    message_id=ID,
    loop=None,
    before=(),
    **slots,
):
    """A conversation in the middle of a turn: `done` are this turn's actions, and the last one answered."""
    mirrored = [TextSlot(name, mappings=[], influence_conversation=False) for name in NAMES]
    every = [*mirrored, AnySlot("assessment", mappings=[], influence_conversation=False)]
    made = DialogueStateTracker("wc-1", every)
    for event in before:
        made.update(event)
    if loop:
        made.update(ActiveLoop(loop))
    meant = {"name": intent, "confidence": 0.95}
    metadata = {"state": state} if state else {}
    made.update(UserUttered(text, intent=meant, message_id=message_id, metadata=metadata))
    if assessed is not None:
        found = {"message_id": assessed, "route": route, "branch": "b"}
        made.update(SlotSet("assessment", found))
    for name in done:
        made.update(ActionExecuted(name))
        if answered and name.startswith("action_"):
            made.update(SlotSet("step", f"{name}:{message_id}"))
    for name, value in slots.items():
        made.update(SlotSet(name, value))
    return made


def asked(**given):
    return next_action(tracker(**given), OURS)


# ---- the decision is enforced once, and rules go on


@pytest.mark.parametrize(
    ("route", "action"),
    [
        ("continue", None),
        ("acknowledge", "utter_acknowledge"),
        ("offer_human", "action_offer_human"),
        ("hand_over", "action_hand_over"),
        ("hand_over_now", "action_hand_over"),
    ],
)
def test_each_route_has_its_entry_and_after_it_the_rules_go_on(route, action):
    assert asked(route=route) == action
    if action and route.startswith("hand_over"):
        assert asked(route=route, done=[action]) is None


@pytest.mark.parametrize(
    "action", ["action_offer_human", "action_ask_consent", "action_keep_company", *ALONE]
)
def test_after_what_ends_a_turn_it_ends(action):
    assert asked(route="continue", done=["utter_acknowledge", action]) == "action_listen"


@pytest.mark.parametrize("state", ["bot", "offered", "queued", "human"])
def test_an_open_form_is_no_way_round_the_decision(state):
    expected = "action_listen" if state == "human" else "action_hand_over"
    assert asked(route="hand_over_now", state=state, loop="message_form") == expected


# ---- whose turn it is


@pytest.mark.parametrize("done", [[], ["action_hand_over"]])
@pytest.mark.parametrize("route", ["continue", "hand_over_now"])
def test_while_a_person_has_it_the_machine_only_listens(route, done):
    assert asked(state="human", route=route, done=done) == "action_listen"
    assert asked(state=None, handled_by="human", route=route) == "action_listen"  # a trigger: the mirror


def test_the_state_that_the_gate_saw_counts_more_than_the_mirror():
    assert asked(state="bot", handled_by="queued", route="hand_over") == "action_hand_over"


# ---- a deed that the tree stopped


@pytest.mark.parametrize(
    ("route", "action"),
    [
        ("hand_over", "action_hand_over"),
        ("hand_over_now", "action_hand_over"),
        ("offer_human", "action_offer_human"),
    ],
)
def test_an_action_that_was_stopped_is_followed_by_the_route_in_the_same_turn(route, action):
    assert asked(route=route, done=["action_start_return"]) == action
    assert asked(route=route, done=["action_start_return", action]) != action  # once


@pytest.mark.parametrize("route", ["continue", "acknowledge"])
def test_an_action_that_was_let_is_followed_by_the_rules(route):
    assert asked(route=route, done=["action_start_return"]) is None


def test_whoever_waits_already_is_not_put_into_the_queue_again_by_a_deed():
    assert asked(state="queued", route="hand_over", done=["action_start_return"]) is None


# ---- an action that failed without a word


@pytest.mark.parametrize(
    ("action", "said"),
    [
        ("action_hand_over", "utter_trouble"),  # the request is kept
        ("action_explain", "utter_trouble"),
        ("action_ask_consent", "utter_trouble"),
        ("action_tell_order", "utter_failed"),
        ("action_start_return", "utter_failed"),
    ],
)
def test_an_action_of_ours_that_did_not_answer_is_told(action, said):
    assert asked(done=[action], answered=False) == said
    assert asked(route="hand_over", done=[action], answered=False) == said  # and nothing on top of it


def test_an_answer_to_an_earlier_message_is_none_to_this():
    assert (
        asked(done=["action_tell_order"], answered=False, step="action_tell_order:wc-1:6") == "utter_failed"
    )


def test_in_a_test_story_without_message_ids_nothing_has_failed():
    assert asked(done=["action_tell_order"], answered=False, message_id=None, assessed=None) is None


# ---- nobody assessed it


@pytest.mark.parametrize("assessed", [None, "wc-1:6"])  # none, or one of the message before
@pytest.mark.parametrize(
    ("text", "intent", "state", "said"),
    [
        ("where is my order", "ask_order_status", "bot", "utter_unsure"),
        (CRISIS, "nlu_fallback", "bot", "utter_unsure_crisis"),
        ("ich will sterben", "nlu_fallback", "bot", "utter_unsure_crisis"),
        ("get me a person", "nlu_fallback", "bot", "utter_unsure_person"),
        ("xyz", "request_human", "bot", "utter_unsure_person"),  # the button
        ("yes please", "affirm", "offered", "utter_unsure_person"),
        ("yes please", "affirm", "bot", "utter_unsure"),  # a yes to nothing
    ],
)
def test_what_nobody_assessed_is_never_taken_for_safe(assessed, text, intent, state, said):
    assert asked(text=text, intent=intent, state=state, assessed=assessed) == said


def test_in_an_outage_the_notice_is_given_once_and_then_kept_short():
    before = [UserUttered("hi"), ActionExecuted("utter_unsure"), ActionExecuted("action_listen")]
    assert asked(text="hello?", assessed=None, before=before) == "utter_unsure_again"
    heard = [*before, UserUttered("hm"), ActionExecuted("utter_greet"), ActionExecuted("action_listen")]
    assert asked(text="hello?", assessed=None, before=heard) == "utter_unsure"


# ---- waiting for a person


@pytest.mark.parametrize("intent", sorted(WAITING))
def test_what_is_about_the_waiting_itself_is_answered_by_the_rules(intent):
    assert asked(state="queued", intent=intent) is None
    assert asked(state="queued", intent=intent, route="offer_human") is None


@pytest.mark.parametrize(
    ("intent", "route", "action"),
    [
        ("ask_order_status", "continue", "utter_waiting_noted"),
        ("nlu_fallback", "continue", "utter_waiting_noted"),
        ("greet", "acknowledge", "utter_waiting_noted"),  # no empathy, no second offer
        ("make_complaint", "offer_human", "utter_waiting_noted"),
        ("request_human", "hand_over", "action_tell_position"),  # asked again: the place, without an argument
        (
            "ask_position",
            "hand_over_now",
            "action_hand_over",
        ),  # a crisis raises the priority, whatever was meant
        ("return_to_bot", "hand_over_now", "action_hand_over"),
    ],
)
def test_what_is_not_about_the_waiting_is_noted_and_a_crisis_comes_first(intent, route, action):
    assert asked(state="queued", intent=intent, route=route) == action


def test_what_is_typed_into_the_message_form_is_the_customers_own():
    waiting = {"state": "queued", "loop": "message_form"}
    assert asked(**waiting, intent="ask_order_status", route="offer_human") is None
    assert asked(**waiting, intent="request_human", route="hand_over") is None
    assert asked(**waiting, text=CRISIS, intent="nlu_fallback", route="hand_over_now") == "action_hand_over"


@pytest.mark.parametrize(
    ("text", "care", "said"),
    [
        ("hello?", None, "utter_waiting_noted"),
        (CRISIS, None, "utter_unsure_crisis"),
        ("hello?", "self", "utter_unsure_crisis"),  # was in a crisis: not a note about queues
    ],
)
def test_whoever_waits_and_cannot_be_assessed_hears_something(text, care, said):
    assert asked(state="queued", text=text, assessed=None, care=care) == said


# ---- care


@pytest.mark.parametrize(
    ("intent", "route", "action"),
    [
        ("nlu_fallback", "continue", "action_keep_company"),
        ("ask_order_status", "offer_human", "action_keep_company"),
        ("request_human", "hand_over", "action_keep_company"),
        ("thank", "continue", "action_keep_company"),
        ("goodbye", "continue", "action_keep_company"),  # it may be meant
        ("nlu_fallback", "hand_over_now", "action_keep_company"),  # the same four messages help nobody twice
        ("tell_country", "continue", None),
        ("not_that", "continue", "action_keep_company"),  # a misread word takes nobody's place
        ("end_chat", "continue", "action_keep_company"),
        ("ask_why", "continue", None),
        ("consent_nothing", "continue", None),
        ("return_to_bot", "continue", "action_keep_company"),  # which offers the button to leave
    ],
)
def test_whoever_is_in_a_crisis_is_kept_company_until_somebody_comes(intent, route, action):
    assert asked(state="queued", care="self", intent=intent, route=route) == action


def test_care_is_for_the_waiting_and_the_assistant_goes_on_as_ever_afterwards():
    assert asked(state="bot", care="self", route="continue") is None


# ---- stories


def test_a_story_that_says_nothing_of_an_assessment_is_left_to_the_rules():
    assert asked(message_id=None, assessed=None, state=None) is None


def test_every_entry_is_the_name_of_an_action():
    assert set(ENTRY) == {"hand_over_now", "hand_over", "offer_human", "acknowledge"}
