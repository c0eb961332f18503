"""What has happened, from the audit log: of one customer, and the whole of it for administrators."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, Select, select

from portal.db import db
from portal.domain.audit import AuditEntry, AuditEvent, AuditPerson
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.plan.items import Revision
from portal.domain.plan.plans import Plan

PAGE = 50
TOO_SMALL_TO_TELL = (
    AuditEvent.DRAFT_CHANGED,
    AuditEvent.DRAFT_DISCARDED,
    AuditEvent.REORDERED,
    AuditEvent.INTERNAL_SECTION_CHANGED,
    AuditEvent.PREVIEWED_AS_CUSTOMER,
    AuditEvent.DRAFT_ORDERED,
    AuditEvent.NOTE_WRITTEN,
    AuditEvent.SIGNED_IN,
    AuditEvent.SIGN_IN_REFUSED,
    AuditEvent.SIGNED_OUT,
)


@dataclass(frozen=True)
class Event:
    """One entry of the log in reading form: who did what to whom or what."""

    id: int
    at: datetime
    event: AuditEvent
    by_us: bool
    person: str
    subject: str
    """The name of the person or the title of the goal that it is about; empty where the customer itself is meant."""
    customer: str
    customer_key: str
    plan_number: int | None
    address: str
    data: dict[str, Any]


def latest(customer_id: int, limit: int = 10) -> tuple[Event, ...]:
    """The latest events of one customer that are worth telling."""
    query = _entries().where(AuditEntry.customer_id == customer_id, AuditEntry.event.not_in(TOO_SMALL_TO_TELL))
    return _events(db.session.execute(query.order_by(AuditEntry.id.desc()).limit(limit)).all())


@dataclass(frozen=True)
class LogPage:
    """A page of the whole log, newest first."""

    events: tuple[Event, ...]
    newer: int | None
    older: int | None


def log(
    event: AuditEvent | None = None, person: str = "", *, before: int | None = None, after: int | None = None
) -> LogPage:
    """The log before or after an entry; by kind of event, and by the exact e-mail address of who did it."""
    query = _entries()
    if event is not None:
        query = query.where(AuditEntry.event == event)
    if person:
        query = query.where(AuditPerson.email == person.strip().lower())
    if after is not None:
        found = db.session.execute(query.where(AuditEntry.id > after).order_by(AuditEntry.id).limit(PAGE + 1)).all()
        shown, newer = list(reversed(found[:PAGE])), len(found) > PAGE
        older = True
    else:
        query = query.where(AuditEntry.id < before) if before is not None else query
        found = db.session.execute(query.order_by(AuditEntry.id.desc()).limit(PAGE + 1)).all()
        shown, newer, older = list(found[:PAGE]), before is not None, len(found) > PAGE
    events = _events(shown)
    return LogPage(
        events=events,
        newer=events[0].id if events and newer else None,
        older=events[-1].id if events and older else None,
    )


def _entries() -> Select[*tuple[Any, ...]]:
    return (
        select(
            AuditEntry.id,
            AuditEntry.at,
            AuditEntry.event,
            AuditEntry.actor_side,
            AuditEntry.subject,
            AuditEntry.data,
            AuditPerson.name,
            AuditPerson.address,
            Customer.name.label("customer"),
            Customer.key.label("customer_key"),
            Plan.number.label("plan_number"),
        )
        .outerjoin(AuditPerson, AuditPerson.entry_id == AuditEntry.id)
        .outerjoin(Customer, Customer.id == AuditEntry.customer_id)
        .outerjoin(Plan, Plan.id == AuditEntry.plan_id)
    )


def _events(rows: Sequence[Row[*tuple[Any, ...]]]) -> tuple[Event, ...]:
    data = {row.id: json.loads(row.data) for row in rows}
    names = _names({row.subject for row in rows})
    titles = _titles({int(found["revision"]) for found in data.values() if found.get("revision")})
    return tuple(
        Event(
            id=row.id,
            at=row.at,
            event=row.event,
            by_us=row.actor_side == Side.PROVIDER.value,
            person=row.name or "",
            subject=titles.get(data[row.id].get("revision"), "") or names.get(row.subject, ""),
            customer=row.customer or "",
            customer_key=row.customer_key or "",
            plan_number=row.plan_number,
            address=row.address or "",
            data=data[row.id],
        )
        for row in rows
    )


def _names(subjects: set[str]) -> dict[str, str]:
    """The names of the people among the subjects."""
    found: dict[str, str] = {}
    for kind, model in (("contact", Contact), ("staff", StaffMember)):
        ids = [int(subject.partition(":")[2]) for subject in subjects if subject.startswith(f"{kind}:")]
        rows = db.session.execute(select(model.id, model.name).where(model.id.in_(ids)))
        found |= {f"{kind}:{person_id}": name for person_id, name in rows}
    return found


def _titles(revision_ids: set[int]) -> dict[int, str]:
    rows = db.session.execute(select(Revision.id, Revision.title).where(Revision.id.in_(revision_ids)))
    return {row.id: row.title for row in rows}
