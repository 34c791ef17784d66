"""Help lines by country, and the country in a customer's words: asked, never guessed. Pure."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from recourse.model import RecourseError

FILE = "data/policy/help.yml"
LANGUAGES = ("en", "de", "es", "fr", "pt")
MOST = 3  # lines in one message: more are not read by somebody in distress
DAYS = 180
DENIED = re.compile(r"\b(not|nicht|pas|nao|no (estoy|soy|vivo))(\s+\w+){0,2}\s+$")  # "not in the "
UNSPACED = re.compile(r"[\u1100-\u11ff\u2e80-\uffff]")  # scripts that put no space between words


@dataclass(frozen=True)
class Line:
    """One service that listens."""

    name: str
    contact: str
    url: str
    source: str
    checked: datetime.date
    also_for_worried: bool = False


@dataclass(frozen=True)
class Country:
    """A country's emergency number and lines; code "" is everybody else's."""

    code: str
    emergency: str
    lines: tuple[Line, ...]
    called: Mapping[str, str]

    def name(self, language: str | None = None) -> str:
        """Its name in one of our languages, else in English; "" where the country is not known."""
        return self.called.get(language or "en") or self.called.get("en", "")

    def values(self, language: str | None = None, worried: bool = False) -> dict[str, str]:
        """The places of the responses; for a worried friend first the lines that say they advise friends."""
        lines = sorted(self.lines, key=lambda line: worried and not line.also_for_worried)
        shown = "; ".join(f"{line.name}: {line.contact}" for line in lines[:MOST])
        return {"country": self.name(language), "emergency": self.emergency, "resources": shown}


@dataclass(frozen=True)
class HelpLines:
    """All countries, and by what customers call them (longest first; None is a place that is not listed)."""

    default: Country
    countries: Mapping[str, Country]
    names: tuple[tuple[str, str | None], ...]
    alone: Mapping[str, str]

    def of(self, code: str | None) -> Country:
        """A country's lines; everybody's where the country is unknown or not listed."""
        return self.countries.get((code or "").upper(), self.default)

    def find(self, text: str) -> str | None:
        """The code of the one country that a customer names; None for none or several, and for addresses."""
        rest = _plain(text)
        if re.search(r"\d", rest):  # a street, a postcode or a phone number says nothing about where one is
            return None
        if rest.strip(" !?,") in self.alone:
            return self.alone[rest.strip(" !?,")]
        found = set()
        for name, code in self.names:
            for match in reversed(list(_word(name).finditer(rest))):
                if code is not None:
                    found.add("" if DENIED.search(rest[: match.start()]) else code)
                rest = f"{rest[: match.start()]}|{rest[match.end() :]}"  # no shorter name in it counts
        return (found.pop() or None) if len(found) == 1 else None

    def stale(self, today: datetime.date, days: int = DAYS) -> list[str]:
        """What nobody has looked at for too long, one sentence each."""
        return [
            f"{country.code or 'default'}: {line.name} was last checked on {line.checked}, "
            f"{(today - line.checked).days} days ago"
            for country in (self.default, *self.countries.values())
            for line in country.lines
            if (today - line.checked).days > days
        ]


def read(data: Any, file: str = FILE) -> HelpLines:
    """The help lines of a file's data; what is wrong is said with file, country and what."""
    whole = _mapping(data, file, {"version", "elsewhere", "default", "countries"})
    default = _country("", whole.get("default"), f"{file}: default")
    listed = whole.get("countries")
    if not isinstance(listed, Mapping) or not listed:
        raise RecourseError(f"{file}: needs countries, each under its two-letter code")
    names: dict[str, str | None] = {_plain(name): None for name in _texts(whole, "elsewhere", file)}
    alone: dict[str, str] = {}
    countries = {}
    for code, entry in listed.items():
        if not re.fullmatch(r"[A-Z]{2}", str(code)):
            raise RecourseError(
                f'{file}: {code!r} is no two-letter country code (quote "NO", YAML reads it as no)'
            )
        at = f"{file}: {code}"
        countries[code] = country = _country(code, entry, at)
        for name in {_plain(name) for name in (*country.called.values(), *_texts(entry, "names", at))}:
            _own(names, name, code, at)
        for name in _texts(entry, "alone", at) if "alone" in entry else ():
            _own(alone, _plain(name), code, at)
    longest = sorted(names.items(), key=lambda pair: -len(pair[0]))
    return HelpLines(default, countries, tuple(longest), alone)


