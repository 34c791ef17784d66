"""What a customer can choose in the chat page: a language, stars, sound, a transcript, an end."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from recourse.model import Said
from recourse.store import conversations
from tests.system.browsing import Open, finds_nothing, hears, say, settled, shot
from tests.system.scripted import Scripted, conversation_id, greeted, menu


def test_a_language_is_chosen_at_once_told_to_the_server_and_remembered(
    open_page: Open, chat: Scripted
) -> None:
    page = greeted(open_page, chat)
    menu(page).get_by_role("menuitemradio", name="Deutsch").click()
    expect(page.locator("button.human")).to_have_text("Mit einem Menschen sprechen")
    expect(page.locator("textarea")).to_have_attribute("placeholder", "Nachricht schreiben …")
    expect(page.locator(".banner")).to_contain_text("eine Maschine")
    expect(page.locator(".message .who").first).to_have_text("Assistent (eine Maschine)")
    hears(page, "Gut, wir sprechen Deutsch")
    assert chat.texts(conversation_id(page)) == ["/start", "/language_de"]
    expect(page.locator(".customer .bubble")).to_have_text("Deutsch")
    expect(page.locator("html")).to_have_attribute("lang", "de")
    assert page.title() == "Hilfe-Chat"
    finds_nothing(page)
    page.reload()
    hears(page, "Gut, wir sprechen Deutsch")
    expect(page.locator("button.human")).to_have_text("Mit einem Menschen sprechen")
    expect(page.locator(".customer .bubble")).to_have_text("Deutsch")
    expect(menu(page).get_by_role("menuitemradio", name="Deutsch")).to_have_attribute("aria-checked", "true")


@pytest.mark.parametrize(
    ("query", "locale", "language"),
    [
        ("?lang=fr", "en-GB", "fr"),  # the address
        ("", "pt-BR", "pt"),  # the browser
        ("?lang=ar", "es-ES", "es"),  # not one of ours: the browser's
        ("?lang=__proto__", "ja-JP", "en"),  # nothing fits
    ],
)
def test_the_language_of_a_new_conversation(
    open_page: Open, chat: Scripted, query: str, locale: str, language: str
) -> None:
    page = greeted(open_page, chat, query, locale=locale)
    expect(page.locator("html")).to_have_attribute("lang", language)
    assert conversations.find(chat.app.db, conversation_id(page)).language == language


def test_every_language_has_every_word(open_page: Open, chat: Scripted) -> None:
    page = greeted(open_page, chat)
    kinds = page.evaluate(
        """async () => {
          const kind = (value) => (typeof value === "object" ? Object.keys(value).map((key) => `${key}:${kind(value[key])}`).join() : typeof value);
          const all = {};
          for (const code of ["en", "de", "es", "fr", "pt"]) all[code] = kind((await import(`./static/words.${code}.js`)).default);
          return all;
        }"""
    )
    assert len(kinds) == 5 and len(set(kinds.values())) == 1


def test_five_equal_stars_with_names(open_page: Open, chat: Scripted) -> None:
    page = greeted(open_page, chat)
    say(page, "rate")
    stars = page.get_by_role("group", name="Rate the help").get_by_role("button")
    expect(stars).to_have_count(5)
    names = [star.get_attribute("aria-label") for star in stars.all()]
    assert names == [
        "1 star, poor",
        "2 stars, fair",
        "3 stars, all right",
        "4 stars, good",
        "5 stars, very good",
    ]
    settled(page)
    boxes = [star.bounding_box() for star in stars.all()]
    assert len({(box["width"], box["height"], box["y"]) for box in boxes if box}) == 1
    assert page.locator(".star[aria-pressed=true]").count() == 0
    expect(page.get_by_role("button", name="I still want a person")).to_be_visible()
    stars.first.focus()
    for _ in range(3):
        page.keyboard.press("ArrowRight")
    expect(stars.nth(3)).to_be_focused()
    shot(page, "stars-focus")
    page.keyboard.press("Enter")
    expect(page.locator(".customer .bubble").last).to_have_text("4 stars, good")
    expect(stars.nth(3)).to_have_attribute("aria-pressed", "true")
    finds_nothing(page)
    shot(page, "stars-given")
    assert chat.texts(conversation_id(page))[-1] == '/rate_help{"stars": "4"}'
    page.reload()
    expect(page.locator(".customer .bubble").last).to_have_text("4 stars, good")


def test_a_person_who_types_is_shown_for_some_seconds(open_page: Open, chat: Scripted) -> None:
    page = greeted(open_page, chat)
    chat.types(conversation_id(page), "Maria")
    expect(page.locator(".dots")).to_have_text("Maria is typing")
    finds_nothing(page)
    shot(page, "typing")
    expect(page.locator(".dots")).to_be_hidden(timeout=7_000)
    chat.types(conversation_id(page), "Maria")
    expect(page.locator(".dots")).to_be_visible()
    chat.tell(conversation_id(page), Said("There you are."), "agent", "Maria")
    hears(page, "There you are")
    expect(page.locator(".dots")).to_be_hidden()


COUNTING = "window.sounds = 0; const Real = AudioContext; window.AudioContext = class extends Real { constructor() { super(); window.sounds += 1; } };"


def test_sound_is_off_until_chosen_and_waits_for_a_touch(open_page: Open, chat: Scripted) -> None:
    page = greeted(open_page, chat)
    page.add_init_script(COUNTING)
    page.reload()
    hears(page, "a machine")
    page.locator("h1").click()
    page.keyboard.press("Shift")
    assert page.evaluate("sounds") == 0
    menu(page).get_by_role("menuitem", name="Switch sound on").click()
    assert page.evaluate("sounds") == 1
    page.reload()
    hears(page, "a machine")
    assert page.evaluate("sounds") == 0  # still on, but nobody has touched the page yet
    expect(menu(page).get_by_role("menuitem", name="Switch sound off")).to_be_visible()
    assert page.evaluate("sounds") == 1


def test_the_transcript_says_who_said_what_and_when(open_page: Open, chat: Scripted) -> None:
    page = greeted(open_page, chat)
    page.locator("button.human").click()
    hears(page, "What may I pass on")
    page.get_by_role("button", name="Just a summary").click()
    with page.expect_download() as download:
        menu(page).get_by_role("menuitem", name="Save this conversation").click()
    assert download.value.suggested_filename.startswith("chat-2")
    text = Path(str(download.value.path())).read_text(encoding="utf-8")
    assert "Assistant (a machine)\nHello! I am the shop's assistant" in text
    assert "You\nTalk to a person\n" in text
    assert "[Nothing] [✓ Just a summary] [Summary and conversation]" in text
    assert text.count("20") >= 4  # a date with each message


def test_ending_the_chat_offers_two_ways_on_and_locks_nothing(open_page: Open, chat: Scripted) -> None:
    page = greeted(open_page, chat)
    before = conversation_id(page)
    menu(page).get_by_role("menuitem", name="End the chat").click()
    hears(page, "Thank you, and goodbye")
    expect(page.locator(".ended")).to_contain_text("If you write again, it goes on")
    finds_nothing(page)
    shot(page, "ended")
    assert chat.texts(before)[-1] == "/end_chat"
    page.reload()
    expect(page.locator(".ended")).to_be_visible()
    say(page, "one more thing")
    expect(page.locator(".ended")).to_be_hidden()
    menu(page).get_by_role("menuitem", name="End the chat").click()
    page.get_by_role("button", name="Start a new chat").click()
    hears(page, "Your earlier chat has ended on this device")
    hears(page, "a machine. What can I do?")
    assert conversation_id(page) != before
    expect(page.locator(".message", has_text="one more thing")).to_have_count(0)
