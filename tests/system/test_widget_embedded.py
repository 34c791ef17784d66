"""The widget on somebody else's page, from another site: one tag, its looks, and what a browser has to load."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from recourse.model import Said
from tests.system.browsing import Open, finds_nothing, shop_page, shot
from tests.system.scripted import Scripted

LIMIT = 30_000  # bytes, headers among them
Shop = Callable[..., str]


@pytest.fixture()
def shop(chat: Scripted) -> Iterator[Shop]:
    """The address of a page with the widget on it, from another origin."""
    servers = []

    def opened(data: str = "", style: str = "") -> str:
        tag = f'<script type="module" src="{chat.page}static/widget.js" {data}></script>'
        servers.append(shop_page(tag, f"<style>{style}</style>"))
        return f"http://127.0.0.1:{servers[-1].server_port}/"

    yield opened
    for server in servers:
        server.shutdown()
        server.server_close()


def launched(page: Page) -> Any:
    page.locator("recourse-chat .launcher").click()
    frame = page.frame_locator("recourse-chat iframe")
    expect(frame.locator(".message").first).to_be_visible(timeout=20_000)
    return frame


def loaded(browser: Browser, address: str, then: Callable[[Page], object]) -> dict[str, int]:
    """What a fresh browser transfers of the chat's files, answers' headers among it."""
    context = browser.new_context(viewport={"width": 1200, "height": 860})
    page = context.new_page()
    done: list[Request] = []
    page.on("requestfinished", lambda request: done.append(request))
    page.goto(address)
    then(page)
    sizes = {}
    for request in [request for request in done if "/webhooks/webchat/" in request.url]:
        name = request.url.split("/webhooks/webchat/")[1].split("?")[0]
        if name in ("session", "messages", "ticket", "stream"):
            continue
        size = request.sizes()
        sizes[name] = sizes.get(name, 0) + size["responseBodySize"] + size["responseHeadersSize"]
    context.close()
    return sizes


def test_a_first_open_of_the_page_stays_small(browser: Browser, chat: Scripted) -> None:
    sizes = loaded(browser, chat.page, lambda page: page.locator(".message").first.wait_for())
    assert {"", "static/chat.css", "static/page.js", "static/words.en.js"} <= set(sizes)
    assert sum(sizes.values()) < LIMIT, sizes
    print("page", sum(sizes.values()), sizes)


def test_a_first_open_of_the_widget_and_its_frame_stays_small(
    browser: Browser, chat: Scripted, shop: Shop
) -> None:
    sizes = loaded(
        browser, shop().replace("127.0.0.1", "localhost"), launched
    )  # another site, whose cache is its own
    assert {"static/widget.js", "static/launcher.css", "static/page.js", "static/words.en.js"} <= set(sizes)
    assert sum(sizes.values()) < LIMIT, sizes
    print("widget", sum(sizes.values()), sizes)


def test_before_it_is_opened_only_the_launcher_is_loaded(
    browser: Browser, chat: Scripted, shop: Shop
) -> None:
    sizes = loaded(browser, shop(), lambda page: page.locator("recourse-chat .launcher").wait_for())
    assert set(sizes) == {"static/widget.js", "static/launcher.css"}


def test_what_was_loaded_is_not_loaded_again(browser: Browser, chat: Scripted) -> None:
    page = browser.new_context().new_page()
    page.goto(chat.page)
    page.locator(".message").first.wait_for()
    statuses: dict[str, int] = {}
    page.on("response", lambda answer: statuses.update({answer.url.rsplit("/", 1)[1]: answer.status}))
    client = page.context.new_cdp_session(page)
    client.send("Network.enable")
    raw: list[int] = []
    client.on("Network.responseReceivedExtraInfo", lambda event: raw.append(event["statusCode"]))
    page.reload()
    page.locator(".message").first.wait_for()
    assert raw.count(304) >= 4
    page.context.close()


def test_one_tag_in_any_page(open_page: Open, chat: Scripted, shop: Shop) -> None:
    page = open_page(shop())
    finds_nothing(page)
    launched(page)
    shot(page, "widget")
    page.keyboard.press("Escape")
    expect(page.locator("recourse-chat .panel")).to_be_hidden()
    expect(page.locator("recourse-chat .launcher")).to_be_focused()


def test_the_badge_counts_what_came_while_it_was_closed(open_page: Open, chat: Scripted, shop: Shop) -> None:
    page = open_page(shop())
    frame = launched(page)
    expect(frame.locator("[role=log]")).to_have_attribute("aria-busy", "false")
    conversation_id = frame.locator("html").evaluate(
        "() => JSON.parse(localStorage['recourse.session']).conversation_id"
    )
    frame.locator("header button").last.click()
    for i in range(2):
        chat.tell(conversation_id, Said(f"news {i}"), "agent", "Maria")
    launcher = page.locator("recourse-chat .launcher")
    expect(launcher).to_have_attribute("aria-label", "Open the help chat, 2 new")
    expect(page.locator("recourse-chat .badge")).to_have_text("2")
    finds_nothing(page)
    shot(page, "widget-badge")
    launcher.click()
    expect(page.locator("recourse-chat .badge")).to_be_hidden()


@pytest.mark.parametrize(
    ("name", "data", "options"),
    [
        ("dark", 'data-theme="dark"', {}),
        ("phone", "", {"viewport": {"width": 390, "height": 800}, "device_scale_factor": 2}),
        ("rtl", 'data-dir="rtl"', {}),
        ("german", 'data-lang="de"', {}),
    ],
)
def test_the_host_page_says_how_it_looks(
    open_page: Open, shop: Shop, name: str, data: str, options: dict[str, Any]
) -> None:
    page = open_page(shop(data), **options)
    frame = launched(page)
    root = frame.locator("html")
    expect(root).to_have_attribute("dir", "rtl" if name == "rtl" else "ltr")
    expect(root).to_have_attribute("lang", "de" if name == "german" else "en")
    assert frame.locator("body").evaluate(
        "(b) => getComputedStyle(b.ownerDocument.documentElement).colorScheme"
    ) == ("dark" if name == "dark" else "light dark")
    box = page.locator("recourse-chat .panel").bounding_box()
    assert box and (box["x"] < 100 if name in ("rtl", "phone") else box["x"] > 700)
    if name == "german":
        expect(page.locator("recourse-chat .launcher")).to_have_attribute(
            "aria-label", "Hilfe-Chat schließen"
        )
    shot(page, f"widget-{name}")


STYLE = """recourse-chat {
  --recourse-accent: #7a1f5c; --recourse-on-accent: #ffffff; --recourse-round: .2rem; --recourse-font: Georgia, serif;
  --recourse-ink: url(https://evil.example/x); --recourse-card: #fff8f2; --recourse-machine: #f3e6dd; --recourse-line: expression(alert(1));
  --recourse-elsewhere: #123456;
}"""


def test_variables_of_the_host_page_reach_the_frame_and_nothing_else_does(
    open_page: Open, shop: Shop
) -> None:
    page = open_page(shop(style=STYLE))
    frame = launched(page)
    set_ = frame.locator("html").evaluate(
        "(html) => Object.fromEntries([...html.style].map((name) => [name, html.style.getPropertyValue(name)]))"
    )
    assert set_ == {
        "--recourse-accent": "#7a1f5c",
        "--recourse-on-accent": "#ffffff",
        "--recourse-card": "#fff8f2",
        "--recourse-machine": "#f3e6dd",
        "--recourse-round": ".2rem",
        "--recourse-font": "Georgia, serif",
    }
    assert (
        frame.locator("button.human").evaluate("(b) => getComputedStyle(b).backgroundColor")
        == "rgb(122, 31, 92)"
    )
    shot(page, "widget-themed")


def test_a_link_to_the_page_cannot_repaint_it(open_page: Open, chat: Scripted) -> None:
    page = open_page(f"{chat.page}?embedded=1&ink=white&card=white")
    assert page.evaluate("document.documentElement.style.length") == 0


def test_the_frame_follows_the_host_page_s_theme(open_page: Open, shop: Shop) -> None:
    page = open_page(shop())
    frame = launched(page)
    page.evaluate("document.querySelector('recourse-chat').dataset.theme = 'dark'")
    expect(frame.locator("html")).to_have_attribute("data-theme", "dark")


def test_a_language_chosen_in_the_frame_names_the_launcher_too(open_page: Open, shop: Shop) -> None:
    page = open_page(shop())
    frame = launched(page)
    frame.locator("header .menu > button").click()
    frame.get_by_role("menuitemradio", name="Français").click()
    expect(page.locator("recourse-chat .launcher")).to_have_attribute("aria-label", "Fermer le chat d’aide")
    expect(page.locator("recourse-chat iframe")).to_have_attribute("title", "Chat d’aide")
