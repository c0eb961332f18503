"""Whom to be on the customer side of the demo: one person for each thing worth seeing."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.db import db
from portal.domain.people.contacts import Contact, ContactAccount
from portal.domain.people.customers import Customer
from portal.domain.people.roles import ContactRole
from portal.domain.plan.plans import Plan, PlanState


@dataclass(frozen=True)
class DemoContact:
    """A contact to sign in as."""

    name: str
    email: str
    role: ContactRole
    customer: str
    locale: str
    plan: PlanState


def contacts() -> list[DemoContact]:
    """The first person of each role, language and state of plan."""
    rows = db.session.execute(
        select(
            Contact.name,
            ContactAccount.email,
            Contact.role,
            Customer.name.label("customer"),
            Customer.locale,
            Plan.state,
        )
        .join(Customer, Customer.id == Contact.customer_id)
        .join(ContactAccount, ContactAccount.id == Contact.account_id)
        .join(Plan, Plan.customer_id == Customer.id)
        .where(
            Contact.role.is_not(None),
            Contact.accepted_at.is_not(None),
            Contact.deactivated_at.is_(None),
            Plan.state != PlanState.DRAFT,
        )
        .order_by(Customer.id, Contact.id, Plan.number.desc())
    )
    first: dict[tuple[ContactRole | None, str, PlanState], DemoContact] = {}
    for row in rows:
        if row.role is not None and not any(row.email == one.email for one in first.values()):
            person = DemoContact(row.name, row.email, row.role, row.customer, row.locale, row.state)
            first.setdefault((row.role, row.locale, row.state), person)
    return sorted(first.values(), key=lambda one: (one.role, one.plan, one.locale))
