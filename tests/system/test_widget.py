"""The chat page in real Chromium, with a script in place of Rasa: looks, keyboard, screen reader, policy."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from recourse.model import Said
from tests.system.browsing import Open, finds_nothing, hears, say, shot
from tests.system.scripted import Scripted, conversation_id, greeted, menu

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
