"""The summary for a human: what it is about, without the customer's own words. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from recourse.model import Summary, Turn
from recourse.redaction import contact_details, order_numbers

#: The shop's own matters, spoken in English only: intent to words for the agent.
TRADE = {
    "ask_order_status": "where an order is",
    "inform_order_number": "where an order is",
    "cancel_order": "to cancel an order",
    "ask_delivery": "how delivery works",
    "change_address": "another delivery address",
    "report_missing": "a parcel that did not come",
    "ask_return_policy": "how returns work",
    "request_return": "to send something back",
    "report_damaged": "something that came broken or wrong",
    "choose_replacement": "something that came broken or wrong",
    "request_refund": "a refund",
    "ask_refund_status": "where a refund is",
    "ask_invoice": "an invoice",
    "ask_payment": "how to pay",
    "dispute_charge": "a charge they do not recognise",
    "reset_password": "a lost password",
    "change_account": "changed account details",
    "close_account": "to close the account",
    "make_complaint": "a complaint",
}
TOPICS = {
    **TRADE,
    "request_human": "a person",
    "still_want_human": "a person, again after a case was closed",
    "ask_privacy": "what is kept and shared",
    "ask_what_you_know": "what is known about them",
    "send_my_data": "a copy of their data",
    "delete_my_data": "to have their data erased",
    "dispute_decision": "to dispute a decision of the assistant",
}
#: Said by every case; what it is about says more.
PERSON = (TOPICS["request_human"], TOPICS["still_want_human"])
NEITHER = ("", "out_of_scope", "nlu_fallback", "affirm", "deny", "skip")
NOTABLE = 0.4


def topic_of(intent: str) -> str:
    """What an intent belongs to: `trade`, `own` (what Recourse itself speaks of), or empty for neither."""
    if intent in TRADE:
        return "trade"
    return "" if intent in NEITHER else "own"


def summarise(
    turns: Sequence[Turn],
    intents: Sequence[str],
    moods: Sequence[Mapping[str, float]],
    reasons: Sequence[str],
    contact: bool = False,
) -> Summary:
    """What the customer wanted, the facts they gave, how they felt, and why it came here.

    `intents` and `moods` go with the customer's turns, oldest first; a mood not read is an empty mapping.
    """
    topics = tuple(dict.fromkeys(TOPICS[intent] for intent in intents if intent in TOPICS))
    numbers = dict.fromkeys(
        n.upper() for turn in turns if turn.role == "customer" for n in order_numbers(turn.text)
    )
    facts = {"order number": ", ".join(numbers)} if numbers else {}
    if contact and (given := contact_details(turn.text for turn in turns if turn.role == "customer")):
        facts["contact"] = ", ".join(given)
    matters = [topic for topic in topics if topic not in PERSON] or list(topics)
    return Summary(
        request=matters[-1] if matters else "not clear to the assistant",
        topics=topics,
        facts=facts,
        mood=_mood(moods),
        reasons=tuple(reasons),
        turns=sum(turn.role == "customer" for turn in turns),
    )


def _mood(moods: Sequence[Mapping[str, float]]) -> str:
    read = [mood for mood in moods if mood]
    if not read or not moods[-1]:
        return "not read"
    strongest = {name: max(mood.get(name, 0.0) for mood in read) for name in read[-1]}
    notable = [
        name for name, level in sorted(strongest.items(), key=lambda pair: -pair[1]) if level >= NOTABLE
    ]
    if not notable:
        return "calm throughout"
    still = [name for name in notable if read[-1].get(name, 0.0) >= NOTABLE]
    return f"{', '.join(notable)}; at the end: {', '.join(still) or 'calmer'}"


def written(summary: Summary) -> str:
    """The summary as a few lines."""
    lines = [f"Wants: {summary.request}"]
    earlier = [topic for topic in summary.topics if topic != summary.request]
    if earlier:
        lines.append(f"Also spoke of: {', '.join(earlier)}")
    lines += [f"{name.capitalize()}: {value}" for name, value in summary.facts.items()]
    lines += [f"Why a person: {' '.join(summary.reasons)}", f"Mood: {summary.mood}"]
    lines.append(f"Messages to the assistant: {summary.turns}")
    return "\n".join(lines)
