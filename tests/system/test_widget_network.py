"""The chat page on slow and broken networks: nothing is lost, nothing shows twice, and it says how things stand."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, Route, expect

from tests.system.browsing import Open, finds_nothing, hears, say, shot
from tests.system.scripted import Scripted, greeted

MESSAGES = "**/messages"


@pytest.fixture(autouse=True)
def _network_errors_are_no_complaints(open_page: Open, complaints: list[str]) -> Iterator[None]:
    yield
    complaints[:] = [each for each in complaints if not re.search("Failed to load resource|net::ERR", each)]


def sent(chat: Scripted, page: Page) -> list[str]:
    conversation_id = page.evaluate("JSON.parse(localStorage['recourse.session']).conversation_id")
    return [text for text in chat.texts(conversation_id) if text != "/start"]


def bubbles(page: Page) -> list[str]:
    return list(page.locator(".customer .bubble").all_inner_texts())


def test_what_is_written_offline_is_kept_over_a_reload_and_sent_in_order(
    open_page: Open, chat: Scripted
) -> None:
    page = greeted(open_page, chat)
    page.route(MESSAGES, lambda route: route.abort())  # the page itself loads, what is sent does not arrive
    say(page, "first")
    say(page, "second")
    expect(page.locator(".note:visible")).to_have_text(["Not sent yet – trying again"] * 2)
    finds_nothing(page)
    shot(page, "unsent")
    page.reload()
    expect(page.locator(".customer .bubble")).to_have_text(["first", "second"])
    assert sent(chat, page) == []
    page.unroute(MESSAGES)
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".customer[data-state=sent]")).to_have_count(2)
    assert sent(chat, page) == bubbles(page) == ["first", "second"]
    expect(page.locator(".note:visible")).to_have_count(0)


def test_without_any_network_the_page_says_so_and_comes_back_by_itself(
    open_page: Open, chat: Scripted
) -> None:
    page = greeted(open_page, chat)
    page.context.set_offline(True)
    say(page, "are you there?")
    expect(page.locator(".note:visible")).to_have_text("Not sent yet – trying again")
    page.context.set_offline(False)
    expect(page.locator(".customer[data-state=sent]")).to_have_count(1, timeout=20_000)
    assert sent(chat, page) == bubbles(page) == ["are you there?"]


def test_an_answer_lost_on_its_way_sends_twice_and_shows_once(open_page: Open, chat: Scripted) -> None:
    page = greeted(open_page, chat)
    tries: list[str] = []

    def taken_but_unanswered(route: Route) -> None:
        tries.append(route.request.post_data or "")
        if len(tries) == 1:
            route.fetch()
            route.abort()
        else:
            route.continue_()

    page.route(MESSAGES, taken_but_unanswered)
    page.route("**/stream*", lambda route: route.abort())
    say(page, "only once please")
    page.wait_for_timeout(2_500)
    page.unroute("**/stream*")
    page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.locator(".customer[data-state=sent]")).to_have_count(1)
    assert len(set(tries)) == 1, "a retry must bring the same id"
    assert sent(chat, page) == bubbles(page) == ["only once please"]


def test_a_slow_network_shows_what_was_said_at_once(open_page: Open, chat: Scripted) -> None:
    page = greeted(open_page, chat)

    def slowly(route: Route) -> None:
        page.wait_for_timeout(1_500)
        route.continue_()

    page.route(MESSAGES, slowly)
    say(page, "slow")
    assert bubbles(page) == ["slow"]
    expect(page.locator(".customer[data-state=sent]")).to_have_count(1)


def test_a_refused_message_says_why_and_comes_back_to_be_changed(open_page: Open, chat: Scripted) -> None:
    page = greeted(open_page, chat)
    refusal = {"status": 413, "json": {"error": "the message has 20001 characters; at most 20000 fit"}}
    page.route(MESSAGES, lambda route: route.fulfill(**refusal))  # type: ignore[arg-type]
    say(page, "too much")
    expect(page.locator(".note:visible")).to_contain_text("at most 20000 fit")
    finds_nothing(page)
    shot(page, "rejected")
    page.unroute(MESSAGES)
    page.get_by_role("button", name="Edit and send again").click()
    expect(page.locator("textarea")).to_have_value("too much")
    expect(page.locator("textarea")).to_be_focused()
    assert bubbles(page) == []
    page.keyboard.press("Enter")
    expect(page.locator(".customer[data-state=sent]")).to_have_count(1)
    assert sent(chat, page) == ["too much"]


def test_an_unreachable_server_is_named_and_the_first_words_are_kept(open_page: Open, chat: Scripted) -> None:
    page = open_page("about:blank")
    page.route("**/session", lambda route: route.abort())
    page.goto(chat.page)
    expect(page.locator(".unreachable")).to_contain_text("If someone is in danger")
    finds_nothing(page)
    shot(page, "unreachable")
    say(page, "please help me")
    page.unroute("**/session")
    page.evaluate("dispatchEvent(new Event('online'))")
    hears(page, "a machine. What can I do?")
    expect(page.locator(".unreachable")).to_have_count(0)
    expect(page.locator(".customer[data-state=sent]")).to_have_text(re.compile("please help me"))
    assert sent(chat, page) == ["please help me"]


def test_a_lost_connection_is_said_and_taken_back(open_page: Open, chat: Scripted) -> None:
    page = greeted(open_page, chat)
    page.route("**/ticket", lambda route: route.abort())
    page.evaluate("dispatchEvent(new Event('online'))")  # opens the stream anew, in vain
    expect(page.locator(".status")).to_have_text("Connection lost – trying again")
    finds_nothing(page)
    shot(page, "lost")
    page.unroute("**/ticket")
    expect(page.locator(".status")).to_have_text("", timeout=20_000)


def test_another_conversation_takes_no_consent_with_it(open_page: Open, chat: Scripted) -> None:
    page = greeted(open_page, chat)
    page.locator("button.human").click()
    hears(page, "What may I pass on")
    page.route(MESSAGES, lambda route: route.abort())
    page.get_by_role("button", name="Summary and conversation").click()
    say(page, "hello?")
    page.unroute(MESSAGES)
    page.route(MESSAGES, lambda route: route.fulfill(status=401, json={"error": "expired"}), times=1)
    page.evaluate("dispatchEvent(new Event('online'))")
    hears(page, "Your earlier chat has ended on this device")
    expect(page.locator(".customer[data-state=sent]")).to_have_count(1)
    assert sent(chat, page) == ["hello?"]
