"""The web chat's own routes and store with a script in place of Rasa: what the page does with any answer, at once."""

from __future__ import annotations

import asyncio
import dataclasses
import threading
import uuid
from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest
from playwright.sync_api import Locator, Page, expect
from sanic import Sanic

from recourse import settings
from recourse.app import App
from recourse.channels import webchat
from recourse.channels.commands import titles
from recourse.channels.tail import Tail
from recourse.model import Button, Incoming, Said, State
from recourse.store import conversations, migrate
from tests.system.browsing import Open, hears
from tests.system.running import free_port

GREETING = Said(
    "Hello! I am the shop's assistant, a machine. What can I do?",
    (Button("Where is my order?", "/ask_order_status"), Button("Talk to a person", "/request_human")),
)
CONSENT = Said(
    "What may I pass on to the person who helps you?",
    (
        Button("Nothing", "/consent_nothing"),
        Button("Just a summary", "/consent_summary"),
        Button("Summary and conversation", "/consent_full"),
    ),
)
RATING = Said(
    "How good was the help, from 1 (poor) to 5 (very good)?",
    (
        *(Button(str(n), f'/rate_help{{"stars": "{n}"}}') for n in range(1, 6)),
        Button("I still want a person", "/still_want_human"),
    ),
)
ANSWERS = {
    "/start": GREETING,
    "/human": CONSENT,
    "/request_human": CONSENT,
    "/language_de": Said("Gut, wir sprechen Deutsch."),
    "/end_chat": Said("Thank you, and goodbye."),
    "rate": RATING,
}
#: Commands of the page that the gate may not know yet.
TITLES = {"/end_chat": "End the chat", "/language_de": "Deutsch"}


class Scripted:
    """Stands where the gate stands: accepts by committing, and answers from ANSWERS."""

    def __init__(self, app: App, port: int) -> None:
        self.app, self.tail, self.port = app, Tail(app.db), port
        self.accepted: list[Incoming] = []
        self.loop = asyncio.new_event_loop()
        self.channel = webchat.Webchat()
        self.channel.gate = self  # type: ignore[assignment]

    @property
    def page(self) -> str:
        return f"http://127.0.0.1:{self.port}/webhooks/webchat/"

    async def accept(self, incoming: Incoming) -> bool:
        known = {**titles(self.app.texts), **TITLES}
        fresh = conversations.accept(self.app.db, incoming, known)
        if fresh:
            self.accepted.append(incoming)
            if answer := ANSWERS.get(incoming.text):
                self._put(incoming.conversation_id, answer, "assistant", "Assistant")
        self.tail.wake(incoming.conversation_id)
        return fresh

    def _put(self, conversation_id: str, said: Said, author: str, name: str) -> None:
        key = f"test:{uuid.uuid4()}"
        conversations.utter(self.app.db, conversation_id, key, author, name, said, list(State))

    def tell(
        self, conversation_id: str, said: Said, author: str = "assistant", name: str = "Assistant"
    ) -> None:
        """Say something into a conversation."""
        self._put(conversation_id, said, author, name)
        self.loop.call_soon_threadsafe(self.tail.wake, conversation_id)

    def types(self, conversation_id: str, name: str) -> None:
        """A person at the desk is writing."""
        self.loop.call_soon_threadsafe(self.channel.signs.typing, conversation_id, "agent", name)

    def texts(self, conversation_id: str) -> list[str]:
        """What the customer's page sent, in the order it was taken."""
        return [said.text for said in self.accepted if said.conversation_id == conversation_id]

    def run(self, started: threading.Event) -> None:
        asyncio.set_event_loop(self.loop)
        with mock.patch.object(webchat, "the_app", lambda: self.app):
            routes = self.channel.blueprint(None)  # type: ignore[arg-type]
        sanic = Sanic(f"scripted_{uuid.uuid4().hex}", configure_logging=False)
        sanic.config.ACCESS_LOG = False
        sanic.blueprint(routes, url_prefix="/webhooks/webchat")
        options = {"return_asyncio_server": True, "access_log": False}
        server = self.loop.run_until_complete(sanic.create_server("127.0.0.1", self.port, **options))
        self.loop.run_until_complete(server.startup())
        started.set()
        self.loop.run_forever()


@pytest.fixture(scope="session")
def chat(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scripted]:
    """A scripted chat on a port of its own. One for all: this sanic can start only once in a process."""
    home = tmp_path_factory.mktemp("scripted")
    found = dataclasses.replace(settings.read(), home=home, database=f"sqlite:///{home / 'scripted.db'}")
    app = App(found)
    migrate.upgrade(app.db)
    scripted, started = Scripted(app, free_port()), threading.Event()
    thread = threading.Thread(target=scripted.run, args=(started,), daemon=True)
    thread.start()
    assert started.wait(20), "the scripted chat did not start"
    yield scripted
    scripted.loop.call_soon_threadsafe(scripted.loop.stop)
    thread.join(10)


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
