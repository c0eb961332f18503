"""Which customers a staff member may see; every internal list starts from it."""

from collections.abc import Iterator

from sqlalchemy import ColumnElement, SQLColumnExpression, select

from portal.domain.people.actors import StaffActor
from portal.domain.people.assignments import Assignment
from portal.domain.people.roles import StaffRole

CustomerId = SQLColumnExpression[int] | SQLColumnExpression[int | None]


def sees_all(actor: StaffActor) -> bool:
    """Leads and administrators see every customer; a setting opens reading to everybody."""
    return actor.reads_all or actor.role in (StaffRole.LEAD, StaffRole.ADMINISTRATOR)


def visible(actor: StaffActor, customer_id: CustomerId) -> Iterator[ColumnElement[bool]]:
    """The conditions that the staff member may see the customer of that id."""
    if not sees_all(actor):
        yield on_team(actor, customer_id)


def on_team(actor: StaffActor, customer_id: CustomerId) -> ColumnElement[bool]:
    """The condition that the staff member is on the customer's account team."""
    return customer_id.in_(select(Assignment.customer_id).where(Assignment.staff_id == actor.staff_id))
