"""Runs migrations on the connection that portal/schema.py hands over."""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy import Connection

from portal import triggers
from portal.db import Choice, UtcDateTime
from portal.domain.models import metadata


def plain_type(kind: str, value: Any, _context: AutogenContext) -> str | Literal[False]:
    """Write our column types into migrations as what they are in the database."""
    if kind == "type" and isinstance(value, UtcDateTime):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(value, Choice):
        return "sa.String(40)"
    return False


def run(connection: Connection) -> None:
    """Migrate in one transaction; on SQLite foreign keys are off meanwhile and checked after.

    Rebuilding a table on SQLite drops its triggers, so all of them are made anew around every migration.
    """
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=metadata,
        render_as_batch=sqlite,
        transactional_ddl=True,
        compare_type=True,
        render_item=plain_type,
    )
    with context.begin_transaction():
        triggers.drop(connection)
        context.run_migrations()
        triggers.create(connection)
        if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()):
            raise RuntimeError(f"rows without their parents after the migration: {broken[:5]}")


run(context.config.attributes["connection"])
