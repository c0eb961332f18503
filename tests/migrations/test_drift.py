"""The comparison of migrations and models sees what Alembic's own does not."""

import pytest
from flask import Flask
from sqlalchemy import text

from portal.db import db
from tools.check_migrations import drift

CHANGES = {
    "a trigger is gone": ("DROP TRIGGER keep_decision_update", "DROP TRIGGER keep_decision_update ON decision"),
    "an index is gone": ("DROP INDEX ix_customer_sort_name_id", "DROP INDEX ix_customer_sort_name_id"),
    "a column too many": (
        "ALTER TABLE customer ADD COLUMN planted TEXT",
        "ALTER TABLE customer ADD COLUMN planted TEXT",
    ),
    "a table too many": ("CREATE TABLE planted (id INTEGER)", "CREATE TABLE planted (id INTEGER)"),
    "a check too many": (
        "ALTER TABLE customer ADD COLUMN planted TEXT CHECK (planted <> '')",
        "ALTER TABLE customer ADD CHECK (name <> '')",
    ),
}


@pytest.mark.parametrize("change", CHANGES)
def test_it_tells_when(
    change: str, core: Flask, database_kind: str, database_url: str, empty_database_url: str
) -> None:
    on_sqlite, on_postgresql = CHANGES[change]
    with db.engine.begin() as connection:
        connection.execute(text(on_sqlite if database_kind == "sqlite" else on_postgresql))
    assert drift(database_url, empty_database_url) != []
