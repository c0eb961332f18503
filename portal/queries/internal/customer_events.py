"""What has happened, from the audit log: of one customer, and the whole of it for administrators."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, Select, or_, select

from portal.db import db
from portal.domain.audit import ONLY_ROW, AuditEntry, AuditEvent, AuditHead, AuditPerson
from portal.domain.people.actors import StaffActor
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.plan.items import Revision
from portal.domain.plan.plans import Plan
from portal.queries.internal.visible import on_team

PAGE = 50
READ = 60
SHOWN = 10
AT_ONCE = timedelta(hours=1)
TOO_SMALL_TO_TELL = (
    AuditEvent.DRAFTED,
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

AMONG_THEMSELVES = (AuditEvent.SUGGESTED,)
"""What the customer's people do with their own unsent wordings is none of the provider's business."""


@dataclass(frozen=True)
class Event:
    """One entry of the log in reading form: who did what to whom or what."""

    id: int
    at: datetime
    event: AuditEvent
    by_us: bool
    person: str
    subjects: tuple[str, ...]
    """The names of the people or the titles of the goals that it is about; none where the customer itself is meant."""
    customer: str
    customer_key: str
    plan_number: int | None
    address: str
    data: dict[str, Any]
    among_themselves: bool = False
    """About a wording that the customer's own side has not sent."""


def latest(customer_id: int) -> tuple[Event, ...]:
    """The latest events of one customer that are worth telling; what one person did several times at once is one."""
    query = _entries().where(AuditEntry.customer_id == customer_id, AuditEntry.event.not_in(TOO_SMALL_TO_TELL))
    query = query.where(or_(AuditEntry.actor_side != Side.CUSTOMER, AuditEntry.event.not_in(AMONG_THEMSELVES)))
    found = _events(db.session.execute(query.order_by(AuditEntry.id.desc()).limit(READ)).all())
    runs = _runs([event for event in found if not event.among_themselves])
    return tuple(_told_at_once(run) for run in runs)[:SHOWN]


def _runs(events: Sequence[Event]) -> Iterator[list[Event]]:
    run: list[Event] = []
    for event in events:
        last = run[-1] if run else event
        same = (event.event, event.person, event.plan_number) == (last.event, last.person, last.plan_number)
        if run and not (same and last.at - event.at < AT_ONCE):
            yield run
            run = []
        run.append(event)
    if run:
        yield run


def _told_at_once(run: list[Event]) -> Event:
    subjects = dict.fromkeys(subject for event in reversed(run) for subject in event.subjects)
    return replace(run[0], subjects=tuple(subjects))


FROM_CUSTOMERS = (
    AuditEvent.INVITATION_ACCEPTED,
    AuditEvent.OPENED,
    AuditEvent.APPROVED,
    AuditEvent.CHANGE_ASKED,
    AuditEvent.ASKED,
    AuditEvent.ANSWERED,
    AuditEvent.DECLINED,
    AuditEvent.WITHDRAWN,
    AuditEvent.COMMENTED,
    AuditEvent.PROGRESS_CHANGED,
)
LATEST_ENTRIES = 5000
"""How far back in the log `lately` looks, so that it costs the same however long the log is."""


def lately(actor: StaffActor | None, since: datetime, limit: int = 10) -> tuple[Event, ...]:
    """What customers did since a moment, newest first: those of the staff member's account teams, or everybody's."""
    head = select(AuditHead.entries - LATEST_ENTRIES).where(AuditHead.id == ONLY_ROW).scalar_subquery()
    query = _entries().where(
        AuditEntry.id > head,
        AuditEntry.at >= since,
        AuditEntry.actor_side == Side.CUSTOMER.value,
        AuditEntry.event.in_(FROM_CUSTOMERS),
    )
    if actor is not None:
        query = query.where(on_team(actor, AuditEntry.customer_id))
    rows = db.session.execute(query.order_by(AuditEntry.id.desc()).limit(2 * limit)).all()
    return tuple(event for event in _events(rows) if not event.among_themselves)[:limit]


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
            subjects=_about(row, titles.get(data[row.id].get("revision")) or names.get(row.subject, "")),
            customer=row.customer or "",
            customer_key=row.customer_key or "",
            plan_number=row.plan_number,
            address=row.address or "",
            data=data[row.id],
            among_themselves=titles.get(data[row.id].get("revision"), "") is None,
        )
        for row in rows
    )


def _about(row: Row[*tuple[Any, ...]], subject: str) -> tuple[str, ...]:
    """The subject, unless it is the person who acted."""
    return (subject,) if subject and subject != row.name else ()


def _names(subjects: set[str]) -> dict[str, str]:
    """The names of the people among the subjects."""
    found: dict[str, str] = {}
    for kind, model in (("contact", Contact), ("staff", StaffMember)):
        ids = [int(subject.partition(":")[2]) for subject in subjects if subject.startswith(f"{kind}:")]
        rows = db.session.execute(select(model.id, model.name).where(model.id.in_(ids)))
        found |= {f"{kind}:{person_id}": name for person_id, name in rows}
    return found


def _titles(revision_ids: set[int]) -> dict[int, str | None]:
    """What the revisions are called; None for a wording that the customer's own side has not sent."""
    query = select(Revision.id, Revision.title, Revision.side, Revision.number).where(Revision.id.in_(revision_ids))
    return {
        row.id: None if row.side is Side.CUSTOMER and row.number is None else row.title
        for row in db.session.execute(query)
    }
