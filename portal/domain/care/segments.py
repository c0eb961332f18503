"""Segments: the provider's own classes of customers, and which customer stands in which."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import Model, UtcDateTime, db
from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.errors import N_, Invalid, NotAllowed
from portal.domain.people import customer_register, entitlement
from portal.domain.people.actors import StaffActor
from portal.domain.people.details import LINE_LENGTH, TOO_LONG, one_line
from portal.domain.people.roles import StaffRole


class Segment(Model):
    """A class of customers; `position` orders them from the most valuable down."""

    __tablename__ = "segment"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    position: Mapped[int] = mapped_column(default=0)


class CustomerSegment(Model):
    """The segment a customer stands in, and since when."""

    __tablename__ = "customer_segment"
    __table_args__ = (Index("ix_customer_segment_segment_id_customer_id", "segment_id", "customer_id"),)

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    segment_id: Mapped[int] = mapped_column(ForeignKey("segment.id"))
    reason: Mapped[str] = mapped_column(default="")
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)

    segment: Mapped[Segment] = relationship()


def add_segment(actor: StaffActor, name: str, position: int) -> Segment:
    """Make a new class of customers."""
    if not entitlement.has_role(actor, StaffRole.LEAD):
        raise NotAllowed
    segment = Segment(name=one_line(name), position=position)
    db.session.add(segment)
    db.session.flush()
    audit.record(AuditEvent.SETTINGS_CHANGED, actor, subject=f"segment:{segment.id}", data={"changed": ["segment"]})
    return segment


def put_into_segment(actor: StaffActor, customer_id: int, segment_id: int | None, reason: str = "") -> None:
    """Say in which segment the customer stands from now on, or that it stands in none."""
    customer_register.lock(customer_id)
    if not entitlement.may_decide(actor, customer_id):
        raise NotAllowed
    words = one_line(reason)
    if len(words) > LINE_LENGTH:
        raise Invalid({"reason": TOO_LONG}, most=LINE_LENGTH)
    if segment_id is not None and db.session.get(Segment, segment_id) is None:
        raise Invalid({"segment": N_("Choose one of the segments.")})
    standing = db.session.get(CustomerSegment, customer_id)
    if (standing.segment_id if standing else None) == segment_id:
        return
    if standing is not None:
        db.session.delete(standing)
        db.session.flush()
    if segment_id is not None:
        row = CustomerSegment(customer_id=customer_id, segment_id=segment_id, reason=words, since=clock.now())
        db.session.add(row)
    db.session.flush()
    audit.record(
        AuditEvent.CUSTOMER_CHANGED,
        actor,
        customer_id=customer_id,
        subject=f"customer:{customer_id}",
        data={"changed": ["segment"], "segment": segment_id},
    )
