"""The one-time link of an invitation: a new one ends those before it, so that only the newest mail works."""

from portal.domain import outbox
from portal.domain.outbox import OutboxKind
from portal.domain.people import tokens
from portal.domain.people.contacts import Contact
from portal.domain.people.staff import StaffMember
from portal.domain.people.tokens import TokenPurpose


def mail_contact(contact: Contact) -> None:
    """Owe the contact an invitation by mail."""
    tokens.end_all(contact_id=contact.id)
    token = tokens.issue(TokenPurpose.INVITATION, account_id=contact.account_id, contact_id=contact.id)
    outbox.post(
        OutboxKind.CONTACT_INVITATION,
        account_id=contact.account_id,
        contact_id=contact.id,
        customer_id=contact.customer_id,
        token_id=token.id,
    )


def mail_colleague(member: StaffMember) -> None:
    """Owe the colleague an invitation by mail."""
    tokens.end_all(staff_id=member.id)
    token = tokens.issue(TokenPurpose.INVITATION, staff_id=member.id)
    outbox.post(OutboxKind.STAFF_INVITATION, staff_id=member.id, token_id=token.id)
