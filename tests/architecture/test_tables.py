"""Rules of the house that a look at the tables proves."""

from sqlalchemy import CheckConstraint, Table

from portal.db import Base, Choice, UtcDateTime
from portal.domain.models import metadata

TABLES = {table.name: table for table in metadata.tables.values()}
WINGS = ("people", "plan", "voice", "insight", "care")


def _wing_of() -> dict[str, str]:
    """The wing that each table's class lives in; the log and the outbox belong to none."""
    found = {}
    for mapper in Base.registry.mappers:
        parts = mapper.class_.__module__.split(".")
        if isinstance(mapper.local_table, Table) and len(parts) > 2 and parts[2] in WINGS:
            found[mapper.local_table.name] = parts[2]
    return found


def test_every_table_lives_in_the_domain() -> None:
    assert {mapper.class_.__module__.split(".")[1] for mapper in Base.registry.mappers} == {"domain"}
    assert len(TABLES) == len(Base.registry.mappers)


def test_every_choice_is_held_by_the_database_too() -> None:
    unchecked = [
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.columns
        if isinstance(column.type, Choice)
        and not any(
            isinstance(check, CheckConstraint) and str(check.sqltext).startswith(f"{column.name} IN (")
            for check in table.constraints
        )
    ]
    assert unchecked == []


def test_every_moment_is_kept_in_utc() -> None:
    naive = [
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.columns
        if column.type.python_type.__name__ == "datetime" and not isinstance(column.type, UtcDateTime)
    ]
    assert naive == []


def test_no_foreign_key_points_to_a_later_wing() -> None:
    wings = _wing_of()
    forward = [
        f"{table.name}.{column.name} -> {key.column.table.name}"
        for table in TABLES.values()
        for column in table.columns
        for key in column.foreign_keys
        if table.name in wings
        and key.column.table.name in wings
        and WINGS.index(wings[key.column.table.name]) > WINGS.index(wings[table.name])
    ]
    assert forward == []


def test_every_foreign_key_can_be_followed_backwards_by_an_index() -> None:
    """So that "the goals of this plan" never reads the whole table."""
    unindexed = [
        f"{table.name}.{column.name}"
        for table in TABLES.values()
        for column in table.columns
        if column.foreign_keys and column.name not in _leading_columns(table)
    ]
    assert unindexed == []


def _leading_columns(table: Table) -> set[str]:
    """The columns that some index, unique constraint or the primary key begins with."""
    groups = [list(index.columns) for index in table.indexes]
    groups += [list(getattr(constraint, "columns", [])) for constraint in table.constraints]
    groups.append(list(table.primary_key.columns))
    return {columns[0].name for columns in groups if columns}
