"""`make bench`: how long a turn takes, scored, unscored, and with the bot that `rasa init` makes, in one run.

Each bot answers the same kind of turn (an intent, answered by one response) over Rasa's rest channel.
Scored: everything. Scoring off: the same bot and the same path, action call and decision included, but
the encoder and its heads are not asked. The turns of the three are interleaved, so that whatever else
the machine does falls on all alike.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from pathlib import Path

import requests

from recourse.app import App
from recourse.run import environment, prepare
from tests.system.people import until
from tests.system.running import System, free_port

TURNS = 200
WARM = 20
OURS = ["hello there", "are you human?", "thank you very much", "I want a refund"]
INITS = ["hello there", "are you a bot?", "i am very happy", "bye for now"]
Ask = Callable[[str], object]


def ours(home: Path, **settings: str) -> tuple[System, Ask]:
    """A running system and a way to take a turn with it, each conversation ten turns long."""
    system = System(home, **settings)
    prepare(App(system.settings))
    system.start()
    headers = {"Authorization": f"Bearer {system.settings.secret('rest')}"}
    return system, _asker(f"{system.chat}/webhooks/rest/webhook", headers)


def _asker(address: str, headers: dict[str, str]) -> Ask:
    session, asked = requests.Session(), [0, ""]

    def ask(text: str) -> object:
        if asked[0] % 10 == 0:
            asked[1] = uuid.uuid4().hex
        asked[0] += 1  # type: ignore[operator]
        answer = session.post(
            address, json={"sender": asked[1], "message": text}, headers=headers, timeout=30
        )
        assert answer.ok and answer.json(), answer.text
        return answer

    return ask


def init_bot(home: Path, settings: System) -> tuple[subprocess.Popen[bytes], Ask]:
    """The bot that `rasa init` makes, trained and running."""
    project, port = home / "init", free_port()
    project.mkdir(parents=True)
    rasa = [sys.executable, "-m", "rasa"]
    env = {**environment(settings.settings), "LOG_LEVEL": "ERROR"}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "env": env}
    print("training the bot of `rasa init` (a minute or two) …", flush=True)
    subprocess.run([*rasa, "init", "--no-prompt", "--init-dir", str(project)], check=True, **quiet)  # type: ignore[call-overload]
    (project / "credentials.yml").write_text("rest:\n")
    process = subprocess.Popen([*rasa, "run", "--port", str(port)], cwd=project, **quiet)  # type: ignore[call-overload]
    address = f"http://127.0.0.1:{port}"
    until(lambda: _answers(f"{address}/webhooks/rest/webhook"), "the bot of rasa init", 180)
    return process, _asker(f"{address}/webhooks/rest/webhook", {})


def _answers(address: str) -> bool:
    try:
        return bool(requests.post(address, json={"sender": "x", "message": "hello"}, timeout=5).json())
    except (requests.RequestException, ValueError):
        return False


def timed(ask: Ask, text: str) -> float:
    """Milliseconds of a turn."""
    began = time.perf_counter()
    ask(text)
    return (time.perf_counter() - began) * 1000


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        scored, ask_scored = ours(Path(folder) / "scored")
        off, ask_off = ours(Path(folder) / "off", RECOURSE_SCORING="off")
        process, ask_init = init_bot(Path(folder), scored)
        bots = {"scored": (ask_scored, OURS), "scoring off": (ask_off, OURS), "rasa init": (ask_init, INITS)}
        times: dict[str, list[float]] = {name: [] for name in bots}
        try:
            for turn in range(WARM + TURNS):
                for name, (ask, texts) in bots.items():
                    taken = timed(ask, texts[turn % len(texts)])
                    if turn >= WARM:
                        times[name].append(taken)
                if turn % 20 == 0 and os.isatty(1):
                    print(f"\r{turn} of {WARM + TURNS} turns", end="", flush=True)
        finally:
            process.terminate()
            scored.stop()
            off.stop()
    report(times)


def report(times: dict[str, list[float]]) -> None:
    """The figures of one run."""
    median = {name: statistics.median(found) for name, found in times.items()}
    tail = {name: statistics.quantiles(found, n=20)[18] for name, found in times.items()}
    print(f"\n{TURNS} turns each, ms            median     95th percentile")
    for name in times:
        print(f"{name:24} {median[name]:11.1f} {tail[name]:15.1f}")
    over = median["scored"] - median["scoring off"], tail["scored"] - tail["scoring off"]
    print(f"over scoring off         {over[0]:11.1f} {over[1]:15.1f}")
    print(f"ratio to rasa init: {median['scored'] / median['rasa init']:.2f}")


if __name__ == "__main__":
    main()
