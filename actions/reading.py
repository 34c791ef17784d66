"""What every action reads from a tracker, and the mark by which the policy knows that one answered."""

from __future__ import annotations

from typing import Any

from rasa_sdk import Tracker
from rasa_sdk.events import SlotSet

from recourse import words
from recourse.model import Decision, Turn

SURE_TO_LEAVE = 0.8
FALLBACKS = ("utter_fallback",)
NOT_UNDERSTOOD = ("nlu_fallback", "out_of_scope")


def message_id(tracker: Tracker) -> str:
    """The id of the customer's latest message; empty where a channel or a trigger gave none."""
    return str(tracker.latest_message.get("message_id") or "")


def done(action: str, tracker: Tracker) -> dict[str, Any]:
    """The event that says this action answered this message; without it the policy says that something failed."""
    event: dict[str, Any] = SlotSet("step", f"{action}:{message_id(tracker)}")
    return event


def stopped(action: str, tracker: Tracker, decision: Decision) -> list[dict[str, Any]]:
    """The events of an action whose deed the tree stopped; EscalationPolicy then enforces the route, this turn."""
    found = {"message_id": message_id(tracker), "route": decision.route.value, "branch": decision.branch}
    return [done(action, tracker), SlotSet("assessment", found)]


def may_mean_the_contrary(tracker: Tracker) -> bool:
    """Words (no button) that negate, or were not surely understood: a place in the queue must not hang on them."""
    text = str(tracker.latest_message.get("text") or "")
    if text.startswith("/"):
        return False
    sure = float((tracker.latest_message.get("intent") or {}).get("confidence") or 0) >= SURE_TO_LEAVE
    return words.negates(text) or not sure


def handled_by(state: str) -> dict[str, Any]:
    """Mirror the state into Rasa's slot."""
    event: dict[str, Any] = SlotSet("handled_by", state)
    return event


def turns(tracker: Tracker, limit: int = 10) -> list[Turn]:
    """The last things said, oldest first, the customer's newest at the end."""
    said: list[Turn] = []
    for event in tracker.events:
        if event.get("event") == "user" and event.get("text"):  # a button's payload begins with a slash
            said.append(Turn("customer", event["text"]))
        elif event.get("event") == "bot" and event.get("text"):
            said.append(Turn("assistant", event["text"]))
    while said and said[-1].role != "customer":
        said.pop()
    return said[-limit:]


def fallbacks(tracker: Tracker) -> int:
    """How many times in a row the customer was not understood, this message included."""
    intent = (tracker.latest_message.get("intent") or {}).get("name")
    if intent not in NOT_UNDERSTOOD:
        return 0
    count = 1
    for event in reversed(tracker.events):
        if event.get("event") != "action" or event["name"] in ("action_listen", "action_offer_human"):
            continue
        if event["name"].endswith("_form"):  # which asks again after it was not understood
            continue
        if event["name"] not in FALLBACKS:
            break
        count += 1
    return count
