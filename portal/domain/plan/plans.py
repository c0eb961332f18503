"""Plans: one joint plan of one customer for one period."""

from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, select
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import SHARED, Choice, Model, UtcDateTime, db, one_of
from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.errors import N_, Invalid, NotAllowed, NotFound
from portal.domain.people import entitlement
from portal.domain.people.actors import Actor
from portal.domain.people.customers import Customer
from portal.domain.people.sides import Side


class PlanState(StrEnum):
    """Derived from the goals by the agreement rule, closing excepted; kept so that lists can ask for it."""

    DRAFT = "draft"
    IN_NEGOTIATION = "in_negotiation"
    AGREED = "agreed"
    CLOSED = "closed"


class Plan(Model):
    """A joint plan. Its number is the customer's own count of plans."""

    __tablename__ = "plan"
    __table_args__ = (
        one_of("state", PlanState),
        CheckConstraint("ends_on > starts_on", name="period"),
        UniqueConstraint("customer_id", "number"),
        Index("ix_plan_state_customer_id", "state", "customer_id"),
        Index("ix_plan_ends_on", "ends_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    number: Mapped[int] = mapped_column(info=SHARED)
    title: Mapped[str] = mapped_column(default="", info=SHARED)
    starts_on: Mapped[date] = mapped_column(info=SHARED)
    ends_on: Mapped[date] = mapped_column(info=SHARED)
    state: Mapped[PlanState] = mapped_column(Choice(PlanState), default=PlanState.DRAFT, info=SHARED)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    closed_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=SHARED)
    closing_reason: Mapped[str] = mapped_column(default="")

    customer: Mapped[Customer] = relationship()


class PlanOpening(Model):
    """A contact's own reading mark: when the plan was first and last opened."""

    __tablename__ = "plan_opening"

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    contact_id: Mapped[int] = mapped_column(ForeignKey("contact.id"), primary_key=True)
    first_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    last_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


def coming_year(today: date) -> tuple[date, date]:
    """The period offered for a new plan: twelve months from the first of the next month."""
    first = date(today.year + today.month // 12, today.month % 12 + 1, 1)
    return first, date(first.year + 1, first.month, 1) - timedelta(days=1)


def create_plan(actor: Actor, customer_id: int, starts_on: date, ends_on: date, title: str = "") -> Plan:
    """Begin an empty plan for a period. Raises Invalid when the period runs backwards."""
    if actor.side is not Side.PROVIDER or not entitlement.may_decide(actor, customer_id):
        raise NotAllowed
    if ends_on <= starts_on:
        raise Invalid({"ends_on": N_("The plan must end after it starts.")})
    db.session.execute(select(Customer.id).where(Customer.id == customer_id).with_for_update())
    last = db.session.scalar(select(func.max(Plan.number)).where(Plan.customer_id == customer_id)) or 0
    plan = Plan(customer_id=customer_id, number=last + 1, starts_on=starts_on, ends_on=ends_on, title=title.strip())
    db.session.add(plan)
    db.session.flush()
    audit.record(AuditEvent.PLAN_CREATED, actor, customer_id=customer_id, plan_id=plan.id, subject=f"plan:{plan.id}")
    return plan


def lock(plan_id: int) -> Plan:
    """Lock the customer for reading and the plan for writing, in that order, and return the plan as it is now."""
    customer_id = db.session.scalar(select(Plan.customer_id).where(Plan.id == plan_id))
    if customer_id is None:
        raise NotFound
    fresh = {"populate_existing": True}
    db.session.execute(
        select(Customer).where(Customer.id == customer_id).with_for_update(read=True), execution_options=fresh
    )
    return db.session.execute(
        select(Plan).where(Plan.id == plan_id).with_for_update(), execution_options=fresh
    ).scalar_one()


def mark_opened(plan_id: int, contact_id: int) -> None:
    """Note that this contact has opened the plan."""
    mark = db.session.get(PlanOpening, (plan_id, contact_id))
    if mark is None:
        db.session.add(PlanOpening(plan_id=plan_id, contact_id=contact_id))
    else:
        mark.last_at = clock.now()
