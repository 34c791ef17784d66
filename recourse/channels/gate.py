"""The gate: every customer's message is committed first, then worked on in order, whoever dies in between.

One gate a channel. A message in the state `bot`, `offered` or `queued` goes to Rasa; in `human` it stays
with the case and nothing reaches Rasa. Agents' words and the hand-back come through the outbox, here too.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import time
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import UserMessage
from rasa.shared.core.events import SlotSet, UserUttered
from sqlalchemy.exc import SQLAlchemyError

from recourse import consent, faults
from recourse.app import App
from recourse.channels import handback
from recourse.channels.commands import SURE, answer_with_human, as_rasa_reads_it, titles
from recourse.channels.output import GatedOutput
from recourse.channels.tail import Tail
from recourse.model import Incoming, State
from recourse.service import consents, speaking, turns
from recourse.store import conversations, outbox
from recourse.store.conversations import Work

log = logging.getLogger(__name__)
POLL_SECONDS = 0.1
RETRY_SECONDS = 1.0
TRIES = 10
DEFAULT_LANGUAGE = "en"  # what Rasa's slot has from the start
WITH_BOT = (State.BOT, State.OFFERED, State.QUEUED, State.CALLBACK)
Handler = Callable[[UserMessage], Awaitable[Any]]


class Gate:
    """The gate of one channel."""

    def __init__(self, app: App, channel: str, to_rasa: Handler) -> None:
        self.app, self.channel, self._to_rasa = app, channel, to_rasa
        self.tail = Tail(app.db)
        self.agent: Any = None
        self._awaited: dict[str, asyncio.Event] = {}
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._poller: asyncio.Task[None] | None = None

    # ---- taking in

    async def accept(self, incoming: Incoming) -> bool:
        """Commit a message, then see to it; False if it was here before. Raises where it cannot be kept."""
        fresh = await asyncio.to_thread(conversations.accept, self.app.db, incoming, titles(self.app.texts))
        if fresh:
            self.tail.wake(incoming.conversation_id)
        self.kick(incoming.conversation_id)
        return fresh

    async def worked_on(self, message_id: str, seconds: float) -> None:
        """Wait until an accepted message was worked on, here or in another process, at most so long."""
        event = self._awaited.setdefault(message_id, asyncio.Event())
        ends = time.monotonic() + seconds
        try:
            while time.monotonic() < ends and not await asyncio.to_thread(
                conversations.is_finished, self.app.db, self.channel, message_id
            ):
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(event.wait(), POLL_SECONDS)
        finally:
            self._awaited.pop(message_id, None)

    # ---- life

    async def start(self, agent: Any) -> None:
        """Take back what a dead process left, and watch for more."""
        handback.bound_actions(agent, self.app.settings.actions_timeout)
        await asyncio.to_thread(conversations.recover, self.app.db, self.channel)
        await self.tail.start()
        self.agent = agent  # from here on workers may take messages; recovering would take them away again
        self._poller = asyncio.create_task(self._poll())

    async def stop(self) -> None:
        """Let the streams go; what is in hand is taken up again at the next start."""
        if self._poller:
            self._poller.cancel()
        await self.tail.stop()

    async def _poll(self) -> None:
        while True:
            try:
                for conversation_id in await asyncio.to_thread(self._due):
                    self.kick(conversation_id)
                await self.tail.look()
                await asyncio.sleep(POLL_SECONDS)
            except SQLAlchemyError as error:
                log.warning("the database does not answer, trying again: %s", type(error).__name__)
                await asyncio.sleep(RETRY_SECONDS)

    def _due(self) -> set[str]:
        db = self.app.db
        return {*outbox.waiting(db, self.channel), *conversations.waiting(db, self.channel)}

    def kick(self, conversation_id: str) -> None:
        """See to a conversation, one worker each."""
        if self.agent is not None and conversation_id not in self._workers:
            self._workers[conversation_id] = asyncio.create_task(self._work(conversation_id))

    # ---- working

    async def _work(self, conversation_id: str) -> None:
        try:
            while not self.agent.is_ready():  # Rasa drops messages silently while it loads a model
                await asyncio.sleep(RETRY_SECONDS)
            while await self._send_next(conversation_id) or await self._handle_next(conversation_id):
                pass
        except SQLAlchemyError as error:
            log.warning("left %s for later: %s", conversation_id, type(error).__name__)
            await asyncio.sleep(RETRY_SECONDS)
        except Exception:
            log.exception("the worker of a conversation failed; it is taken up again")
            await asyncio.sleep(RETRY_SECONDS)
        finally:
            self._workers.pop(conversation_id, None)

    async def _send_next(self, conversation_id: str) -> bool:
        row = await asyncio.to_thread(outbox.next_for, self.app.db, conversation_id)
        if row is None:
            return False
        if row.kind == "handback":
            await handback.hand_back(
                self.app, self.agent, row, self._output(f"hb:{row.id}", (State.CLOSING,))
            )
        else:
            await asyncio.to_thread(outbox.delivered, self.app.db, row)
        self.tail.wake(conversation_id)
        return True

    def _output(self, key: str, while_in: tuple[State, ...]) -> GatedOutput:
        return GatedOutput(self.app, self.channel, key, while_in, self.tail.wake)

    async def _handle_next(self, conversation_id: str) -> bool:
        work = await asyncio.to_thread(conversations.take, self.app.db, conversation_id)
        if work is None:
            return False
        try:
            outcome = await self._handle(work)
            await asyncio.to_thread(conversations.finish, self.app.db, work, outcome)
        except SQLAlchemyError:
            await asyncio.sleep(RETRY_SECONDS)
            await asyncio.to_thread(conversations.put_back, self.app.db, work)
            raise
        if event := self._awaited.get(work.message_id):
            event.set()
        return True

    async def _handle(self, work: Work) -> str:
        output = self._output(
            f"re:{work.message_id}", (work.state,) if work.state is State.HUMAN else WITH_BOT
        )
        try:
            if work.tries > TRIES:
                raise RuntimeError(f"a message could not be worked on in {TRIES} tries")
            if work.state is State.HUMAN:
                intent = await self._understood(work)
                await asyncio.to_thread(self._with_human, work, output, intent)
            elif work.kind == "refused":
                refused = self.app.texts.say("utter_command_refused", work.language)
                await output.say(work.conversation_id, refused)
            elif work.state is State.QUEUED and consent.by_button(work.text):
                scope = consent.SCOPES[work.text[1:]]
                response = await asyncio.to_thread(
                    consents.answer, self.app, work.conversation_id, scope, "button"
                )
                await output.say(work.conversation_id, self.app.texts.say(response, work.language))
            else:
                await self._with_bot(work, output)
        except SQLAlchemyError:
            raise  # the message stays in hand and is taken up again
        except Exception:
            log.exception("a turn failed; the customer is told and offered a person")
            await asyncio.to_thread(self._assess_missing, work)
            await output.say(work.conversation_id, self.app.texts.say("utter_unsure", work.language))
            return "failed"
        return "done"

    async def _with_bot(self, work: Work, output: GatedOutput) -> None:
        if work.again and await self._known(work):
            return
        text = as_rasa_reads_it(work)
        await self._tell_language(work)
        message = UserMessage(
            text,
            output,
            work.conversation_id,
            input_channel=self.channel,
            message_id=work.message_id,
            metadata={"state": work.state.value},
        )
        await self._to_rasa(message)
        faults.point("turn:after")
        await asyncio.to_thread(self._assess_missing, work)

    async def _tell_language(self, work: Work) -> None:
        """Give Rasa's slot the language to answer in, before the turn, where it has another."""
        spoken = await asyncio.to_thread(speaking.hear, self.app, work)
        if spoken == (work.language_in_rasa or DEFAULT_LANGUAGE):
            return
        async with self.agent.lock_store.lock(work.conversation_id):
            tracker = await self.agent.processor.fetch_tracker_with_initial_session(work.conversation_id)
            tracker.update(SlotSet("language", spoken), self.agent.domain)
            await self.agent.tracker_store.save(tracker)
        await asyncio.to_thread(conversations.language_told, self.app.db, work.conversation_id, spoken)

    async def _understood(self, work: Work) -> str:
        """What words to a person surely mean to the machine; empty where that is not sure, or a button."""
        if work.kind != "text":
            return ""
        try:
            intent = (await self.agent.parse_message(as_rasa_reads_it(work))).get("intent") or {}
        except Exception:
            log.exception("words to a person could not be read; they are in the case all the same")
            return ""
        return str(intent.get("name") or "") if (intent.get("confidence") or 0) >= SURE else ""

    def _assess_missing(self, work: Work) -> None:
        text = as_rasa_reads_it(work)
        turns.assess_without_actions(self.app, work.conversation_id, work.message_id, text)

    async def _known(self, work: Work) -> bool:
        """Did Rasa keep this message before the process died? Then its replies were said, too."""
        tracker = await self.agent.tracker_store.retrieve(work.conversation_id)
        said = (e for e in reversed(tracker.events) if isinstance(e, UserUttered)) if tracker else ()
        return any(event.message_id == work.message_id for event in said)

    def _with_human(self, work: Work, output: GatedOutput, intent: str) -> None:
        for said in answer_with_human(self.app, work, intent):
            output.put(work.conversation_id, said, author="system")
        if work.kind == "text" and work.case_id:
            try:
                turns.assess_with_human(self.app, work.conversation_id, work.message_id, work.case_id)
            except SQLAlchemyError:
                raise
            except Exception:
                log.exception("a message to a person could not be scored; it is in the case all the same")
