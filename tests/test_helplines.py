"""The help lines that ship, and the country in what a customer answers."""

from __future__ import annotations

import datetime
import functools

import pytest
from ruamel.yaml import YAML

from recourse import helplines
from recourse.helplines import HelpLines
from recourse.model import RecourseError
from tests.shipped import PROJECT

DAY = datetime.date(2026, 11, 25)


@functools.cache
def data() -> dict:
    return YAML(typ="safe").load(PROJECT / helplines.FILE)


@functools.cache
def shipped() -> HelpLines:
    return helplines.read(data())


def line() -> dict:
    return {
        "name": "Line",
        "contact": "Call 1",
        "url": "https://line.example/",
        "source": "https://source.example/",
        "checked": DAY,
    }


def small() -> dict:
    """The least that can be read, to break."""
    country = {
        "called": dict.fromkeys(helplines.LANGUAGES, "Ruritania"),
        "names": ["strelsau"],
        "emergency": "112",
        "resources": [line()],
    }
    return {
        "version": 1,
        "elsewhere": ["new ruritania"],
        "default": {"emergency": "112", "resources": [line()]},
        "countries": {"XR": country},
    }


# ---- what ships


def test_no_line_that_ships_was_looked_at_longer_than_180_days_ago():
    old = shipped().stale(datetime.date.today())
    assert not old, (
        "Look each of these up in a page of today (better: ring it), put that page into `source` and today's "
        f"date into `checked` of {helplines.FILE}; remove what cannot be confirmed:\n" + "\n".join(old)
    )


def test_no_date_lies_in_the_future():
    places = (shipped().default, *shipped().countries.values())
    assert max(each.checked for place in places for each in place.lines) <= datetime.date.today()


def test_at_least_fifteen_countries_ship_and_everybody_else_has_a_line():
    assert len(shipped().countries) >= 15
    assert shipped().default.lines


@pytest.mark.parametrize("code", sorted(data()["countries"]))
def test_each_country_has_emergency_contact_source_date_and_names(code):
    country = shipped().of(code)
    assert country.code == code
    assert country.emergency
    assert all(each.contact and each.source and each.checked for each in country.lines)
    for name in (*data()["countries"][code]["names"], *country.called.values()):
        assert shipped().find(name) == code


@pytest.mark.parametrize("code", [None, "", "XX", "112"])
def test_an_unknown_country_gets_everybodys_lines(code):
    assert shipped().of(code) is shipped().default


def test_a_code_is_understood_in_either_case():
    assert shipped().of("gb").emergency == "999"


# ---- the country in a customer's words


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("I'm in the UK", "GB"),
        ("germany", "DE"),
        ("Ireland!", "IE"),
        ("U.S.A.", "US"),
        ("No, I am in Canada", "CA"),
        ("Ich bin in Deutschland.", "DE"),
        ("Österreich", "AT"),
        ("in den vereinigten staaten: Vereinigte Staaten", "US"),
        ("aus der Schweiz", "CH"),
        ("Estoy en España", "ES"),
        ("vivo en mexico", "MX"),
        ("EE. UU.", "US"),
        ("Je suis en Belgique", "BE"),
        ("aux États-Unis", "US"),
        ("AU ROYAUME-UNI", "GB"),
        ("Moro no Brasil", "BR"),
        ("em Portugal", "PT"),
        ("África do Sul", "ZA"),
        ("Ελλάδα", "GR"),
        ("日本です", "JP"),
        ("한국에 살아요", "KR"),
    ],
)
def test_a_country_is_understood_as_customers_write_it(said, code):
    assert shipped().find(said) == code


@pytest.mark.parametrize(
    ("said", "code"),
    [("Northern Ireland", "GB"), ("New Mexico", "US"), ("South Africa", "ZA"), ("New South Wales", "AU")],
)
def test_the_longest_name_is_the_one_that_is_meant(said, code):
    assert shipped().find(said) == code


def test_two_names_of_one_country_are_no_contradiction():
    assert shipped().find("Scotland, in the UK") == "GB"


@pytest.mark.parametrize(
    "said",
    [
        "",
        "no",
        "I would rather not say",
        "at home",
        "Indiana",  # no whole word
        "South America",
        "North Korea",
        "from Germany, now in France",
        "I am not in Germany",
        "no estoy en España",
        "je ne suis pas en France",
    ],
)
def test_nothing_is_guessed_where_no_country_or_more_than_one_is_meant(said):
    assert shipped().find(said) is None


