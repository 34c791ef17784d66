"""What stands in the placeholders of personal.txt: names, streets, firms and dates of many countries."""

from __future__ import annotations

import random
import re
from datetime import date, timedelta
from functools import cache

from faker import Faker

import personal_forms as forms

LANGUAGE = {locale: language for language, locales in forms.LOCALES.items() for locale in locales.split()}


@cache
def faker(locale: str) -> Faker:
    """Faker in one country's form."""
    return Faker(locale)


def one(rng: random.Random, options: str) -> str:
    """One of several forms, which stand between bars."""
    return rng.choice(options.split("|"))


def city(locale: str) -> str:
    """A city. Faker's Italian ones come from a set, in another order every run: they are read off a line."""
    if locale == "it_IT":
        return faker(locale).postcode_city_province().split(", ")[1].split(" (")[0]
    return faker(locale).city()


def day(rng: random.Random, language: str, birth: bool) -> str:
    """A date of birth, or some other date, which is mostly younger and may lack its year."""
    old = birth or rng.random() < 0.15
    first, last = (date(1930, 1, 1), date(2018, 1, 1)) if old else (date(2019, 1, 1), date(2026, 12, 31))
    on = first + timedelta(days=rng.randrange((last - first).days))
    form = one(rng, forms.DIGITS if rng.random() < 0.5 else forms.WRITTEN[language])
    form = re.sub(r"\[.*?\]" if not birth and rng.random() < 0.5 else r"[\[\]]", "", form)
    month, tens, ones = forms.MONTHS[language].split()[on.month - 1], on.year // 10 % 10, on.year % 10
    words = f"nineteen {forms.TENS.split()[tens]} {forms.ONES.split(' ')[ones]}".strip()
    return form.format(
        d=on.day,
        m=on.month,
        y=on.year,
        z=on.year % 100,
        b=month,
        s=month[:3],
        t="th" if 10 < on.day < 14 else {1: "st", 2: "nd", 3: "rd"}.get(on.day % 10, "th"),
        o=forms.ORDINALS.split()[on.day],
        w=words if on.year < 2000 else on.year,
    )


def name(rng: random.Random, locale: str) -> tuple[str, str]:
    """A first and a last name."""
    if rng.random() < 0.12:
        return rng.choice(forms.FIRST.split()), rng.choice(forms.LAST.split())
    return faker(locale).first_name(), faker(locale).last_name()


def person(rng: random.Random, locale: str) -> str:
    """A full name, with initials, double names and the order of its parts now and then."""
    (first, last), (second, other) = name(rng, locale), name(rng, locale)
    if rng.random() < 0.6:
        return f"{first} {last}"
    rare = f"{last} {first}|{last}, {first}|{first[0]}. {last}|{first} {last[0]}.|{first} {second[0]}. {last}"
    return one(rng, f"{rare}|{first} {second} {last}|{first} {last}-{other}|{first}-{second} {last}")


def firm(rng: random.Random, locale: str, home: str) -> str:
    """An organisation."""
    company, (first, last) = faker(locale).company(), name(rng, locale)
    word = "".join(rng.choice(words.split()) for words in forms.WORDS)
    built = one(rng, forms.FIRMS[home]).format(l=last, f=first, c=city(locale), w=word)
    return company if " " in company and rng.random() < 0.3 else built


def street(rng: random.Random, locale: str, home: str) -> str:
    """A street without a number: Faker's, or built of common words."""
    if not LANGUAGE[locale] or rng.random() < 0.4:
        return faker(locale).street_name()
    (first, last), (heads, tails) = name(rng, locale), forms.STREETS[home]
    return (rng.choice(heads.split()) + one(rng, tails)).format(f=first, l=last)


def address(rng: random.Random, locale: str, home: str) -> str:
    """A street with its number, and perhaps flat, postcode and city, rarely over several lines."""
    ways = forms.ADDRESSES[home]
    form = one(rng, ways if rng.random() < 0.6 else "|".join(ways.split("|")[:2]))
    number, small = rng.randint(1, rng.choice([40, 40, 300, 9999])), rng.randint(1, 30)
    code, letter = faker(locale).postcode(), rng.choice("abcdABCD")
    form = form if rng.random() < 0.3 else form.replace("\n", ", ")
    text = form.format(s=street(rng, locale, home), n=number, k=small, x=letter, c=city(locale), p=code)
    return re.sub(r"\s*\n\s*", "\n", text)


def value(rng: random.Random, kind: str, locale: str, language: str) -> str:
    """What stands in for a placeholder, in the form of a country."""
    home = LANGUAGE[locale] or rng.choice(["de", "en"])
    makers = {
        "PERSON": lambda: person(rng, locale),
        "FIRST": lambda: name(rng, locale)[0],
        "LAST": lambda: name(rng, locale)[1],
        "STREET": lambda: address(rng, locale, home),
        "STREETNAME": lambda: street(rng, locale, home),
        "CITY": lambda: city(locale),
        "ORG": lambda: firm(rng, locale, home),
        "BIRTH": lambda: day(rng, language, birth=True),
        "DATE": lambda: day(rng, language, birth=False),
        "ORDER": lambda: one(rng, "D-|D-|d-|#|") + str(rng.randint(10000, 99999)),
    }
    return makers[kind]().strip(" ,\n")
