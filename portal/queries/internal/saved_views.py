"""A staff member's own named filters."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.db import db
from portal.domain.insight.saved_views import CUSTOMERS, SavedView
from portal.domain.people.actors import StaffActor


@dataclass(frozen=True)
class View:
    """One named filter."""

    id: int
    name: str
    query: str


def mine(actor: StaffActor, list_name: str = CUSTOMERS) -> tuple[View, ...]:
    """The views of one list, by name."""
    query = select(SavedView.id, SavedView.name, SavedView.query).where(
        SavedView.staff_id == actor.staff_id, SavedView.list_name == list_name
    )
    return tuple(View(*row) for row in db.session.execute(query.order_by(SavedView.name)))
