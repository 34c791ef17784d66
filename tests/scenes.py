"""What tests do again and again: a customer writes, waits, is claimed; an agent answers. All by real parts."""

from __future__ import annotations

import itertools
from typing import Any

from sqlalchemy import select

from recourse.model import Agent, Incoming, Said, State, Turn
from recourse.service import handoff, turns
from recourse.store import agents, assessments, cases, conversations, outbox
from recourse.store.tables import audit

ONE = "wc-1"
TITLES = {"/human": "Talk to a person", "/why": "Why?"}
EVERY_STATE = tuple(State)
_numbers = itertools.count(1)


def say(db, text, message_id=None, conversation=ONE, channel="webchat"):
    """A customer's message reaches the gate; True if it is new."""
    number = message_id or f"m{next(_numbers)}"
    incoming = Incoming(channel, conversation, f"{conversation}:{number}", text)
    return conversations.accept(db, incoming, TITLES)


def utter(db, text, *buttons, conversation=ONE, key=None):
    """The assistant says something."""
    key = key or f"re:{next(_numbers)}:0"
    said = Said(text, tuple(buttons))
    return conversations.utter(db, conversation, key, "assistant", "Assistant", said, EVERY_STATE)


def agent(db, name="Ada", role="agent"):
    """Somebody at the desk."""
    return agents.who(db, agents.issue_token(db, name, role), "api")


def place(db, conversation=ONE, priority=cases.NORMAL, **more):
    """The customer asks for a person; the case."""
    conversations.open_one(db, conversation, "webchat", {})
    asked = cases.Place(more.pop("message_id", None), more.pop("asked", True), priority, **more)
    return cases.take_place(db, conversation, asked, "assistant")[0]


def claim(db, case, who: Agent):
    """An agent takes a case; the case as it is then."""
    cases.claim(db, case.id, who, {"author": "system", "name": "", "text": f"{who.name} has joined."})
    return cases.find(db, case.id)


def work_off(db, conversation=ONE):
    """Take and finish everything that the conversation's inbox has; what was taken."""
    taken = []
    while (work := conversations.take(db, conversation)) is not None:
        conversations.finish(db, work)
        taken.append(work)
    return taken


def send_all(db, conversation=ONE):
    """Send what the outbox has, as the gate does; the kinds sent."""
    sent = []
    while (row := outbox.next_for(db, conversation)) is not None:
        (outbox.handed_back if row.kind == "handback" else outbox.delivered)(db, row)
        sent.append(row.kind)
    return sent


def said(db, conversation=ONE):
    """(author, text) of everything said."""
    return [(m.author, m.text) for m in conversations.messages(db, conversation)]


def state(db, conversation=ONE):
    """The conversation's state."""
    return conversations.find(db, conversation).state


def deeds(db, conversation=ONE):
    """The actions in the audit log of a conversation, in order."""
    query = select(audit.c.action).where(audit.c.conversation_id == conversation).order_by(audit.c.id)
    with db.look() as connection:
        return list(connection.execute(query).scalars())


def turn(app, text, conversation=ONE, intent="", message_id=None, **known: Any):
    """A customer's turn with the assistant: accepted, taken, assessed; (message id, decision)."""
    say(app.db, text, message_id, conversation)
    work = work_off(app.db, conversation)[-1]
    heard = [
        Turn("customer" if m.author == "customer" else "assistant", m.text)
        for m in conversations.recent(app.db, conversation, 10)
    ]
    given = {"name": intent, "confidence": 0.9}
    decision = turns.assess(app, conversation, work.message_id, heard, given, known, "webchat")
    return work.message_id, decision


def hand_over(app, text="I want to talk to a person", conversation=ONE):
    """A turn that leads to a person, and the place in the queue; the case."""
    message_id, decision = turn(app, text, conversation)
    assert decision.route.hands_over, decision
    assert assessments.find(app.db, message_id)
    return handoff.take_place(app, conversation, message_id, decision, "assistant")[0]
