"""Bring a database to the tables of this version."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config

from recourse.store.database import Database

FOLDER = Path(__file__).resolve().parent.parent / "migrations"


def upgrade(db: Database) -> None:
    """Run the migrations that this database lacks; nothing if it lacks none."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with db.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        connection.commit()


def draft(db: Database, message: str) -> None:
    """For developers: write a migration from what the tables lack (recourse migrate --draft MESSAGE)."""
    config = Config()
    config.set_main_option("script_location", str(FOLDER))
    with db.engine.connect() as connection:
        config.attributes["connection"] = connection
        command.revision(config, message=message, autogenerate=True)
