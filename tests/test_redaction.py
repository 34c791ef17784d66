"""Personal data is found by pattern and by the tagger, and left out by a table of type and scope."""

from __future__ import annotations

import random
import socket
import time

import pytest

from recourse import redaction
from recourse.model import RecourseError, Scope

CARD, IBAN, ORDER = "4111 1111 1111 1111", "DE89 3704 0044 0532 0130 00", "A-12345"
#: A piece of personal data, its type, and the scopes under which it may stay.
PIECES = [
    (CARD, "CREDIT_CARD", ()),
    ("4111111111111111", "CREDIT_CARD", ()),
    ("5500-0000-0000-0004", "CREDIT_CARD", ()),
    ("378282246310005", "CREDIT_CARD", ()),  # fifteen digits
    ("4716.9088.2351.6076", "CREDIT_CARD", ()),
    ("4716 9088 2351 6077", "CREDIT_CARD", ()),  # a slip: the check digit is wrong
    ("5412750123456781", "CREDIT_CARD", ()),
    ("3782-822463-10006", "CREDIT_CARD", ()),
    (IBAN, "IBAN_CODE", ()),
    ("GB29NWBK60161331926819", "IBAN_CODE", ()),
    ("nl91 abna 0417 1643 00", "IBAN_CODE", ()),
    ("DE89 3704 0044 0532 0130 01", "IBAN_CODE", ()),  # a slip
    ("jo.doe+shop@example.com", "EMAIL_ADDRESS", ()),
    ("+44 20 7946 0958", "PHONE_NUMBER", ()),
    ("+1 (212) 555-0142", "PHONE_NUMBER", ()),  # a number that no network gives out
    ("020 7946 0958", "PHONE_NUMBER", ()),
    ("192.168.0.1", "IP_ADDRESS", ()),
    ("2001:db8::1", "IP_ADDRESS", ()),  # whole, and not only up to the colons
    ("fe80::7645:6de2:ff:1", "IP_ADDRESS", ()),
    ("AB123456C", "UK_NINO", ()),
    ("12345678Z", "ES_NIF", ()),
    (ORDER, "ORDER_NUMBER", (Scope.SUMMARY, Scope.CONVERSATION)),
    ("b-20417", "ORDER_NUMBER", (Scope.SUMMARY, Scope.CONVERSATION)),
    ("https://example.com/track", "URL", (Scope.CONVERSATION,)),
]
#: What looks a little like personal data and is none.
HARMLESS = [
    "",
    "Where is my parcel?",
    "It costs 1.234,50 and came on day 12345",
    "at 10:20:30 the shop::window closed ::",  # times and colons are no address
    "order 12345, size A-12, box C-123456, BC-12345",
    "I paid 99.99 twice, 007",
    "ordered on 12.11.2024, due on 2024-11-20 10:30",  # dates, and no telephone numbers
    "call me about order 4829133",
    "it cost 2 500 000, tracking 00340434161094042557",
    "My Galaxy S22 came with a cracked screen in May",
    "The Dyson filter and the Nike shoes are too small, see you on Monday",
    "I want to return the Nike shoes",
    "Ordered on Monday, due in May or June, and it is Friday now",
    "Will you refund me? I hope so.",
    "the bill is a joke, mark my words",
    "Do you have a shop in Manchester?",
    "😀😀😀",
]


@pytest.mark.parametrize("scope", list(Scope))
@pytest.mark.parametrize(("piece", "kind", "stays"), PIECES)
def test_a_piece_stays_only_under_the_scopes_of_the_table(piece, kind, stays, scope):
    cleared = redaction.redact(f"It is {piece} today", scope)
    assert cleared == (f"It is {piece} today" if scope in stays else f"It is <{kind}> today")


def test_without_a_scope_nothing_stays():
    assert redaction.redact(f"{ORDER}, jo@example.com") == "<ORDER_NUMBER>, <EMAIL_ADDRESS>"


@pytest.mark.parametrize("text", HARMLESS)
def test_harmless_text_is_left_as_it_is(text):
    assert redaction.spans(text) == []
    assert redaction.redact(text) == text


#: Words around a number that tell what it is.
TOLD = [
    ("my credit card 630427373398 is lost", "630427373398", "CREDIT_CARD"),
    ("Please block card no 4415101282806639538", "4415101282806639538", "CREDIT_CARD"),
    ("They are not answering at 78 651 450", "78 651 450", "PHONE_NUMBER"),
    ("Phone: (72) 754-186", "(72) 754-186", "PHONE_NUMBER"),
    ("416 60 039 office", "416 60 039", "PHONE_NUMBER"),
    ("my driver's license number is 6940579", "6940579", "NATIONAL_NUMBER"),
    ("born 12.11.1959", "12.11.1959", "DATE_OF_BIRTH"),
]


