"""Accepting an invitation: the person confirms the name, chooses a password where one is needed, and may come in."""

from dataclasses import dataclass

from portal import clock
from portal.db import db
from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.errors import Invalid
from portal.domain.people import accounts, own_password, passwords, search_words, tokens
from portal.domain.people.accounts import Account
from portal.domain.people.actors import Circumstances, ContactActor, StaffActor
from portal.domain.people.contacts import Contact, ContactAccount
from portal.domain.people.customers import Customer
from portal.domain.people.details import LINE_LENGTH, MISSING_NAME, TOO_LONG, one_line
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.people.tokens import OneTimeToken, TokenPurpose, TokenSpent


@dataclass(frozen=True)
class Invitation:
    """What the invited person sees before accepting."""

    name: str
    email: str
    customer: str
    """Empty for a colleague."""
    locale: str
    has_password: bool
    """A person who signs in for another customer already keeps that password."""


def look_at(key: bytes, side: Side, text: str) -> Invitation:
    """What the link invites to; changes nothing. Raises TokenSpent."""
    account, contact, customer = _invited(tokens.find(key, side, TokenPurpose.INVITATION, text))
    if isinstance(account, StaffMember):
        return Invitation(account.name, account.email, "", account.locale, has_password=False)
    if contact is None or customer is None:
        raise TokenSpent
    locale = account.locale or customer.locale
    return Invitation(contact.name, account.email, customer.name, locale, has_password=_has_settled(account))


def accept_invitation(
    key: bytes, side: Side, text: str, name: str, password: str, circumstances: Circumstances
) -> Account:
    """Accept; a contact may leave the password empty and come by mailed links. Raises TokenSpent and Invalid."""
    account, contact, _customer = _invited(tokens.find(key, side, TokenPurpose.INVITATION, text))
    confirmed = _name(name)
    with_password = isinstance(account, StaffMember) or (bool(password) and not _has_settled(account))
    if with_password:
        own_password.check(account, password)
    tokens.use(key, side, TokenPurpose.INVITATION, text)
    if with_password:
        account.password_hash = passwords.hash_password(password)
    person = contact or account
    if isinstance(person, StaffMember | Contact):
        person.name, person.accepted_at = confirmed, clock.now()
    db.session.flush()
    if contact is not None:
        search_words.refresh([contact.customer_id])
    _record(account, contact, circumstances)
    return account


def _invited(token: OneTimeToken) -> tuple[Account, Contact | None, Customer | None]:
    """Whom the token invites. Raises TokenSpent when there is nothing to accept any more."""
    if token.staff_id is not None:
        member = db.session.get_one(StaffMember, token.staff_id)
        _refuse_settled(member)
        return member, None, None
    contact = db.session.get_one(Contact, token.contact_id)
    _refuse_settled(contact)
    if contact.role is None or contact.account_id is None or contact.account_id != token.account_id:
        raise TokenSpent
    account = db.session.get_one(ContactAccount, contact.account_id)
    return account, contact, db.session.get_one(Customer, contact.customer_id)


def _refuse_settled(person: StaffMember | Contact) -> None:
    if person.accepted_at is not None or person.deactivated_at is not None:
        raise TokenSpent


def _has_settled(account: ContactAccount) -> bool:
    return account.password_hash is not None or bool(accounts.memberships(account.id))


def _name(name: str) -> str:
    line = one_line(name)
    if not line:
        raise Invalid({"name": MISSING_NAME})
    if len(line) > LINE_LENGTH:
        raise Invalid({"name": TOO_LONG}, most=LINE_LENGTH)
    return line


def _record(account: Account, contact: Contact | None, circumstances: Circumstances) -> None:
    if isinstance(account, StaffMember):
        actor = StaffActor(account.id, account.name, account.email, account.role, circumstances=circumstances)
        audit.record(AuditEvent.INVITATION_ACCEPTED, actor, subject=f"staff:{account.id}")
    elif contact is not None and contact.role is not None:
        audit.record(
            AuditEvent.INVITATION_ACCEPTED,
            ContactActor(contact.id, contact.customer_id, contact.name, account.email, contact.role, circumstances),
            customer_id=contact.customer_id,
            subject=f"contact:{contact.id}",
        )
