"""Before a deed: the tree is asked again, with what the assistant is about to do in `action.*`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, replace

from recourse import policy
from recourse.app import App
from recourse.model import Assessment, Decision, Deed, Value
from recourse.store import assessments


def permit(app: App, conversation_id: str, message_id: str, deed: Deed) -> Decision:
    """The tree's word on a deed. Where its route stops, the decision is kept and the deed must not be done.

    A turn that nobody assessed counts as failed, never as safe; and a deed that boundaries.yml does not
    allow is adverse, whatever the caller says of it.
    """
    deed = replace(deed, adverse=deed.adverse or app.boundaries.adverse(deed.kind, deed.amount))
    row = assessments.find(app.db, message_id)
    values: dict[str, Mapping[str, Value]] = (
        dict(assessments.found_in(row).values)
        if row is not None
        else {"system": {"failed": True}, "turn": {"offer_declined": False}}
    )
    values["action"] = asdict(deed)
    found = Assessment(values, row.model_version if row is not None else "none")
    decision = policy.decide(found, app.tree)
    if decision.route.stops:
        assessments.amend(app.db, conversation_id, message_id, found, decision)
    return decision
