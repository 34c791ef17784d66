"""Personal data found (Presidio's recognisers) and left out by a table of type and scope.

What has a form is found by patterns; names, addresses, organisations and dates of birth, which have none, by the
tagger that ships in models/scorer. Everything that redacts comes through here. Nothing is read by importing this, but
at the first text.
"""

from __future__ import annotations

import functools
import ipaddress
import itertools
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from presidio_analyzer import EntityRecognizer, LocalRecognizer, Pattern, PatternRecognizer, RecognizerResult
from presidio_analyzer import predefined_recognizers as presidio
from presidio_analyzer.predefined_recognizers.generic.iban_patterns import regex_per_country

from recourse.model import Scope
from recourse.scoring import tagger
from recourse.settings import PROJECT

ORDER = "ORDER_NUMBER"
#: What may stay, by scope. Whatever is not named here is left out everywhere: a card number nowhere.
MAY_STAY: dict[Scope, frozenset[str]] = {
    Scope.PENDING: frozenset(),
    Scope.NOTHING: frozenset(),
    Scope.SUMMARY: frozenset({ORDER, "DATE_TIME"}),
    Scope.CONVERSATION: frozenset({ORDER, "DATE_TIME", "URL"}),
}
#: What stays where the customer let it be passed on.
CONTACT = frozenset({"PHONE_NUMBER", "EMAIL_ADDRESS", "STREET_ADDRESS"})
FLOOR = 0.3  # how sure, by Presidio's measure
BETWEEN = " \t\r\n,;"  # no part of a finding at its ends
PHONE_REGIONS = ("US", "GB", "DE", "FR", "ES", "PT", "BR", "MX", "IE", "AT", "CH", "IT", "NL", "BE")
#: Presidio's recognisers of what has a check digit or a form of its own.
NUMBERS = (
    presidio.CreditCardRecognizer,
    presidio.IbanRecognizer,
    presidio.CryptoRecognizer,
    presidio.UsSsnRecognizer,
    presidio.UsItinRecognizer,
    presidio.UkNinoRecognizer,
    presidio.NhsRecognizer,
    presidio.EsNifRecognizer,
    presidio.EsNieRecognizer,
    presidio.ItFiscalCodeRecognizer,
    presidio.InPanRecognizer,
    presidio.InAadhaarRecognizer,
    presidio.FiPersonalIdentityCodeRecognizer,
    presidio.SgFinRecognizer,
)
#: Cards: in groups, or sixteen digits as networks begin them. A wrong check digit is a slip, not another number.
CARDS = (
    r"(?<![\w.-])\d{4}[ .–-]\d{4}[ .–-]\d{4}[ .–-]\d{1,4}(?:[ .–-]\d{1,3})?(?![\w-])",
    r"(?<![\w.-])3[47]\d\d[ .–-]\d{6}[ .–-]\d{5}(?![\w-])",
    r"(?<![\w.-])[2-6]\d{15}(?![\w-])",
)
#: As Presidio's, but in small letters too, and with a slip in it.
IBAN = r"(?<!\w)[A-Z]{2}\d{2}[ -]?[A-Z0-9]{4}(?:[ -]?(?=[A-Z]*\d)[A-Z0-9]{4}){1,6}(?:[ -]?(?=[A-Z]*\d)[A-Z0-9]{1,3})?(?!\w)"


class Told(NamedTuple):
    """What only the words beside it tell. Words and shape are regular expressions."""

    sure: float  # by Presidio's measure
    before: str  # words close before it
    shape: str
    behind: str = ""  # or what stands right behind it