@pytest.mark.parametrize(("text", "piece", "kind"), TOLD)
def test_words_beside_a_number_tell_what_it_is(text, piece, kind):
    assert redaction.redact(text) == text.replace(piece, f"<{kind}>")


#: What has no form: a text, and what must be left of it.
LEARNT = [
    ("My name is Agnieszka Nowak", "My name is <PERSON>"),
    ("my name is agnieszka nowak", "my name is <PERSON>"),
    ("MY NAME IS AGNIESZKA NOWAK", "MY NAME IS <PERSON>"),
    ("I live at 27 Pemberton Gardens, London N19 5RR", "I live at <STREET_ADDRESS>"),
    ("wohne in der Bahnhofstraße 12, 80335 München", "wohne in der <STREET_ADDRESS>"),
    ("j'habite au 12 rue de la Paix, 75002 Paris", "j'habite au <STREET_ADDRESS>"),
    ("Mi dirección: Calle Mayor 12, 28013 Madrid", "Mi dirección: <STREET_ADDRESS>"),
    ("moro na Rua Augusta 25, Lisboa", "moro na <STREET_ADDRESS>"),
    ("I work at Nakamura Dental Practice", "I work at <ORGANIZATION>"),
    ("my date of birth is 4 July 1976", "my date of birth is <DATE_OF_BIRTH>"),
    ("my birthday is 17.02.1990", "my birthday is <DATE_OF_BIRTH>"),  # and no telephone number
    ("Kind regards, Agnieszka Nowak, D-12345", "Kind regards, <PERSON>, <ORDER_NUMBER>"),
    ("Agnieszka Nowak D-12345", "<PERSON> <ORDER_NUMBER>"),
    ("I am Maria, maria.lopez@example.com", "I am <PERSON>, <EMAIL_ADDRESS>"),
]


@pytest.mark.parametrize(("text", "left"), LEARNT)
def test_names_addresses_firms_and_dates_of_birth_are_left_out(text, left):
    assert redaction.redact(text) == left


@pytest.mark.parametrize("scope", list(Scope))
def test_an_address_stays_as_other_ways_to_reach_the_customer_and_a_name_nowhere(scope):
    text = "I am Agnieszka Nowak and live at 27 Pemberton Gardens, London N19 5RR"
    kept = scope in (Scope.SUMMARY, Scope.CONVERSATION)
    where = "27 Pemberton Gardens, London N19 5RR" if kept else "<STREET_ADDRESS>"
    assert redaction.redact(text, scope, contact=True) == f"I am <PERSON> and live at {where}"
    assert redaction.redact(text, scope) == "I am <PERSON> and live at <STREET_ADDRESS>"


def test_without_the_weights_nothing_is_cleared_in_part_but_order_numbers_are_still_read(
    monkeypatch, tmp_path
):
    monkeypatch.setattr(redaction, "PROJECT", tmp_path)
    with pytest.raises(RecourseError, match="git checkout"):
        redaction.redact("I am Agnieszka Nowak, jo@example.com")
    assert redaction.order_numbers(f"where is {ORDER}") == [ORDER]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # a mail address inside an address of a page: the page goes, as a whole
        ("see https://example.com/?mail=jo@example.com", ["https://example.com/?mail=jo@example.com"]),
        # a card right behind an order number
        (f"{ORDER}-4111111111111111", [ORDER, "4111111111111111"]),
        # one piece behind the other, nothing but a space between
        (f"{ORDER} jo@example.com {CARD}", [ORDER, "jo@example.com", CARD]),
        # a card whose groups would pass for telephone numbers
        (CARD, [CARD]),
        # a telephone number that runs into an address of a computer: nothing of it is left
        ("+1 (212) 555-0142 192.168.0.1", ["+1 (212) 555-0142", "192.168.0.1"]),
        # twice the same
        (f"{ORDER} {ORDER}", [ORDER, ORDER]),
    ],
)
def test_where_findings_overlap_the_surest_and_longest_is_kept(text, found):
    assert [text[span.start : span.end] for span in redaction.spans(text)] == found


