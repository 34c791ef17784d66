"""The way to a person: the place in the queue first, then why, what next, how long."""

from __future__ import annotations

from typing import Any

from sqlalchemy.engine import Row

from recourse import explanation, summary
from recourse.app import App
from recourse.model import Decision, NotFound, Route, Said, Scope, Status, Turn
from recourse.store import assessments, cases, conversations, outbox

ALERT_FLOOR = 0.3
LINES = 3


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
    place = cases.Place(
        message_id=message_id,
        asked="you_asked" in decision.reasons,
        priority=cases.CRISIS if crisis else cases.NORMAL,
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


def explained(app: App, conversation_id: str) -> dict[str, Any]:
    """The values of utter_explain for the conversation's case: reasons, position, wait."""
    case = cases.latest(app.db, conversation_id)
    if case is None:
        raise NotFound(f"no case of {conversation_id}")
    row = assessments.find(app.db, case.message_id)
    sentences = explanation.reasons(app.texts, row.reasons if row is not None else ["you_asked"])
    return {"reasons": " ".join(sentences), **standing(app, case)}


def standing(app: App, case: Row[Any]) -> dict[str, Any]:
    """A case's position in the queue and the expected wait in words."""
    wait = explanation.wait(app.texts, cases.recent_waits(app.db))
    return {"position": cases.position(app.db, case) or 1, "wait": wait}


def resources(app: App) -> dict[str, str]:
    """The values of utter_crisis_resources: the emergency number and help lines of the country."""
    lines = [f"{line['name']} ({line['contact']})" for line in app.help_lines["resources"][:LINES]]
    return {"emergency": str(app.help_lines["emergency"]), "resources": "; ".join(lines)}


def needs_help_lines(app: App, case: Row[Any]) -> bool:
    """True for a crisis of the customer's own; nobody who threatens others is sent a help line."""
    row = assessments.find(app.db, case.message_id)
    return row is not None and "worried_about_you" in row.reasons


def why(app: App, conversation_id: str) -> tuple[str, dict[str, Any]]:
    """The response, and its values, that answers "why?"."""
    row = decision_for(app, conversation_id)
    if row is None:
        return "utter_why_nothing", {}
    branch = app.tree.branch(row.branch)
    sentences = " ".join(explanation.reasons(app.texts, row.reasons))
    principle = branch.principle if branch else ""
    return "utter_why", {"reasons": sentences, "branch": row.branch.replace("_", " "), "principle": principle}


def consent_question(app: App) -> dict[str, Any]:
    """The values of utter_ask_consent: who receives, who stores."""
    purpose = app.purposes["handover"]
    return {"recipient": purpose["recipient"], "stored_by": purpose["stored_by"]}


def tell_about_case(app: App, case: Row[Any]) -> None:
    """Say what the actions could not: resources, why and what next, and the consent question."""
    lines: list[Said] = []
    if needs_help_lines(app, case):
        lines.append(app.texts.say("utter_crisis_resources", **resources(app)))
    lines.append(app.texts.say("utter_explain", **explained(app, case.conversation_id)))
    if case.scope == Scope.PENDING.value:
        lines.append(app.texts.say("utter_ask_consent", **consent_question(app)))
    said = [m for m in conversations.recent(app.db, case.conversation_id, 50) if m.at >= case.queued_at - 1]
    heard = {message.text for message in said} | {message.buttons for message in said if message.buttons}
    fresh = [as_payload(line) for line in lines if line.text not in heard and line.buttons not in heard]
    outbox.tell(app.db, case, fresh, once=f"told:{case.id}:{case.queued_at}")


def as_payload(said: Said, author: str = "assistant", name: str = "") -> dict[str, Any]:
    """Words as the outbox keeps them."""
    buttons = [{"title": button.title, "payload": button.payload} for button in said.buttons]
    return {"author": author, "name": name, "text": said.text, "buttons": buttons}


def file_of(app: App, case: Row[Any]) -> dict[str, Any]:
    """What a case holds when the customer agrees: branch, reasons, risks, summary, emotion over the turns."""
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
    text = summary.written(summary.summarise(turns, [r.intent for r in rows], moods, sentences))
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


def reasons(app: App, decision: Decision) -> list[str]:
    """A decision's reasons as sentences."""
    return explanation.reasons(app.texts, decision.reasons)


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
