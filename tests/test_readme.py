"""The README tells the truth: its commands run, its files exist, its settings are all there."""

from __future__ import annotations

import re
import subprocess

import pytest

from recourse.settings import PROJECT, SETTINGS

README = (PROJECT / "README.md").read_text()
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines()
]
#: Run elsewhere: `make run` by tests/system/test_run.py, the others by `make test` itself, which is CI.
ELSEWHERE = ("make run", "make test", ".venv/bin/recourse rasa ")


@pytest.mark.parametrize("command", [c for c in COMMANDS if not c.startswith(ELSEWHERE)])
def test_every_command_works_as_it_stands(command: str, tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("RECOURSE_HOME", str(tmp_path))
    done = subprocess.run(command, shell=True, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and done.stdout.strip(), done.stderr


def test_what_is_run_elsewhere_is_run_there() -> None:
    makefile = (PROJECT / "Makefile").read_text()
    for command in (c for c in COMMANDS if c.startswith(".venv/bin/recourse rasa ")):
        assert command.removeprefix(".venv/bin/") in makefile.replace("$(VENV)/", ""), command
    assert "`uv sync --extra torch`" in README and "setup $(UV_VERSION) --extra torch" in makefile
    assert "make test" in (PROJECT / ".ci/run").read_text()
    assert '"make", "run"' in (PROJECT / "tests/system/test_run.py").read_text()


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda s: s.name)
def test_every_setting_stands_in_the_table(setting) -> None:
    assert f"| `{setting.name}` | {setting.default or '–'} | {setting.purpose} |" in README


def test_every_file_it_names_exists() -> None:
    roots = ("recourse", "actions", "data", "tests", "models", "training", "docs")
    named = set(re.findall(rf"(?<![\w/:])(?:{'|'.join(roots)})/[\w./-]*\w/?", README))
    assert len(named) > 20
    assert [name for name in sorted(named) if not (PROJECT / name).exists()] == []
