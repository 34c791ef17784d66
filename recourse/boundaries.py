"""What the machine may not decide, and what it may do by itself: read from YAML, asked before a deed. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from recourse.conditions import nearest
from recourse.policy import PolicyError, loaded

SHIPPED = "data/policy/boundaries.yml"
FIELDS = {
    "boundaries": {"id", "kinds", "rationale", "owner", "reviewed", "review_by"},
    "allowed": {"kind", "limit", "up_to"},
}
OPTIONAL = {"up_to"}


@dataclass(frozen=True)
class Boundary:
    """Something that only a person decides, and the kinds of deeds by which it would be decided."""

    id: str
    kinds: tuple[str, ...]
    rationale: str
    owner: str
    reviewed: date | None
    review_by: date
    line: int


@dataclass(frozen=True)
class Allowed:
    """A kind of deed that the machine may do by itself; its limit in words, and in euros where there is one."""

    kind: str
    limit: str
    up_to: float | None
    line: int


@dataclass(frozen=True)
class Boundaries:
    """Both lists, in the order of the file."""

    forbidden: tuple[Boundary, ...]
    allowed: tuple[Allowed, ...]

    def adverse(self, kind: str, amount: float = 0.0) -> bool:
        """True for every deed that is not expressly allowed: what nobody thought of is not safe."""
        deed = next((deed for deed in self.allowed if deed.kind == kind), None)
        return deed is None or not (deed.up_to is None or amount <= deed.up_to)


def read(text: str, file: str) -> Boundaries:
    """The boundaries in a YAML text; a mistake is told with file, line, key and how to mend it."""
    data = loaded(text, file)
    if not isinstance(data, dict) or not all(isinstance(data.get(part), list) for part in FIELDS):
        raise PolicyError(f"{file}:1: needs a list of boundaries and a list allowed")
    listed = {part: [_Entry(file, part, data[part], n) for n in range(len(data[part]))] for part in FIELDS}
    forbidden = tuple(entry.boundary() for entry in listed["boundaries"])
    allowed = tuple(entry.allowed() for entry in listed["allowed"])
    _once([(boundary.id, boundary.line) for boundary in forbidden], file, "boundary")
    kinds = [(kind, boundary.line) for boundary in forbidden for kind in boundary.kinds]
    _once([*kinds, *((deed.kind, deed.line) for deed in allowed)], file, "kind")
    return Boundaries(forbidden, allowed)


class _Entry:
    """An entry of a list: checked for its keys, and able to say where a value is wrong."""

    def __init__(self, file: str, part: str, entries: Any, number: int) -> None:
        self._file, self._data, fields = file, entries[number], FIELDS[part]
        self.line = entries.lc.item(number)[0] + 1
        if not isinstance(self._data, dict):
            raise PolicyError(f"{file}:{self.line}: an entry of {part} has {', '.join(sorted(fields))}")
        if unknown := sorted(set(self._data) - fields, key=str):
            raise self._wrong(f"unknown key {unknown[0]!r}{nearest(unknown[0], fields)}", unknown[0])
        if lacking := sorted(fields - OPTIONAL - set(self._data)):
            raise self._wrong(f"needs {', '.join(lacking)}")

    def _wrong(self, what: str, key: str | None = None) -> PolicyError:
        at = self._data.lc.key(key)[0] + 1 if key else self.line
        return PolicyError(f"{self._file}:{at}: {self._data.get('id', self._data.get('kind', '?'))}: {what}")

    def words(self, *keys: str) -> dict[str, Any]:
        """Values that people read."""
        for key in keys:
            if not isinstance(self._data[key], str) or not self._data[key].strip():
                raise self._wrong(f"{key} must be words; people read it", key)
        return {key: str(self._data[key]) for key in keys}

    def _day(self, key: str) -> date:
        try:
            return date.fromisoformat(str(self._data[key]))
        except ValueError as error:
            raise self._wrong(f"{key} must be a day such as 2027-05-31", key) from error

    def boundary(self) -> Boundary:
        """The entry as a boundary."""
        kinds = self._data["kinds"]
        if not isinstance(kinds, list) or not kinds or not all(isinstance(kind, str) for kind in kinds):
            raise self._wrong("kinds must name at least one deed, e.g. kinds: [refuse_refund]", "kinds")
        reviewed, review_by = self._data["reviewed"] and self._day("reviewed"), self._day("review_by")
        rest: dict[str, Any] = {"reviewed": reviewed, "review_by": review_by, "line": self.line}
        return Boundary(kinds=tuple(kinds), **self.words("id", "rationale", "owner"), **rest)

    def allowed(self) -> Allowed:
        """The entry as a kind of deed that is allowed."""
        up_to = self._data.get("up_to")
        if up_to is not None and (
            isinstance(up_to, bool) or not isinstance(up_to, (int, float)) or up_to <= 0
        ):
            raise self._wrong(
                "up_to must be euros, e.g. up_to: 50; leave it out where there is no limit", "up_to"
            )
        return Allowed(up_to=up_to, line=self.line, **self.words("kind", "limit"))


def _once(named: list[tuple[str, int]], file: str, what: str) -> None:
    seen: dict[str, int] = {}
    for name, line in named:
        if name in seen:
            raise PolicyError(f"{file}:{line}: the {what} {name} stands already in line {seen[name]}")
        seen[name] = line
