"""Triggers that keep append-only what must never change: the last line behind the rules of the domain."""

from sqlalchemy import Connection, inspect, text

APPEND_ONLY = ("audit_entry", "decision", "agreed_version", "version_document")
"""Tables whose rows are never changed and never deleted."""

FROZEN_ONCE_OPEN = ("content", "fingerprint", "title", "due_on", "number", "item_id", "side", "staff_id", "contact_id")
"""Columns of a revision that never change after it was opened."""


def create(connection: Connection) -> None:
    """Make every trigger whose table exists."""
    tables = set(inspect(connection).get_table_names())
    for statement in _statements(connection.dialect.name, tables):
        connection.execute(text(statement))


def drop(connection: Connection) -> None:
    """Remove every trigger of ours."""
    for name, table in names(connection):
        on = f" ON {table}" if connection.dialect.name == "postgresql" else ""
        connection.execute(text(f"DROP TRIGGER {name}{on}"))


def names(connection: Connection) -> set[tuple[str, str]]:
    """The triggers of ours that the database has, each with its table."""
    if connection.dialect.name == "sqlite":
        query = "SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'keep_%'"
    else:
        query = (
            "SELECT tgname, relname FROM pg_trigger JOIN pg_class ON pg_class.oid = tgrelid WHERE tgname LIKE 'keep_%'"
        )
    return {(name, table) for name, table in connection.execute(text(query))}


def wanted() -> set[tuple[str, str]]:
    """The triggers that a database at the head has, each with its table."""
    kept = {(f"keep_{table}_{act}", table) for table in APPEND_ONLY for act in ("update", "delete")}
    return kept | {("keep_revision_content", "revision"), ("keep_revision_delete", "revision")}


def _statements(dialect: str, tables: set[str]) -> list[str]:
    changed = " OR ".join(f"NEW.{column} IS DISTINCT FROM OLD.{column}" for column in FROZEN_ONCE_OPEN)
    if dialect == "sqlite":
        changed = " OR ".join(f"NEW.{column} IS NOT OLD.{column}" for column in FROZEN_ONCE_OPEN)
    conditions = [
        (table, act.upper(), f"keep_{table}_{act}", "") for table in APPEND_ONLY for act in ("update", "delete")
    ]
    conditions.append(("revision", "UPDATE", "keep_revision_content", f"OLD.state <> 'draft' AND ({changed})"))
    conditions.append(("revision", "DELETE", "keep_revision_delete", "OLD.state <> 'draft'"))
    make = _sqlite if dialect == "sqlite" else _postgresql
    prelude = [] if dialect == "sqlite" else [_REFUSE]
    return prelude + [make(table, act, name, when) for table, act, name, when in conditions if table in tables]


_REFUSE = """
CREATE OR REPLACE FUNCTION keep_row() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'append-only: %', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation'; END $$
"""


def _sqlite(table: str, act: str, name: str, when: str) -> str:
    condition = f"WHEN {when} " if when else ""
    return (
        f"CREATE TRIGGER {name} BEFORE {act} ON {table} {condition}"
        f"BEGIN SELECT RAISE(ABORT, 'append-only: {table}'); END"
    )


def _postgresql(table: str, act: str, name: str, when: str) -> str:
    condition = f"WHEN ({when}) " if when else ""
    return f"CREATE TRIGGER {name} BEFORE {act} ON {table} FOR EACH ROW {condition}EXECUTE FUNCTION keep_row()"
