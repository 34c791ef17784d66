"""Personal data found by pattern (Presidio's recognisers) and left out by a table of type and scope.

No NLP model is loaded here: what has a pattern is found, names of people in running text are not.
"""

from __future__ import annotations

import functools
import ipaddress
import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from presidio_analyzer import EntityRecognizer, Pattern, PatternRecognizer, RecognizerResult
from presidio_analyzer import predefined_recognizers as presidio

from recourse.model import Scope

ORDER = "ORDER_NUMBER"
#: What may stay, by scope. Whatever is not named here is left out everywhere: a card number nowhere.
MAY_STAY: dict[Scope, frozenset[str]] = {
    Scope.PENDING: frozenset(),
    Scope.NOTHING: frozenset(),
    Scope.SUMMARY: frozenset({ORDER, "DATE_TIME"}),
    Scope.CONVERSATION: frozenset({ORDER, "DATE_TIME", "URL"}),
}
CONTACT = frozenset({"PHONE_NUMBER", "EMAIL_ADDRESS"})  # stay where the customer let them be passed on
FLOOR = 0.3


@dataclass(frozen=True)
class Span:
    """Personal data from `start` to `end` (characters of the text), with Presidio's type."""

    start: int
    end: int
    type: str


def _without_network(recogniser: type[PatternRecognizer]) -> PatternRecognizer:
    """Presidio checks a domain against a list that it fetches from the web; here the pattern is enough."""

    class Local(recogniser):
        def validate_result(self, pattern_text: str) -> bool | None:
            return None

    return Local()


class _IPv6(PatternRecognizer):
    """In place of Presidio's pattern, which stops at the first `::` and leaves the rest standing."""

    def __init__(self) -> None:
        group = "[0-9A-Fa-f]{0,4}"
        regex = rf"(?<![\w:.])(?=:*[0-9A-Fa-f]){group}(?::{group}){{2,7}}(?![\w:])"
        super().__init__("IP_ADDRESS", patterns=[Pattern("IPv6", regex, 0.9)])

    def validate_result(self, pattern_text: str) -> bool:
        try:
            ipaddress.IPv6Address(pattern_text)
        except ValueError:
            return False
        return True


@functools.cache
def recognisers() -> tuple[EntityRecognizer, ...]:
    """The pattern recognisers, made once."""
    order = PatternRecognizer(ORDER, patterns=[Pattern("order", r"\b[A-Za-z]-\d{5}\b", 0.9)])
    # Presidio's own asks for numbers that a network really gives out; a wrong one is still somebody's.
    phone = PatternRecognizer("PHONE_NUMBER", patterns=[Pattern("phone", r"\+\d[\d ()./-]{6,}\d", 0.5)])
    names = [
        "CreditCardRecognizer",
        "IbanRecognizer",
        "PhoneRecognizer",
        "CryptoRecognizer",
        "UsSsnRecognizer",
        "UkNinoRecognizer",
        "NhsRecognizer",
        "EsNifRecognizer",
        "ItFiscalCodeRecognizer",
    ]
    found = tuple(getattr(presidio, name)() for name in names if hasattr(presidio, name))
    local = (_without_network(presidio.EmailRecognizer), _without_network(presidio.UrlRecognizer))
    ipv4 = presidio.IpRecognizer(patterns=[p for p in presidio.IpRecognizer.PATTERNS if p.name == "IPv4"])
    return (order, phone, ipv4, _IPv6(), *found, *local)


def spans(text: str) -> list[Span]:
    """The personal data in a text, in order, never overlapping.

    Where findings overlap the surest and longest wins, and of the others that stays which sticks out: a
    telephone number that runs into an address is still somebody's.
    """
    results: list[RecognizerResult] = []
    for recogniser in recognisers():
        results += recogniser.analyze(text, recogniser.supported_entities, None) or []
    results = [result for result in results if result.score >= FLOOR]
    results.sort(key=lambda r: (-r.score, r.start - r.end))
    owners: list[int | None] = [None] * len(text)
    for number, result in enumerate(results):
        for at in range(result.start, result.end):
            if owners[at] is None:
                owners[at] = number
    kept, at = [], 0
    for owner, run in itertools.groupby(owners):
        start, at = at, at + len(list(run))
        piece = text[start:at]
        if owner is not None and any(map(str.isalnum, piece)):
            begin = start + len(piece) - len(piece.lstrip())
            kept.append(Span(begin, begin + len(piece.strip()), results[owner].entity_type))
    return kept


def redact(text: str, scope: Scope = Scope.NOTHING, contact: bool = False) -> str:
    """The text with `<TYPE>` in place of what this scope does not let stay."""
    stays = MAY_STAY[scope] | (CONTACT if contact and scope.shares_summary else frozenset())
    return replaced(text, [span for span in spans(text) if span.type not in stays])


def replaced(text: str, found: Sequence[Span]) -> str:
    """The text with `<TYPE>` in place of each span."""
    for span in reversed(found):
        text = f"{text[: span.start]}<{span.type}>{text[span.end :]}"
    return text


def contact_details(texts: Iterable[str]) -> list[str]:
    """The telephone numbers and e-mail addresses in some texts, each once."""
    found = (text[span.start : span.end] for text in texts for span in spans(text) if span.type in CONTACT)
    return list(dict.fromkeys(found))


def order_numbers(text: str) -> list[str]:
    """The order numbers in a text, as they stand there."""
    return [text[span.start : span.end] for span in spans(text) if span.type == ORDER]