@pytest.mark.parametrize("before", ["", "😀😀 ", "👩‍👩‍👧 ", "é̂ ", "日本 ", "\n\t"])
def test_offsets_are_characters_of_the_input_whatever_stands_before(before):
    text = f"{before}write jo@example.com or pay {CARD} 😀 {ORDER}"
    found = {text[span.start : span.end]: span.type for span in redaction.spans(text)}
    assert found == {"jo@example.com": "EMAIL_ADDRESS", CARD: "CREDIT_CARD", ORDER: "ORDER_NUMBER"}


def jumble(seed, separators):
    """A text of pieces and harmless words in any order."""
    chance = random.Random(seed)
    words = [piece for piece, _, _ in PIECES] + HARMLESS + ["@", "-", ".", "😀", "::", "+49"]
    return chance.choice(separators).join(chance.choices(words, k=12))


@pytest.mark.parametrize("seed", range(40))
def test_whatever_the_text_spans_are_in_order_apart_and_inside_it(seed):
    text = jumble(seed, ["", " ", ","])
    found = redaction.spans(text)
    starts = [*(span.start for span in found), len(text)]
    assert all(end <= start for end, start in zip([0, *(span.end for span in found)], starts))
    assert all(text[span.start : span.end].strip() == text[span.start : span.end] != "" for span in found)


@pytest.mark.parametrize("seed", range(40))
def test_whatever_stands_beside_a_piece_it_is_found(seed):
    cleared = redaction.redact(jumble(seed, [", ", "; ", "\n", " and "]))
    assert [piece for piece, _, _ in PIECES if piece in cleared] == []


def test_replacing_leaves_the_words_between_as_they_are():
    assert redaction.redact(f"a {CARD} b jo@example.com c") == "a <CREDIT_CARD> b <EMAIL_ADDRESS> c"


def test_a_text_that_is_cleared_already_is_not_touched_again():
    once = redaction.redact(" ".join(piece for piece, _, _ in PIECES))
    assert redaction.redact(once) == once


def test_nothing_is_fetched_from_a_network(monkeypatch):
    def refuse(*_args, **_more):
        raise AssertionError("redaction asked the network")

    for name in ("create_connection", "getaddrinfo"):
        monkeypatch.setattr(socket, name, refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)
    redaction.patterns.cache_clear()
    redaction.recognisers.cache_clear()
    assert redaction.redact("jo@example.co.uk and https://example.com/a") == "<EMAIL_ADDRESS> and <URL>"


def test_order_numbers_are_given_as_they_stand():
    assert redaction.order_numbers(f"{ORDER} and b-20417, not 12345") == [ORDER, "b-20417"]


@pytest.mark.parametrize("scope", list(Scope))
def test_ways_to_reach_the_customer_stay_only_where_they_were_agreed_to_and_something_is_shared(scope):
    text = f"jo@example.com, +44 20 7946 0958, {CARD}"
    kept = scope in (Scope.SUMMARY, Scope.CONVERSATION)
    expected = "jo@example.com, +44 20 7946 0958" if kept else "<EMAIL_ADDRESS>, <PHONE_NUMBER>"
    assert redaction.redact(text, scope, contact=True) == f"{expected}, <CREDIT_CARD>"
    assert "jo@example.com" not in redaction.redact(text, scope)


@pytest.mark.parametrize(
    ("texts", "found"),
    [
        ([], []),
        (["hello", f"{CARD} and {ORDER}"], []),  # no way to reach anybody
        (["jo@example.com", "call +44 20 7946 0958"], ["jo@example.com", "+44 20 7946 0958"]),
        (["jo@example.com", "I said jo@example.com"], ["jo@example.com"]),  # once
    ],
)
def test_contact_details_are_telephone_and_mail_each_once(texts, found):
    assert redaction.contact_details(texts) == found


@pytest.mark.parametrize("piece", ["a.b@", "1", "+1 ", "0000 ", "a:"])
def test_a_long_message_made_to_be_slow_costs_no_more_than_its_length_squared(piece):
    """By the processor time of this very process, short and long in one run: how busy the machine is plays no part."""

    def cost(text):
        began = time.process_time()
        redaction.spans(text)
        return time.process_time() - began

    short, long = (piece * (length // len(piece)) for length in (1250, 5000))
    redaction.spans(short)
    ratio = min(cost(long) for _ in range(3)) / max(min(cost(short) for _ in range(3)), 1e-4)
    assert ratio < 4**2 * 2  # a pattern that goes back and forth would take 64 times as long, or for ever
