"""The way to a person: the place in the queue, the offer, and what a case holds."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Row

from recourse import explanation, summary
from recourse.app import App
from recourse.model import Decision, Route, Status, Turn
from recourse.store import assessments, cases, conversations

ALERT_FLOOR = 0.5


def take_place(
    app: App,
    conversation_id: str,
    message_id: str | None,
    decision: Decision,
    actor: str,
    reopen: bool = False,
) -> tuple[Row[Any], bool]:
    """Put the conversation in the queue; its case, and whether that is new. Nothing said is passed on yet."""
    crisis = decision.route is Route.HAND_OVER_NOW
    branch = app.tree.branch(decision.branch)
    urgent = branch is not None and branch.urgent
    place = cases.Place(
        message_id=message_id,
        asked="you_asked" in decision.reasons,
        priority=cases.CRISIS if crisis else cases.HIGH if urgent else cases.NORMAL,
        alert=_alert(app, message_id, decision) if crisis else {},
        reopen=reopen,
    )
    return cases.take_place(app.db, conversation_id, place, actor)


def _alert(app: App, message_id: str | None, decision: Decision) -> dict[str, float]:
    """Name and level of the risk that the branch asked for, the only thing that goes with a crisis unasked."""
    branch = app.tree.branch(decision.branch)
    asked = branch.condition.names if branch else ()
    names = [name.split(".")[1] for name in asked if name.startswith("risk.")]
    row = assessments.find(app.db, message_id)
    found = row["values"].get("risk", {}) if row is not None else {}
    levels = {name: found.get(name) for name in names}
    sure = {name: p for name, p in levels.items() if isinstance(p, (int, float)) and p >= ALERT_FLOOR}
    return sure or {decision.branch: 1.0}


def decision_for(app: App, conversation_id: str, but: str = "") -> Row[Any] | None:
    """The newest decision that did anything; what led to a case counts until something was decided after it.

    `but` is a message that speaks of the decision, and is not meant itself.
    """
    case = cases.latest(app.db, conversation_id)
    behind = assessments.find(app.db, case.message_id) if case is not None else None
    did = [
        r
        for r in assessments.of_conversation(app.db, conversation_id)
        if r.route != Route.CONTINUE.value and r.case_id is None and r.message_id != but
    ]
    over = case.closed_at if case is not None else None
    if behind is not None and not any(over is not None and r.at > over for r in did):
        return behind
    return did[-1] if did else None


def file_of(app: App, case: Row[Any], contact: bool = False) -> dict[str, Any]:
    """What a case holds when the customer agrees: branch, reasons, risks, summary, emotion over the turns.

    `contact`: telephone and e-mail that the customer wrote go with it.
    """
    said = [
        m
        for m in conversations.recent(app.db, case.conversation_id, 500)
        if m.author in ("customer", "assistant")
    ]
    turns = [Turn("customer" if m.author == "customer" else "assistant", m.text) for m in said]
    rows = assessments.of_conversation(app.db, case.conversation_id)
    row = assessments.find(app.db, case.message_id)
    ids = list(row.reasons) if row is not None else ["you_asked"]
    branch = app.tree.branch(row.branch) if row is not None else None
    moods = [assessments.levels(r) for r in rows]
    sentences = explanation.reasons(app.texts, ids)
    told = summary.summarise(turns, [r.intent for r in rows], moods, sentences, contact)
    text = summary.written(told)
    risks = row["values"].get("risk", {}) if row is not None else {}
    return {
        "branch": row.branch if row is not None else None,
        "principle": branch.principle if branch else None,
        "route": row.route if row is not None else None,
        "reasons": ids,
        "reasons_text": sentences,
        "risks": {name: p for name, p in risks.items() if isinstance(p, (int, float))},
        "summary": text,
    }


def decline(app: App, conversation_id: str) -> bool:
    """The customer declines the offer of a person; False if none stands."""
    last = assessments.of_conversation(app.db, conversation_id, 2)
    felt: dict[str, float] = {}
    for row in last:  # the decline itself, and what it answers
        for name, level in assessments.levels(row).items():
            felt[name] = max(level, felt.get(name, 0.0))
    return cases.decline(app.db, conversation_id, felt)


def waiting_case(app: App, conversation_id: str) -> Row[Any] | None:
    """The conversation's open case, if it has one."""
    case = cases.latest(app.db, conversation_id)
    return case if case is not None and Status(case.status).open else None
