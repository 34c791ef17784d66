"""`recourse …`: the command line."""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from recourse.model import RecourseError


def main(argv: list[str] | None = None) -> None:
    """Run a command; an error of ours is one line, and exit status 1."""
    os.umask(0o077)  # database and logs are nobody else's on this machine
    args = parser().parse_args(argv)
    try:
        code = args.run(args)
    except RecourseError as error:
        print(f"recourse: {error}", file=sys.stderr)
        raise SystemExit(1) from error
    raise SystemExit(code or 0)


def parser() -> argparse.ArgumentParser:
    """Every command with its words."""
    top = argparse.ArgumentParser(
        prog="recourse", description="An assistant that knows when a person must take over."
    )
    commands = top.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, run: Any, words: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=words, description=words)
        made.set_defaults(run=run)
        return made

    add("up", _up, "set up, train if need be, and start Rasa, the actions and the desk")
    add("train", _train, "train the dialogue model now")
    add("keep", _keep, argparse.SUPPRESS)
    add("serve", _serve, "run one part in this process").add_argument(
        "part", choices=("rasa", "actions", "desk", "shop")
    )
    rasa = add(
        "rasa", _rasa, "Rasa's own command line with our settings, e.g. recourse rasa test --stories tests/"
    )
    rasa.add_argument("arguments", nargs=argparse.REMAINDER)
    add("migrate", _migrate, "bring the database to this version").add_argument(
        "--draft", metavar="MESSAGE", help="for developers: write a migration from changed tables"
    )
    token = add("token", _token, "print an API token for the desk")
    token.add_argument("--role", required=True)
    token.add_argument("--name", required=True)
    agent = add("agent", _agent, "add somebody who signs in at the desk; prints a one-time password")
    agent.add_argument("--login", required=True)
    agent.add_argument("--name", required=True)
    agent.add_argument("--role", default="agent")
    add("secret", _secret, "print a secret of this instance").add_argument("name")
    add("settings", _settings, "print every setting, its default and its purpose")
    policy = add("policy", _policy, "check or explain the decision tree")
    policy.add_argument("do", choices=("check", "explain"))
    policy.add_argument(
        "--policy", type=Path, metavar="FILE", help="another tree than data/policy/escalation.yml"
    )
    score = add("score", _score, "JSON lines of turns in, JSON lines of scores and decision out")
    score.add_argument("--policy", type=Path, metavar="FILE", help="decide by another tree")
    score.add_argument("--explain", action="store_true", help="and the words that the verdict rests on")
    add("redact", _redact, "text in, text without personal data out").add_argument(
        "--json", action="store_true", help="JSON lines with the spans found"
    )
    learn = add("learn", _learn, "fit heads to examples: the risks of data/policy/risks.yml, moods, emotions")
    learn.add_argument("what", choices=("risks", "background", "moods", "emotions"))
    learn.add_argument("--data", type=Path, metavar="FOLDER", help="the public sets; all but risks need it")
    add(
        "evaluate", _evaluate, "how good the scores are: writes the figures of models/scorer/MODEL_CARD.md"
    ).add_argument("--data", type=Path, metavar="FOLDER", required=True, help="the public sets")
    add(
        "nlu", _nlu, "how well messages are understood: cross-validate the intents of data/flows"
    ).add_argument(
        "--held-out", action="store_true", help="the trained model on the sentences of tests/nlu instead"
    )
    for name, run, words in (
        ("export", _export, "print everything that is kept of a conversation, as JSON"),
        ("erase", _erase, "erase a conversation everywhere; refused while a person has it"),
    ):
        add(name, run, words).add_argument("conversation", metavar="CONVERSATION")
    return top


def _app() -> Any:
    from recourse.app import the_app

    return the_app()


def _up(_args: argparse.Namespace) -> None:
    from recourse import run

    run.up(_app())


def _train(_args: argparse.Namespace) -> None:
    from recourse import run

    run.train(_app().settings, force=True)


def _keep(_args: argparse.Namespace) -> None:
    from recourse import run

    run.keep(_app().settings)


def _serve(args: argparse.Namespace) -> None:
    from recourse import serve

    serve.part(_app().settings, args.part)


def _rasa(args: argparse.Namespace) -> None:
    from recourse import serve

    serve.rasa(_app().settings, *args.arguments)


def _migrate(args: argparse.Namespace) -> None:
    from recourse.store import migrate

    if args.draft:
        migrate.draft(_app().db, args.draft)
    else:
        migrate.upgrade(_app().db)


def _ready_db() -> Any:
    from recourse.store import migrate

    db = _app().db
    migrate.upgrade(db)
    return db


def _role(role: str) -> str:
    from recourse.store.agents import ROLES

    if role not in ROLES:
        raise RecourseError(f"no role {role!r}; use one of {', '.join(ROLES)}")
    return role


def _token(args: argparse.Namespace) -> None:
    from recourse.store import agents

    print(agents.issue_token(_ready_db(), args.name, _role(args.role)))


