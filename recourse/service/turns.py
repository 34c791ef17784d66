"""Assess a customer turn, decide, and keep both."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from recourse import fairness, language, policy, scoring, words
from recourse.app import App
from recourse.model import Assessment, Decision, NotFound, Route, State, Turn, Value
from recourse.scoring import context
from recourse.service import consents, handoff
from recourse.store import assessments, cases, conversations, privacy
from recourse.store.conversations import ensure
from recourse.summary import topic_of

RECENT = 10
ANSWERS = ("affirm", "deny", "decline_offer", "dispute_decision", "not_that")  # to an offer, which they end
WANTS_PERSON = ("request_human", "still_want_human")
QUIET_TURNS = 3  # an acknowledgement rests for so many turns; anger is seen to rise over as many


def assess(
    app: App,
    conversation_id: str,
    message_id: str,
    turns: Sequence[Turn],
    intent: Mapping[str, Any],
    turn: Mapping[str, Any],
    channel: str = "unknown",
) -> Decision:
    """Score the last of `turns`, decide and record; asked again about a message, give the same answer.

    `intent` is {"name", "confidence"}; `turn` what the dialogue knows (fallbacks).
    """
    if (kept := assessments.find(app.db, message_id)) is not None:
        return assessments.decision_of(kept)
    try:
        owner = conversations.find(app.db, conversation_id)
    except NotFound:  # rasa shell, or a channel without a gate
        if privacy.was_erased(app.db, conversation_id):
            raise  # Rasa gave this turn up long ago; it must not bring anything back
        with app.db.change("ensure") as connection:
            ensure(connection, conversation_id, channel, {})
        owner = conversations.find(app.db, conversation_id)
    last = assessments.of_conversation(app.db, owner.id, QUIET_TURNS)
    offered = _person_was_offered(app, conversation_id)
    given = _given(owner, turns[-1].text, intent, turn, last, offered)
    if app.settings.scoring and not turns[-1].text.startswith("/"):
        found, decision = _judged(app, owner, turns, given, last)
    else:
        found = _unscored(turns, given)
        decision = policy.decide(found, app.tree)
    assessments.record(app.db, conversation_id, message_id, found, decision)
    if owner.state == State.OFFERED.value and intent.get("name") not in ANSWERS:
        cases.lapse(app.db, conversation_id)  # a "yes" to something else, later, is no yes to this
    return decision


def _unscored(turns: Sequence[Turn], given: Mapping[str, Mapping[str, Any]]) -> Assessment:
    """Where there are no words to read: a button of ours was pressed (or scoring is switched off)."""
    values: dict[str, Any] = {}
    context.complete(values, turns, given)
    return Assessment(values, "off")


def _person_was_offered(app: App, conversation_id: str) -> bool:
    """Did the last thing said have a button to a person, and no yes or no of another question?"""
    said = [m for m in conversations.recent(app.db, conversation_id, 4) if m.author == "assistant"]
    payloads = {button.payload for button in said[-1].buttons} if said else set()
    return "/request_human" in payloads and "/affirm" not in payloads


def _given(
    owner: Any,
    text: str,
    intent: Mapping[str, Any],
    turn: Mapping[str, Any],
    last: Sequence[Any],
    person_was_offered: bool,
) -> dict[str, dict[str, Any]]:
    """What is known before anything is scored: the dialogue, the language, what was declined."""
    given: dict[str, dict[str, Any]] = {"intent": dict(intent), "turn": dict(turn), "trend": {}}
    spoken = owner.language or language.SPOKEN[0]
    given["turn"]["language"] = spoken if text.startswith("/") else language.detect(text, spoken)
    given["turn"]["offer_declined"] = owner.declined is not None
    said_yes = intent.get("name") == "affirm" and any(map(str.isalpha, text))  # a row of emojis is no yes
    if said_yes and (owner.state == State.OFFERED.value or person_was_offered):
        given["turn"]["asks_human"] = True
    if words.wants_no_human(text) and intent.get("name") in WANTS_PERSON:
        given["intent"]["name"] = ""  # misread: the words say the contrary
    given["turn"]["ironic"] = words.ironic(text)
    given["topic"] = {"name": topic_of(str(intent.get("name") or ""))}
    given["trend"]["fresh"] = all(row.route != Route.ACKNOWLEDGE.value for row in last)
    return given


def _judged(
    app: App,
    owner: Any,
    turns: Sequence[Turn],
    given: Mapping[str, Mapping[str, Any]],
    last: Sequence[Any],
) -> tuple[Assessment, Decision]:
    """The scores and the decision, whoever the customer may be."""
    mood = consents.reads_mood(app, owner)
    judged = given["turn"]["language"] == language.SPOKEN[0]
    beside = functools.partial(_beside, owner, last)
    return fairness.judge(app.scoring, app.tree, turns, given, mood, judged, beside)


def _beside(owner: Any, last: Sequence[Any], found: Assessment) -> Assessment:
    """With what the scores tell beside the turns before and the offer that was declined."""
    emotion = found.values["emotion"]
    trend = dict(found.values["trend"])
    if isinstance(angry := emotion.get("hostility"), float):
        before = [assessments.levels(row).get("hostility") for row in last]
        trend["rise"] = context.rise([*(level for level in before if level is not None), angry])
    if owner.declined is not None:
        now = {name: level for name in owner.declined if isinstance(level := emotion.get(name), float)}
        trend["worse"] = context.worse(now, owner.declined)
    return Assessment({**found.values, "trend": trend}, found.version)


def assess_without_actions(app: App, conversation_id: str, message_id: str, text: str) -> Decision | None:
    """Keep what words alone tell of a turn that the action server did not assess; None if it did.

    Who reconciles finds a decision to hand over here, and opens the case.
    """
    if assessments.find(app.db, message_id) is not None:
        return None
    found = scoring.failed(text)
    owner = conversations.find(app.db, conversation_id)
    agreed = owner.state == State.OFFERED.value and words.agrees(text)
    intent: dict[str, Value] = {
        "name": text[1:].split("{")[0] if text.startswith("/") else "",
        "confidence": 1.0,
    }
    values: dict[str, Mapping[str, Value]] = {**found.values, "intent": intent}
    if agreed:
        values["turn"] = {**found.values["turn"], "asks_human": True}
    decision = policy.decide(Assessment(values, found.version), app.tree)
    assessments.record(app.db, conversation_id, message_id, Assessment(values, found.version), decision)
    if decision.route is Route.OFFER_HUMAN:
        cases.offer(app.db, conversation_id)
    return decision


def said_until(app: App, conversation_id: str, message_id: str) -> list[Turn]:
    """The last things said up to a customer's message, which is the last of them."""
    said = conversations.recent(app.db, conversation_id, RECENT, until=f"in:{message_id}")
    turns = [Turn(m.author, m.text) for m in said if m.author in ("customer", "assistant", "agent")]  # type: ignore[arg-type]
    while turns and turns[-1].role != "customer":
        turns.pop()
    return turns


def assess_with_human(app: App, conversation_id: str, message_id: str, case_id: str) -> None:
    """Score what the customer says to a person: the desk sees it, and a crisis raises the priority."""
    if assessments.find(app.db, message_id) is not None or not app.settings.scoring:
        return
    owner = conversations.find(app.db, conversation_id)
    turns = said_until(app, conversation_id, message_id)
    if not turns:
        return
    spoken = language.detect(turns[-1].text, owner.language or language.SPOKEN[0])
    mood = consents.reads_mood(app, owner)
    given = {"turn": {"language": spoken}}
    found, decision = fairness.judge(app.scoring, app.tree, turns, given, mood, spoken == language.SPOKEN[0])
    assessments.record(app.db, conversation_id, message_id, found, decision, case_id)
    if decision.route is Route.HAND_OVER_NOW:
        handoff.take_place(app, conversation_id, message_id, decision, actor="assistant")
