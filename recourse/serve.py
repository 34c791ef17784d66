"""One part of Recourse in this process: Rasa, the action server, the desk or the demonstration shop."""

from __future__ import annotations

import hmac
import os
import sys
import warnings
from typing import Any

from recourse import run
from recourse.settings import Settings


def part(settings: Settings, name: str) -> None:
    """Serve a part until it is told to end."""
    os.environ.update(run.environment(settings))
    os.chdir(settings.project)
    sys.path.insert(0, str(settings.project))
    warnings.showwarning = _silent  # the libraries warn in hundreds of lines; they would hide what matters
    {"rasa": _rasa, "actions": _actions, "desk": _desk, "shop": _shop}[name](settings)


def rasa(settings: Settings, *arguments: str) -> None:
    """Rasa's own command line in this process, with our settings for endpoints.yml in the environment."""
    surroundings(settings)
    sys.argv = ["rasa", *arguments]
    from rasa.__main__ import main

    main()


def surroundings(settings: Settings) -> None:
    """Our settings in the environment and libraries that keep quiet, for Rasa in this process."""
    os.environ.update(run.environment(settings))
    warnings.showwarning = _silent


def _silent(*_args: Any, **_more: Any) -> None:
    pass


def _rasa(settings: Settings) -> None:
    # In this process and not as a command, so that the token does not stand in the list of processes.
    rasa(
        settings,
        *("run", "--enable-api", f"--auth-token={settings.secret('rasa')}"),
        *("--interface", settings.host, "--port", str(settings.rasa_port)),
        *("--credentials", "credentials.yml", "--endpoints", "endpoints.yml", "--model", "models"),
    )


def _actions(settings: Settings) -> None:
    from rasa_sdk.endpoint import create_app
    from sanic import response

    from recourse.app import the_app

    server = create_app("actions")
    key = settings.secret("actions")

    @server.middleware("request")
    async def check(request: Any) -> Any:
        if request.path != "/health" and not hmac.compare_digest(
            (request.args.get("token") or "").encode(), key.encode()
        ):
            return response.json({"error": "the action server answers Rasa only"}, status=401)
        return None

    app = the_app()
    _ = app.scoring if settings.scoring else None, app.tree, app.texts  # loaded now, not in the first turn
    server.config.KEEP_ALIVE_TIMEOUT = 60
    server.run(settings.host, settings.actions_port, workers=1, access_log=False)


def _desk(settings: Settings) -> None:
    import uvicorn

    from recourse.app import the_app
    from recourse.desk.main import create

    uvicorn.run(
        create(the_app()),
        host=settings.host,
        port=settings.desk_port,
        log_level="warning",
        timeout_graceful_shutdown=3,
        ws="none",  # no web sockets here; Rasa pins a version of them that uvicorn cannot load
    )


def _shop(settings: Settings) -> None:
    import uvicorn

    from recourse.shop.api import create

    uvicorn.run(
        create(settings.home / "shop.db", settings.project / "data/shop", settings.secret("shop")),
        host=settings.host,
        port=settings.shop_port,
        log_level="warning",
        timeout_graceful_shutdown=3,
        ws="none",
    )
