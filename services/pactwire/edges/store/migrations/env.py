"""Run by Alembic: applies the versions on the connection, and in the transaction, it was given."""

from alembic import context

from pactwire.edges.store.columns import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
