"""The people on both sides: the customer's contacts and the account team, with how to reach them."""

from dataclasses import dataclass

from sqlalchemy import func, select

from portal.db import db
from portal.domain.people.assignments import Assignment
from portal.domain.people.contacts import Contact, ContactAccount
from portal.domain.people.customers import Customer
from portal.domain.people.roles import ApprovalPolicy, AssignmentRole, ContactRole
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.queries.customer.shared import PersonName


@dataclass(frozen=True)
class SharedContact:
    """One of the customer's own people; `role` is None for one without access."""

    person: PersonName
    email: str
    phone: str
    role: ContactRole | None
    joined: bool
    named: bool


@dataclass(frozen=True)
class SharedTeamMember:
    """One of the provider's people who look after this customer."""

    person: PersonName
    email: str
    phone: str
    role: AssignmentRole
    duty: str


@dataclass(frozen=True)
class SharedPeople:
    """Everybody, and how the customer approves."""

    contacts: tuple[SharedContact, ...]
    team: tuple[SharedTeamMember, ...]
    policy: ApprovalPolicy

    @property
    def named(self) -> str:
        return next((contact.person.name for contact in self.contacts if contact.named), "")


def people(customer: Customer) -> SharedPeople:
    """The people around this customer's plans; those who left are not among them."""
    return SharedPeople(_contacts(customer.id), _team(customer.id), customer.approval_policy)


def who_can_take_on(customer: Customer) -> dict[str, tuple[int, str]]:
    """The customer's people with access who can be made responsible: id and name by their address."""
    query = (
        select(Contact.id, Contact.name, ContactAccount.email)
        .join(ContactAccount, ContactAccount.id == Contact.account_id)
        .where(
            Contact.customer_id == customer.id,
            Contact.role.is_not(None),
            Contact.accepted_at.is_not(None),
            Contact.deactivated_at.is_(None),
        )
        .order_by(Contact.name, Contact.id)
    )
    return {row.email: (row.id, row.name) for row in db.session.execute(query)}


def _contacts(customer_id: int) -> tuple[SharedContact, ...]:
    query = (
        select(
            Contact.name,
            Contact.title,
            func.coalesce(ContactAccount.email, Contact.email, "").label("email"),
            Contact.phone,
            Contact.role,
            Contact.accepted_at,
            Contact.is_named_approver,
        )
        .outerjoin(ContactAccount, ContactAccount.id == Contact.account_id)
        .where(Contact.customer_id == customer_id, Contact.deactivated_at.is_(None))
        .order_by(Contact.name, Contact.id)
    )
    return tuple(
        SharedContact(
            person=PersonName(row.name, Side.CUSTOMER, row.title),
            email=row.email,
            phone=row.phone,
            role=row.role,
            joined=row.accepted_at is not None,
            named=row.is_named_approver,
        )
        for row in db.session.execute(query)
    )


def _team(customer_id: int) -> tuple[SharedTeamMember, ...]:
    query = (
        select(
            StaffMember.name,
            StaffMember.title,
            StaffMember.email,
            StaffMember.phone,
            Assignment.role,
            Assignment.duty,
        )
        .join(StaffMember, StaffMember.id == Assignment.staff_id)
        .where(Assignment.customer_id == customer_id, StaffMember.deactivated_at.is_(None))
        .order_by(Assignment.role, StaffMember.name, StaffMember.id)
    )
    return tuple(
        SharedTeamMember(
            person=PersonName(row.name, Side.PROVIDER, row.title),
            email=row.email,
            phone=row.phone,
            role=row.role,
            duty=row.duty,
        )
        for row in db.session.execute(query)
    )
