"""The commands of ours, and what the gate itself answers while a human has the conversation."""

from __future__ import annotations

import functools
import json
import re

from recourse import consent, words
from recourse.app import App
from recourse.language import NAMES
from recourse.model import Said
from recourse.service import consents, privacy, speaking, telling
from recourse.store import cases
from recourse.store.conversations import Work
from recourse.texts import Texts

LEADING = re.compile(r"^[\s/]+")
#: A command to the intent that Rasa knows for it.
INTENTS = {
    "/start": "/greet",
    "/human": "/request_human",
    "/why": "/ask_why",
    "/privacy": "/ask_privacy",
    "/stop": "/stop_mood_reading",
    "/end_chat": "/end_chat",
    **{f"/language_{code}": f'/change_language{{"language_name": "{name}"}}' for code, name in NAMES.items()},
}
#: Words to a person that are (also) for the machine, if they are surely meant so.
SURE = 0.9
WITHDRAW = "withdraw_consent"
MOOD = {"stop_mood_reading": False, "start_mood_reading": True}
CONSENTS = (*consent.SCOPES, consent.PARTLY, consent.CONTACT)
FEW_WORDS = 2  # "nothing" alone, to a person, may answer anything


def as_rasa_reads_it(work: Work) -> str:
    """A command as its intent, a button as it is; words without a slash at the start, which Rasa would obey."""
    if work.kind == "command":
        return INTENTS[work.text.strip()]
    return work.text if work.kind == "button" else LEADING.sub("", work.text) or "?"


def titles(texts: Texts) -> dict[str, str]:
    """The words shown for a command, in place of the command."""
    shown = {f"/language_{code}": name for code, name in NAMES.items()}
    others = INTENTS.keys() - shown.keys()
    return {**shown, **{command: texts.say(f"utter_command_{command[1:]}").text for command in others}}


def answer_with_human(app: App, work: Work, intent: str) -> list[Said]:
    """The gate's own answers to consent, why, privacy and opting out; none for everything that is the human's.

    `intent` is what the words were surely understood as, or empty.
    """
    if work.kind == "text":
        return _answer_words(app, work, intent)
    if work.kind == "refused":
        return []
    said = _answer_button(app, work.conversation_id, INTENTS.get(work.text.strip(), work.text))
    return [said] if said else []


def _answer_words(app: App, work: Work, intent: str) -> list[Said]:
    conversation_id = work.conversation_id
    say = functools.partial(telling.say, app, conversation_id)
    if words.takes_back_consent(work.text) or intent == WITHDRAW:
        return [say(consents.withdraw(app, conversation_id))]
    if intent in MOOD:
        return [say(consents.set_mood_reading(app, conversation_id, MOOD[intent]))]
    if found := privacy.by_intent(app, conversation_id, intent):
        return [say(found[0], **found[1])]
    asked = intent in CONSENTS and len(work.text.split()) >= FEW_WORDS
    if asked and consents.is_pending(app, conversation_id):
        question = telling.consent_question(app, conversation_id)
        return [say("utter_consent_unsure"), say("utter_ask_consent", **question)]
    return []


def _answer_button(app: App, conversation_id: str, payload: str) -> Said | None:
    say = functools.partial(telling.say, app, conversation_id)
    if scope := consent.by_button(payload):
        return say(consents.answer(app, conversation_id, scope, "button"))
    if payload == f"/{consent.WITHDRAW}":
        return say(consents.withdraw(app, conversation_id))
    if payload == "/ask_why":
        response, values = telling.why(app, conversation_id)
        return say(response, **values)
    if payload == "/ask_privacy":
        return say("utter_privacy", **consents.told(app, conversation_id))
    if payload in ("/stop_mood_reading", "/start_mood_reading"):
        return say(consents.set_mood_reading(app, conversation_id, payload == "/start_mood_reading"))
    if found := privacy.by_intent(app, conversation_id, payload[1:]):
        return say(found[0], **found[1])
    if payload.startswith("/change_language"):
        name = json.loads(payload.partition("/change_language")[2])["language_name"]
        return say(speaking.change(app, conversation_id, name))
    if payload in ("/request_human", "/end_chat"):
        case = cases.latest(app.db, conversation_id)
        return say("utter_human_has_it", name=case.agent_name if case is not None else "")
    return None
