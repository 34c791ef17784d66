"""Rasa's own store of dialogues, for the one thing that we do in it: forget a conversation."""

from __future__ import annotations

from typing import Any

from sqlalchemy import create_engine, event, inspect, text
from sqlalchemy.engine.url import make_url

BUSY_SECONDS = 5


def forget(url: str, conversation_id: str) -> None:
    """Delete every event of a conversation; where Rasa has not made its table yet there is none."""
    sqlite = make_url(url).get_backend_name() == "sqlite"
    engine = create_engine(url, future=True, connect_args={"timeout": BUSY_SECONDS} if sqlite else {})
    if sqlite:
        event.listen(engine, "connect", _overwrite)
    try:
        if inspect(engine).has_table("events"):
            with engine.begin() as connection:
                mine = {"sender": conversation_id}
                connection.execute(text("DELETE FROM events WHERE sender_id = :sender"), mine)
    finally:
        engine.dispose()


def _overwrite(raw: Any, _record: Any) -> None:
    raw.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten, not only marked as free
