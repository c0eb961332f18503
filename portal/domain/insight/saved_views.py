"""Saved views: a staff member's own names for filters of a list."""

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model


class SavedView(Model):
    """A named query string of one list, for one staff member."""

    __tablename__ = "saved_view"
    __table_args__ = (UniqueConstraint("staff_id", "list_name", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    list_name: Mapped[str] = mapped_column(default="customers")
    name: Mapped[str]
    query: Mapped[str]
