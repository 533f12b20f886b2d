"""Alembic's side of the store; run by `edges.store.migrating`, never by hand."""
