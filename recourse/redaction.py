"""Personal data found by pattern (Presidio's recognisers) and left out by a table of type and scope.

No NLP model is loaded here: what has a pattern is found, names of people in running text are not.
"""

from __future__ import annotations

import functools
import ipaddress
import itertools
import re
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
CONTACT = frozenset(
    {"PHONE_NUMBER", "EMAIL_ADDRESS", "STREET_ADDRESS"}
)  # stay where the customer let them be passed on
FLOOR = 0.3
PHONE_REGIONS = ("US", "GB", "DE", "FR", "ES", "PT", "BR", "MX", "IE", "AT", "CH", "IT", "NL", "BE")
_NAME = r"[A-ZÀ-Þ][\w'’-]*"
#: A street with its number, as it is written in five languages. Streets without a number stay (issue 4).
STREETS = (
    rf"\b\d{{1,5}}[a-zA-Z]?,?\s+(?:{_NAME}\s+){{1,3}}(?:Street|St|Road|Rd|Lane|Ln|Avenue|Ave|Row|Close|Way|Drive|Dr|Court|Place"
    r"|Hill|View|Terrace|Gardens|Square|Crescent|Boulevard|Blvd)\b\.?",
    r"\b[A-ZÄÖÜ][\wäöüß-]*(?:straße|strasse|str\.|weg|platz|allee|gasse|ring|damm)\s*\d+\s?[a-z]?\b",
    rf"\b{_NAME}\s+(?:Straße|Strasse|Str\.|Weg|Platz|Allee|Gasse)\s*\d+\s?[a-z]?\b",
    r"\b(?:[Cc]alle|C/|[Aa]venida|[Aa]vda\.?|[Pp]laza|[Pp]aseo|[Rr]ua|[Aa]v\.|[Tt]ravessa|[Pp]raça|[Ll]argo)\s+"
    r"[\w\s.'’áéíóúâêôãõçñ-]{2,40}?,?\s*(?:n\.?º?\s*)?\d+\b",
    r"\b\d{1,4},?\s*(?:bis\s+|ter\s+)?(?:rue|avenue|boulevard|place|chemin|allée|impasse|quai)\s+(?:de\s+la\s+|du\s+|des\s+|de\s+|d['’])?"
    r"[\w'’éèêàâîïôûç-]+(?:\s+[A-ZÉÈ][\w'’éèêàâîïôûç-]+)*",
)


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
    street = PatternRecognizer(
        "STREET_ADDRESS",
        patterns=[Pattern(f"street {n}", regex, 0.6) for n, regex in enumerate(STREETS)],
        global_regex_flags=re.DOTALL | re.MULTILINE,  # capitals tell a name
    )
    names = [
        "CreditCardRecognizer",
        "IbanRecognizer",
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
    phones = presidio.PhoneRecognizer(supported_regions=PHONE_REGIONS)
    return (order, phone, phones, street, ipv4, _IPv6(), *found, *local)


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
    return replaced(text, left_out(text, scope, contact))


def left_out(text: str, scope: Scope = Scope.NOTHING, contact: bool = False) -> list[Span]:
    """The personal data in a text that this scope does not let stay."""
    stays = MAY_STAY[scope] | (CONTACT if contact and scope.shares_summary else frozenset())
    return [span for span in spans(text) if span.type not in stays]


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
