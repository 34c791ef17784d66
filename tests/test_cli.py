"""The command line: what goes in, what comes out, and with which exit status."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys

import pytest

from recourse import cli
from tests import scenes, shipped

HELLO = {"id": 1, "turns": [{"role": "customer", "text": "hello"}]}
CRISIS = {"id": 2, "turns": [{"role": "customer", "text": "I want to kill myself"}]}


@pytest.fixture
def recourse(monkeypatch, capsys):
    """Run a command in this process: (exit status, lines of stdout, stderr)."""

    def run(*argv, given=b""):
        given = given if isinstance(given, bytes) else given.encode()
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given), encoding="utf-8"))
        with pytest.raises(SystemExit) as end:
            cli.main(list(argv))
        told = capsys.readouterr()
        return end.value.code, told.out.split("\n")[:-1], told.err

    return run


def lines(*found):
    return "".join(f"{one if isinstance(one, str) else json.dumps(one)}\n" for one in found)


def test_score_answers_every_line_in_order(recourse):
    many = [{**(CRISIS if n % 3 else HELLO), "id": n} for n in range(12)]
    code, told, _ = recourse("score", given=lines(*many))
    assert code == 0
    assert [json.loads(line)["id"] for line in told] == list(range(12))
    branches = [json.loads(line)["decision"]["branch"] for line in told]
    assert branches == ["crisis_self" if n % 3 else "carry_on" for n in range(12)]


@pytest.mark.parametrize(
    "bad",
    [
        b"{not json",
        b"[]",
        b"5",
        b'{"turns": []}',
        b'{"turns": [{"role": "customer", "text": 5}]}',
        b'{"turns": [{"role": "customer", "text": "\xff\xfe"}]}',  # not UTF-8
        b"[" * 100_000,  # deeper than anybody means
        b'{"turns": [{"role": "customer", "text": "a"}], "context": {"risk.self_harm": 7}}',
    ],
    ids=lambda bad: repr(bad[:24]),
)
def test_a_bad_line_gives_an_error_with_its_number_and_the_good_ones_are_answered(recourse, bad):
    given = lines(HELLO).encode() + b"\n" + bad + b"\n" + lines(CRISIS).encode()
    code, told, _ = recourse("score", given=given)
    first, error, last = map(json.loads, told)
    assert code == 1
    assert (first["id"], last["id"]) == (1, 2)
    assert set(error) == {"line", "error"}
    assert error["line"] == 3  # the empty line counts, as in an editor


@pytest.mark.parametrize("given", [b"", b"\n\n"])
def test_score_has_nothing_to_say_to_nothing(recourse, given):
    assert recourse("score", given=given) == (0, [], "")


@pytest.mark.parametrize(
    "given",
    [
        lines(HELLO).encode().rstrip(b"\n"),  # no newline at the end
        lines(HELLO).encode().replace(b"\n", b"\r\n"),
        b"\xef\xbb\xbf" + lines(HELLO).encode(),  # a byte order mark
    ],
)
def test_score_takes_lines_as_other_systems_end_and_begin_them(recourse, given):
    code, (told,), _ = recourse("score", given=given)
    assert (code, json.loads(told)["id"]) == (0, 1)


def test_score_reads_half_an_emoji_as_a_character_and_not_as_a_fault(recourse):
    given = r'{"id": 1, "turns": [{"role": "customer", "text": "hello \ud83d"}]}'
    code, (told,), _ = recourse("score", given=given)
    assert (code, json.loads(told)["decision"]["branch"]) == (0, "carry_on")


def test_score_decides_by_another_tree_if_asked_to(recourse, tmp_path):
    other = tmp_path / "other.yml"
    other.write_text(shipped.TREE_FILE.read_text().replace("then: hand_over_now", "then: offer_human"))
    _, (told,), _ = recourse("score", "--policy", str(other), given=lines(CRISIS))
    assert json.loads(told)["decision"]["route"] == "offer_human"
    _, (told,), _ = recourse("score", given=lines(CRISIS))
    assert json.loads(told)["decision"]["route"] == "hand_over_now"


def test_score_explains_itself_if_asked_to(recourse):
    _, (plain,), _ = recourse("score", given=lines(CRISIS))
    _, (told,), _ = recourse("score", "--explain", given=lines(CRISIS))
    found = json.loads(told)
    (words,) = found.pop("evidence")["turn.crisis_words"]
    assert (words["word"], words["start"], words["end"]) == ("kill myself", 10, 21)
    assert found.pop("trace")[0] == "crisis_self"
    assert found == json.loads(plain)


@pytest.mark.parametrize("command", [("score",), ("policy", "check"), ("policy", "explain")])
def test_a_tree_that_is_not_there_or_wrong_ends_with_one_line_and_status_1(recourse, tmp_path, command):
    wrong = tmp_path / "wrong.yml"
    tree = shipped.TREE_FILE.read_text().replace("risk.self_harm", "risk.selfharm", 1)
    wrong.write_text(tree)
    line = tree[: tree.index("risk.selfharm")].count("\n") + 1
    for path, says in (
        (tmp_path / "none.yml", "no such file"),
        (tmp_path, "no such file"),
        (wrong, f":{line}: branch"),
    ):
        code, told, error = recourse(*command, "--policy", str(path), given=lines(HELLO))
        assert (code, told) == (1, [])
        assert error.startswith(f"recourse: {path}")
        assert says in error
        assert error.count("\n") == 1


def test_policy_check_finds_nothing_wrong_with_what_ships(recourse):
    code, told, _ = recourse("policy", "check")
    assert (code, told[-1]) == (0, f"{len(shipped.tree().branches)} branches, 0 problems, 0 notes")


def test_policy_check_ends_with_status_1_where_a_golden_case_fails(recourse, tmp_path):
    other = tmp_path / "other.yml"
    other.write_text(shipped.TREE_FILE.read_text().replace("turn.fallbacks >= 2", "turn.fallbacks >= 3"))
    code, told, _ = recourse("policy", "check", "--policy", str(other))
    assert code == 1
    assert any("not understood twice in a row" in line for line in told)


def test_policy_explain_tells_every_branch(recourse):
    code, told, _ = recourse("policy", "explain")
    assert code == 0
    for number, branch in enumerate(shipped.tree().branches, 1):
        assert any(line.startswith(f"{number}. {branch.id}: ") for line in told)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("mail jo@example.com\n", ["mail <EMAIL_ADDRESS>"]),
        ("one\n\nthree A-12345\n", ["one", "", "three <ORDER_NUMBER>"]),  # a line stays a line
        ('{"text": "jo@example.com 😀"}\n', ["<EMAIL_ADDRESS> 😀"]),  # JSON lines, too
        ("{curly} jo@example.com\n", ["{curly} <EMAIL_ADDRESS>"]),  # which this is not
        (b"caf\xe9 jo@example.com\n", ["caf\ufffd <EMAIL_ADDRESS>"]),  # bytes that are no UTF-8
        ('{"text": "half \\ud83d"}\n', ["half ?"]),
        ("", []),
    ],
)
def test_redact_gives_each_line_back_without_personal_data(recourse, given, expected):
    assert recourse("redact", given=given)[:2] == (0, expected)


@pytest.mark.parametrize("given", ["😀 jo@example.com\n", '{"text": "😀 jo@example.com"}\n'])
def test_redact_with_json_tells_where_in_characters_of_the_input(recourse, given):
    code, (told,), _ = recourse("redact", "--json", given=given)
    spans = [{"start": 2, "end": 16, "type": "EMAIL_ADDRESS"}]
    assert (code, json.loads(told)) == (0, {"text": "😀 <EMAIL_ADDRESS>", "spans": spans})


def test_redact_says_which_line_is_wrong_and_answers_the_others(recourse):
    code, told, _ = recourse("redact", given='one\n{"words": "jo@example.com"}\nthree\n')
    assert (code, told[0], told[2]) == (1, "one", "three")
    assert json.loads(told[1]) == {"line": 2, "error": "a JSON line needs a field text"}


def test_settings_names_every_setting_with_its_purpose(recourse):
    from recourse.settings import SETTINGS

    _, told, _ = recourse("settings")
    assert [line.split()[0] for line in told] == [setting.name for setting in SETTINGS]
    assert all(line.endswith(setting.purpose) for line, setting in zip(told, SETTINGS))


@pytest.mark.parametrize("argv", [[], ["unknown"], ["policy"], ["policy", "bake"], ["score", "--unknown"]])
def test_a_command_that_does_not_exist_ends_with_status_2_and_the_usage(recourse, argv):
    code, _, error = recourse(*argv)
    assert code == 2
    assert error.startswith("usage: recourse")


def test_the_installed_command_runs_as_others_run_it(tmp_path):
    clean = {name: value for name, value in os.environ.items() if not name.startswith("RECOURSE_")}
    done = subprocess.run(
        [sys.executable, "-m", "recourse", "score"],
        input=lines(HELLO, "bad", CRISIS),
        env={**clean, "RECOURSE_HOME": str(tmp_path)},
        cwd=shipped.PROJECT,
        text=True,
        capture_output=True,
        check=False,
    )
    told = [json.loads(line) for line in done.stdout.splitlines()]
    assert done.returncode == 1
    assert [line.get("id", line.get("line")) for line in told] == [1, 2, 2]
    assert list(tmp_path.iterdir()) == []  # scoring writes nothing


# ---- a conversation's data


@pytest.fixture
def instance(monkeypatch, app):
    """The commands work on this test's instance."""
    monkeypatch.setattr(cli, "_app", lambda: app)
    return app


def test_export_prints_everything_that_is_kept_of_a_conversation(recourse, instance):
    scenes.say(instance.db, "where is my ørder?")
    code, told, _ = recourse("export", "wc-1")
    assert (code, json.loads("\n".join(told))["messages"][0]["text"]) == (0, "where is my ørder?")


def test_erase_leaves_nothing_to_export(recourse, instance):
    scenes.say(instance.db, "where is my order?")
    scenes.work_off(instance.db)
    assert recourse("erase", "wc-1")[:2] == (0, ["wc-1 is erased"])
    code, told, error = recourse("export", "wc-1")
    assert (code, told) == (1, []) and "no conversation wc-1" in error


def test_erase_is_refused_while_a_person_has_the_conversation(recourse, instance):
    scenes.claim(instance.db, scenes.place(instance.db), scenes.agent(instance.db))
    code, _, error = recourse("erase", "wc-1")
    assert code == 1 and "human" in error
