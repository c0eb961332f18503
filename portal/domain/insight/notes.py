"""Internal notes about a customer."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import Model, UtcDateTime, db
from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.errors import N_, Invalid, NotAllowed
from portal.domain.people import entitlement
from portal.domain.people.actors import StaffActor
from portal.domain.people.staff import StaffMember

LONGEST_NOTE = 20_000


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


def write_note(actor: StaffActor, customer_id: int, text: str) -> CustomerNote:
    """Write a note that only staff read. Raises Invalid when it is empty or longer than a note can be."""
    if not entitlement.may_take_part(actor, customer_id):
        raise NotAllowed
    words = text.replace("\r\n", "\n").replace("\0", "").strip()
    if not words:
        raise Invalid({"text": N_("Write the note first.")})
    if len(words) > LONGEST_NOTE:
        raise Invalid({"text": N_("A note can have at most %(most)s characters.")}, most=LONGEST_NOTE)
    note = CustomerNote(customer_id=customer_id, staff_id=actor.staff_id, text=words, at=clock.now())
    db.session.add(note)
    db.session.flush()
    audit.record(AuditEvent.NOTE_WRITTEN, actor, customer_id=customer_id, subject=f"note:{note.id}")
    return note
