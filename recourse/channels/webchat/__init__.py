"""The web chat: a session, messages in, and a stream of events that a reload takes up where it was."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import json
import secrets
from typing import Any

from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer
from rasa.core.channels.channel import InputChannel
from sanic import Blueprint, response
from sanic.request import Request

from recourse.app import the_app
from recourse.channels.checks import MAX_ID, Refused, answering, body, identifier, text
from recourse.channels.gate import Gate, Handler
from recourse.channels.gated import Gated
from recourse.channels.webchat import boundaries, files
from recourse.channels.webchat.signs import Signs
from recourse.language import SPOKEN
from recourse.model import Incoming, Message, NotFound
from recourse.service import privacy
from recourse.service.casefile import iso
from recourse.store import conversations

TICKET_SECONDS = 60
HEARTBEAT_SECONDS = 15
GONE = "this conversation is over, and nothing is kept of it; start a new session"
DOWNLOAD = 'attachment; filename="my-data.json"'


class Tokens:
    """Signed tokens, each bound to one conversation."""

    def __init__(self, secret: str, hours: float) -> None:
        self._session = URLSafeTimedSerializer(secret, salt="webchat-session")
        self._ticket = URLSafeTimedSerializer(secret, salt="webchat-ticket")
        self._seconds = int(hours * 3600)

    def session(self, conversation_id: str) -> str:
        """A token for a conversation."""
        return str(self._session.dumps(conversation_id))

    def ticket(self, conversation_id: str) -> str:
        """A short-lived token for an address, where a header cannot be set."""
        return str(self._ticket.dumps(conversation_id))

    def conversation(self, request: Request) -> str:
        """The conversation of a request's bearer token or ticket; whatever else it brings is refused."""
        ticket = request.args.get("ticket")
        reader, token, age = (
            (self._ticket, ticket, TICKET_SECONDS)
            if ticket
            else (self._session, request.token, self._seconds)
        )
        try:
            return str(reader.loads(token or "", max_age=age))
        except SignatureExpired as error:
            raise Refused(401, "this token has expired; start a new session") from error
        except BadSignature as error:
            raise Refused(401, "no valid token; start a session first") from error


