"""The settings: every one has a purpose, a bad one is named, and secrets are kept from others."""

from __future__ import annotations

import json
import os
import re
import stat
from pathlib import Path

import pytest

from recourse import settings
from recourse.model import RecourseError
from recourse.settings import SETTINGS
from tests.shipped import PROJECT


@pytest.fixture(autouse=True)
def clean(monkeypatch, tmp_path):
    """No setting of this machine, and a home of our own."""
    for name in [name for name in os.environ if name.startswith("RECOURSE_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("RECOURSE_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_every_setting_has_a_name_of_ours_and_a_purpose(setting):
    assert re.fullmatch(r"RECOURSE_[A-Z_]+", setting.name)
    assert len(setting.purpose) > 10


def test_no_setting_stands_there_twice():
    assert len({setting.name for setting in SETTINGS}) == len(SETTINGS)


def test_every_name_that_the_code_reads_is_a_setting():
    read = set()
    for file in PROJECT.glob("recourse/**/*.py"):
        read |= set(re.findall(r"RECOURSE_[A-Z]+(?:_[A-Z]+)*\b(?!_)", file.read_text()))
    internal = {
        "RECOURSE_KEEP",
        "RECOURSE_SECRET_NAME",
        "RECOURSE_SECRET_ACTIONS",
    }  # between our own processes
    assert read - internal <= {setting.name for setting in SETTINGS}


def test_without_any_setting_there_is_one_that_works(monkeypatch):
    monkeypatch.delenv("RECOURSE_HOME")
    found = settings.read()
    assert found.home == PROJECT / ".recourse"
    assert found.database == f"sqlite:///{found.home / 'recourse.db'}"
    assert (found.rasa_port, found.actions_port, found.desk_port) == (5005, 5055, 5080)
    assert (found.host, found.actions_url) == ("127.0.0.1", "http://127.0.0.1:5055/webhook")
    assert (found.emotion, found.scoring, found.secure_cookies) == ("on", True, False)


@pytest.mark.parametrize(
    ("name", "value", "field", "expected"),
    [
        ("RECOURSE_DESK_PORT", "6080", "desk_port", 6080),
        ("RECOURSE_DATABASE", "postgresql://x/y", "database", "postgresql://x/y"),
        ("RECOURSE_TRACKER_DIALECT", "postgresql", "tracker_dialect", "postgresql"),
        ("RECOURSE_EMOTION", "ask", "emotion", "ask"),
        ("RECOURSE_EMOTION", "", "emotion", "on"),  # empty is not set
        ("RECOURSE_COUNTRY", "gb", "country", "GB"),
        ("RECOURSE_SCORING", "off", "scoring", False),
        ("RECOURSE_SCORER", "", "scorer", None),
        ("RECOURSE_SCORER", "/srv/checkpoint", "scorer", Path("/srv/checkpoint")),
        ("RECOURSE_SCORER", "models/own", "scorer", PROJECT / "models/own"),
        ("RECOURSE_ACTIONS_TIMEOUT", "0.5", "actions_timeout", 0.5),
        ("RECOURSE_ACTIONS_PORT", "6055", "actions_url", "http://127.0.0.1:6055/webhook"),
        ("RECOURSE_ACTIONS_URL", "http://a/b", "actions_url", "http://a/b"),
        # every address to listen on is none to call
        ("RECOURSE_HOST", "0.0.0.0", "actions_url", "http://127.0.0.1:5055/webhook"),
        ("RECOURSE_HOST", "10.0.0.1", "actions_url", "http://10.0.0.1:5055/webhook"),
        ("RECOURSE_SHOP_PORT", "6090", "shop_url", "http://127.0.0.1:6090"),
        ("RECOURSE_SHOP_URL", "https://shop.example", "shop_url", "https://shop.example"),
    ],
)
def test_a_setting_does_what_it_says(monkeypatch, name, value, field, expected):
    monkeypatch.setenv(name, value)
    assert getattr(settings.read(), field) == expected


def test_a_home_given_by_a_relative_name_lies_in_the_project(monkeypatch):
    monkeypatch.setenv("RECOURSE_HOME", "elsewhere")
    assert settings.read().home == PROJECT / "elsewhere"


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("RECOURSE_EMOTION", "maybe", "use one of ask, off, on"),
        ("RECOURSE_EMOTION", "ON", "use one of ask, off, on"),
        ("RECOURSE_SCORING", "yes", "use one of off, on"),
        ("RECOURSE_SECURE_COOKIES", "true", "use one of off, on"),
        ("RECOURSE_TRACKER_DIALECT", "mysql", "use one of postgresql, sqlite"),
        ("RECOURSE_RASA_PORT", "http", "use a port from 1 to 65535"),
        ("RECOURSE_RASA_PORT", "50.5", "use a port from 1 to 65535"),
        ("RECOURSE_ACTIONS_PORT", "0", "use a port from 1 to 65535"),
        ("RECOURSE_DESK_PORT", "65536", "use a port from 1 to 65535"),
        ("RECOURSE_DESK_PORT", "-1", "use a port from 1 to 65535"),
        ("RECOURSE_ACTIONS_TIMEOUT", "two", "use a number"),
        ("RECOURSE_ACTIONS_TIMEOUT", "2s", "use a number"),
        ("RECOURSE_SESSION_HOURS", "-1", "use a number"),
        ("RECOURSE_SESSION_HOURS", "²", "use a number"),
        ("RECOURSE_SESSION_HOURS", ".", "use a number"),
    ],
)
def test_a_bad_setting_is_named_with_what_it_may_be(monkeypatch, name, value, says):
    monkeypatch.setenv(name, value)
    with pytest.raises(RecourseError) as error:
        settings.read()
    assert str(error.value).startswith(f"{name}={value!r}: ")
    assert says in str(error.value)


def test_a_secret_is_made_once_kept_and_different_from_others():
    first = settings.read().secret("desk")
    assert len(first) >= 32
    assert settings.read().secret("desk") == first
    assert settings.read().secret("rasa") != first
    assert settings.read().secret("desk") == first  # another beside it changes nothing


def test_two_homes_have_secrets_of_their_own(monkeypatch, tmp_path):
    first = settings.read().secret("desk")
    monkeypatch.setenv("RECOURSE_HOME", str(tmp_path / "second"))
    assert settings.read().secret("desk") != first


def test_nobody_else_on_the_machine_can_read_the_secrets(tmp_path):
    before = os.umask(0)
    try:
        settings.read().secret("desk")
        settings.read().secret("rasa")  # written a second time
    finally:
        os.umask(before)
    (file,) = (tmp_path / "home").iterdir()
    assert file.name == "secrets.json"
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_a_secret_given_by_the_environment_is_used_and_not_kept(monkeypatch, tmp_path):
    monkeypatch.setenv("RECOURSE_SECRET_DESK", "given")
    assert settings.read().secret("desk") == "given"
    assert not (tmp_path / "home").exists()


def test_an_empty_secret_from_the_environment_counts_as_none(monkeypatch, tmp_path):
    monkeypatch.setenv("RECOURSE_SECRET_DESK", "")
    made = settings.read().secret("desk")
    assert json.loads((tmp_path / "home/secrets.json").read_text()) == {"desk": made}


def test_reading_settings_makes_nothing_on_the_disk(tmp_path):
    settings.read()
    assert not (tmp_path / "home").exists()
