"""The only reader of the environment. Every setting has a default that suits a first try.

`SETTINGS` is what the README's table and `recourse settings` are made from.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from recourse.model import RecourseError


class Setting(NamedTuple):
    """A name in the environment, its default and what it is for."""

    name: str
    default: str
    purpose: str


SETTINGS = (
    Setting("RECOURSE_HOME", ".recourse", "folder for database, secrets and logs"),
    Setting("RECOURSE_DATABASE", "", "SQLAlchemy URL; empty means SQLite in RECOURSE_HOME"),
    Setting(
        "RECOURSE_TRACKER_URL",
        "",
        "database URL of Rasa's tracker store; empty means SQLite in RECOURSE_HOME",
    ),
    Setting("RECOURSE_TRACKER_DIALECT", "sqlite", "sqlite or postgresql, fitting RECOURSE_TRACKER_URL"),
    Setting("RECOURSE_HOST", "127.0.0.1", "address that Rasa, the actions and the desk listen on"),
    Setting("RECOURSE_RASA_PORT", "5005", "port of Rasa: the chat page and every channel"),
    Setting("RECOURSE_ACTIONS_PORT", "5055", "port of the action server"),
    Setting("RECOURSE_DESK_PORT", "5080", "port of the desk"),
    Setting("RECOURSE_SHOP_PORT", "5090", "port of the demonstration shop"),
    Setting(
        "RECOURSE_ACTIONS_URL",
        "",
        "where Rasa finds the actions; empty means this machine and the port above",
    ),
    Setting(
        "RECOURSE_SHOP_URL",
        "",
        "where the actions find the shop; empty means this machine and the port above",
    ),
    Setting("RECOURSE_ACTIONS_TIMEOUT", "2", "seconds before Rasa gives an action up and tells the customer"),
    Setting("RECOURSE_EMOTION", "on", "mood reading: on, ask (off until the customer says yes) or off"),
    Setting("RECOURSE_COUNTRY", "", "country (US, GB, DE …) whose help lines a customer in crisis is shown"),
    Setting("RECOURSE_SCORING", "on", "off leaves the scores out; only `make bench` uses it"),
    Setting(
        "RECOURSE_SCORER",
        "",
        "folder of a transformers checkpoint that scores in the shipped weights' place; empty means these",
    ),
    Setting("RECOURSE_SECURE_COOKIES", "off", "on where the desk is served over https"),
    Setting("RECOURSE_SESSION_HOURS", "720", "how long a web chat token is good for"),
    Setting(
        "RECOURSE_PUBLIC_URL",
        "",
        "address of Rasa as customers reach it (https://…), for links in the chat; empty means this machine",
    ),
    Setting("RECOURSE_FAULTS", "", "a test's file that names where a process dies (recourse/faults.py)"),
)
_DEFAULTS = {setting.name: setting.default for setting in SETTINGS}
_CHOICES = {
    "RECOURSE_TRACKER_DIALECT": {"sqlite", "postgresql"},
    "RECOURSE_EMOTION": {"on", "ask", "off"},
    "RECOURSE_SCORING": {"on", "off"},
    "RECOURSE_SECURE_COOKIES": {"on", "off"},
}
_PORTS = {name for name in _DEFAULTS if name.endswith("_PORT")}
_NUMBERS = {name for name in _DEFAULTS if name.endswith(("_TIMEOUT", "_HOURS"))}
NUMBER = re.compile(r"[0-9]+(\.[0-9]+)?")

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """The settings of one instance; `read()` takes them from the environment."""

    home: Path
    database: str
    tracker_url: str
    tracker_dialect: str
    host: str
    rasa_port: int
    actions_port: int
    desk_port: int
    shop_port: int
    actions_url: str
    shop_url: str
    actions_timeout: float
    emotion: str
    country: str
    scoring: bool
    scorer: Path | None
    secure_cookies: bool
    session_hours: float
    public_url: str
    project: Path = PROJECT

    def secret(self, name: str) -> str:
        """A secret of this instance: from the environment (RECOURSE_SECRET_NAME), else made once and kept."""
        given = os.environ.get(f"RECOURSE_SECRET_{name.upper()}")
        return given or _kept_secret(self.home / "secrets.json", name)


def read() -> Settings:
    """The settings as the environment has them now; a bad one says which and what it may be."""
    values = {name: os.environ.get(name) or default for name, default in _DEFAULTS.items()}
    for name, allowed in _CHOICES.items():
        if values[name] not in allowed:
            raise RecourseError(f"{name}={values[name]!r}: use one of {', '.join(sorted(allowed))}")
    for name in _PORTS:
        if not values[name].isdecimal() or not 0 < int(values[name]) < 65536:
            raise RecourseError(f"{name}={values[name]!r}: use a port from 1 to 65535")
    for name in _NUMBERS:
        if not NUMBER.fullmatch(values[name]):
            raise RecourseError(f"{name}={values[name]!r}: use a number such as 2 or 0.5")
    home = Path(values["RECOURSE_HOME"])
    home = home if home.is_absolute() else PROJECT / home
    host = values["RECOURSE_HOST"]
    local = "127.0.0.1" if host == "0.0.0.0" else host  # noqa: S104 - a comparison, nothing is bound here
    return Settings(
        home=home,
        database=values["RECOURSE_DATABASE"] or f"sqlite:///{home / 'recourse.db'}",
        tracker_url=values["RECOURSE_TRACKER_URL"] or f"sqlite:///{home / 'tracker.db'}",
        tracker_dialect=values["RECOURSE_TRACKER_DIALECT"],
        host=host,
        rasa_port=int(values["RECOURSE_RASA_PORT"]),
        actions_port=int(values["RECOURSE_ACTIONS_PORT"]),
        desk_port=int(values["RECOURSE_DESK_PORT"]),
        shop_port=int(values["RECOURSE_SHOP_PORT"]),
        actions_url=values["RECOURSE_ACTIONS_URL"]
        or f"http://{local}:{values['RECOURSE_ACTIONS_PORT']}/webhook",
        shop_url=values["RECOURSE_SHOP_URL"] or f"http://{local}:{values['RECOURSE_SHOP_PORT']}",
        actions_timeout=float(values["RECOURSE_ACTIONS_TIMEOUT"]),
        emotion=values["RECOURSE_EMOTION"],
        country=values["RECOURSE_COUNTRY"].upper(),
        scoring=values["RECOURSE_SCORING"] == "on",
        scorer=PROJECT / values["RECOURSE_SCORER"] if values["RECOURSE_SCORER"] else None,
        secure_cookies=values["RECOURSE_SECURE_COOKIES"] == "on",
        session_hours=float(values["RECOURSE_SESSION_HOURS"]),
        public_url=(values["RECOURSE_PUBLIC_URL"] or f"http://{local}:{values['RECOURSE_RASA_PORT']}").rstrip(
            "/"
        ),
    )


def _kept_secret(path: Path, name: str) -> str:
    kept: dict[str, str] = json.loads(path.read_text()) if path.exists() else {}
    if name not in kept:
        kept[name] = secrets.token_hex(32)
        path.parent.mkdir(parents=True, exist_ok=True)
        draft = path.with_suffix(".new")
        draft.touch(mode=0o600)
        draft.write_text(json.dumps(kept, indent=1))
        draft.replace(path)
    return kept[name]
