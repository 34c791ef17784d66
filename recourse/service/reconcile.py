"""Finds what somebody's death left undone, and does it by the same functions."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.engine import Row
from sqlalchemy.exc import SQLAlchemyError

from recourse.app import App
from recourse.model import RecourseError, Scope, State, Status
from recourse.service import handoff, privacy, telling
from recourse.store import assessments, cases, conversations, data_requests
from recourse.store.data_requests import CONFIRMED
from recourse.store.database import now

log = logging.getLogger(__name__)
PATIENCE = 1.5  # seconds that the ordinary way has
MEMORY = 24 * 3600
ASK, LEAVE = "/consent_nothing", "/return_to_bot"  # buttons of the consent question and of the explanation


@dataclass
class Reconciler:
    """Run `once` every second or so; it does nothing where all went well."""

    app: App
    _told: set[tuple[str, float]] = field(default_factory=set)

    def once(self) -> int:
        """Open the missing cases, raise the missed alarms, tell who was not told, erase; how many of all."""
        mended = self._open_missing() + self._raise_missed()
        return mended + self._tell_untold() + self._tell_moved() + self._erase()

    def _erase(self) -> int:
        """What customers had erased goes, once nobody works on it any more."""
        return sum(self._erased(row) for row in data_requests.in_state(self.app.db, CONFIRMED))

    def _erased(self, request: Row[Any]) -> bool:
        try:
            return privacy.carry_out(self.app, request)
        except SQLAlchemyError as error:  # Rasa's database is another one, and may be away alone
            log.warning("an erasure waits, a database does not answer: %s", type(error).__name__)
            return False

    def _tell_moved(self) -> int:
        """Whoever moved up in the queue hears of it."""
        waiting = cases.listed(self.app.db, [Status.QUEUED.value], 500)
        behind = [case for number, case in enumerate(waiting, 1) if number < (case.told_position or 0)]
        return _each(behind, lambda case: telling.tell_changes(self.app, case))

    def _open_missing(self) -> int:
        return _each(assessments.without_case(self.app.db, *_ripe()), self._take_place)

    def _raise_missed(self) -> int:
        return _each(assessments.without_alarm(self.app.db, *_ripe()), self._take_place)

    def _take_place(self, row: Row[Any]) -> None:
        decision = assessments.decision_of(row)
        case, _ = handoff.take_place(
            self.app, row.conversation_id, row.message_id, decision, actor="reconciler"
        )
        log.warning("mended case %s, which the ordinary way had lost", case.id)

    def _tell_untold(self) -> int:
        return _each(self._untold(), self._tell)

    def _untold(self) -> list[Row[Any]]:
        """Waiting cases nobody looked at yet whose customers were not told; a turn under way may still say it."""
        waiting = [
            case
            for case in cases.listed(self.app.db, [Status.QUEUED.value], 500)
            if (case.id, case.queued_at) not in self._told
            and now() - case.queued_at >= PATIENCE
            and not conversations.in_hand(self.app.db, case.conversation_id)
        ]
        self._told.update((case.id, case.queued_at) for case in waiting if self._was_told(case))
        return [case for case in waiting if (case.id, case.queued_at) not in self._told]

    def _tell(self, case: Row[Any]) -> None:
        log.warning("told about case %s, which the ordinary way had not", case.id)
        telling.tell_about_case(self.app, case)
        self._told.add((case.id, case.queued_at))

    def _was_told(self, case: Row[Any]) -> bool:
        """Explained, and asked for consent if that is open; or past the queue."""
        said = conversations.recent(self.app.db, case.conversation_id, 50)
        state = conversations.find(self.app.db, case.conversation_id).state
        offered = {b.payload for m in said if m.at >= case.queued_at - 1 for b in m.buttons}
        needed = {LEAVE, ASK} if case.scope == Scope.PENDING.value else {LEAVE}
        return state != State.QUEUED.value or needed <= offered


def _ripe() -> tuple[float, float]:
    """Old enough that the ordinary way had its time, and not too old to matter: before, since."""
    return now() - PATIENCE, now() - MEMORY


def _each(rows: Iterable[Row[Any]], deed: Callable[[Row[Any]], object]) -> int:
    """Do it for each; one that fails must not keep the others waiting. How many were done."""
    done = 0
    for row in rows:
        try:
            deed(row)
            done += 1
        except RecourseError as error:
            log.warning("left undone for now: %s", error)
    return done
