"""What every page of the customer side shows around its own matter: the newest plan, and whom to ask."""

from dataclasses import dataclass

from sqlalchemy import func, select

from portal.db import db
from portal.domain.people.assignments import Assignment
from portal.domain.people.customers import Customer
from portal.domain.people.roles import AssignmentRole
from portal.domain.people.staff import StaffMember
from portal.domain.plan.plans import Plan, PlanState


@dataclass(frozen=True)
class AccountManager:
    """The person at the provider whom the customer asks first."""

    name: str
    email: str
    phone: str


@dataclass(frozen=True)
class Surroundings:
    """The number of the newest plan of which anything was shared, and the account manager; None where there is none."""

    newest_plan: int | None
    account_manager: AccountManager | None


def surroundings(customer_id: int, *, with_drafts: bool = False) -> Surroundings:
    """In one statement. A preview counts plans of which nothing was shared yet."""
    newest = select(func.max(Plan.number)).where(Plan.customer_id == customer_id)
    if not with_drafts:
        newest = newest.where(Plan.state != PlanState.DRAFT)
    row = db.session.execute(
        select(newest.scalar_subquery().label("newest"), StaffMember.name, StaffMember.email, StaffMember.phone)
        .select_from(Customer)
        .outerjoin(
            Assignment,
            (Assignment.customer_id == Customer.id) & (Assignment.role == AssignmentRole.ACCOUNT_MANAGER),
        )
        .outerjoin(StaffMember, StaffMember.id == Assignment.staff_id)
        .where(Customer.id == customer_id)
    ).one()
    manager = AccountManager(row.name, row.email, row.phone) if row.name else None
    return Surroundings(row.newest, manager)
