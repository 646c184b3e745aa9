"""Alembic migrations of the store; each revision is frozen once released."""
