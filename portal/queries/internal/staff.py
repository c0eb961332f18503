"""The provider's own people: the list that administrators keep, and colleagues to choose from."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select, tuple_

from portal.db import db
from portal.domain.people.assignments import Assignment
from portal.domain.people.roles import StaffRole
from portal.domain.people.staff import StaffMember

PAGE = 100


@dataclass(frozen=True)
class StaffRow:
    """One colleague in the list."""

    id: int
    name: str
    title: str
    email: str
    role: StaffRole
    customers: int
    second_factor: bool
    invited_at: datetime | None
    accepted_at: datetime | None
    deactivated_at: datetime | None


@dataclass(frozen=True)
class StaffPage:
    """A page of the list by name; `after` is the last one's id where more follow."""

    rows: tuple[StaffRow, ...]
    after: int | None


def page(after: int | None = None) -> StaffPage:
    """The colleagues after the one of that id."""
    customers = select(func.count()).where(Assignment.staff_id == StaffMember.id).scalar_subquery()
    query = select(
        StaffMember.id,
        StaffMember.name,
        StaffMember.title,
        StaffMember.email,
        StaffMember.role,
        customers,
        StaffMember.totp_confirmed_at.is_not(None),
        StaffMember.invited_at,
        StaffMember.accepted_at,
        StaffMember.deactivated_at,
    )
    if after is not None:
        edge = select(StaffMember.name).where(StaffMember.id == after).scalar_subquery()
        query = query.where(tuple_(StaffMember.name, StaffMember.id) > tuple_(edge, after))
    found = db.session.execute(query.order_by(StaffMember.name, StaffMember.id).limit(PAGE + 1)).all()
    rows = tuple(StaffRow(*row) for row in found[:PAGE])
    return StaffPage(rows, rows[-1].id if len(found) > PAGE else None)


def not_on_team(customer_id: int) -> dict[str, str]:
    """Active colleagues who could join the customer's account team, by their id as text."""
    there = select(Assignment.staff_id).where(Assignment.customer_id == customer_id)
    query = (
        select(StaffMember.id, StaffMember.name)
        .where(StaffMember.deactivated_at.is_(None), StaffMember.id.not_in(there))
        .order_by(StaffMember.name, StaffMember.id)
    )
    return {str(row.id): row.name for row in db.session.execute(query)}
