"""Alembic's entry point; `recourse.store.migrate` gives it the connection."""

from alembic import context

from recourse.store.tables import metadata


def ours(name: str | None, _kind: str, _parents: object) -> bool:
    """Leave out what SQLite keeps for itself."""
    return not str(name).startswith("sqlite_")


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
    include_name=ours,
)
with context.begin_transaction():
    context.run_migrations()
