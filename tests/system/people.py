"""A customer in the web chat and an agent at the desk, as clients of the published interfaces."""

from __future__ import annotations

import json
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any

import requests


def until(found: Callable[[], Any], what: str | Callable[[], str], seconds: float = 15.0) -> Any:
    """The first true answer of `found`, asked again and again; fails with `what` after so many seconds."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if answer := found():
            return answer
        time.sleep(0.02)
    raise AssertionError(f"waited {seconds} s for {what if isinstance(what, str) else what()}")


class Customer:
    """One web chat session."""

    def __init__(self, base: str, same_as: Customer | None = None, language: str | None = None) -> None:
        self.base = f"{base}/webhooks/webchat"
        if same_as:
            self.token, self.conversation_id = same_as.token, same_as.conversation_id
        else:
            page = {"language": language} if language else None
            opened = requests.post(f"{self.base}/session", json=page, timeout=10).json()
            self.token, self.conversation_id = opened["token"], opened["conversation_id"]
        self.sent: list[str] = []
        self._heard: list[dict[str, Any]] = []
        self._left = threading.Event()
        threading.Thread(target=self._listen, daemon=True).start()

    @property
    def headers(self) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}"}

    def post(self, message_id: str | None = None, **body: Any) -> requests.Response:
        """One try at sending, whatever comes of it."""
        found = {"message_id": message_id or uuid.uuid4().hex, **body}
        return requests.post(f"{self.base}/messages", json=found, headers=self.headers, timeout=10)

    def say(self, text: str | None = None, payload: str | None = None) -> str:
        """Send, and send again with the same id until it is accepted, as the page does."""
        message_id = uuid.uuid4().hex
        body = {"text": text} if payload is None else {"payload": payload}
        ends = time.monotonic() + 90
        while time.monotonic() < ends:
            try:
                answer = self.post(message_id, **body)
            except requests.RequestException:
                time.sleep(0.3)
                continue
            if answer.status_code == 202:
                self.sent.append(message_id)
                return message_id
            assert answer.status_code == 503, answer.text
            time.sleep(0.3)
        raise AssertionError(f"could not send {body}")

    def press(self, title: str) -> str:
        """Press the newest button with this title."""
        for event in reversed(self.events()):
            for button in event["buttons"]:
                if button["title"] == title:
                    return self.say(payload=button["payload"])
        raise AssertionError(f"no button {title!r} in {self.texts()}")

    def _listen(self) -> None:
        """Hold the stream open as the page does: after a break, take it up behind the last event heard."""
        while not self._left.is_set():
            headers = {**self.headers, "Last-Event-ID": str(self._heard[-1]["id"] if self._heard else 0)}
            try:
                with requests.get(
                    f"{self.base}/stream", headers=headers, stream=True, timeout=(3, 40)
                ) as answer:
                    for line in answer.iter_lines(chunk_size=1):
                        if line.startswith(b"data: {"):
                            self._heard.append(json.loads(line[6:]))
                        if self._left.is_set():
                            return
            except requests.RequestException:
                self._left.wait(0.3)

    def events(self, after: int = 0) -> list[dict[str, Any]]:
        """Everything heard so far."""
        return [event for event in self._heard if event["id"] > after]

    def history(self) -> list[dict[str, Any]]:
        """Everything from the start, as a reload shows it, by a stream of its own."""
        again = Customer(self.base.removesuffix("/webhooks/webchat"), self)
        last = self._heard[-1]["id"] if self._heard else 0
        until(lambda: again.events() and again.events()[-1]["id"] >= last, "the history")
        again.leave()
        return again.events()

    def leave(self) -> None:
        """Close the page."""
        self._left.set()

    def texts(self, author: str | None = None) -> list[str]:
        """The words said so far, of one author or all."""
        return [e["text"] for e in self.events() if author in (None, e["author"])]

    def hears(self, words: str, author: str | None = None, seconds: float = 15.0) -> dict[str, Any]:
        """Wait until something with these words was said."""

        def found() -> Any:
            return next(
                (e for e in self.events() if words in e["text"] and author in (None, e["author"])), None
            )

        return until(found, lambda: f"{words!r} in {self.conversation_id}: {self.texts()}", seconds)

    def turn(self, text: str) -> list[dict[str, Any]]:
        """Say something and give what the assistant answered."""
        before = max((e["id"] for e in self.events()), default=0)
        self.say(text)
        return until(
            lambda: [e for e in self.events(before) if e["author"] == "assistant"], f"an answer to {text!r}"
        )


class DeskAgent:
    """An agent with an API token."""

    def __init__(self, base: str, token: str) -> None:
        self.base, self.headers = base, {"Authorization": f"Bearer {token}"}

    def get(self, path: str, **kwargs: Any) -> requests.Response:
        return requests.get(f"{self.base}/api{path}", headers=self.headers, timeout=10, **kwargs)

    def post(self, path: str, body: Any = None) -> requests.Response:
        return requests.post(f"{self.base}/api{path}", json=body, headers=self.headers, timeout=10)

    def case_of(self, customer: Customer, seconds: float = 15.0, **having: Any) -> dict[str, Any]:
        """The customer's newest case, once it is there and has these values."""

        def found() -> Any:
            try:
                items = self.every_case()
            except (requests.RequestException, KeyError):
                return None
            mine = [case for case in items if case["conversation_id"] == customer.conversation_id]
            fitting = [case for case in mine if all(case[key] == value for key, value in having.items())]
            return fitting[-1] if fitting else None

        case = until(found, f"a case of {customer.conversation_id} with {having}", seconds)
        return self.case(case["id"])

    def every_case(self) -> list[dict[str, Any]]:
        """The whole list, page by page."""
        items: list[dict[str, Any]] = []
        cursor = None
        while True:
            page = self.get("/cases", params={"cursor": cursor} if cursor else {}).json()
            items += page["items"]
            if (cursor := page["next"]) is None:
                return items

    def case(self, case_id: str) -> dict[str, Any]:
        """The case, asked for again while the desk is down."""

        def found() -> Any:
            try:
                return self.get(f"/cases/{case_id}").json()
            except requests.RequestException:
                return None

        return until(found, f"the case {case_id}", 60)

    def insists(self, case: dict[str, Any], deed: str, body: Any = None, done: str = "") -> None:
        """A deed tried again until the desk answers; it counts if it was done by a try whose answer was lost."""

        def tried() -> Any:
            try:
                answer = self.post(f"/cases/{case['id']}/{deed}", body)
            except requests.RequestException:
                return None
            lost = done and answer.status_code == 409 and self.case(case["id"])["status"] == done
            assert answer.ok or lost, (answer.status_code, answer.text)
            return True

        until(tried, f"to {deed}", 60)

    def do(self, case: dict[str, Any], deed: str, body: Any = None) -> dict[str, Any]:
        """A deed that must work."""
        answer = self.post(f"/cases/{case['id']}/{deed}", body)
        assert answer.ok, (answer.status_code, answer.text)
        return answer.json()
