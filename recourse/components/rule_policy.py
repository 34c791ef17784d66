"""Rasa's RulePolicy, for which an acknowledgement never happened, and a question in the middle ends no form."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.policy import PolicyPrediction
from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import PREVIOUS_ACTION
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecutionRejected, ActiveLoop, LoopInterrupted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

ACKNOWLEDGE = "utter_acknowledge"
LISTEN = "action_listen"
#: Who says so in the middle of a form is not asked again.
LEAVES = (
    "deny",
    "skip",
    "return_to_bot",
    "goodbye",
    "end_chat",
    "not_that",
)  # "never mind" is any of the first three


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class AnswerRulePolicy(RulePolicy):
    """A rule reads "intent, then answer"; the sentence of empathy between them must not hide it.

    A message that an open form cannot use ("are you human?") is answered by its ordinary rule. Then, where Rasa
    would wait for the next message and no longer offer it to the form, the form asks again: for every form and
    every intent, without a rule for each pair.
    """

    def predict_action_probabilities(
        self,
        tracker: DialogueStateTracker,
        domain: Domain,
        rule_only_data: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> PolicyPrediction:
        found = super().predict_action_probabilities(tracker, domain, rule_only_data, **kwargs)
        form = tracker.active_loop_name
        action = domain.action_names_or_texts[found.max_confidence_index]
        if found.max_confidence < 1 or action not in (LISTEN, form) or not _interrupted(tracker):
            return found
        message = tracker.latest_message
        if message is not None and message.intent.get("name") in LEAVES:
            if tracker.latest_action_name == LISTEN:
                return found  # not answered yet
            forget = [
                SlotSet(name, None) for name in ["requested_slot", *domain.required_slots_for_form(form)]
            ]
            listen = self._prediction_result(LISTEN, tracker, domain)
            return self._prediction(listen, optional_events=[ActiveLoop(None), *forget])
        if action == form:
            return found  # here Rasa itself goes back to the form
        again = self._prediction_result(form, tracker, domain)
        return self._prediction(again, events=[LoopInterrupted(True)])

    def _prediction_states(self, *args: Any, **kwargs: Any) -> list[Any]:
        states = super()._prediction_states(*args, **kwargs)
        return [state for state in states if not _is_acknowledgement(state)]


def _is_acknowledgement(state: Any) -> bool:
    return bool(state.get(PREVIOUS_ACTION, {}).get("action_name") == ACKNOWLEDGE)


def _interrupted(tracker: DialogueStateTracker) -> bool:
    """Did the open form pass this message on to the rules?"""
    if not tracker.active_loop_name or not tracker.is_active_loop_rejected:
        return False
    for event in reversed(tracker.events):
        if isinstance(event, UserUttered):
            return False
        if isinstance(event, ActionExecutionRejected):
            return True
    return False
