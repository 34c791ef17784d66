"""EscalationPolicy: when the decision says so, it beats every other policy, forms included.

It predicts one entry action a route, once a turn; rules in data/flows/ say what follows. An assessment
that is missing or belongs to another message is a failure, never "safe".
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Dict, List

from rasa.core.policies.policy import Policy, PolicyPrediction, SupportedData
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, ActiveLoop, Event, SlotSet, UserUttered
from rasa.shared.core.generator import TrackerWithCachedStates
from rasa.shared.core.trackers import DialogueStateTracker

from recourse import words

LISTEN = "action_listen"
TROUBLE = "utter_trouble"  # on the way to a person: the request is kept
FAILED = "utter_failed"  # anywhere else
ASSESS = "action_assess_turn"
ENTRY = {
    "hand_over_now": "action_hand_over",
    "hand_over": "action_hand_over",
    "offer_human": "action_offer_human",
    "acknowledge": "utter_acknowledge",
}
REFUSED = "action_decline_offer"
WAIT_ENDS = ("action_tell_position", "action_dispute")
STOPS = ("hand_over_now", "hand_over", "offer_human")
#: Said without the action server; the turn ends with them.
ALONE = (
    TROUBLE,
    FAILED,
    "utter_unsure",
    "utter_unsure_again",
    "utter_unsure_person",
    "utter_unsure_crisis",
    "utter_waiting_noted",
)
#: Our actions after which the turn ends; after the others rules go on, and those to a person are three.
LAST = (
    "action_offer_human",
    "action_ask_consent",
    "action_keep_company",
)
TO_A_PERSON = ("action_hand_over", "action_explain", "action_ask_consent")
#: What Rasa may do while the customer waits for a person.
WAITING = frozenset(
    [
        "ask_why",
        "ask_position",
        "return_to_bot",
        "consent_nothing",
        "consent_summary",
        "consent_full",
        "withdraw_consent",
        "ask_privacy",
        "stop_mood_reading",
        "start_mood_reading",
        "ask_if_human",
        "consent_partial",
        "consent_contact",
        "ask_what_human_sees",
        "ask_what_you_know",
        "send_my_data",
        "delete_my_data",
        "confirm_erase",
        "ask_boundaries",
        "ask_rights",
        "dispute_decision",
        "not_that",
        "tell_country",
        "change_language",
        "ask_languages",
        "leave_message",
        "end_chat",
        "thank",
        "goodbye",
    ]
)
#: Of these, what is never answered with a line of courtesy to somebody in a crisis: "goodbye" may mean it.
NOT_IN_CARE = frozenset(["thank", "goodbye"])
#: Forms that may run while the customer waits; what is typed in them is theirs.
HANGS_ON_WORDS = (
    "return_to_bot",
    "end_chat",
    "dispute_decision",
    "not_that",
    "deny",
    "delete_my_data",
)
SURE_IN_CARE = 0.7  # of whoever is in a crisis: a misread word must not be answered with a place in the queue
WAITING_FORMS = ("message_form",)
PERSON_INTENTS = ("request_human", "still_want_human")


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class EscalationPolicy(Policy):
    """See the module; `next_action` is all of it."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        return {"priority": 100}  # above rules and stories

    @staticmethod
    def supported_data() -> SupportedData:
        return SupportedData.ML_AND_RULE_DATA

    def train(
        self, training_trackers: List[TrackerWithCachedStates], domain: Domain, **kwargs: Any
    ) -> Resource:
        return self._resource

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: Dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        ours = {name for name in domain.user_actions if name.startswith("action_")} - {ASSESS}
        action = next_action(tracker, ours)
        probabilities = self._default_predictions(domain)
        if action is None:
            return self._prediction(probabilities)
        probabilities[domain.index_for_action(action)] = 1.0
        leave = [] if action in (LISTEN, "utter_acknowledge") else _leave_form(tracker)
        return self._prediction(probabilities, optional_events=leave, is_no_user_prediction=True)


def _leave_form(tracker: DialogueStateTracker) -> list[Event]:
    """Close an open form here, and forget what the escalating message filled in it."""
    if not tracker.active_loop_name:
        return []
    asked = tracker.get_slot("requested_slot")
    forget = [SlotSet(asked, None)] if asked else []
    return [ActiveLoop(None), SlotSet("requested_slot", None), *forget]


