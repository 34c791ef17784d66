"""A case as an agent may see it: never more than the customer agreed to."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from typing import Any

from sqlalchemy.engine import Row

from recourse import consent, redaction
from recourse.app import App
from recourse.model import Message, NotFound, Scope
from recourse.scoring.evidence import Word, deciding, strongest
from recourse.scoring.evidence import evidence as of_words
from recourse.service import turns
from recourse.store import assessments, cases, conversations, data_requests, outbox

GROUPS = ("distress", "hostility", "dissatisfaction")
TICKET = re.compile(r"(\bticket=)([\w.~-]+)")  # opens the copy of all the customer's data: theirs alone
Cut = tuple[int, int, str]  # start, end, and what stands there instead


@dataclass(frozen=True)
class _Shown:
    """The text of a message as a case shows it, and what was left out of it, each step on what the last one left."""

    text: str
    cuts: tuple[Sequence[Cut], ...]

    def place(self, word: Word) -> Word | None:
        """Where a word of the message stands in the text; None where any of it is left out."""
        start, end = word.start, word.end
        for cuts in self.cuts:
            if any(a < end and start < b for a, b, _ in cuts):
                return None
            moved = sum(len(instead) - (b - a) for a, b, instead in cuts if b <= start)
            start, end = start + moved, end + moved
        return word._replace(start=start, end=end)


def iso(at: float | None) -> str | None:
    """Seconds since the epoch as ISO 8601 in UTC."""
    return (
        datetime.fromtimestamp(at, timezone.utc).isoformat(timespec="milliseconds")
        if at is not None
        else None
    )


def head(app: App, case: Row[Any]) -> dict[str, Any]:
    """A case without its conversation, as lists show it. The scope decides what is in it."""
    scope = Scope(case.scope)
    shown = consent.visible(scope, case.shared)
    risks = shown.get("risks") or dict(case.alert)
    return {
        "id": case.id,
        "conversation_id": case.conversation_id,
        "status": case.status,
        "priority": case.priority,
        "route": shown.get("route"),
        "branch": shown.get("branch"),
        "principle": shown.get("principle"),
        "reasons": shown.get("reasons", []),
        "reasons_text": shown.get("reasons_text", []),
        "risks": risks,
        "summary": shown.get("summary", ""),
        "consent": {
            "scope": scope.value,
            "contact_details": bool(case.contact) and scope.shares_summary,
            "at": None,
        },
        "asked": case.asked,
        "channel": case.channel,
        "language": case.language,
        "opened_at": iso(case.opened_at),
        "claimed_by": {"id": case.claimed_by, "name": case.agent_name} if case.claimed_by else None,
        "claimed_at": iso(case.claimed_at),
        "closed_at": iso(case.closed_at),
        "position": cases.position(app.db, case),
        "rating": None,
        "emotion": [],
        "data_requests": [],
        "messages": [],
    }


def full(app: App, case: Row[Any]) -> dict[str, Any]:
    """A case with consent, conversation, emotion over the turns and rating."""
    shown = head(app, case)
    if receipts := cases.receipts(app.db, case.id):
        shown["consent"]["at"] = iso(receipts[-1].at)
    if (rating := cases.rating_of(app.db, case.id)) is not None:
        shown["rating"] = {"stars": rating.stars, "comment": rating.comment}
    shown["data_requests"] = _data_requests(app, case)
    scope = Scope(case.scope)
    if scope.shares_summary:
        rows = assessments.of_conversation(app.db, case.conversation_id)
        mine = (row for row in rows if row.case_id in (None, case.id) and _before_close(row, case))
        shown["emotion"] = [_emotion(row) for row in mine]
    said = _visible(case, scope, conversations.messages(app.db, case.conversation_id, limit=5000))
    replies = outbox.replies(app.db, case.id)
    ids = {f"out-{row.id}": row.client_id for row in replies}
    shown["messages"] = [{**line, "client_id": ids.get(line["id"])} for line in said] + _unsent(replies)
    return shown


def evidence(app: App, case: Row[Any], line_id: str) -> dict[str, Any]:
    """How one of the customer's messages was read: the verdict, and the words that the scores behind it rest on.

    Only of a message that the case shows, and of the text as it stands there; where not even a summary is
    shared, and for a message that nobody assessed, nothing.
    """
    scope = Scope(case.scope)
    said = conversations.messages(app.db, case.conversation_id, limit=5000)
    message = next((m for m in said if m.author == "customer" and f"m-{m.id}" == line_id), None)
    seen = _shown(case, scope, message) if message is not None else None
    if message is None or seen is None:
        raise NotFound("this case shows no message of the customer with this id")
    message_id = message.key.removeprefix("in:")
    row = assessments.find(app.db, message_id)
    if row is None or not scope.shares_summary:
        return {"branch": None, "route": None, "reasons": [], "evidence": []}
    branch, found = app.tree.branch(row.branch), assessments.found_in(row)
    names = deciding(branch.condition if branch else None, found)
    said_until = turns.said_until(app, case.conversation_id, message_id)
    read = of_words(app.scoring, said_until, names) if names else []
    return {
        "branch": row.branch,
        "route": row.route,
        "reasons": list(row.reasons),
        "evidence": [
            {
                "name": one.name,
                "score": round(float(found.get(one.name)), 4),  # type: ignore[arg-type]
                "words": strongest(word for each in one.words if (word := seen.place(each)) is not None),
            }
            for one in read
        ],
    }


def _data_requests(app: App, case: Row[Any]) -> list[dict[str, Any]]:
    """What the customer asks about their data, for the person who checks; nothing of what is in it."""
    found = data_requests.of_conversation(app.db, case.conversation_id)
    still = [row for row in found if row.state in data_requests.OPEN]
    return [{"id": row.id, "kind": row.kind, "state": row.state, "at": iso(row.at)} for row in still]


def _emotion(row: Row[Any]) -> dict[str, Any]:
    levels = assessments.levels(row)
    phase = "with_human" if row.case_id else "before"
    return {"at": iso(row.at), "phase": phase, **{name: levels.get(name) for name in GROUPS}}


def _visible(case: Row[Any], scope: Scope, said: Iterable[Message]) -> list[dict[str, Any]]:
    """What was said to the agent as it was typed; what was said before only under its scope, redacted.

    What the machine answered meanwhile ("why?") names the reasons, and is shown where they are.
    """
    shown = ((message, _shown(case, scope, message)) for message in said)
    return [_line(message, seen.text) for message, seen in shown if seen is not None]


def _shown(case: Row[Any], scope: Scope, message: Message) -> _Shown | None:
    cuts: list[Cut] = []
    if message.case_id == case.id:
        if message.author not in ("customer", "agent") and not scope.shares_summary:
            return None
    elif scope is Scope.CONVERSATION and message.case_id is None and _before_close(message, case):
        left_out = redaction.left_out(message.text, scope, case.contact)
        cuts = [(span.start, span.end, f"<{span.type}>") for span in left_out]
    else:
        return None
    text = _cut(message.text, cuts)
    tickets = [(match.start(2), match.end(2), "…") for match in TICKET.finditer(text)]
    return _Shown(_cut(text, tickets), (cuts, tickets))


def _cut(text: str, cuts: Sequence[Cut]) -> str:
    for start, end, instead in reversed(cuts):
        text = text[:start] + instead + text[end:]
    return text


def _before_close(what: Any, case: Row[Any]) -> bool:
    return bool(case.closed_at is None or what.at <= case.closed_at)


def _line(message: Message, text: str) -> dict[str, Any]:
    outgoing = message.author == "agent"
    return {
        "id": message.key.replace("out:", "out-") if outgoing else f"m-{message.id}",
        "author": message.author,
        "name": message.name,
        "text": text,
        "at": iso(message.at),
        "delivery": "sent" if outgoing else None,
        "client_id": None,
    }


def _unsent(rows: Iterable[Row[Any]]) -> list[dict[str, Any]]:
    return [
        {
            "id": f"out-{row.id}",
            "author": "agent",
            "name": row.payload["name"],
            "text": row.payload["text"],
            "at": iso(row.at),
            "delivery": row.state,
            "client_id": row.client_id,
        }
        for row in rows
        if row.state != "sent"
    ]
