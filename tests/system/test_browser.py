"""Both sides in real Chromium, on the running system. Screenshots are kept in tests/screenshots/ to be looked at."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.system.browsing import Open, finds_nothing, hears, say, shop_page, shot
from tests.system.running import System

PASSWORD = "a long and homely password"


@pytest.fixture(scope="module")
def agent_state(system: System, browser: Browser) -> dict[str, object]:
    """Signed in at the desk as a new agent does it: one-time password, then one's own."""
    once = system.recourse("agent", "--login", "maria", "--name", "Maria")
    context = browser.new_context()
    page = context.new_page()
    page.goto(system.desk)
    shot(page, "login")
    page.fill("#login", "maria")
    page.fill("#password", once)
    page.click("text=Sign in >> nth=-1")
    page.fill("#password", PASSWORD)
    page.fill("#again", PASSWORD)
    shot(page, "password")
    page.click("main button")
    expect(page.locator("h1")).to_contain_text("Queue")
    state = context.storage_state()
    context.close()
    return dict(state)


def chat_page(system: System) -> str:
    return f"{system.chat}/webhooks/webchat/"


def conversation_id(page: Page) -> str:
    return str(page.evaluate("JSON.parse(localStorage['recourse.session']).conversation_id"))


def work_on(desk: Page, system: System, customer: Page) -> None:
    """Claim the customer's case as an agent finds it in the queue."""
    mine = system.agent("Finder").get("/cases?status=queued").json()["items"]
    case = next(case for case in mine if case["conversation_id"] == conversation_id(customer))
    row = desk.locator(f'[data-section=waiting] .row:has(a[href$="{case["id"]}"])')
    expect(row).to_be_visible(timeout=10_000)
    shot(desk, "queue")
    row.get_by_role("button", name="Claim").click()
    desk.wait_for_url(f"**/cases/{case['id']}")


def reply(desk: Page, words: str) -> None:
    desk.fill("#text", words)
    desk.keyboard.press("Enter")
    expect(desk.locator(".message.agent", has_text=words)).to_be_visible()


def tells_why(desk: Page, words: str) -> None:
    """Open by keyboard how a message of the customer was read, and close it again."""
    message = desk.locator(".message.customer", has_text=words)
    button = message.get_by_role("button", name="Why?")
    button.press("Enter")
    expect(message.locator(".reading code")).to_have_text(re.compile(r"\w+"))
    expect(button).to_have_attribute("aria-expanded", "true")
    finds_nothing(desk)
    shot(desk, "case-why")
    button.press("Enter")
    expect(message.locator(".reading")).to_be_hidden()


def test_the_whole_story_on_both_sides(
    system: System, open_page: Open, agent_state: dict[str, object]
) -> None:
    desk = open_page(system.desk, storage_state=agent_state)
    chat = open_page(chat_page(system))
    hears(chat, "I am the shop's assistant, a machine")
    shot(chat, "chat-greeting")
    say(chat, "where is my order?")
    hears(chat, "What is your order number")
    say(chat, "A-12345")
    hears(chat, "on its way")
    say(chat, "this is useless, get me a person")
    hears(chat, "You asked for a person.")
    hears(chat, "What may I pass on")
    shot(chat, "chat-consent")
    chat.click("text=Just a summary")
    hears(chat, "Only a summary is passed on")

    work_on(desk, system, chat)
    expect(desk.locator("body")).to_contain_text("Order number: A-12345")
    expect(desk.locator("svg").first).to_be_visible()
    hears(chat, "Maria, a person, has joined")
    say(chat, "can you see my order?")
    expect(desk.locator(".message.customer", has_text="can you see my order?")).to_be_visible()
    reply(desk, "Yes: it comes tomorrow.")
    hears(chat, "it comes tomorrow")
    tells_why(desk, "can you see my order?")
    expect(chat.locator(".banner")).to_contain_text("Maria")
    shot(chat, "chat-agent")
    shot(desk, "case")
    desk.click("#resolve")
    desk.locator("#resolve-dialog").get_by_role("button", name=re.compile("Resolve")).click()
    hears(chat, "How good was the help")
    chat.get_by_role("button", name="5 stars").click()
    hears(chat, "add a word on why")
    say(chat, "very helpful")
    hears(chat, "that helps")
    shot(chat, "chat-rated")
    expect(desk.locator("body")).to_contain_text("very helpful")
    shot(desk, "case-resolved")


def test_consent_refused(system: System, open_page: Open, agent_state: dict[str, object]) -> None:
    desk, chat = open_page(system.desk, storage_state=agent_state), open_page(chat_page(system))
    hears(chat, "a machine")
    say(chat, "my secret word is aubergine")
    chat.locator(".dots").wait_for(state="hidden")
    chat.click("button.human")
    hears(chat, "What may I pass on")
    chat.get_by_role("button", name="Nothing", exact=True).click()
    hears(chat, "Nothing of our conversation is passed on")
    work_on(desk, system, chat)
    expect(desk.locator("#reply")).to_be_visible()
    body = desk.inner_text("body")
    assert "aubergine" not in body and "You asked" not in body
    shot(desk, "case-refused")


