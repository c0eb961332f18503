"""Assignments: who of the provider looks after which customer."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import SHARED, Choice, Model, UtcDateTime, one_of
from portal.domain.people.customers import Customer
from portal.domain.people.roles import AssignmentRole
from portal.domain.people.staff import StaffMember


class Assignment(Model):
    """One staff member on one customer's account team."""

    __tablename__ = "assignment"
    __table_args__ = (
        one_of("role", AssignmentRole),
        UniqueConstraint("customer_id", "staff_id"),
        Index("ix_assignment_staff_id_customer_id", "staff_id", "customer_id"),
        Index(
            "uq_assignment_one_account_manager",
            "customer_id",
            unique=True,
            sqlite_where=text("role = 'account_manager'"),
            postgresql_where=text("role = 'account_manager'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    role: Mapped[AssignmentRole] = mapped_column(Choice(AssignmentRole), info=SHARED)
    duty: Mapped[str] = mapped_column(default="", info=SHARED)
    since: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, info=SHARED)

    staff: Mapped[StaffMember] = relationship()
    customer: Mapped[Customer] = relationship()