def _agent(args: argparse.Namespace) -> None:
    from recourse.store import agents

    print(agents.make(_ready_db(), args.login, args.name, _role(args.role)))


def _secret(args: argparse.Namespace) -> None:
    from recourse.run import SECRETS

    if args.name not in SECRETS:
        raise RecourseError(f"no secret {args.name!r}; there are {', '.join(SECRETS)}")
    print(_app().settings.secret(args.name))


def _settings(_args: argparse.Namespace) -> None:
    from recourse.settings import SETTINGS

    for setting in SETTINGS:
        print(f"{setting.name:28} {setting.default or '–':12} {setting.purpose}")


def _tree(path: Path | None) -> Any:
    from recourse.app import read_tree

    project = _app().settings.project
    return read_tree(path or project / "data/policy/escalation.yml", project)


def _policy(args: argparse.Namespace) -> int:
    from recourse import boundaries_report, policy_report

    tree = _tree(args.policy)
    if args.do == "explain":
        print(policy_report.explain(tree, _app().texts))
        return 0
    problems, notes = policy_report.check(tree, _app(), str(args.policy or policy_report.SHIPPED))
    held = boundaries_report.check(tree, _app())
    problems, notes = problems + held[0], notes + held[1]
    for line in [*problems, *notes]:
        print(line)
    print(f"{len(tree.branches)} branches, {len(problems)} problems, {len(notes)} notes")
    return 1 if problems else 0


def _score(args: argparse.Namespace) -> int:
    from recourse import score

    tree = _tree(args.policy)
    return _each_line(lambda found: score.answer(_app().scoring, tree, found, args.explain))


def _redact(args: argparse.Namespace) -> int:
    from dataclasses import asdict

    from recourse import redaction

    def answer(text: str) -> str:
        found = redaction.spans(text)
        cleared = redaction.replaced(text, found)
        return json.dumps({"text": cleared, "spans": [asdict(s) for s in found]}) if args.json else cleared

    code = 0
    for number, line in enumerate(_lines(), 1):
        try:
            print(answer(_text_of(line.decode("utf-8", "replace"))), flush=True)
        except RecourseError as error:
            print(json.dumps({"line": number, "error": str(error)}), flush=True)
            code = 1
    return code


def _text_of(line: str) -> str:
    if not line.startswith("{"):
        return line
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return line
    if not isinstance(found, dict) or not isinstance(found.get("text"), str):
        raise RecourseError("a JSON line needs a field text")
    return str(found["text"]).encode("utf-8", "replace").decode()  # half an emoji cannot be printed


def _lines() -> Iterable[bytes]:
    return (line.rstrip(b"\r\n") for line in sys.stdin.buffer)


def _each_line(answer: Any) -> int:
    """Answer each JSON line of stdin in order, two at a time; a bad one gives an error line, and exit status 1."""
    from concurrent.futures import ThreadPoolExecutor
    from queue import Queue
    from threading import Thread

    def answered(number: int, line: bytes) -> tuple[dict[str, Any], int]:
        try:
            return answer(json.loads(line)), 0
        except (RecourseError, ValueError, KeyError, TypeError, RecursionError) as error:
            return {"line": number, "error": str(error)}, 1

    waiting: Queue[Any] = Queue(maxsize=64)
    codes: list[int] = []

    def show() -> None:  # beside the reading, so that who asks line by line is answered line by line
        while (asked := waiting.get()) is not None:
            found, code = asked.result()
            codes.append(code)
            print(json.dumps(found), flush=True)

    printer = Thread(target=show)
    printer.start()
    with ThreadPoolExecutor(2) as pool:  # the network works outside Python's lock
        for number, line in enumerate(_lines(), 1):
            if line.strip():
                waiting.put(pool.submit(answered, number, line))
        waiting.put(None)
        printer.join()
    return max(codes, default=0)


def _learn(args: argparse.Namespace) -> None:
    from recourse.learn import emotions, moods, risks

    project = _app().settings.project
    if args.what == "risks":
        risks.fit(project)
    elif args.data is None:
        raise RecourseError(
            f"recourse learn {args.what} needs --data FOLDER, the folder with the public sets"
        )
    else:
        run = {"moods": moods.fit, "emotions": emotions.fit, "background": risks.gather}[args.what]
        run(project, args.data)


def _evaluate(args: argparse.Namespace) -> None:
    from recourse.learn import evaluate

    evaluate.write(_app().settings.project, args.data, _app().tree, _app().scoring)


def _nlu(args: argparse.Namespace) -> None:
    from recourse import nlu_trial, serve

    settings = _app().settings
    serve.surroundings(settings)
    nlu_trial.show(settings.project, args.held_out)


def _export(args: argparse.Namespace) -> None:
    from recourse.service import privacy

    print(json.dumps(privacy.export(_app(), args.conversation), indent=2, ensure_ascii=False))


def _erase(args: argparse.Namespace) -> None:
    from recourse.service import privacy

    privacy.erase(_app(), args.conversation)
    print(f"{args.conversation} is erased")
