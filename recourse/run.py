"""`recourse up`: everything set up, trained and started, each process started again if it dies."""

from __future__ import annotations

import ctypes
import hashlib
import os
import shlex
import signal
import socket
import subprocess
import sys
import threading
import time
from pathlib import Path
from types import FrameType

import requests
from honcho.manager import Manager

from recourse.app import App
from recourse.model import RecourseError
from recourse.settings import Settings
from recourse.store import agents, migrate

PARTS = ("shop", "actions", "rasa", "desk")
SECRETS = ("webchat", "identity", "rest", "desk", "rasa", "actions", "shop")
HEALTHY_SECONDS = 180
TRAINED_ON = (
    "config.yml",
    "domain.yml",
    "data/flows",
    "models/scorer/encoder.onnx",
    "recourse/scoring",
    "recourse/components",
)


def environment(settings: Settings) -> dict[str, str]:
    """What the parts, and endpoints.yml, find in their environment."""
    return {
        **os.environ,
        "RECOURSE_HOME": str(settings.home),
        "RECOURSE_DATABASE": settings.database,
        "RECOURSE_TRACKER_URL": settings.tracker_url,
        "RECOURSE_TRACKER_DIALECT": settings.tracker_dialect,
        "RECOURSE_ACTIONS_URL": settings.actions_url,
        "RECOURSE_SECRET_ACTIONS": settings.secret("actions"),
        "RASA_TELEMETRY_ENABLED": "false",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "CUDA_VISIBLE_DEVICES": "-1",
        "SQLALCHEMY_SILENCE_UBER_WARNING": "1",
        "PYTHONWARNINGS": "ignore",
        "PYTHONUNBUFFERED": "1",
    }


def prepare(app: App) -> str | None:
    """Folder, secrets, tables, first admin, model. Gives the admin's one-time password if one was made."""
    app.settings.home.mkdir(parents=True, exist_ok=True)
    for name in SECRETS:
        app.settings.secret(name)
    migrate.upgrade(app.db)
    train(app.settings)
    return agents.first_admin(app.db)


def train(settings: Settings, force: bool = False) -> None:
    """Train Rasa's model if anything that it was trained on has changed."""
    stamp, digest = settings.project / "models/.trained", _digest(settings.project)
    trained = (
        stamp.exists() and stamp.read_text() == digest and any((settings.project / "models").glob("*.tar.gz"))
    )
    if trained and not force:
        return
    print("Training the dialogue model (about a minute the first time) …", flush=True)
    command = [
        sys.executable,
        "-m",
        "recourse",
        "rasa",
        "train",
        "--data",
        "data/flows",
        "--fixed-model-name",
        "recourse",
    ]
    done = subprocess.run(command, cwd=settings.project, env=environment(settings), check=False)
    if done.returncode:
        raise RecourseError("the model could not be trained; the lines above say what to mend")
    stamp.write_text(digest)


def _digest(project: Path) -> str:
    found = hashlib.sha256()
    for name in TRAINED_ON:
        path = project / name
        files = sorted(p for p in path.rglob("*") if p.suffix in (".yml", ".py")) if path.is_dir() else [path]
        for file in files:
            found.update(file.read_bytes())
    return found.hexdigest()


def up(app: App) -> None:
    """Run everything until Ctrl-C."""
    settings = app.settings
    for name, port in _ports(settings).items():
        _must_be_free(settings, name, port)
    password = prepare(app)
    if password:  # now, and not only when all is up: it is never shown again
        print(f"First sign-in at the desk: admin, with the one-time password {password}", flush=True)
    manager = Manager()
    for name in PARTS:
        env = {**environment(settings), "RECOURSE_KEEP": name}
        manager.add_process(
            name, shlex.join([sys.executable, "-m", "recourse", "keep"]), env=env, cwd=str(settings.project)
        )
    threading.Thread(target=_announce, args=(settings, password), daemon=True).start()
    manager.loop()
    raise SystemExit(0 if manager.returncode in (0, -signal.SIGINT, -signal.SIGTERM) else manager.returncode)


def _ports(settings: Settings) -> dict[str, int]:
    return {
        "rasa": settings.rasa_port,
        "actions": settings.actions_port,
        "desk": settings.desk_port,
        "shop": settings.shop_port,
    }


def _must_be_free(settings: Settings, name: str, port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((settings.host, port))
        except OSError as error:
            setting = f"RECOURSE_{name.upper()}_PORT"
            raise RecourseError(
                f"port {port} is in use; end what uses it, or set {setting} to another"
            ) from error


def _announce(settings: Settings, password: str | None) -> None:
    began = time.monotonic()
    waiting = dict(_ports(settings))
    while waiting and time.monotonic() - began < HEALTHY_SECONDS:
        time.sleep(0.5)
        waiting = {name: port for name, port in waiting.items() if not healthy(settings, name)}
    if waiting:
        print(
            f"\nNot up after {HEALTHY_SECONDS} s: {', '.join(waiting)}. The lines above say why.\n",
            flush=True,
        )
        return
    lines = [
        "",
        f"Recourse is up ({time.monotonic() - began:.0f} s).",
        f"  Chat page  http://{settings.host}:{settings.rasa_port}/webhooks/webchat/",
        f"  Desk       http://{settings.host}:{settings.desk_port}/",
    ]
    if password:
        lines.append(f"  Sign in at the desk as admin with the one-time password {password}")
    print("\n".join([*lines, "  Ctrl-C ends everything.", ""]), flush=True)


def healthy(settings: Settings, name: str) -> bool:
    """Does a part answer, with its model loaded?"""
    host = "127.0.0.1" if settings.host == "0.0.0.0" else settings.host  # noqa: S104
    address = {
        "rasa": f"http://{host}:{settings.rasa_port}/status?token={settings.secret('rasa')}",
        "actions": f"http://{host}:{settings.actions_port}/health",
        "desk": f"http://{host}:{settings.desk_port}/login",
        "shop": f"http://{host}:{settings.shop_port}/health",
    }[name]
    key = {"Authorization": f"Bearer {settings.secret('shop')}"} if name == "shop" else {}
    try:
        return requests.get(address, headers=key, timeout=3).status_code == 200
    except requests.RequestException:
        return False


def keep(settings: Settings) -> None:
    """Run one part, named by RECOURSE_KEEP, and start it again when it dies; its lines also go to a log."""
    name = os.environ["RECOURSE_KEEP"]
    log = settings.home / "logs" / f"{name}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    child: subprocess.Popen[bytes] | None = None
    ending = threading.Event()

    def end(_number: int, _frame: FrameType | None) -> None:
        ending.set()
        if child is not None:
            child.terminate()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    while not ending.is_set():
        began = time.monotonic()
        child = subprocess.Popen(
            [sys.executable, "-m", "recourse", "serve", name],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            preexec_fn=_die_with_parent,
        )
        _copy(child, log)
        code = child.wait()
        if not ending.is_set():
            print(f"{name} ended ({code}); starting it again", flush=True)
            ending.wait(1.0 if time.monotonic() - began > 10 else 3.0)


def _copy(child: subprocess.Popen[bytes], log: Path) -> None:
    assert child.stdout is not None
    with log.open("ab") as kept:
        for line in child.stdout:
            kept.write(line)
            kept.flush()
            sys.stdout.buffer.write(line)
            sys.stdout.flush()


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # PR_SET_PDEATHSIG
