"""Whoever signs in: a staff member, or the account of a person who is a contact of one or more customers."""

from typing import TypedDict

from sqlalchemy import select

from portal.db import db
from portal.domain.people.actors import AccountActor, Circumstances, StaffActor
from portal.domain.people.contacts import Contact, ContactAccount
from portal.domain.people.customers import Customer
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember

Account = StaffMember | ContactAccount


class Owner(TypedDict):
    """The two columns by which sign-ins, tokens and recovery codes name their person; one of them is None."""

    staff_id: int | None
    account_id: int | None


def owner(account: Account) -> Owner:
    """The person as rows name it."""
    if isinstance(account, StaffMember):
        return Owner(staff_id=account.id, account_id=None)
    return Owner(staff_id=None, account_id=account.id)


def subject(account: Account) -> str:
    """The person as the audit log names it."""
    return f"{'staff' if isinstance(account, StaffMember) else 'account'}:{account.id}"


def by_email(side: Side, email: str) -> Account | None:
    """The person of that address who may come in on that side."""
    address = email.strip().lower()
    if side is Side.PROVIDER:
        member = db.session.scalar(select(StaffMember).where(StaffMember.email == address))
        return member if member is not None and member.active else None
    account = db.session.scalar(select(ContactAccount).where(ContactAccount.email == address))
    return account if account is not None and memberships(account.id) else None


def by_owner(*, staff_id: int | None, account_id: int | None) -> Account | None:
    """The person a row names, if the person may still come in."""
    if staff_id is not None:
        member = db.session.get(StaffMember, staff_id)
        return member if member is not None and member.active else None
    account = db.session.get(ContactAccount, account_id)
    return account if account is not None and memberships(account.id) else None


def memberships(account_id: int) -> list[tuple[Contact, Customer]]:
    """For which customers the account may act now, in the order of their names."""
    query = (
        select(Contact, Customer)
        .join(Customer, Customer.id == Contact.customer_id)
        .where(
            Contact.account_id == account_id,
            Contact.role.is_not(None),
            Contact.accepted_at.is_not(None),
            Contact.deactivated_at.is_(None),
        )
        .order_by(Customer.sort_name, Customer.id)
    )
    return [(contact, customer) for contact, customer in db.session.execute(query)]


def name_of(account: Account) -> str:
    """What the person is called; a contact's account has the name that one of the customers knows."""
    if isinstance(account, StaffMember):
        return account.name
    known = memberships(account.id)
    return known[0][0].name if known else account.email


def phone_of(account: Account) -> str:
    """The phone number that the person gave."""
    if isinstance(account, StaffMember):
        return account.phone
    known = memberships(account.id)
    return known[0][0].phone if known else ""


def actor(account: Account, circumstances: Circumstances) -> StaffActor | AccountActor:
    """The person as the audit log tells of them, where no customer is in question."""
    if isinstance(account, StaffMember):
        return StaffActor(account.id, account.name, account.email, account.role, circumstances=circumstances)
    return AccountActor(account.id, name_of(account), account.email, circumstances)
