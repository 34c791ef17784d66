"""Which language a conversation is held in: heard from what is written, or chosen."""

from __future__ import annotations

from recourse import language
from recourse.app import App
from recourse.store import conversations
from recourse.store.conversations import Work


def hear(app: App, work: Work) -> str:
    """The language to answer a message in. One that the customer chose stays; else what they write is heard."""
    if work.kind != "text" or work.language_chosen:
        return work.language
    spoken = language.detect(work.text, work.language)
    if spoken != work.language:
        conversations.set_language(app.db, work.conversation_id, spoken, chosen=False)
    return spoken


def change(app: App, conversation_id: str, name: str, said: str = "") -> str:
    """Hold the conversation in the language of this name, or named in these words; the response to give."""
    code = language.by_name(name) or language.named_in(said)
    if code is None:
        return "utter_languages"
    conversations.set_language(app.db, conversation_id, code, chosen=True)
    return "utter_language_set"
