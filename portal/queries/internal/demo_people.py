"""Whom to be on the internal side of the demo."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.db import db
from portal.domain.people.roles import StaffRole
from portal.domain.people.staff import StaffMember


@dataclass(frozen=True)
class DemoColleague:
    """A colleague to sign in as."""

    name: str
    email: str
    title: str
    role: StaffRole


def colleagues() -> list[DemoColleague]:
    """Everybody who can sign in, role by role."""
    rows = db.session.execute(
        select(StaffMember.name, StaffMember.email, StaffMember.title, StaffMember.role)
        .where(StaffMember.accepted_at.is_not(None), StaffMember.deactivated_at.is_(None))
        .order_by(StaffMember.id)
    )
    order = list(StaffRole)
    return sorted((DemoColleague(**row._mapping) for row in rows), key=lambda one: order.index(one.role))
