"""A later migration on a database in use: no row, no trigger and no half of it is lost. The later one is planted."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory
from flask import Flask
from sqlalchemy import inspect, text

from portal import triggers
from portal.config import PROJECT
from portal.db import db, writing
from portal.domain.audit import AuditEntry, AuditEvent
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from tests.conftest import MORNING
from tools.check_migrations import facts

QUERIES = (
    "SELECT name, city, key FROM customer",
    "SELECT name, email, customer_id FROM contact",
    "SELECT id, event, hash FROM audit_entry",
)
REBUILD = """
def upgrade() -> None:
    with op.batch_alter_table("customer") as batch:
        batch.add_column(sa.Column("planted", sa.String(), nullable=False, server_default=""))
        batch.alter_column("city", existing_type=sa.String(), type_=sa.Text(), existing_nullable=False)
    with op.batch_alter_table("audit_entry") as batch:
        batch.alter_column("subject", existing_type=sa.String(), type_=sa.Text(), existing_nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("audit_entry") as batch:
        batch.alter_column("subject", existing_type=sa.Text(), type_=sa.String(), existing_nullable=False)
    with op.batch_alter_table("customer") as batch:
        batch.alter_column("city", existing_type=sa.Text(), type_=sa.String(), existing_nullable=False)
        batch.drop_column("planted")
"""
FAILS_HALF_WAY = """
def upgrade() -> None:
    op.create_table("planted", sa.Column("id", sa.Integer(), primary_key=True))
    op.execute("UPDATE customer SET name = 'changed'")
    op.execute("INSERT INTO planted_nowhere VALUES (1)")


def downgrade() -> None:
    op.drop_table("planted")
"""
ORPHANS_ROWS = """
def upgrade() -> None:
    op.execute("DELETE FROM customer")


def downgrade() -> None:
    pass
"""


class PortalWithOneMoreMigration:
    """A copy of the portal's code with a migration of ours after the last."""

    def __init__(self, folder: Path, body: str) -> None:
        ignore = shutil.ignore_patterns("static", "translations", "__pycache__")
        shutil.copytree(PROJECT / "portal", folder / "portal", ignore=ignore)
        shutil.copytree(PROJECT / "migrations", folder / "migrations", ignore=ignore)
        head = f"import sqlalchemy as sa\nfrom alembic import op\n\nrevision = 'planted'\ndown_revision = {_head()!r}\n"
        (folder / "migrations" / "versions" / "29991231_2359_planted.py").write_text(head + body)
        self._folder = folder

    def go(self, step: str, url: str) -> subprocess.CompletedProcess[str]:
        """Run a step of portal.schema on the database URL with that code."""
        line = [sys.executable, "-c", f"from portal.schema import downgrade, upgrade; URL = {url!r}; {step}"]
        environment = os.environ | {"PYTHONPATH": str(self._folder)}
        return subprocess.run(line, cwd=self._folder, env=environment, capture_output=True, text=True, check=False)


def _head() -> str:
    head = ScriptDirectory(str(PROJECT / "migrations")).get_current_head()
    assert head is not None
    return head


@pytest.fixture
def rows(core: Flask) -> Callable[[], list[tuple[object, ...]]]:
    """A database in use: a customer with its contact and an entry of the audit log. Tells its rows and triggers."""
    with writing():
        customer = Customer(name="Wartian Herkku", sort_name="wartian herkku", city="Oulu")
        db.session.add(customer)
        db.session.flush()
        db.session.add(Contact(customer_id=customer.id, name="Pirkko Koskitalo", email="pirkko@example.com"))
        entry = {"id": 1, "at": MORNING, "event": AuditEvent.CUSTOMER_CREATED, "previous_hash": "", "hash": "planted"}
        db.session.add(AuditEntry(**entry))

    def tell() -> list[tuple[object, ...]]:
        db.engine.dispose()
        with db.engine.connect() as connection:
            found = [tuple(row) for query in QUERIES for row in connection.execute(text(query))]
            return found + sorted(triggers.names(connection))

    return tell


def test_rebuilding_tables_loses_no_row_and_no_trigger(
    rows: Callable[[], list[tuple[object, ...]]], database_url: str, tmp_path: Path
) -> None:
    before = rows()
    portal = PortalWithOneMoreMigration(tmp_path, REBUILD)
    for step in ("upgrade(URL)", "downgrade(URL, '-1')", "upgrade(URL)"):
        answer = portal.go(step, database_url)
        assert answer.returncode == 0, answer.stderr
        assert rows() == before
    assert "planted" in {column["name"] for column in inspect(db.engine).get_columns("customer")}


@pytest.mark.parametrize("body", [FAILS_HALF_WAY, ORPHANS_ROWS])
def test_a_migration_that_fails_leaves_everything_as_it_was(
    body: str, rows: Callable[[], list[tuple[object, ...]]], database_url: str, tmp_path: Path
) -> None:
    before, schema_before = rows(), facts(db.engine)
    answer = PortalWithOneMoreMigration(tmp_path, body).go("upgrade(URL)", database_url)
    assert answer.returncode != 0
    assert rows() == before
    assert facts(db.engine) == schema_before
