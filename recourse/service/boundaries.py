"""What the machine does not decide, in the customer's words: for the chat and for the public page."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from recourse.app import App

#: Languages of the public page, by their own names. What Recourse says of itself, it says in all of them.
LANGUAGES = {"en": "English", "de": "Deutsch", "es": "Español", "fr": "Français", "pt": "Português"}
PAGE = ("title", "intro", "forbidden", "allowed", "allowed_intro", "rules", "dispute", "back", "languages")


def spoken(language: str | None) -> str:
    """The language of the page for a customer who speaks this one."""
    return language if language in LANGUAGES else "en"


def told(app: App, language: str | None) -> dict[str, str]:
    """The values of utter_boundaries: a line for each boundary, and the address of the whole page."""
    lines = [app.texts.say(f"utter_boundary_{b.id}", language).text for b in app.boundaries.forbidden]
    page = f"{app.settings.public_url}/webhooks/webchat/boundaries?lang={spoken(language)}"
    return {"list": "\n".join(f"• {line}" for line in lines), "page": page}


@dataclass(frozen=True)
class Entry:
    """A boundary as the page shows it."""

    words: str
    why: str
    kept: str


def page(app: App, language: str) -> Mapping[str, Any]:
    """Everything that the public page says."""

    def say(name: str, **values: object) -> str:
        return app.texts.say(name, language, **values).text

    version = {"version": app.tree.version}
    words = {name: say(f"utter_boundaries_{name}", **(version if name == "rules" else {})) for name in PAGE}
    entries = [
        Entry(
            say(f"utter_boundary_{b.id}"),
            say(f"utter_boundary_why_{b.id}"),
            say(
                "utter_boundaries_kept",
                owner=b.owner,
                reviewed=b.reviewed or say("utter_boundaries_unreviewed"),
                review_by=b.review_by,
            ),
        )
        for b in app.boundaries.forbidden
    ]
    allowed = [say(f"utter_allowed_{deed.kind}", up_to=_euros(deed.up_to)) for deed in app.boundaries.allowed]
    shown = {"words": words, "entries": entries, "allowed": allowed}
    return {"language": language, "languages": LANGUAGES, **shown}


def _euros(amount: float | None) -> str:
    return "" if amount is None else f"{amount:g}"
