"""What must be understood without any model: the last net, in the Rasa process itself.

Kept narrow on purpose. The scorer and the NLU understand far more; these phrases only have to work
when both are gone.
"""

from __future__ import annotations

import re

CRISIS = re.compile(
    r"\b(kill(ing)?\s+(my\s?self|me\b)|end(ing)?\s+(my\s+(own\s+)?life|it\s+all)|suicid\w*|"
    r"(want|going|wish\w*|would\s+rather)\s+(to\s+|be\s+|i\s+(was|were)\s+)?(die|dead)\b|"
    r"(hurt|harm|cut)(ing|ting)?\s+my\s?self|(don'?t|do\s+not|no\s+longer)\s+want\s+to\s+(live|be\s+alive)|"
    r"take\s+my\s+own\s+life)",
    re.IGNORECASE,
)
NOT_CRISIS = re.compile(
    r"\b(not|never|n'?t)\s+(going\s+to\s+|want\s+to\s+)?(kill|hurt|harm)\s+my\s?self", re.IGNORECASE
)
PERSON = r"(human|person|people|agent|operator|representative|rep|somebody|someone|supervisor|manager|advisor|adviser)"
ASKS_HUMAN = re.compile(
    rf"\b((speak|talk|chat|connect|transfer|put|pass|hand|escalate)\b[^.?!]{{0,30}}\b(to|with|through|over)\b[^.?!]{{0,20}}"
    rf"\b{PERSON}\b|(get|give|fetch|find|want|need|like)\s+(me\s+)?(to\s+\w+\s+(to|with)\s+)?(a|an|the|some)?\s*"
    rf"(real\s+|actual\s+|live\s+|human\s+)?{PERSON}\b|^\W*(a\s+|an\s+)?(real\s+|live\s+)?"
    rf"(human|person|agent|operator|representative)(\s+please)?\W*$)",
    re.IGNORECASE,
)
ASKS_HUMAN_COMMAND = "/human"
TAKE_BACK = re.compile(
    r"\b((take\s+back|withdraw|revoke)\b.{0,20}\bconsent|stop\s+sharing\b|"
    r"(don'?t|do\s+not|no\s+longer\s+want\s+to)\s+share\b.{0,40}\b(any\s?more|after\s+all)|"
    r"(delete|remove)\s+what\s+(i|was|you|they)\b.{0,20}\bshared?)",
    re.IGNORECASE,
)


def in_crisis(text: str) -> bool:
    """First-person words of ending or hurting oneself."""
    return bool(CRISIS.search(text)) and not NOT_CRISIS.search(text)


def asks_human(text: str) -> bool:
    """A plain request for a person, or the command for it."""
    return text.strip() == ASKS_HUMAN_COMMAND or bool(ASKS_HUMAN.search(text))


def takes_back_consent(text: str) -> bool:
    """Words that take back what may be shared."""
    return bool(TAKE_BACK.search(text))
