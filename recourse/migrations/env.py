"""Alembic's entry point; `recourse.store.migrate` gives it the connection."""

from alembic import context

from recourse.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
