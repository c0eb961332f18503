"""Segments: the provider's own classes of customers, and which customer stands in which."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import Model, UtcDateTime


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
