"""Internal notes about a customer."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import Model, UtcDateTime
from portal.domain.people.staff import StaffMember


class CustomerNote(Model):
    """A note that only staff read."""

    __tablename__ = "customer_note"
    __table_args__ = (Index("ix_customer_note_customer_id_id", "customer_id", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    text: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    staff: Mapped[StaffMember] = relationship()
