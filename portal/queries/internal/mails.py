"""What mails to staff say, as plain values that outlive the transaction."""

from dataclasses import dataclass

from sqlalchemy import ColumnElement, select

from portal.db import db
from portal.domain.people.customers import Customer
from portal.domain.people.provider import PRODUCT, provider
from portal.domain.people.staff import StaffMember


@dataclass(frozen=True)
class StaffReader:
    """A colleague who is written to."""

    name: str
    email: str
    locale: str
    provider_name: str


@dataclass(frozen=True)
class CustomerName:
    """The customer that a mail speaks of."""

    key: str
    name: str


def invited(staff_id: int) -> StaffReader | None:
    """The colleague an invitation goes to; None when it was accepted already or the person is deactivated."""
    return _reader(staff_id, StaffMember.accepted_at.is_(None))


def colleague(staff_id: int) -> StaffReader | None:
    """The colleague, while active; else None."""
    return _reader(staff_id, StaffMember.accepted_at.is_not(None))


def customer_name(customer_id: int) -> CustomerName:
    """What the customer is called, and its key in addresses."""
    row = db.session.execute(select(Customer.key, Customer.name).where(Customer.id == customer_id)).one()
    return CustomerName(row.key, row.name)


def _reader(staff_id: int, *which: ColumnElement[bool]) -> StaffReader | None:
    row = db.session.execute(
        select(StaffMember.name, StaffMember.email, StaffMember.locale).where(
            StaffMember.id == staff_id,
            StaffMember.deactivated_at.is_(None),
            *which,
        )
    ).one_or_none()
    return StaffReader(row.name, row.email, row.locale, provider().name or PRODUCT) if row else None
