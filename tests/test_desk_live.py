"""The desk's streams, from a server that really runs: the state now, and then what changes, soon."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
import time
from contextlib import contextmanager

import pytest
import requests
import uvicorn

from recourse.desk import live
from recourse.desk.main import create
from recourse.model import Scope
from recourse.service import consents
from recourse.store import cases
from tests import desk, scenes
from tests.scenes import ONE

SOON = 5.0  # seconds; a heartbeat, by which everything is looked at again, comes after 15


@pytest.fixture
def base(app):
    """The address of a running desk."""
    with socket.socket() as bound:
        bound.bind(("127.0.0.1", 0))
        config = uvicorn.Config(create(app), log_level="warning", timeout_graceful_shutdown=1, ws="none")
        server = uvicorn.Server(config)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield f"http://127.0.0.1:{bound.getsockname()[1]}"
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()


@pytest.fixture
def headers(app):
    return desk.bearer(app)


@contextmanager
def stream(base, path, headers):
    """The events of a stream, as (name, data), each awaited no longer than a heartbeat."""
    with requests.get(f"{base}{path}", headers=headers, stream=True, timeout=10) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        yield events(answer.iter_lines(chunk_size=1, decode_unicode=True))


def events(lines):
    name = None
    for line in lines:
        field, _, value = line.partition(": ")
        if field == "event":
            name = value
        elif field == "data":
            yield name, json.loads(value)


def until(heard, wanted):
    """The first event that fits, and how long it took to come."""
    began = time.monotonic()
    for _, data in heard:
        if wanted(data):
            return data, time.monotonic() - began
    raise AssertionError("the stream ended")


class Restless:
    """A database in which something changes at every look."""

    def __init__(self):
        self.looks = 0

    def pulse(self, _db):
        self.looks += 1
        return (self.looks,)


@pytest.mark.parametrize("busy", [True, False])
def test_whoever_holds_a_stream_open_is_there_also_where_something_changes_all_the_time(monkeypatch, busy):
    """Pings come only in quiet times; the beat must come in busy ones, too."""
    monkeypatch.setattr(live, "EVERY_SECONDS", 0.01)
    monkeypatch.setattr(live, "HEARTBEAT_SECONDS", 0.1)
    monkeypatch.setattr(live, "pulse", Restless().pulse if busy else lambda _db: (1,))
    beats = []

    async def listen():
        made = live.Live(None)
        watching = asyncio.create_task(made.run())
        stream = made.events("queue", lambda: {"items": []}, beat=lambda: beats.append(1))

        async def drain():
            async for _ in stream:
                pass

        listening = asyncio.create_task(drain())
        for _ in range(500):
            if len(beats) >= 2:
                break
            await asyncio.sleep(0.02)
        made.close()
        await listening
        watching.cancel()

    asyncio.run(listen())
    assert len(beats) >= 2


def test_the_first_event_of_a_case_is_the_case_as_it_is(app, base, headers):
    case = scenes.hand_over(app)
    with stream(base, f"/api/cases/{case.id}/stream", headers) as heard:
        first = next(heard)
    assert first == ("case", requests.get(f"{base}/api/cases/{case.id}", headers=headers, timeout=10).json())
    assert first[1]["status"] == "queued"


def test_the_first_event_of_the_queue_is_everything_open_and_the_last_closed(app, base, headers):
    who = scenes.agent(app.db)
    waiting, helped, closed = (scenes.place(app.db, f"wc-{name}") for name in range(3))
    scenes.claim(app.db, helped, who)
    cases.close(app.db, scenes.claim(app.db, closed, who).id, who, cases.Status.RESOLVED)
    with stream(base, "/api/queue/stream", headers) as heard:
        name, data = next(heard)
    assert name == "queue"
    assert [item["id"] for item in data["items"]] == [waiting.id, helped.id, closed.id]


def test_whatever_changes_a_case_comes_by_itself_and_soon(app, base, headers):
    case, who = scenes.hand_over(app), scenes.agent(app.db)
    changes = [
        (lambda: scenes.claim(app.db, case, who), lambda seen: seen["status"] == "claimed"),
        (lambda: scenes.say(app.db, "Hello?"), None),
        (lambda: scenes.work_off(app.db), lambda seen: seen["messages"][-1]["text"] == "Hello?"),
        (
            lambda: cases.reply(app.db, case.id, who, "Here I am", "1"),
            lambda seen: seen["messages"][-1]["delivery"] == "waiting",
        ),
        (lambda: scenes.send_all(app.db), lambda seen: seen["messages"][-1]["delivery"] == "sent"),
        (lambda: consents.answer(app, ONE, Scope.SUMMARY, "button"), lambda seen: seen["summary"]),
        (lambda: consents.withdraw(app, ONE), lambda seen: not seen["summary"]),
        (
            lambda: scenes.place(app.db, priority=cases.CRISIS, alert={"self_harm": 0.9}),
            lambda seen: seen["priority"] == cases.CRISIS,
        ),
        (
            lambda: cases.close(app.db, case.id, who, cases.Status.RETURNED),
            lambda seen: seen["status"] == "returned",
        ),
    ]
    with stream(base, f"/api/cases/{case.id}/stream", headers) as heard:
        next(heard)
        for deed, wanted in changes:
            deed()
            if wanted:
                assert until(heard, wanted)[1] < SOON


def test_a_new_case_and_a_claim_show_in_every_open_queue(app, base, headers):
    with stream(base, "/api/queue/stream", headers) as ada, stream(base, "/api/queue/stream", headers) as ben:
        assert next(ada)[1] == next(ben)[1] == {"items": []}
        case = scenes.place(app.db)
        for heard in (ada, ben):
            data, seconds = until(heard, lambda seen: seen["items"])
            assert (data["items"][0]["id"], seconds < SOON) == (case.id, True)
        scenes.claim(app.db, case, scenes.agent(app.db))
        for heard in (ada, ben):
            assert until(heard, lambda seen: seen["items"][0]["status"] == "claimed")[1] < SOON


def test_what_belongs_to_another_case_sends_nothing(app, base, headers):
    case = scenes.place(app.db)
    with stream(base, f"/api/cases/{case.id}/stream", headers) as heard:
        next(heard)
        for number in range(3):
            scenes.place(app.db, f"wc-other-{number}", priority=cases.NORMAL)
            time.sleep(0.3)
        cases.cancel(app.db, ONE)
        assert next(heard)[1]["status"] == "cancelled"


def test_a_stream_asks_who_wants_it(app, base):
    case = scenes.place(app.db)
    for path in ("/api/queue/stream", f"/api/cases/{case.id}/stream"):
        assert requests.get(f"{base}{path}", timeout=10).status_code == 401
        reviewer = desk.bearer(app, "Rita", "reviewer")
        assert requests.get(f"{base}{path}", headers=reviewer, timeout=10).status_code == 403


def test_a_stream_of_no_case_is_a_404(base, headers):
    assert requests.get(f"{base}/api/cases/c-none/stream", headers=headers, timeout=10).status_code == 404
