"""The only SQLAlchemy. One module a table group; each function takes the `Database` first."""

from recourse.store.database import Database

__all__ = ["Database"]