@pytest.mark.parametrize("said", ["+49 170 1234567", "Hauptstr. 5, 10115 Berlin, Germany", "SW1A 1AA, UK"])
def test_an_address_or_a_phone_number_is_no_answer(said):
    assert shipped().find(said) is None


def test_a_name_that_is_a_word_as_well_counts_only_alone():
    assert shipped().find("US.") == "US"
    assert shipped().find("can anybody help us") is None


# ---- what the responses are filled with


def test_a_country_is_named_in_the_language_of_the_conversation():
    germany = shipped().of("DE")
    assert [germany.name(language) for language in ("de", "fr", "en", None, "nl")] == [
        *("Deutschland", "Allemagne", "Germany"),
        *("Germany", "Germany"),
    ]
    assert shipped().default.name("de") == ""


def test_no_more_lines_are_shown_than_somebody_in_distress_reads():
    given = small()
    given["default"]["resources"] *= 5
    assert helplines.read(given).default.values()["resources"].count("Call 1") == helplines.MOST


def test_whoever_worries_is_shown_the_lines_first_that_say_they_advise_them():
    given = small()
    friends = {**line(), "name": "Friends", "also_for_worried": True}
    given["countries"]["XR"]["resources"].append(friends)
    country = helplines.read(given).of("XR")
    assert country.values("de", worried=True) == {
        "country": "Ruritania",
        "emergency": "112",
        "resources": "Friends: Call 1; Line: Call 1",
    }
    assert country.values()["resources"].startswith("Line")


# ---- dates


def test_a_line_is_stale_after_180_days_and_is_named_with_its_country_and_date():
    read = helplines.read(small())
    assert read.stale(DAY + datetime.timedelta(days=180)) == []
    assert read.stale(DAY + datetime.timedelta(days=181)) == [
        "default: Line was last checked on 2026-11-25, 181 days ago",
        "XR: Line was last checked on 2026-11-25, 181 days ago",
    ]
    assert len(read.stale(DAY + datetime.timedelta(days=8), days=7)) == 2


# ---- data that cannot be read


def put(given: dict, path: tuple, value: object) -> dict:
    place = given
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return given


XR = ("countries", "XR")
FIRST = (*XR, "resources", 0)


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("countries",), {}, r"file\.yml: needs countries"),
        (("extra",), 1, r"file\.yml: does not know extra"),
        (("countries", False), {}, r"file\.yml: False is no two-letter country code \(quote \"NO\""),
        (("default",), None, r"file\.yml: default: must be a mapping"),
        ((*XR, "emergency"), 112, r"file\.yml: XR: needs emergency, as words in quotes"),
        ((*XR, "resources"), [], r"file\.yml: XR: needs at least one line"),
        ((*XR, "names"), [], r"file\.yml: XR: needs names"),
        ((*XR, "names"), ["Strelsau"], r"file\.yml: XR: names: 'Strelsau' must be words in lower case"),
        (
            (*XR, "names"),
            ["new ruritania"],
            r"file\.yml: XR: 'new ruritania' is a name of somewhere else already",
        ),
        ((*XR, "called", "pt"), "", r"file\.yml: XR: called: needs pt"),
        ((*FIRST, "contact"), None, r"file\.yml: XR: Line: needs contact"),
        ((*FIRST, "source"), "a friend", r"file\.yml: XR: Line: source must be a web address"),
        ((*FIRST, "checked"), None, r"file\.yml: XR: Line: checked must be the date"),
        ((*FIRST, "also_for_worried"), "yes", r"file\.yml: XR: Line: also_for_worried must be true or false"),
        ((*FIRST, "fax"), "1", r"file\.yml: XR: does not know fax"),
    ],
)
def test_what_is_wrong_is_said_with_file_country_and_line(path, value, message):
    with pytest.raises(RecourseError, match=message):
        helplines.read(put(small(), path, value), "file.yml")


def test_a_name_belongs_to_one_country():
    given = small()
    given["countries"]["XS"] = given["countries"]["XR"]
    with pytest.raises(RecourseError, match=r"XS: '.+' is a name of XR already"):
        helplines.read(given, "file.yml")
