"""Finds what somebody's death left undone, and does it by the same functions."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field

from recourse.app import App
from recourse.model import State, Status
from recourse.service import handoff
from recourse.store import assessments, cases, conversations
from recourse.store.database import now

log = logging.getLogger(__name__)
PATIENCE = 1.5  # seconds that the ordinary way has
MEMORY = 24 * 3600
ASK = "/consent_nothing"


@dataclass
class Reconciler:
    """Run `once` every second or so; it does nothing where all went well."""

    app: App
    _told: set[tuple[str, float]] = field(default_factory=set)

    def once(self) -> int:
        """Open the missing cases, raise the missed alarms, tell who was not told; how many of all."""
        return self._open_missing() + self._raise_missed() + self._tell_untold()

    def _open_missing(self) -> int:
        found = assessments.without_case(self.app.db, now() - PATIENCE, now() - MEMORY)
        for row in found:
            decision = assessments.decision_of(row)
            case, fresh = handoff.take_place(
                self.app, row.conversation_id, row.message_id, decision, actor="reconciler"
            )
            if fresh:
                log.warning("opened case %s, which the ordinary way had lost", case.id)
        return len(found)

    def _raise_missed(self) -> int:
        found = assessments.without_alarm(self.app.db, now() - PATIENCE, now() - MEMORY)
        for row in found:
            decision = assessments.decision_of(row)
            log.warning("raised the priority of a case for a crisis that the ordinary way had lost")
            handoff.take_place(self.app, row.conversation_id, row.message_id, decision, actor="reconciler")
        return len(found)

    def _tell_untold(self) -> int:
        count = 0
        for case in cases.listed(self.app.db, [Status.QUEUED.value], 500):
            key = (case.id, case.opened_at)
            if key in self._told or now() - case.opened_at < PATIENCE:
                continue
            if conversations.in_hand(self.app.db, case.conversation_id):
                continue  # a turn is under way, or will be taken up again: it may say all this itself
            if not self._asked(case.conversation_id, case.opened_at):
                log.warning("told about case %s, which the ordinary way had not", case.id)
                handoff.tell_about_case(self.app, case)
                count += 1
            self._told.add(key)
        return count

    def _asked(self, conversation_id: str, since: float) -> bool:
        said = conversations.recent(self.app.db, conversation_id, 50)
        state = conversations.find(self.app.db, conversation_id).state
        asked = (m for m in said if m.at >= since - 1 and any(b.payload == ASK for b in m.buttons))
        return state != State.QUEUED.value or any(asked)
