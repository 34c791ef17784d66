"""Which language a message is in: found where the words say so, and never guessed from names and numbers."""

from __future__ import annotations

import pytest

from recourse.language import KNOWN, NAMES, SPOKEN, by_name, detect

#: A message and the language it is in, whatever the conversation was in before.
FOUND = [
    ("Where is my order?", "en"),
    ("I want my money back", "en"),
    ("my parcel A-12345 has not arrived", "en"),
    ("Wo ist meine Bestellung?", "de"),
    ("Ich möchte mit einem Menschen sprechen", "de"),
    ("wo bleibt mein paket A-12345", "de"),
    ("ich kann nicht mehr", "de"),
    ("Guten Tag", "de"),  # a greeting, although it is written like a name
    ("Hallo", "de"),  # one word, and no doubt
    ("¿Dónde está mi pedido?", "es"),
    ("quiero hablar con una persona", "es"),
    ("Buenos Días", "es"),
    ("gracias", "es"),
    ("Où est ma commande ?", "fr"),
    ("je voudrais parler à quelqu’un", "fr"),  # the apostrophe of a telephone
    ("bonjour", "fr"),
    ("Onde está a minha encomenda?", "pt"),
    ("não quero mais esperar pelo pedido", "pt"),
    ("obrigado", "pt"),
    ("Dov'è il mio ordine? Non è ancora arrivato", "it"),
    ("Gdzie jest moje zamówienie?", "pl"),
    ("أين طلبي؟", "ar"),
    ("مرحبا", "ar"),  # another script: one word is enough
    ("где мой заказ", "ru"),
    ("订单在哪里", "zh"),
    ("注文はどこですか", "ja"),
]
#: What says nothing about the language: the conversation stays in the one it has.
SILENT = [
    "",
    "   ",
    "A-12345",
    "order A-12345",
    "12345",
    "?!",
    "😀😀",
    "ok",
    "hmm",
    "jo.doe@example.com",
    "https://www.example.com/de/ich/bin/es",
    "+49 30 123456",
    "Maria Hernandez",
    "Juan Carlos Garcia",
    "Maria de la Cruz",  # two small words of Spanish, and still a name
    "Juan de los Santos",
    "Hans Peter Müller",
    "Jean-Pierre Dupont",
    "João da Silva",
    "Nguyen Van Anh",
    "Zoë",
    "É",  # one letter with an accent is no other script
    "Berlin",
    "PayPal",
    "asdf qwer",
]
#: One English word (or one that English took) is no reason to answer a German in English.
ONE_WORD = [
    "hello",
    "understood",
    "refund",
    "invoice",
    "status",
    "cancel",
    "Tracking",
    "human",
    "no",
    "no no no",
]
#: Known misses, so that a change of the detector shows: what it says, and what would be right.
MISSES = [
    ("merci", "fr", "en"),  # from somebody who writes English and is being charming
]


@pytest.mark.parametrize(("text", "language"), FOUND)
@pytest.mark.parametrize("current", ["en", "de", "pt"])
def test_a_message_in_a_language_is_heard_whatever_was_spoken_before(text, language, current):
    assert detect(text, current) == language


@pytest.mark.parametrize("text", SILENT)
@pytest.mark.parametrize("current", ["en", "de", "ar"])
def test_names_numbers_and_addresses_change_no_language(text, current):
    assert detect(text, current) == current


@pytest.mark.parametrize("text", ONE_WORD)
@pytest.mark.parametrize("current", ["en", "de", "es", "fr", "pt"])
def test_one_english_word_changes_no_language(text, current):
    assert detect(text, current) == current


@pytest.mark.parametrize(("text", "says", "right"), MISSES)
def test_known_misses_are_still_the_same(text, says, right):
    assert detect(text, right) == says


@pytest.mark.parametrize("text", ["hello, I am new here", "he gets 5 stars from me", "no summary, no chat"])
def test_short_english_with_words_that_others_have_too_stays_english(text):
    assert detect(text, "en") == "en"


@pytest.mark.parametrize("seed", ["ich ", "the ", "A-12345 ", "😀", "é"])
def test_a_very_long_message_is_read_too(seed):
    assert detect(seed * (20_000 // len(seed)), "en") in KNOWN


@pytest.mark.parametrize(
    ("said", "code"),
    [
        ("German", "de"),
        (" deutsch ", "de"),
        ("alemán", "de"),
        ("Español", "es"),
        ("castellano", "es"),
        ("francais", "fr"),  # as people type it
        ("português", "pt"),
        ("inglés", "en"),
        ("fr", "fr"),
        ("Klingon", None),
        ("", None),
        ("German please", None),  # the entity is a name and no more
    ],
)
def test_a_language_is_known_by_its_name_in_any_of_the_five(said, code):
    assert by_name(said) == code


def test_every_spoken_language_has_a_name_of_its_own_by_which_it_is_chosen():
    assert set(NAMES) == set(SPOKEN) <= set(KNOWN)
    assert {code: by_name(name) for code, name in NAMES.items()} == {code: code for code in NAMES}


@pytest.mark.parametrize(
    "text", ["my daughter died", "my nan died, her parcel comes tomorrow", "you snivelling little toad"]
)
def test_english_that_matters_is_not_taken_for_something_that_nobody_can_judge(text):
    """In a language that is not English no risk is scored: a wrong guess here would switch them off."""
    assert detect(text, "en") == "en"
