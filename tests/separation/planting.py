"""Planting: every internal column of every row that is not the reader's own gets a canary or another value."""

from collections import Counter
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Connection, Engine, select, text, update

from portal import triggers
from portal.domain.audit import AuditEntry
from portal.domain.models import metadata
from portal.domain.people.contacts import Contact
from portal.domain.people.sessions import SignIn
from portal.domain.people.sides import Side
from portal.domain.plan.items import Decision
from tests.separation.columns import Treatment, internal_columns, name_of, planted, treatment

Own = Mapping[str, Callable[[Mapping[str, Any]], bool]]
"""By table: whether a row is the reader's own, who may see it whole."""
Planted = Mapping[str, int]
"""By internal column: how many rows hold something else than before. A canary has its column's place in it."""

NOBODYS: Own = {}


def plant(engine: Engine, own: Own) -> Planted:
    """Change all that is internal and not the reader's own."""
    numbers = {name_of(column): number for number, column in enumerate(internal_columns())}
    rows: Counter[str] = Counter(dict.fromkeys(numbers, 0))
    with engine.begin() as connection:
        _let_go(connection)
        for table in metadata.sorted_tables:
            columns = [column for column in table.columns if name_of(column) in numbers]
            found = connection.execute(select(table).order_by(*table.primary_key)).mappings().all() if columns else ()
            for place, row in enumerate(map(dict, found)):
                if table.name in own and own[table.name](row):
                    continue
                values = {
                    column.name: planted(column, numbers[name_of(column)], row[column.name], place)
                    for column in columns
                    if treatment(column) is Treatment.CHANGE or row[column.name] is not None
                }
                rows.update(f"{table.name}.{name}" for name, value in values.items() if value != row[name])
                same = [column == row[column.name] for column in table.primary_key]
                if values:
                    connection.execute(update(table).where(*same).values(values))
    return dict(rows)


def own_on_pages(engine: Engine, device: int | str | None) -> Own:
    """The reader's devices stand in the settings; the own drafts are edited in their forms."""
    account_id, contact_ids = _reader(engine, device)
    return {
        "sign_in": lambda row: row["account_id"] == account_id,
        "revision": lambda row: row["contact_id"] in contact_ids,
    }


def own_in_the_export(engine: Engine, device: int | str | None) -> Own:
    """All that is kept about the reader, who may take it along."""
    account_id, contact_ids = _reader(engine, device)
    with engine.connect() as connection:
        decisions = set(connection.scalars(select(Decision.id).where(Decision.contact_id.in_(contact_ids))))
        mine = (AuditEntry.actor_side == Side.CUSTOMER.value) & AuditEntry.actor_id.in_(contact_ids)
        entries = set(
            connection.scalars(select(AuditEntry.id).where(mine | (AuditEntry.subject == f"account:{account_id}")))
        )
    return {
        **own_on_pages(engine, device),
        "contact": lambda row: row["id"] in contact_ids,
        "plan_opening": lambda row: row["contact_id"] in contact_ids,
        "evidence": lambda row: row["decision_id"] in decisions,
        "audit_entry": lambda row: row["id"] in entries,
        "audit_person": lambda row: row["entry_id"] in entries,
        "outbox_message": lambda row: row["account_id"] == account_id or row["contact_id"] in contact_ids,
    }


def _reader(engine: Engine, device: int | str | None) -> tuple[int, set[int]]:
    """Account and contacts of the reader; of nobody in a preview."""
    with engine.connect() as connection:
        account_id = connection.scalar(select(SignIn.account_id).where(SignIn.id == (device or 0))) or 0
        return account_id, set(connection.scalars(select(Contact.id).where(Contact.account_id == account_id)))


def _let_go(connection: Connection) -> None:
    """Past the triggers that keep the rows; restoring the world brings them back."""
    if connection.dialect.name == "sqlite":
        triggers.drop(connection)
    else:
        connection.execute(text("SET LOCAL session_replication_role = replica"))
