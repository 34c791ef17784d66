"""Parts of sentences: days, amounts and the words for them, which stand in domain.yml like all else."""

from __future__ import annotations

from datetime import date, timedelta

from recourse.app import the_app


def say(name: str, **values: object) -> str:
    """A part of a sentence, which stands in domain.yml like all else."""
    return the_app().texts.say(name, None, **values).text


def day(when: date) -> str:
    """A day as people say it: today, tomorrow, or Friday 4 December."""
    near = {-1: "yesterday", 0: "today", 1: "tomorrow"}.get((when - date.today()) // timedelta(1))
    return (
        say(f"utter_day_{near}")
        if near
        else say("utter_day_other", weekday=f"{when:%A}", day=when.day, month=f"{when:%B}")
    )


def euros(amount: float) -> str:
    """An amount as it is written in a sentence."""
    return f"{amount:.2f}"
