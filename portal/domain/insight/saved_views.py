"""Saved views: a staff member's own names for filters of a list."""

from urllib.parse import parse_qsl, urlencode

from sqlalchemy import ForeignKey, UniqueConstraint, delete, func, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, db
from portal.domain.errors import N_, Invalid, NotFound
from portal.domain.people.actors import StaffActor
from portal.domain.people.details import one_line

CUSTOMERS = "customers"
NAME_LENGTH = 60
QUERY_LENGTH = 1000
MOST_VIEWS = 20


class SavedView(Model):
    """A named query string of one list, for one staff member."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("staff_id", "list_name", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    list_name: Mapped[str] = mapped_column(default=CUSTOMERS)
    name: Mapped[str]
    query: Mapped[str]


def save_view(actor: StaffActor, name: str, query: str, list_name: str = CUSTOMERS) -> SavedView:
    """Keep a filter under a name of one's own; the same name again replaces it. Raises Invalid."""
    clean = one_line(name)
    kept = urlencode([(key, value) for key, value in parse_qsl(query) if key not in ("after", "before")])
    if not clean or len(clean) > NAME_LENGTH:
        raise Invalid({"name": N_("Give the view a name of at most %(most)s characters.")}, most=NAME_LENGTH)
    if len(kept) > QUERY_LENGTH:
        raise Invalid({"name": N_("This filter is too long to be kept.")})
    mine = select(SavedView).where(SavedView.staff_id == actor.staff_id, SavedView.list_name == list_name)
    view = db.session.scalar(mine.where(SavedView.name == clean))
    if view is None:
        if (db.session.scalar(select(func.count()).select_from(mine.subquery())) or 0) >= MOST_VIEWS:
            raise Invalid({"name": N_("You have %(most)s views. Remove one first.")}, most=MOST_VIEWS)
        view = SavedView(staff_id=actor.staff_id, list_name=list_name, name=clean)
        db.session.add(view)
    view.query = kept
    db.session.flush()
    return view


def remove_view(actor: StaffActor, view_id: int) -> None:
    """Forget one of one's own views."""
    view = db.session.get(SavedView, view_id)
    if view is None or view.staff_id != actor.staff_id:
        raise NotFound
    db.session.execute(delete(SavedView).where(SavedView.id == view_id))
