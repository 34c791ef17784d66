"""Real Chromium, for the tests of the pages. Screenshots are kept in tests/screenshots/ to be looked at."""

from __future__ import annotations

import os
import re
import shutil
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

SHOTS = Path(__file__).parent.parent / "screenshots"
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--no-first-run",
    "--disable-sync",
]
Open = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        missing = "Chromium is missing (Debian: apt-get install chromium): no browser test can run"
        if os.environ.get("CI") == "true":
            pytest.fail(missing)
        pytest.skip(missing)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=OPTIONS)
        yield started
        started.close()


@pytest.fixture()
def complaints() -> list[str]:
    """What the pages complained of; a test that provokes something takes it out."""
    return []


@pytest.fixture()
def open_page(browser: Browser, complaints: list[str]) -> Iterator[Open]:
    """A page in a context of its own; whatever it complains of fails the test."""
    contexts = []

    def opened(url: str, **options: object) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1200, "height": 860}, **options})  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(20_000)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda m: complaints.append(m.text) if m.type == "error" else None)
        page.goto(url)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def shot(page: Page, name: str) -> None:
    SHOTS.mkdir(exist_ok=True)
    page.screenshot(path=SHOTS / f"{name}.png")


def say(page: Page, words: str) -> None:
    page.fill("textarea", words)
    page.keyboard.press("Enter")


def hears(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator(".message", has_text=words).last).to_be_visible(timeout=20_000)


def settled(page: Page) -> None:
    """Wait until what comes in has come."""
    page.evaluate(
        "Promise.all(document.getAnimations().filter((a) => a.animationName === 'recourse-come').map((a) => a.finished))"
    )


def finds_nothing(page: Page) -> None:
    """axe-core, on the page as it is now."""
    settled(page)
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()


def shop_page(tag: str, more: str = "") -> ThreadingHTTPServer:
    """Somebody else's page, from another origin."""

    class Shop(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            head = '<!doctype html><html lang="en"><title>A shop</title><link rel="icon" href="data:,">'
            self.wfile.write(f"{head}{more}<main><h1>A shop</h1></main>{tag}".encode())

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Shop)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server
