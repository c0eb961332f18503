"""Says where a database made by the migrations differs from the one that the models describe.

Alembic's own comparison is blind to CHECK constraints, and batch mode drops triggers: both are compared here too.
"""

import sys
import tempfile
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, Inspector, create_engine, inspect

from portal import schema, triggers
from portal.db import db

Facts = set[tuple[str, ...]]


def _columns(inspector: Inspector, table: str) -> Facts:
    columns: list[Any] = inspector.get_columns(table)
    return {
        (table, "column", column["name"], str(column["type"]), f"nullable={column['nullable']}", str(column["default"]))
        for column in columns
    }


def _constraints(inspector: Inspector, table: str) -> Facts:
    key = inspector.get_pk_constraint(table)
    found: Facts = {(table, "primary key", str(key["constrained_columns"]))}
    found |= {
        (table, "check", str(check["name"]), check["sqltext"]) for check in inspector.get_check_constraints(table)
    }
    found |= {
        (table, "unique", str(unique["name"]), str(unique["column_names"]))
        for unique in inspector.get_unique_constraints(table)
    }
    for link in inspector.get_foreign_keys(table):
        target = f"{link['referred_table']}{link['referred_columns']}"
        found.add(
            (table, "foreign key", str(link["constrained_columns"]), target, str(sorted(link["options"].items())))
        )
    return found


def _indexes(inspector: Inspector, table: str) -> Facts:
    return {
        (table, "index", str(index["name"]), str(index["column_names"]), f"unique={index['unique']}")
        for index in inspector.get_indexes(table)
    }


def facts(engine: Engine) -> Facts:
    """Everything about a database that the models decide, in comparable words."""
    inspector = inspect(engine)
    found: Facts = set()
    for table in set(inspector.get_table_names()) - {"alembic_version"}:
        found |= _columns(inspector, table) | _constraints(inspector, table) | _indexes(inspector, table)
    with engine.connect() as connection:
        found |= {(table, "trigger", name) for name, table in triggers.names(connection)}
    return found


def drift(migrated_url: str, empty_url: str) -> list[str]:
    """One line for each difference between an upgraded database and one made from the models in the empty one."""
    migrated, described = create_engine(migrated_url), create_engine(empty_url)
    try:
        with described.begin() as connection:
            db.metadata.create_all(connection)
            triggers.create(connection)
        have, want = facts(migrated), facts(described)
    finally:
        migrated.dispose()
        described.dispose()
    lines = [f"only in the models: {' '.join(fact)}" for fact in sorted(want - have)]
    lines += [f"only in the migrations: {' '.join(fact)}" for fact in sorted(have - want)]
    return lines + [f"alembic: {difference}" for difference in schema.differences(migrated_url)]


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        migrated, empty = (f"sqlite:///{Path(folder) / name}" for name in ("migrated", "empty"))
        schema.upgrade(migrated)
        found = drift(migrated, empty)
    for line in found:
        print(line)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
