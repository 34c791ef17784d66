"""The shipped tagger: any text is read, whole words are marked, and a long text is read everywhere."""

from __future__ import annotations

import itertools
import shutil
from itertools import pairwise

import numpy as np
import pytest

from recourse.model import RecourseError
from recourse.scoring import encoder, tagger
from tests import shipped

FOLDER = shipped.PROJECT / "models/scorer"
TEXTS = [
    "",
    " \n\t",
    "?",
    "My name is Agnieszka Nowak",
    "😀",
    "👩‍👩‍👧 Agnieszka 😀😀",
    "\ud83d",  # half an emoji, as a cut-off message has it
    "my name is \ud83d Agnieszka \ude00",
    "\x00\x07Agnieszka",
    "日本語のテキスト и русский",
    "e\u0301 Jose\u0301",  # accents that are characters of their own
    "[CLS] [SEP] [MASK]",
    "a" * 20_000,
    "Dear Mr Kowalski, " * 1100,
    "😀" * 20_000,
]
FILLER = "the parcel has not come and nobody tells me why. "


@pytest.fixture(scope="module")
def reader():
    return tagger.load(FOLDER)


def marked(reader, text):
    return [(text[found.start : found.end], found.type) for found in reader.spans(text)]


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: repr(text[:12]))
def test_any_text_gives_spans_in_order_apart_and_inside_it(reader, text):
    found = reader.spans(text)
    assert all(0 <= span.start < span.end <= len(text) for span in found)
    assert all(one.end <= other.start for one, other in pairwise(found))
    assert all(span.type in tagger.TYPES and 0 < span.score <= 1 for span in found)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("my name is Agnieszka Nowak", [("Agnieszka Nowak", "PERSON")]),
        ("my name is agnieszka nowak", [("agnieszka nowak", "PERSON")]),
        ("MY NAME IS AGNIESZKA NOWAK", [("AGNIESZKA NOWAK", "PERSON")]),
        ("My name is Jean-Luc O'Brien.", [("Jean-Luc O'Brien", "PERSON")]),
        ("I live at 12 Mill Lane, thanks", [("12 Mill Lane", "LOCATION")]),
        ("I work at Nakamura Dental Practice", [("Nakamura Dental Practice", "ORGANIZATION")]),
        ("my date of birth is 4 July 1976", [("4 July 1976", "DATE_OF_BIRTH")]),
        ("where is my parcel", []),
    ],
)
def test_what_is_personal_is_marked_as_a_whole_with_its_type(reader, text, found):
    assert marked(reader, text) == found


@pytest.mark.parametrize("before", ["", "😀😀 ", "👩‍👩‍👧 ", "\ud83d ", "e\u0301 ", "日本 ", "\n\t"])
def test_places_are_characters_of_the_text_whatever_stands_before(reader, before):
    assert marked(reader, f"{before}my name is Agnieszka Nowak")[-1] == ("Agnieszka Nowak", "PERSON")


def test_an_accent_of_its_own_belongs_to_the_name(reader):
    assert marked(reader, "my name is Andre Jose\u0301") == [("Andre Jose\u0301", "PERSON")]


@pytest.mark.parametrize("words", range(40, 140, 3))
def test_no_name_is_lost_where_two_windows_meet(reader, words):
    before = " ".join(itertools.islice(itertools.cycle(FILLER.split()), words))
    assert ("Agnieszka Nowak", "PERSON") in marked(
        reader, f"{before} My name is Agnieszka Nowak. {FILLER * 4}"
    )


def test_names_are_found_at_both_ends_and_in_the_middle_of_ten_thousand_characters(reader):
    text = f"My name is Agnieszka Nowak. {FILLER * 100}This is Tomasz Kowalski. {FILLER * 105}Regards, Piotr Zielinski"
    assert len(text) > 10_000
    found = ["Agnieszka Nowak", "Tomasz Kowalski", "Piotr Zielinski"]
    assert marked(reader, text) == [(name, "PERSON") for name in found]


def test_every_token_of_a_long_text_is_read_in_some_window(reader):
    text = FILLER * 200
    read = reader._tokenizer.encode(text)
    p = reader._probabilities(read, tagger.case_ids(text, read))
    assert p.sum(1) == pytest.approx(np.ones(len(read.ids) - 2), abs=1e-3)


def test_cases_are_those_of_whole_words():
    text = "Agnieszka iPhone USA 2024 ok - D"
    read = encoder.tokenizer(FOLDER).encode(text)
    kinds = {number: tagger.CASES[case] for number, case in zip(read.word_ids, tagger.case_ids(text, read))}
    assert kinds.pop(None) == "none"
    assert list(kinds.values()) == ["title", "mixed", "upper", "digits", "lower", "none", "title"]


@pytest.mark.parametrize(("text", "types"), [("Bob", ["PERSON"]), ("bob", [""])])
def test_of_a_name_in_small_letters_it_must_be_surer(text, types):
    assert tagger._types(text, [tagger._Word(0, 3, "PERSON", 0.75)]) == types


def test_when_the_weights_are_missing_then_the_error_says_where_they_come_from(tmp_path):
    shutil.copy(FOLDER / "tokenizer.json", tmp_path)
    with pytest.raises(RecourseError, match=r"tagger\.onnx is missing; .*git checkout"):
        tagger.Tagger(tmp_path)


def test_the_weights_are_read_once():
    assert tagger.load(FOLDER) is tagger.load(FOLDER)
