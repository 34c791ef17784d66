"""Rasa's RulePolicy, for which an acknowledgement said before the answer never happened."""

from __future__ import annotations

from typing import Any

from rasa.core.policies.rule_policy import RulePolicy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.shared.core.constants import PREVIOUS_ACTION

ACKNOWLEDGE = "utter_acknowledge"


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.POLICY_WITHOUT_END_TO_END_SUPPORT, is_trainable=True)
class AnswerRulePolicy(RulePolicy):
    """A rule reads "intent, then answer"; the sentence of empathy between them must not hide it."""

    def _prediction_states(self, *args: Any, **kwargs: Any) -> list[Any]:
        states = super()._prediction_states(*args, **kwargs)
        return [state for state in states if not _is_acknowledgement(state)]


def _is_acknowledgement(state: Any) -> bool:
    return bool(state.get(PREVIOUS_ACTION, {}).get("action_name") == ACKNOWLEDGE)