def next_action(tracker: DialogueStateTracker, ours: Collection[str]) -> str | None:
    """The action that the escalation asks for now; None leaves it to rules and stories.

    `ours` are the custom actions: each says when it has answered, and one that does not has failed.
    """
    message, done = _this_turn(tracker)
    state = (message.metadata or {}).get("state") if message else None
    if (state or tracker.get_slot("handled_by")) == "human":
        return LISTEN
    if message is None or (message.metadata or {}).get("is_external"):
        return None
    found = tracker.get_slot("assessment")
    if found is None and message.message_id is None:
        return None  # a story in training or in `rasa test`
    fresh = found is not None and found.get("message_id") == message.message_id
    refused = message.intent.get("name") in PERSON_INTENTS and words.wants_no_human(message.text or "")
    waiting = (state or tracker.get_slot("handled_by")) == "queued"
    if done:
        asked = message.message_id is not None  # `rasa test` gives no ids, and its actions do not run
        failed = asked and done[0] in ours and tracker.get_slot("step") != f"{done[0]}:{message.message_id}"
        stop = ENTRY[found["route"]] if fresh and found["route"] in STOPS and not waiting else None
        if stop and stop not in done and not failed and done[0] not in ALONE:
            return stop  # an action asked the tree about a deed, and was stopped
        ends = done[0] in WAIT_ENDS if waiting else refused and done[0] == REFUSED
        if ends and not failed and not tracker.active_loop_name:
            return LISTEN
        return _after(done[0], failed)
    if refused and not waiting and fresh and found["route"] in ("continue", "acknowledge"):
        return REFUSED  # "don't give me a person", read as a wish for one
    if waiting:
        return _while_waiting(tracker, found["route"] if fresh else None, message)
    return ENTRY.get(found["route"]) if fresh else _unassessed(tracker, message)


def _this_turn(tracker: DialogueStateTracker) -> tuple[UserUttered | None, list[str]]:
    """The customer's latest message, and the actions since then, newest first.

    Of the raw events: `applied_events()` drops the turn that completed a form.
    """
    done: list[str] = []
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return event, done
        if isinstance(event, ActionExecuted) and event.action_name:
            done.append(event.action_name)
    return None, done


def _after(action: str, failed: bool) -> str | None:
    if failed:  # without a word: Rasa only logs it
        return TROUBLE if action in TO_A_PERSON else FAILED
    return LISTEN if action in LAST or action in ALONE else None


def _while_waiting(tracker: DialogueStateTracker, route: str | None, message: UserUttered) -> str | None:
    in_care = bool(tracker.get_slot("care"))
    if route is None:
        crisis = in_care or words.in_crisis(message.text or "")
        return "utter_unsure_crisis" if crisis else "utter_waiting_noted"
    text = message.text or ""
    typed = not text.startswith("/")
    if in_care and typed and words.unmeant(text):
        return "action_dispute"
    if route == "hand_over_now":  # said once; said again it is answered, and not with the same four messages
        return "action_keep_company" if tracker.get_slot("care") == "self" else "action_hand_over"
    if in_care and typed and message.intent.get("name") in HANGS_ON_WORDS:
        return "action_keep_company"  # nobody in danger leaves by a guess: only by a button, or words like the above
    allowed = WAITING - NOT_IN_CARE if in_care else WAITING
    if in_care and (message.intent.get("confidence") or 0) < SURE_IN_CARE:
        allowed = frozenset()
    if message.intent.get("name") in allowed or tracker.active_loop_name in WAITING_FORMS:
        return None
    if in_care:
        return "action_keep_company"  # whoever is in a crisis is never left with a note about queues
    return "action_tell_position" if route == "hand_over" else "utter_waiting_noted"


def _unassessed(tracker: DialogueStateTracker, message: UserUttered) -> str:
    """What can be said with nothing but words: a crisis and a plain request are caught here, too."""
    text = message.text or ""
    if words.in_crisis(text):
        return "utter_unsure_crisis"
    agreed = (message.metadata or {}).get("state") == "offered" and words.agrees(text)
    if agreed or words.asks_human(text) or message.intent.get("name") in PERSON_INTENTS:
        return "utter_unsure_person"
    return "utter_unsure_again" if _said_unsure(tracker) else "utter_unsure"


def _said_unsure(tracker: DialogueStateTracker) -> bool:
    """Was the customer told of the outage in the turn before?"""
    for event in reversed(tracker.events):
        if isinstance(event, ActionExecuted) and event.action_name not in (LISTEN, None):
            return event.action_name in ALONE
    return False
