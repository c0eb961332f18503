"""Which columns are internal, and what is planted into each: found by walking every table that the portal has."""

import json
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any, Final

from sqlalchemy import Boolean, Column, Date, DateTime, Integer, LargeBinary, String
from sqlalchemy.types import TypeDecorator, TypeEngine

from portal.db import Choice
from portal.domain.models import metadata

CANARY: Final = "kanarialintu"

STRUCTURE: Mapping[str, str] = {
    "sign_in.token_hash": "a hash, by which a device is found",
    "sign_in.expires_at": "says when a thing stops working",
    "one_time_token.expires_at": "says when a thing stops working",
    "preview_grant.expires_at": "says when a thing stops working",
    "preview_grant.revision_ids": "ids, by which drafts are found",
    "outbox_message.payload": "ids, by which a mail finds what it tells",
    "outbox_message.message_id": "random; stands in the header of the mail on purpose",
    "audit_entry.actor_side": "a side, by which entries are found",
    "audit_entry.subject": "kind and id, by which entries are found",
    "staff_member.locale": "the code of a language",
}
"""Columns that are neither text nor value but hold the house together, each with the reason."""


class Treatment(StrEnum):
    """What is done with a column."""

    SHARED = "shared"
    STRUCTURE = "structure"
    CANARY = "canary"
    CHANGE = "change"


def name_of(column: Column[Any]) -> str:
    """Table and column."""
    return f"{column.table.name}.{column.name}"


def treatment(column: Column[Any]) -> Treatment:
    """Internal unless it says that it is shared; text gets a canary, any other value is changed."""
    if column.info.get("shared"):
        return Treatment.SHARED
    kind = _plain(column.type)
    refers = isinstance(kind, Integer) and (column.primary_key or column.name.endswith("_id"))
    if refers or column.foreign_keys or isinstance(column.type, Choice) or name_of(column) in STRUCTURE:
        return Treatment.STRUCTURE
    if isinstance(kind, String):
        return Treatment.CANARY
    return Treatment.STRUCTURE if column.primary_key else Treatment.CHANGE


def internal_columns() -> Iterator[Column[Any]]:
    """Every column that gets a canary or another value."""
    for table in metadata.sorted_tables:
        for column in table.columns:
            if treatment(column) in (Treatment.CANARY, Treatment.CHANGE):
                yield column


def planted(column: Column[Any], number: int, value: Any, place: int) -> Any:
    """What the column holds from now on in the row of that place; the same whenever it is asked."""
    if treatment(column) is Treatment.CHANGE:
        return _changed(column, value)
    canary = f"{CANARY}{number}x{place}"
    if isinstance(value, str) and value.startswith("{"):
        return json.dumps({**json.loads(value), CANARY: canary})
    return canary


def _changed(column: Column[Any], value: Any) -> Any:
    kind = _plain(column.type)
    if isinstance(kind, Boolean):
        return not value
    if value is None:
        return None
    if isinstance(kind, DateTime | Date):
        return _earlier(value)
    if isinstance(kind, LargeBinary):
        return bytes(value) + b"."
    return value + 7


def _earlier(value: datetime | date | str) -> datetime | date:
    return (datetime.fromisoformat(value) if isinstance(value, str) else value) - timedelta(days=1)


def _plain(kind: TypeEngine[Any]) -> TypeEngine[Any]:
    return kind.impl_instance if isinstance(kind, TypeDecorator) else kind
