"""What must be understood without any model: the last net, in the Rasa process itself.

Kept narrow on purpose. The scorer and the NLU understand far more; these phrases only have to work
when both are gone.
"""

from __future__ import annotations

import re

_FLAGS = re.IGNORECASE | re.VERBOSE
CRISIS = re.compile(
    r"""\b(
    kill(ing)?\s+my\s?self | (please|just|someone|somebody)\s+kill\s+me\b | take\s+my\s+own\s+life
    | end(ing)?\s+(my\s+(own\s+)?life | it\s+all) | suicid\w*
    | (want(ed)?\s+to | wanna | wish\s+(to | i\s+(was|were|could)))\s+(just\s+)?(be\s+)?(die|dead)\b
    | rather\s+(be\s+dead\b | die\b(?!\s+than)) | i('?m|\s+am)\s+(just\s+)?(going\s+to|gonna)\s+die\b
    | (hurt|harm|cut)(ing|ting)?\s+my\s?self
    | (don'?t|do\s+not|no\s+longer)\s+(want\s+to|wanna)\s+(live|be\s+alive)
    )""",
    _FLAGS,
)
#: Somebody who says that they will not. "I don't want to hurt myself" is no such thing: it asks for help.
NOT_CRISIS = re.compile(
    r"""\b(not\s+going\s+to | not\s+gonna | will\s+not | won'?t | (would\s+|will\s+)?never)
    \s+(ever\s+)?(kill|hurt|harm|cut)\s+my\s?self""",
    _FLAGS,
)
_A = r"((a|an|the|any|some|your|ur)\s+)?((real|actual|live|human)\s+)?"
_PERSON = r"(human|person|agent|operator|representative|rep|supervisor|manager|advisor|adviser)"
_ALONE = r"(?!['-]|\s+(error|fee|sample|number|name|account|resources)s?\b)\b"  # "the agent fee" is no agent
_ANYONE = rf"({_PERSON}{_ALONE}|people|somebody|someone)\b"
_GAP = r"((?!\b(about|because|regarding)\b)[^.?!]){0,30}?"
ASKS_HUMAN = re.compile(
    rf"""\b(
    (speak|talk|chat)\b{_GAP}\b(to|with)\b{_GAP}\b{_ANYONE}
    | (connect|transfer|put|pass|hand)\s+(me|us)\b{_GAP}\b(to|with|through|over)\b{_GAP}\b{_ANYONE}
    | (transfer|pass|hand|forward|escalate)\b(\s+(this|it)\b)?{_GAP}\bto\s+{_A}{_PERSON}{_ALONE}
    | (get|fetch|find|want|need|give\s+me|(would|'d)\s+(like|rather\s+have))\s+(me\s+)?{_A}{_PERSON}{_ALONE}
    | (get|fetch|find|give)\s+me\s+(someone|somebody)\b
    | (want|need|(would|'d)\s+like)\s+(someone|somebody)\s+(real\b|human\b|to\s+(help|talk|speak|call|look|answer)\b)
    | {_ANYONE}\s+(that\s+|who\s+)?(i|we)\s+can\s+(talk|speak|chat)\b
    | can\s+{_A}{_PERSON}\s+(help|look|call|answer|take)\b
    ) | ^\W*{_A}{_PERSON}([\s,]+(being|please|pls|now))*\W*$""",
    _FLAGS,
)
NOT_ASKS_HUMAN = re.compile(
    rf"""\b(don'?t|do\s+not|didn'?t|did\s+not|no\s+longer|never)\s+(really\s+)?(want|need|wish|ask(ed)?\s+for)\s+
    (to\s+(speak|talk|chat)\s+(to|with)\s+)?{_A}{_ANYONE}""",
    _FLAGS,
)
ASKS_HUMAN_COMMAND = "/human"
AGREES = re.compile(
    r"\s*(yes|yeah|yep|yup|sure|ok(ay)?|please( do)?|go ahead|that would be (good|great|nice))\b[^?]{0,30}$",
    re.IGNORECASE,
)
TAKE_BACK = re.compile(
    r"\b((take\s+back|withdraw|revoke)\b.{0,20}\bconsent|stop\s+sharing\b|"
    r"(don'?t|do\s+not|no\s+longer\s+want\s+to)\s+share\b.{0,40}\b(any\s?more|after\s+all)|"
    r"(delete|remove)\s+what\s+(i|was|you|they)\b.{0,20}\bshared?)",
    re.IGNORECASE,
)


def in_crisis(text: str) -> bool:
    """First-person words of ending or hurting oneself, anywhere in the text."""
    return bool(CRISIS.search(NOT_CRISIS.sub(" ", _straight(text))))


def asks_human(text: str) -> bool:
    """A plain request for a person, or the command for it."""
    if text.strip() == ASKS_HUMAN_COMMAND:
        return True
    return bool(ASKS_HUMAN.search(NOT_ASKS_HUMAN.sub(" ", _straight(text))))


def wants_no_human(text: str) -> bool:
    """Plain words against a person, and none for one beside them."""
    return bool(NOT_ASKS_HUMAN.search(_straight(text))) and not asks_human(text)


def agrees(text: str) -> bool:
    """A plain yes to an offer that was just made."""
    return bool(AGREES.match(text))


def takes_back_consent(text: str) -> bool:
    """Words that take back what may be shared."""
    return bool(TAKE_BACK.search(_straight(text)))


def _straight(text: str) -> str:
    """With the apostrophe that a keyboard has; telephones write another."""
    return text.replace("\u2019", "'")