class Webchat(InputChannel):
    """The routes of the web chat; the gate does the rest."""

    gate: Gate

    @classmethod
    def name(cls) -> str:
        return "webchat"

    def blueprint(self, on_new_message: Handler) -> Blueprint:
        settings = the_app().settings
        self._tokens = Tokens(settings.secret("webchat"), settings.session_hours)
        self._identity_key = settings.secret("identity").encode()
        self._files = files.load()
        self.signs = Signs()
        routes = Blueprint("recourse_webchat", __name__)
        routes.add_route(answering(self.page), "/", methods=["GET"], name="page")
        routes.add_route(answering(self.static), "/static/<name:str>", methods=["GET"], name="static")
        routes.add_route(answering(self.session), "/session", methods=["POST"], name="session")
        routes.add_route(answering(self.messages), "/messages", methods=["POST"], name="messages")
        routes.add_route(answering(self.ticket), "/ticket", methods=["POST"], name="ticket")
        routes.add_route(
            answering(boundaries.page({**files.HEADERS, **files.PAGE_HEADERS})),
            "/boundaries",
            methods=["GET"],
            name="boundaries",
        )
        routes.add_route(answering(self.stream), "/stream", methods=["GET"], name="stream")
        routes.add_route(answering(self.export), "/export", methods=["GET"], name="export")
        return routes

    async def page(self, request: Request) -> Any:
        """The chat page; its own addresses are relative and need the slash."""
        if not request.path.endswith("/"):
            return response.redirect(request.path + "/")
        return files.answer(self._files["index.html"], request)

    async def static(self, request: Request, name: str) -> Any:
        """A module or style; other origins may load it, since the widget is one tag in any page."""
        if name not in self._files:
            raise Refused(404, "no such file")
        return files.answer(self._files[name], request)

    async def session(self, request: Request) -> Any:
        """A new conversation and its token, in the language of the page."""
        found = body(request) if request.body else {}
        address, language = self._identity(found), _language(found)
        conversation_id = f"wc-{secrets.token_hex(12)}"
        await asyncio.to_thread(
            conversations.open_one, self.gate.app.db, conversation_id, "webchat", address, language=language
        )
        token = self._tokens.session(conversation_id)
        return response.json({"token": token, "conversation_id": conversation_id})

    def _identity(self, found: dict[str, Any]) -> dict[str, str]:
        """Who the host page says this is: {"id", "signature": hex HMAC-SHA256 of the id}."""
        given = found.get("identity")
        if given is None:
            return {}
        if not isinstance(given, dict):
            raise Refused(422, "identity must be an object with id and signature")
        who, signature = identifier(given, "id"), identifier(given, "signature")
        right = hmac.new(self._identity_key, who.encode(), hashlib.sha256).hexdigest()
        if not hmac.compare_digest(right.encode(), signature.encode()):
            raise Refused(401, "the identity's signature is wrong")
        return {"identity": who}

    async def messages(self, request: Request) -> Any:
        """Accept a message: committed, then acknowledged. The same message_id twice is one message."""
        conversation_id = self._tokens.conversation(request)
        found = body(request)
        said, message_id = text(found, "payload", "text"), identifier(found, "message_id")
        unique = f"{conversation_id}:{message_id}"  # an id chosen by one customer cannot take another's place
        try:
            await self.gate.accept(Incoming("webchat", conversation_id, unique, said, opens=False))
        except NotFound as error:
            raise Refused(401, GONE) from error
        return response.json({"message_id": message_id}, status=202)

    async def _there(self, request: Request) -> str:
        """The conversation of a request, if it was not erased: the page begins a new one then."""
        conversation_id = self._tokens.conversation(request)
        if not await asyncio.to_thread(conversations.exists, self.gate.app.db, conversation_id):
            raise Refused(401, GONE)
        return conversation_id

    async def ticket(self, request: Request) -> Any:
        """A ticket for the stream: a browser's EventSource sends no headers."""
        return response.json({"ticket": self._tokens.ticket(await self._there(request))})

    async def export(self, request: Request) -> Any:
        """The copy of a conversation's data that was granted, as a file; the link is good for ten minutes."""
        try:
            given = request.args.get("ticket") or ""
            found = await asyncio.to_thread(privacy.export_for, self.gate.app, given)
        except SignatureExpired as error:
            raise Refused(401, "this link has run out; ask for your data again in the chat") from error
        except BadSignature as error:
            raise Refused(401, "this link is not valid; ask for your data in the chat") from error
        except privacy.NotGranted as error:
            raise Refused(403, str(error)) from error
        except NotFound as error:
            raise Refused(404, "nothing is kept of this conversation any more") from error
        headers = {**files.HEADERS, "Cache-Control": "no-store", "Content-Disposition": DOWNLOAD}
        return response.raw(_readable(found), content_type="application/json", headers=headers)

    async def stream(self, request: Request) -> Any:
        """Everything said after `Last-Event-ID`, and what comes, as server-sent events."""
        conversation_id = await self._there(request)
        last = _number(request.headers.get("last-event-id") or request.args.get("last_event_id") or "0")
        headers = {"Cache-Control": "no-cache", "X-Accel-Buffering": "no"}
        stream = await request.respond(content_type="text/event-stream", headers=headers)
        await stream.send("retry: 1000\n\n")
        with (
            self.gate.tail.waiter(conversation_id) as said,
            self.signs.listener(conversation_id, said) as signs,
        ):
            while not self.gate.tail.closing:
                said.clear()
                fresh = await asyncio.to_thread(
                    conversations.messages, self.gate.app.db, conversation_id, last
                )
                for message in fresh:
                    last = message.id
                    await stream.send(f"id: {last}\ndata: {json.dumps(_event(conversation_id, message))}\n\n")
                while signs:
                    await stream.send(signs.pop(0))
                if not fresh and not await asyncio.to_thread(
                    conversations.exists, self.gate.app.db, conversation_id
                ):
                    break  # erased: the page asks for a ticket, is refused, and begins anew
                if not fresh:
                    await _wait(said, stream)
        await stream.eof()


async def _wait(said: asyncio.Event, stream: Any) -> None:
    try:
        await asyncio.wait_for(said.wait(), HEARTBEAT_SECONDS)
    except asyncio.TimeoutError:
        await stream.send("event: ping\ndata: 1\n\n")  # an event and no comment: a page can see it


def _language(found: dict[str, Any]) -> str:
    language = found.get("language", SPOKEN[0])
    if language not in SPOKEN:
        raise Refused(422, f"language must be one of {', '.join(SPOKEN)}")
    return str(language)


def _readable(found: dict[str, Any]) -> bytes:
    return json.dumps(found, indent=2, ensure_ascii=False).encode("utf-8", "replace")


def _number(given: str) -> int:
    if not given.isdecimal() or len(given) > MAX_ID // 10:
        raise Refused(422, "last_event_id must be the id of an event")
    return int(given)


def _event(conversation_id: str, message: Message) -> dict[str, Any]:
    event = {
        "id": message.id,
        "author": message.author,
        "name": message.name,
        "text": message.text,
        "buttons": [{"title": button.title, "payload": button.payload} for button in message.buttons],
        "at": iso(message.at),
    }
    if message.author == "customer":  # the client's own id, so that it knows its message again
        event["message_id"] = message.key.removeprefix(f"in:{conversation_id}:")
        event["payload"] = message.payload
    return event


class WebchatInput(Gated, Webchat):
    """The web chat behind the gate."""