def test_consent_never_answered_and_both_are_claimed_in_order(
    system: System, open_page: Open, agent_state: dict[str, object]
) -> None:
    desk = open_page(system.desk, storage_state=agent_state)
    silent, speaking = open_page(chat_page(system)), open_page(chat_page(system))
    for chat in (silent, speaking):
        hears(chat, "a machine")
        chat.click("button.human")
        hears(chat, "What may I pass on")
    speaking.click("text=Summary and conversation")
    hears(speaking, "are passed on")
    ids = [conversation_id(silent), conversation_id(speaking)]
    waiting = [c["conversation_id"] for c in system.agent("F").get("/cases?status=queued").json()["items"]]
    assert [i for i in waiting if i in ids] == ids
    for chat in (silent, speaking):
        work_on(desk, system, chat)
        hears(chat, "Maria, a person, has joined")
        desk.goto(system.desk)


def test_consent_withdrawn_leaves_the_desk_at_once(
    system: System, open_page: Open, agent_state: dict[str, object]
) -> None:
    desk, chat = open_page(system.desk, storage_state=agent_state), open_page(chat_page(system))
    hears(chat, "a machine")
    say(chat, "my order B-20417 never came")
    hears(chat, re.compile("delivered yesterday|order number|sorry"))
    chat.click("button.human")
    hears(chat, "What may I pass on")
    chat.click("text=Summary and conversation")
    hears(chat, "are passed on")
    work_on(desk, system, chat)
    expect(desk.locator("body")).to_contain_text("my order B-20417 never came")
    say(chat, "take back my consent please")
    hears(chat, "is off the person's desk")
    expect(desk.locator("body")).not_to_contain_text("my order B-20417 never came")
    expect(desk.locator("body")).to_contain_text("take back my consent please")  # said to the person: theirs
    shot(desk, "case-withdrawn")


def test_why_and_back_to_the_assistant(system: System, open_page: Open) -> None:
    chat = open_page(chat_page(system))
    hears(chat, "a machine")
    chat.click("button.human")
    hears(chat, "What may I pass on")
    chat.locator(".options").get_by_role("button", name="Why?").click()
    hears(chat, "The rule is called")
    chat.get_by_role("button", name="Back to the assistant").first.click()
    hears(chat, "You are out of the queue")
    shot(chat, "chat-back")


def test_a_reload_while_the_agent_writes(
    system: System, open_page: Open, agent_state: dict[str, object]
) -> None:
    desk, chat = open_page(system.desk, storage_state=agent_state), open_page(chat_page(system))
    hears(chat, "a machine")
    chat.click("button.human")
    hears(chat, "What may I pass on")
    work_on(desk, system, chat)
    hears(chat, "has joined")
    lines = [f"line number {i}" for i in range(6)]
    for i, line in enumerate(lines):
        reply(desk, line)
        if i in (1, 3):
            chat.reload()
            desk.reload()
    hears(chat, lines[-1])
    assert chat.locator(".message.agent .bubble").all_inner_texts() == lines
    desk.reload()
    expect(desk.locator(".message.agent")).to_have_count(len(lines))


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("dark", {"color_scheme": "dark"}),
        ("phone", {"viewport": {"width": 390, "height": 800}, "device_scale_factor": 2}),
    ],
)
def test_what_markup_does_on_either_side(
    system: System, open_page: Open, agent_state: dict[str, object], name: str, options: dict[str, object]
) -> None:
    desk = open_page(system.desk, storage_state=agent_state, **options)
    chat = open_page(chat_page(system), **options)
    hears(chat, "a machine")
    chat.click("button.human")
    hears(chat, "What may I pass on")
    work_on(desk, system, chat)
    evil = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
    say(chat, evil)
    say(chat, "مرحبا، أريد التحدث عن طلبي")
    expect(desk.locator(".message.customer", has_text=evil)).to_be_visible()
    reply(desk, evil)
    hears(chat, evil)
    assert "taken" not in desk.title() + chat.title()
    shot(chat, f"chat-{name}")
    shot(desk, f"case-{name}")
    desk.goto(system.desk)
    shot(desk, f"queue-{name}")


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("light", {}),
        ("dark", {"color_scheme": "dark"}),
        ("phone", {"viewport": {"width": 390, "height": 800}, "device_scale_factor": 2}),
    ],
)
def test_the_page_of_what_the_machine_does_not_decide(
    system: System, open_page: Open, name: str, options: dict[str, object]
) -> None:
    page = open_page(f"{chat_page(system)}boundaries?lang=de", **options)
    expect(page.locator("[aria-current]")).to_have_text("Deutsch")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    shot(page, f"boundaries-{name}")
    page.locator(".go").click()
    hears(page, "a machine")


def test_the_widget_stands_in_any_page_by_one_tag(system: System, browser: Browser) -> None:
    page = browser.new_context(viewport={"width": 1200, "height": 860}).new_page()
    shop = shop_page(f'<script type="module" src="{chat_page(system)}static/widget.js"></script>')
    page.goto(f"http://127.0.0.1:{shop.server_port}/")
    page.get_by_role("button").first.click()
    frame = page.frame_locator("iframe")
    expect(frame.locator(".message", has_text="a machine")).to_be_visible(timeout=20_000)
    shot(page, "widget-in-a-shop")
    page.context.close()
    shop.shutdown()
