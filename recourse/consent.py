"""Consent: the choices, the buttons that give them, and what each lets through. Pure."""

from __future__ import annotations

import hashlib
import re
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


_NO = re.compile(
    r"\b(except|but|au(ß|ss)er|excepto|salvo|sauf|exceto|menos|no|not|none|nothing|never|without|nor|neither|cannot|\w+n't|dont|cant|wont|didnt|isnt|doesnt"
    r"|kein\w*|nicht\w*|nie|nein|ohne|sin|ni|nada|nunca|ning[uú]n\w*"
    r"|pas|sans|aucun\w*|non|rien|jamais|n[aã]o|sem|nem|nenhum\w*)\b",
    re.IGNORECASE,
)
#: "Just the summary and nothing else" takes nothing back.
_NOTHING_ELSE = re.compile(
    r"\b(nothing (else|more)|no more than that|sonst nichts|nichts (weiter\w*|anderes|sonst)|nada m[aá]s|rien d'autre"
    r"|rien de plus|nada mais|no problem|kein problem|pas de probl[eè]me|sem problema)\b",
    re.IGNORECASE,
)
_NEVER = re.compile(r"\b(never|nie(mals)?|nunca|jamais)\b", re.IGNORECASE)
_AGREES = re.compile(
    r"\b(yes|yeah|yep|fine|ok(ay)?|sure|agreed?|share|pass|all|everything|anything|summary|conversation|chat|rest"
    r"|ja|gut|gern\w*|einverstanden|alles|zusammenfassung|gespr[aä]ch|s[ií]|vale|bien|claro|todo|resumen|conversaci[oó]n"
    r"|oui|d'accord|bon|tout|r[ée]sum[ée]|sim|pode|tudo|resumo|conversa)\b",
    re.IGNORECASE,
)
_GIVES = re.compile(
    r"\b(may|can|could|share|pass|give|send|forward|tell|include|add|allow\w*|ok(ay)?|fine|yes|sure|have|know"
    r"|darf|d[uü]rfen|k[oö]nn\w+|geben|weiter\w*|mit\w*|ja|puede\w*|pasa\w*|compart\w*|incluy\w*|s[ií]|dar|den|dé\w*"
    r"|pouvez|peu\w+|transmet\w+|donne\w*|partag\w+|oui|pode\w*|passar|partilh\w+|compartilh\w+|incluir|sim)\b",
    re.IGNORECASE,
)


def surely_given(intent: str, text: str, before: Scope) -> bool:
    """Do the words themselves bear out what an intent gives? A misread "no summary" would be a false consent."""
    said = _NOTHING_ELSE.sub(" ", text.replace("\u2019", "'"))
    if intent == CONTACT:  # on top of what was agreed to, and never by naming a telephone alone
        return before.shares_summary and bool(_GIVES.search(said)) and not _NO.search(said)
    if intent == PARTLY:
        return bool(_AGREES.search(said)) and not _NEVER.search(said)
    return SCOPES[intent] is Scope.NOTHING or not _NO.search(said)


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
