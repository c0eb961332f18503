"""One customer as the provider sees it: people on both sides, sales, notes, segment; frozen, in few statements."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import func, select

from portal import clock
from portal.db import db
from portal.domain.care.segments import CustomerSegment, Segment
from portal.domain.insight.notes import CustomerNote
from portal.domain.insight.sales import CURRENCY, Sale, SalesByYear
from portal.domain.people.assignments import Assignment
from portal.domain.people.contacts import Contact
from portal.domain.people.roles import AssignmentRole, ContactRole
from portal.domain.people.staff import StaffMember

NOTES = 20
YEARS = 6


class Access(StrEnum):
    """Whether a person can sign in."""

    NONE = "none"
    INVITED = "invited"
    ACTIVE = "active"
    ENDED = "ended"


@dataclass(frozen=True)
class TeamMember:
    """A colleague on the account team."""

    assignment_id: int
    staff_id: int
    name: str
    title: str
    role: AssignmentRole
    duty: str
    since: datetime
    has_left: bool


@dataclass(frozen=True)
class Person:
    """A contact of the customer."""

    id: int
    name: str
    title: str
    email: str
    phone: str
    role: ContactRole | None
    named: bool
    access: Access
    invited_at: datetime | None
    accepted_at: datetime | None


@dataclass(frozen=True)
class Note:
    """An internal note."""

    by: str
    at: datetime
    text: str


@dataclass(frozen=True)
class YearOfSales:
    """What the customer bought in one year."""

    year: int
    amount_cents: int
    sales: int
    running: bool
    """The year is not over."""


@dataclass(frozen=True)
class Sales:
    """The last years, oldest first, and the last sale."""

    years: tuple[YearOfSales, ...]
    last_on: date | None

    @property
    def growth(self) -> int | None:
        """How many per cent the newest full year is above the one before it."""
        full = [year for year in self.years if not year.running][-2:]
        if len(full) < 2 or full[0].amount_cents <= 0 or full[1].year != full[0].year + 1:
            return None
        return round(100 * (full[1].amount_cents - full[0].amount_cents) / full[0].amount_cents)


@dataclass(frozen=True)
class Standing:
    """The segment the customer stands in."""

    segment_id: int
    name: str
    reason: str
    since: datetime


def team(customer_id: int) -> tuple[TeamMember, ...]:
    """The account team, its account manager first."""
    query = (
        select(Assignment, StaffMember)
        .join(StaffMember, StaffMember.id == Assignment.staff_id)
        .where(Assignment.customer_id == customer_id)
        .order_by(Assignment.role, StaffMember.name, StaffMember.id)
    )
    return tuple(
        TeamMember(
            assignment_id=place.id,
            staff_id=member.id,
            name=member.name,
            title=member.title,
            role=place.role,
            duty=place.duty,
            since=place.since,
            has_left=member.deactivated_at is not None,
        )
        for place, member in db.session.execute(query)
    )


def people(customer_id: int) -> tuple[Person, ...]:
    """The customer's contacts by name, those without access last."""
    query = select(Contact).where(Contact.customer_id == customer_id).order_by(Contact.name, Contact.id)
    found = [person(contact) for contact in db.session.scalars(query)]
    order = (Access.ACTIVE, Access.INVITED, Access.NONE, Access.ENDED)
    return tuple(sorted(found, key=lambda one: order.index(one.access)))


def person(contact: Contact) -> Person:
    """A contact as pages show them."""
    return Person(
        id=contact.id,
        name=contact.name,
        title=contact.title,
        email=contact.email or "",
        phone=contact.phone,
        role=contact.role,
        named=contact.is_named_approver,
        access=_access(contact),
        invited_at=contact.invited_at,
        accepted_at=contact.accepted_at,
    )


def _access(contact: Contact) -> Access:
    if contact.deactivated_at is not None:
        return Access.ENDED
    if contact.active:
        return Access.ACTIVE
    return Access.INVITED if contact.invited_at is not None else Access.NONE


def sales(customer_id: int) -> Sales:
    """What the customer bought in the last years."""
    this_year = clock.today().year
    years = (
        select(SalesByYear.year, SalesByYear.amount_cents, SalesByYear.sales)
        .where(SalesByYear.customer_id == customer_id, SalesByYear.currency == CURRENCY)
        .order_by(SalesByYear.year.desc())
        .limit(YEARS)
    )
    last = db.session.scalar(select(func.max(Sale.sold_on)).where(Sale.customer_id == customer_id))
    found = [YearOfSales(*row, running=row.year == this_year) for row in db.session.execute(years)]
    return Sales(tuple(reversed(found)), last)


def notes(customer_id: int) -> tuple[Note, ...]:
    """The latest notes, the newest first."""
    query = (
        select(StaffMember.name, CustomerNote.at, CustomerNote.text)
        .join(StaffMember, StaffMember.id == CustomerNote.staff_id)
        .where(CustomerNote.customer_id == customer_id)
        .order_by(CustomerNote.id.desc())
        .limit(NOTES)
    )
    return tuple(Note(*row) for row in db.session.execute(query))


def standing(customer_id: int) -> Standing | None:
    """The customer's segment, and why it stands there."""
    query = (
        select(Segment.id, Segment.name, CustomerSegment.reason, CustomerSegment.since)
        .join(CustomerSegment, CustomerSegment.segment_id == Segment.id)
        .where(CustomerSegment.customer_id == customer_id)
    )
    row = db.session.execute(query).one_or_none()
    return Standing(*row) if row is not None else None
