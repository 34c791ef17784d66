"""Named points where a test lets a process die, as a power cut would.

`RECOURSE_KILL_AT=accept:after` kills this process (-9) when it first passes that point. The file
named by `RECOURSE_KILL_ONCE` remembers that it happened, so the restarted process lives.
"""

from __future__ import annotations

import os
import signal
from pathlib import Path


def point(name: str) -> None:
    """Die here if a test asked for it; otherwise nothing."""
    if os.environ.get("RECOURSE_KILL_AT") != name:
        return
    marker = Path(os.environ["RECOURSE_KILL_ONCE"])
    if not marker.exists():
        marker.write_text(name)
        os.kill(os.getpid(), signal.SIGKILL)