TOLD = {
    "CREDIT_CARD": Told(
        0.6,
        r"cards?|cc|credit|debit|visa|mastercard|maestro|amex|kreditkarte|karte|tarjeta|carte|cart[ãa]o",
        r"\d(?:[ .–-]?\d){11,18}",
    ),
    "PHONE_NUMBER": Told(
        0.47,
        r"(?:tele)?phone|telefon\w*|tel|mob(?:ile)?|cell|fax|call|ring|text|whatsapp|sms|reach|answering|messages?|contact"
        r"|registered|desk|office|handy|ruf\w*|m[óo]vil|tel[ée]fono|ll[áa]m\w+|portable|t[ée]l[ée]phone|appel\w+|telem[óo]vel|celular|lig\w+",
        r"[(+]?\d(?:[ ()./-]{0,2}\d){6,14}(?:\s?(?:x|ext\.?)\s?\d{1,5})?",
        r"[^\w\n]{0,3}(?:office|fax|mobile|cell|home|work|phone)\b",
    ),
    "NATIONAL_NUMBER": Told(
        0.45,
        r"licen[cs]e|passport|ssn|social security|national insurance|tax (?:id|number|code)|id (?:card|number|no)|aadhaar"
        r"|pesel|reisepass\w*|ausweis\w*|steuer\w*|dni|nie|nif|pasaporte|passeport|s[ée]curit[ée] sociale|passaporte|cpf"
        r"|codice fiscale|bsn",
        r"(?:[A-Z]{1,3}-?)?\d(?:[ ./-]?(?=[A-Z]{0,2}\d)[A-Z0-9]){4,16}[A-Z]?",
    ),
    "DATE_OF_BIRTH": Told(
        0.55,
        r"born|birth\w*|d\.?o\.?b|geb\w*|nac[ií]\w*|n[ée](?:\(?e\)?)?|naissance|nasc\w+",
        r"(?:\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|\d{4}[./-]\d{1,2}[./-]\d{1,2})",
    ),
}
#: Before a number of seven digits these say that it is no telephone's.
TRADE = r"order|parcel|invoice|tracking|ref(?:erence)?|booking|ticket|case|bestell\w*|pedido|commande|factura|rechnung"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])[./ -](?:0?[1-9]|[12]\d|3[01])"  # the month first or last
DATE = re.compile(rf"(?:{_DAY}[./ -](?:(?:19|20)\d\d|\d\d)|(?:19|20)\d\d[./ -]{_DAY})(?:[ T]\d\d?)?")
#: What the tagger finds, by its types: the name here, and its rank beside other findings (by Presidio's measure). A
#: date is taken for a telephone number, an address holds what looks like one; a name yields to all that has a form.
LEARNT = {
    "PERSON": ("PERSON", 0.35),
    "ORGANIZATION": ("ORGANIZATION", 0.35),
    "LOCATION": ("STREET_ADDRESS", 0.45),
    "DATE_OF_BIRTH": ("DATE_OF_BIRTH", 0.55),
}


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


class _Iban(PatternRecognizer):
    """Beside Presidio's: a country that has IBANs, and enough digits."""

    def __init__(self) -> None:
        super().__init__("IBAN_CODE", patterns=[Pattern("IBAN with a slip", IBAN, 0.65)])

    def validate_result(self, pattern_text: str) -> bool | None:
        known = pattern_text[:2].upper() in regex_per_country
        return None if known and sum(map(str.isdecimal, pattern_text)) >= 8 else False


def _told(kind: str, told: Told) -> PatternRecognizer:
    """Finds a shape where its words stand close before or right behind it."""
    start = r"(?<![\w.,/+-])(?=[\w(+])"
    if kind == "PHONE_NUMBER":
        start += rf"(?<!\b(?:{TRADE})\b[^\d]{{0,15}})"
    before = rf"{start}(?<=\b(?:{told.before})\b[^\d?!]{{0,25}}){told.shape}(?!\w)"
    patterns = [Pattern(f"{kind} told", before, told.sure)]
    if told.behind:
        behind = rf"{start}{told.shape}(?={told.behind})"
        patterns.append(Pattern(f"{kind} told behind", behind, told.sure))
    return PatternRecognizer(kind, patterns=patterns)


class Learnt(LocalRecognizer):
    """Names, addresses, organisations and dates of birth, by the tagger of models/scorer.

    The first text raises a RecourseError where its weights are missing.
    """

    def __init__(self) -> None:
        super().__init__(supported_entities=[name for name, _ in LEARNT.values()], name="Learnt")

    def load(self) -> None:
        """Nothing: the weights are read at the first text."""

    def analyze(self, text: str, entities: list[str], nlp_artifacts: object = None) -> list[RecognizerResult]:
        """What the tagger finds in any text, with this module's names and ranks."""
        found = tagger.load(PROJECT / "models/scorer").spans(text)
        named = ((LEARNT[each.type], each) for each in found)
        return [RecognizerResult(name, s.start, s.end, rank) for (name, rank), s in named if name in entities]