def _country(code: str, entry: Any, at: str) -> Country:
    own = {"called", "names", "alone"} if code else set()
    fields = _mapping(entry, at, {"emergency", "resources", *own})
    called = _mapping(fields.get("called"), f"{at}: called", set(LANGUAGES)) if code else {}
    names = {language: _text(called, language, f"{at}: called") for language in LANGUAGES} if code else {}
    if not isinstance(fields.get("resources"), list) or not fields["resources"]:
        raise RecourseError(f"{at}: needs at least one line under resources")
    lines = tuple(_line(line, at) for line in fields["resources"])
    return Country(code, _text(fields, "emergency", at), lines, names)


def _line(entry: Any, at: str) -> Line:
    optional = "also_for_worried"
    fields = _mapping(entry, at, {"name", "contact", "url", "source", "checked", optional})
    at = f"{at}: {_text(fields, 'name', at)}"
    checked = fields.get("checked")
    if not isinstance(checked, datetime.date) or isinstance(checked, datetime.datetime):
        raise RecourseError(f"{at}: checked must be the date on which somebody looked, e.g. 2026-11-25")
    for key in ("url", "source"):
        if not _text(fields, key, at).startswith(("https://", "http://")):
            raise RecourseError(f"{at}: {key} must be a web address")
    if not isinstance(fields.get(optional, False), bool):
        raise RecourseError(f"{at}: {optional} must be true or false")
    name, contact, url, source = (_text(fields, key, at) for key in ("name", "contact", "url", "source"))
    return Line(name, contact, url, source, checked, fields.get(optional, False))


def _mapping(entry: Any, at: str, known: set[str]) -> Mapping[str, Any]:
    if not isinstance(entry, Mapping):
        raise RecourseError(f"{at}: must be a mapping of {', '.join(sorted(known))}")
    if unknown := sorted(str(key) for key in entry if key not in known):
        raise RecourseError(f"{at}: does not know {', '.join(unknown)}; it knows {', '.join(sorted(known))}")
    return entry


def _text(fields: Mapping[str, Any], key: str, at: str) -> str:
    value = fields.get(key)
    if not isinstance(value, str) or not value.strip():
        raise RecourseError(f"{at}: needs {key}, as words in quotes")
    return value


def _texts(fields: Mapping[str, Any], key: str, at: str) -> Iterator[str]:
    values = fields.get(key)
    if not isinstance(values, list) or not values:
        raise RecourseError(f"{at}: needs {key}, a list of what customers may write")
    for value in values:
        if not isinstance(value, str) or value != value.lower() or not _plain(value).strip():
            raise RecourseError(f"{at}: {key}: {value!r} must be words in lower case")
        yield value


def _own(names: dict[str, Any], name: str, code: str, at: str) -> None:
    if names.setdefault(name, code) != code:
        raise RecourseError(f"{at}: {name!r} is a name of {names[name] or 'somewhere else'} already")


def _plain(text: str) -> str:
    """Without case, accents, dots, apostrophes and hyphens, as people type when it matters least."""
    marks = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in marks if unicodedata.category(char) != "Mn")
    return re.sub(r"\s+", " ", re.sub(r"[-_/]", " ", re.sub(r"[.'’`]", "", bare)))


def _word(name: str) -> re.Pattern[str]:
    """The name as whole words; anywhere in scripts that do not space them."""
    return re.compile(re.escape(name) if UNSPACED.search(name) else rf"(?<!\w){re.escape(name)}(?!\w)")
