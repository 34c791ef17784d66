"""Why, what happens next, how long: decisions in the customer's words. Pure."""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence

from recourse.texts import Texts

ENOUGH_WAITS = 5


def reasons(texts: Texts, ids: Iterable[str], language: str | None = None) -> list[str]:
    """A sentence for each reason; they stand in domain.yml as utter_reason_<id>."""
    return [texts.say(f"utter_reason_{reason}", language).text for reason in ids]


def wait(texts: Texts, waits: Sequence[float], language: str | None = None) -> str:
    """The expected wait as a range of minutes, from the last waits in seconds; too few make no promise."""
    if len(waits) < ENOUGH_WAITS:
        return texts.say("utter_wait_unknown", language).text
    tenths = statistics.quantiles(waits, n=10)
    least = max(1, round(tenths[1] / 60))
    most = max(least + 1, round(tenths[-1] / 60) + 1)
    return texts.say("utter_wait_known", language, least=least, most=most).text
