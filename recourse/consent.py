"""Consent: the choices, the buttons that give them, and what each lets through. Pure."""

from __future__ import annotations

import hashlib
from typing import Any

from recourse.model import Scope

#: A button of the consent question, and the intent of the same words, to the scope they give.
SCOPES = {
    "consent_nothing": Scope.NOTHING,
    "consent_summary": Scope.SUMMARY,
    "consent_full": Scope.CONVERSATION,
}
#: "Fine, but not my phone number": of what "fine" may mean, the least, and no contact details.
PARTLY = "consent_partial"
#: "You may pass on my phone number": contact details, on top of what was agreed to (a summary at the least).
CONTACT = "consent_contact"
WITHDRAW = "withdraw_consent"
SURE = 0.8  # words understood less surely than this are no consent: the question is put again, with buttons

CONFIRMED = {
    Scope.NOTHING: "utter_consent_nothing",
    Scope.SUMMARY: "utter_consent_summary",
    Scope.CONVERSATION: "utter_consent_full",
}


def by_words(intent: str, before: Scope) -> tuple[Scope, bool]:
    """The scope that an intent of words gives, and whether contact details go with it; `before` is what stood."""
    if intent == CONTACT:
        return (before if before.shares_summary else Scope.SUMMARY), True
    return (Scope.SUMMARY if intent == PARTLY else SCOPES[intent]), False


def by_button(payload: str) -> Scope | None:
    """The scope of a consent button's payload; None for any other text."""
    return SCOPES.get(payload[1:]) if payload.startswith("/") else None


def wording_version(wording: str) -> str:
    """A short name for a wording, so that a receipt proves which one was shown."""
    return hashlib.sha256(wording.encode()).hexdigest()[:12]


def visible(scope: Scope, shared: dict[str, Any] | None) -> dict[str, Any]:
    """What a case may show of `shared` under a scope: all of it, or nothing."""
    return dict(shared) if shared and scope.shares_summary else {}