@functools.cache
def patterns() -> tuple[EntityRecognizer, ...]:
    """The recognisers of what has a form, made once. They read no file."""
    order = PatternRecognizer(ORDER, patterns=[Pattern("order", r"\b[A-Za-z]-\d{5}\b", 0.9)])
    card = PatternRecognizer("CREDIT_CARD", patterns=[Pattern("card", regex, 0.6) for regex in CARDS])
    # Presidio's own asks for numbers that a network really gives out; a wrong one is still somebody's.
    phone = PatternRecognizer("PHONE_NUMBER", patterns=[Pattern("phone", r"\+\d[\d ()./-]{6,}\d", 0.5)])
    local = (_without_network(presidio.EmailRecognizer), _without_network(presidio.UrlRecognizer))
    ipv4 = presidio.IpRecognizer(patterns=[p for p in presidio.IpRecognizer.PATTERNS if p.name == "IPv4"])
    phones = presidio.PhoneRecognizer(supported_regions=PHONE_REGIONS)
    told = (_told(kind, told) for kind, told in TOLD.items())
    numbers = (recogniser() for recogniser in NUMBERS)
    return (order, card, phone, phones, ipv4, _IPv6(), _Iban(), *told, *numbers, *local)


@functools.cache
def recognisers() -> tuple[EntityRecognizer, ...]:
    """All recognisers, made once: those of patterns, and the one that has learnt."""
    return (*patterns(), Learnt())


def spans(text: str) -> list[Span]:
    """The personal data in a text, in order, never overlapping. RecourseError where the tagger is missing.

    Where findings overlap the surest and longest wins, and of the others that stays which sticks out: a
    telephone number that runs into an address is still somebody's.
    """
    return _found(text, recognisers())


def _found(text: str, by: Sequence[EntityRecognizer]) -> list[Span]:
    results: list[RecognizerResult] = []
    for recogniser in by:
        results += recogniser.analyze(text, recogniser.supported_entities, None) or []
    results = [result for result in results if result.score >= FLOOR and not _is_a_date(text, result)]
    results.sort(key=lambda r: (-r.score, r.start - r.end))
    owners: list[str | None] = [None] * len(text)  # of each character: a type, or empty for nobody
    for match in _cleared().finditer(text):
        owners[match.start() : match.end()] = [""] * len(match[0])
    for result in results:
        for at in range(result.start, result.end):
            if owners[at] is None:
                owners[at] = result.entity_type
    kept, at = [], 0
    for owner, run in itertools.groupby(owners):
        start, at = at, at + len(list(run))
        piece = text[start:at]
        if owner and any(map(str.isalnum, piece)):
            begin = start + len(piece) - len(piece.lstrip(BETWEEN))
            kept.append(Span(begin, start + len(piece.rstrip(BETWEEN)), owner))
    return kept


@functools.cache
def _cleared() -> re.Pattern[str]:
    """What `replaced` puts in place of a finding."""
    kinds = {kind for recogniser in recognisers() for kind in recogniser.supported_entities}
    return re.compile(rf"<(?:{'|'.join(sorted(kinds))})>")


def _is_a_date(text: str, result: RecognizerResult) -> bool:
    """A telephone number that is a date: whether it is one of birth the others say."""
    phone = result.entity_type == "PHONE_NUMBER"
    return phone and DATE.fullmatch(text[result.start : result.end].strip()) is not None


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
    """The telephone numbers, e-mail addresses and streets in some texts, each once."""
    found = (text[span.start : span.end] for text in texts for span in spans(text) if span.type in CONTACT)
    return list(dict.fromkeys(found))


def order_numbers(text: str) -> list[str]:
    """The order numbers in a text, as they stand there."""
    return [text[span.start : span.end] for span in _found(text, patterns()) if span.type == ORDER]
