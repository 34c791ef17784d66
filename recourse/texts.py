"""Every word for a customer is a response in domain.yml; this reads them for whoever has no Rasa."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from recourse.model import Button, RecourseError, Said

PLACE = re.compile(r"\{\{|\}\}|\{(\w+)\}")  # as in Rasa, {{ and }} stand for one brace


class Texts:
    """Responses by name, with their variations by the slot `language` (English where there is none)."""

    def __init__(self, responses: Mapping[str, list[dict[str, Any]]]) -> None:
        self._responses = responses

    def __contains__(self, name: str) -> bool:
        return name in self._responses

    def say(self, name: str, /, language: str | None = None, **values: object) -> Said:
        """The words of a response, its {places} filled; an unknown name or an unfilled place is an error."""
        if name not in self._responses:
            raise RecourseError(f"domain.yml has no response {name}; add it under responses")
        variation = self._variation(name, language)

        def fill(match: re.Match[str]) -> str:
            if match.group(1) is None:
                return match.group()[0]
            if match.group(1) not in values:
                raise RecourseError(f"domain.yml: {name} asks for {{{match.group(1)}}}, which was not given")
            return str(values[match.group(1)])

        def filled(text: str) -> str:
            return PLACE.sub(fill, text).strip()

        buttons = tuple(
            Button(filled(b["title"]), filled(b["payload"])) for b in variation.get("buttons", ())
        )
        return Said(filled(variation["text"]), buttons)

    def _variation(self, name: str, language: str | None) -> dict[str, Any]:
        plain = None
        for variation in self._responses[name]:
            conditions = variation.get("condition") or []
            wanted = {c["name"]: c["value"] for c in conditions if c.get("type") == "slot"}
            if language and wanted == {"language": language}:
                return variation
            if not wanted and plain is None:
                plain = variation
        return plain or self._responses[name][0]
