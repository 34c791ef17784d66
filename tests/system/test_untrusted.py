"""Whatever a customer brings gets a clear answer, and nothing crosses conversations."""

from __future__ import annotations

import uuid
from typing import ClassVar

import pytest
import requests
from itsdangerous import URLSafeTimedSerializer

from recourse.channels.checks import MAX_TEXT
from tests.system.people import Customer, DeskAgent
from tests.system.running import System
from tests.system.test_story import queued

STRANGE = {
    "a slash before words": "/ I want to know where my order is",
    "one character": "x",
    "the longest that fits": "é" * MAX_TEXT,
    "emoji only": "😀👩‍👩‍👧‍👧🏳️‍🌈",
    "markup": "<script>alert(1)</script><img src=x onerror=alert(1)>",
    "right to left": "مرحبا، أين طلبي؟ \u202eevil",
    "null bytes": "wo\x00rd\x00",
    "a lone surrogate": "broken \ud83d half",
    "control characters": "bell\x07 tab\t line\nbreak",
    "templates": "{order_number} ${HOME} {{7*7}} %s",
    "sql": "'; drop table message; --",
}


@pytest.mark.parametrize("text", STRANGE.values(), ids=STRANGE.keys())
def test_strange_words_are_answered_and_kept(system: System, text: str) -> None:
    customer = system.customer()
    assert customer.turn(text)
    (mine,) = [e for e in customer.events() if e["author"] == "customer"]
    shown = text.replace("\x00", "").replace("\u202e", "")  # a character that turns words round is left out
    expected = shown.encode("utf-8", "replace").decode()
    assert mine["text"] == expected


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"not json", 400),
        (b"[1, 2]", 422),
        (b"\xff\xfe", 400),
        (b'{"text": 5, "message_id": "a"}', 422),
        (b'{"text": "   ", "message_id": "a"}', 422),
        (b'{"text": "\\u0000", "message_id": "a"}', 422),
        (b'{"text": "hello"}', 422),
        (b'{"text": "hello", "message_id": ""}', 422),
        (b'{"text": "hello", "message_id": {"a": 1}}', 422),
        (b'{"text": "' + b"a" * (MAX_TEXT + 1) + b'", "message_id": "a"}', 413),
        (b'{"text": "' + b"a" * 300_000 + b'", "message_id": "a"}', 413),
    ],
)
def test_a_body_that_cannot_be_kept_is_refused_in_words(customer: Customer, body: bytes, status: int) -> None:
    answer = requests.post(f"{customer.base}/messages", data=body, headers=customer.headers, timeout=10)
    assert answer.status_code == status
    assert "Traceback" not in answer.text and answer.json()["error"]


def bad_tokens(system: System, customer: Customer) -> dict[str, str]:
    forged = URLSafeTimedSerializer("guessed", salt="webchat-session").dumps(customer.conversation_id)
    ours = URLSafeTimedSerializer(system.settings.secret("webchat"), salt="webchat-ticket")
    return {
        "none": "",
        "nonsense": "nonsense",
        "forged": str(forged),
        "changed": customer.token[:-2] + ("aa" if customer.token[-2:] != "aa" else "bb"),
        "a ticket in place of a token": str(ours.dumps(customer.conversation_id)),
    }


def test_a_bad_token_opens_nothing(system: System, customer: Customer) -> None:
    for name, token in bad_tokens(system, customer).items():
        headers = {"Authorization": f"Bearer {token}"}
        for method, path in (("post", "messages"), ("post", "ticket"), ("get", "stream")):
            answer = requests.request(method, f"{customer.base}/{path}", headers=headers, json={}, timeout=10)
            assert answer.status_code == 401, (name, path)
            assert "Traceback" not in answer.text and answer.json()["error"]


def test_an_expired_token_says_so(system: System) -> None:
    from recourse.channels.webchat import Tokens

    class Asked:
        args: ClassVar[dict[str, str]] = {}
        token = Tokens(system.settings.secret("webchat"), 1).session("wc-1")

    with pytest.raises(Exception, match="expired"):
        Tokens(system.settings.secret("webchat"), -1).conversation(Asked)  # type: ignore[arg-type]


def test_one_customer_cannot_take_anothers_message_id_nor_hear_them(system: System) -> None:
    one, other = system.customer(), system.customer()
    shared = uuid.uuid4().hex
    assert one.post(shared, text="hello from one").status_code == 202
    assert other.post(shared, text="hello from the other").status_code == 202
    one.hears("Hello! I am")
    other.hears("Hello! I am")
    assert "hello from the other" not in one.texts() and "hello from one" not in other.texts()


def test_a_button_of_another_conversation_is_refused(system: System) -> None:
    offered, stranger = system.customer(), system.customer()
    queued(offered)
    stranger.say(payload="/consent_full")
    stranger.hears("not one of mine")


def test_the_same_message_twice_is_one(system: System) -> None:
    customer = system.customer()
    message_id = uuid.uuid4().hex
    for _ in range(5):
        assert customer.post(message_id, text="are you human?").status_code == 202
    customer.hears("I am a machine")
    assert customer.texts() == ["are you human?", customer.texts("assistant")[0]]


def test_rasas_own_routes_and_the_actions_ask_who_comes(system: System, customer: Customer) -> None:
    rasa, actions = system.chat, f"http://127.0.0.1:{system.settings.actions_port}"
    assert (
        requests.get(f"{rasa}/conversations/{customer.conversation_id}/tracker", timeout=10).status_code
        == 401
    )
    assert requests.post(f"{rasa}/model/parse", json={"text": "hi"}, timeout=10).status_code == 401
    body = {"next_action": "action_why", "sender_id": customer.conversation_id, "tracker": {}}
    assert requests.post(f"{actions}/webhook", json=body, timeout=10).status_code == 401


def test_the_rest_channel_asks_for_its_key_and_keeps_to_its_own(system: System, agent: DeskAgent) -> None:
    address = f"{system.chat}/webhooks/rest/webhook"
    assert requests.post(address, json={"sender": "a", "message": "hello"}, timeout=10).status_code == 401
    headers = {"Authorization": f"Bearer {system.recourse('secret', 'rest')}"}

    def say(text: str, message_id: str) -> list[str]:
        body = {"sender": "jo", "message": text, "message_id": message_id}
        return [
            reply["text"] for reply in requests.post(address, json=body, headers=headers, timeout=30).json()
        ]

    (greeting,) = say("hello", "1")
    assert "a machine" in greeting
    assert say("hello", "1") == [greeting]  # the answer was lost on its way: the same again
    assert len(say("get me a person", "2")) == 2
    (case,) = [c for c in agent.get("/cases?status=queued").json()["items"] if c["channel"] == "rest"]
    agent.do(case, "claim")
    agent.do(case, "messages", {"text": "Hello Jo"})
    assert "Hello Jo" in say("are you there?", "3")[-1]
