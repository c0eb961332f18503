"""People and customers: rows that are ready to act, without going through invitations."""

from functools import cache

from portal import clock
from portal.db import db
from portal.domain.people.assignments import Assignment
from portal.domain.people.contacts import Contact, ContactAccount
from portal.domain.people.customers import Customer, sort_name
from portal.domain.people.passwords import hash_password
from portal.domain.people.roles import ApprovalPolicy, AssignmentRole, ContactRole, StaffRole
from portal.domain.people.staff import StaffMember

PASSWORD = "sauna ennen pitkää talvea"
"""Everybody's."""


@cache
def password_hash() -> str:
    return hash_password(PASSWORD)


def make_staff(
    name: str, role: StaffRole = StaffRole.ACCOUNT_MANAGER, *, email: str = "", title: str = ""
) -> StaffMember:
    """A staff member who has accepted the invitation; reads English."""
    email = email or f"{_address(name)}@revontuli.example"
    member = StaffMember(
        name=name,
        email=email,
        title=title,
        role=role,
        locale="en",
        password_hash=password_hash(),
        invited_at=clock.now(),
        accepted_at=clock.now(),
    )
    db.session.add(member)
    db.session.flush()
    return member


def make_customer(name: str, *, policy: ApprovalPolicy = ApprovalPolicy.ANY, locale: str = "en") -> Customer:
    customer = Customer(name=name, sort_name=sort_name(name), approval_policy=policy, locale=locale, city="Oulu")
    db.session.add(customer)
    db.session.flush()
    return customer


def make_assignment(member: StaffMember, customer: Customer, role: AssignmentRole) -> Assignment:
    assignment = Assignment(staff_id=member.id, customer_id=customer.id, role=role)
    db.session.add(assignment)
    db.session.flush()
    return assignment


def make_account(email: str) -> ContactAccount:
    """A contact's sign-in, with the password; reads English."""
    account = ContactAccount(email=email, locale="en", password_hash=password_hash())
    db.session.add(account)
    db.session.flush()
    return account


def make_contact(
    customer: Customer,
    name: str,
    role: ContactRole | None = ContactRole.APPROVER,
    *,
    account: ContactAccount | None = None,
    email: str = "",
    title: str = "",
) -> Contact:
    """A contact who has accepted, with an account of their own unless one is given. Without a role: no access."""
    email = account.email if account else email or f"{_address(name)}@{_address(customer.name)}.example"
    if role is not None and account is None:
        account = make_account(email)
    contact = Contact(
        customer_id=customer.id,
        account_id=account.id if account else None,
        name=name,
        email=email,
        title=title,
        role=role,
        invited_at=clock.now() if role else None,
        accepted_at=clock.now() if role else None,
    )
    db.session.add(contact)
    db.session.flush()
    return contact


def _address(name: str) -> str:
    plain = name.casefold().translate(str.maketrans("äöå", "aoa"))
    return ".".join("".join(letter for letter in word if letter.isascii()) for word in plain.split())
