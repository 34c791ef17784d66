"""The chat page in real Chromium, with a script in place of Rasa: looks, keyboard, screen reader, languages, choices."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from recourse.model import Said
from recourse.store import conversations
from tests.system.browsing import Open, finds_nothing, hears, say, settled, shot
from tests.system.scripted import Scripted

TOUCH = 44
LOOKS: dict[str, tuple[str, dict[str, Any]]] = {
    "light": ("", {}),
    "dark": ("", {"color_scheme": "dark"}),
    "dark-asked": ("?theme=dark", {"color_scheme": "light"}),
    "light-asked": ("?theme=light", {"color_scheme": "dark"}),
    "phone": ("", {"viewport": {"width": 360, "height": 740}, "device_scale_factor": 2, "has_touch": True, "is_mobile": True}),
    "rtl": ("?dir=rtl", {}),
    "rtl-phone": ("?lang=ar", {"viewport": {"width": 390, "height": 800}}),
    "german": ("?lang=de", {}),
    "zoom": ("", {"viewport": {"width": 600, "height": 430}, "device_scale_factor": 2}),
    "narrow": ("", {"viewport": {"width": 320, "height": 256}, "device_scale_factor": 4}),  # 400 % of 1280 by 1024
}  # fmt: skip


def greeted(open_page: Open, chat: Scripted, query: str = "", **options: Any) -> Page:
    page = open_page(chat.page + query, **options)
    hears(page, "a machine. What can I do?")
    expect(page.locator("[role=log]")).to_have_attribute("aria-busy", "false")
    return page


def conversation_id(page: Page) -> str:
    return str(page.evaluate("JSON.parse(localStorage['recourse.session']).conversation_id"))


def menu(page: Page) -> Locator:
    page.locator("header .menu > button").click()
    return page.get_by_role("menu")


def fits(page: Page) -> bool:
    """Nothing is wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def too_small(page: Page) -> list[str]:
    """What can be pressed, is seen, and is smaller than a fingertip."""
    return list(
        page.evaluate(
            """(least) => [...document.querySelectorAll("button, a, [role=menuitem]")]
              .map((node) => [node.getBoundingClientRect(), node])
              .filter(([box, node]) => box.width && getComputedStyle(node).display !== "inline")
              .filter(([box]) => Math.min(box.width, box.height) < least - 0.1)
              .map(([box, node]) => `${node.textContent || node.ariaLabel} ${box.width} x ${box.height}`)""",
            TOUCH,
        )
    )


@pytest.mark.parametrize("look", LOOKS)
def test_each_look_is_whole_and_axe_finds_nothing(open_page: Open, chat: Scripted, look: str) -> None:
    query, options = LOOKS[look]
    page = greeted(open_page, chat, query, **options)
    finds_nothing(page)
    page.locator("button.human").click()
    hears(page, "What may I pass on")
    finds_nothing(page)
    chat.tell(
        conversation_id(page), Said("Hello, I am Maria. See https://example.com/help."), "agent", "Maria"
    )
    hears(page, "I am Maria")
    finds_nothing(page)
    shot(page, f"look-{look}")
    menu(page)
    assert fits(page) and too_small(page) == []
    finds_nothing(page)
    shot(page, f"look-{look}-menu")
    page.keyboard.press("Escape")
    say(page, "rate")
    hears(page, "How good was the help")
    assert fits(page) and too_small(page) == []
    finds_nothing(page)
    shot(page, f"look-{look}-stars")


def test_right_to_left_mirrors_the_layout(open_page: Open, chat: Scripted) -> None:
    places = {}
    for query in ("?dir=ltr", "?dir=rtl"):
        page = greeted(open_page, chat, query)
        say(page, "hello")
        box = page.locator(".customer .bubble").last.bounding_box()
        sign = page.locator(".message .avatar").first.bounding_box()
        assert box and sign
        places[query] = (box["x"] > 600, sign["x"] < 600, page.locator("html").get_attribute("dir"))
    assert places == {"?dir=ltr": (True, True, "ltr"), "?dir=rtl": (False, False, "rtl")}


def test_the_keyboard_reaches_everything_in_order(open_page: Open, chat: Scripted) -> None:
    page = greeted(open_page, chat)
    expect(page.locator("textarea")).to_be_focused()
    page.keyboard.type("x")
    page.locator("h1").click()
    seen = []
    for _ in range(7):
        page.keyboard.press("Tab")
        seen.append(
            page.evaluate("document.activeElement.ariaLabel || document.activeElement.innerText.slice(0, 20)")
        )
        outline = page.evaluate(
            "getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement.closest('.field') ?? document.body).boxShadow"
        )
        assert outline != "nonenone", f"no visible focus on {seen[-1]}"
    assert seen == [
        *("Talk to a person", "More choices", "Assistant (a machine", "Where is my order?", "Talk to a person"),
        *("Your message", "Send"),
    ]  # fmt: skip


def test_the_menu_is_worked_by_arrows_and_escape(open_page: Open, chat: Scripted) -> None:
    page = greeted(open_page, chat)
    button = page.locator("header .menu > button")
    button.focus()
    page.keyboard.press("ArrowDown")
    items = page.locator("[role^=menuitem]")
    expect(items.first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(items.last).to_be_focused()
    page.keyboard.press("Home")
    page.keyboard.press("ArrowDown")
    expect(items.nth(1)).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("menu")).to_be_hidden()
    expect(page.locator(".scroller")).to_be_focused()


def test_the_menu_offers_what_there_is(open_page: Open, chat: Scripted) -> None:
    page = greeted(open_page, chat)
    shown = menu(page).locator("[role^=menuitem]").all_inner_texts()
    assert shown == [
        *("English", "Deutsch", "Español", "Français", "Português"),
        *("Why?", "My data and consent", "Stop reading my mood", "What the machine may not decide"),
        *("Save this conversation", "Switch sound on", "End the chat"),
    ]
    link = page.get_by_role("menuitem", name="What the machine may not decide")
    assert link.get_attribute("href") == f"{chat.page}boundaries?lang=en"


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


def test_whoever_wants_less_motion_gets_none(open_page: Open, chat: Scripted) -> None:
    page = greeted(open_page, chat, reduced_motion="reduce")
    chat.types(conversation_id(page), "Maria")
    expect(page.locator(".dots")).to_be_visible()
    assert page.locator(".dots i").first.evaluate("(node) => getComputedStyle(node).animationName") == "none"


def test_nothing_inline_is_allowed(open_page: Open, chat: Scripted, complaints: list[str]) -> None:
    page = greeted(open_page, chat)
    page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.taken = 1'}))"
    )
    assert page.evaluate("window.taken") is None
    assert any("Content Security Policy" in complaint for complaint in complaints)
    complaints.clear()


def test_only_safe_addresses_are_links(open_page: Open, chat: Scripted) -> None:
    page = greeted(open_page, chat)
    own = f"{chat.page}export?ticket=abc"
    text = f"See https://example.com/a. Or {own} but not http://example.com/b, https://bank.com@evil.example/ or javascript:alert(1)"
    chat.tell(conversation_id(page), Said(text))
    hears(page, "but not")
    links = page.locator(".bubble a")
    assert [link.get_attribute("href") for link in links.all()] == ["https://example.com/a", own]
