"""The one-time link of an invitation: a new one ends those before it, so that only the newest mail works."""

from datetime import timedelta

from sqlalchemy import update

from portal import clock
from portal.db import db
from portal.domain import outbox
from portal.domain.outbox import OutboxKind
from portal.domain.people.contacts import Contact
from portal.domain.people.staff import StaffMember
from portal.domain.people.tokens import OneTimeToken, TokenPurpose

INVITATION_LASTS = timedelta(days=14)


def mail_contact(contact: Contact) -> None:
    """Owe the contact an invitation by mail."""
    end_links(contact_id=contact.id)
    token = _issue(OneTimeToken(account_id=contact.account_id, contact_id=contact.id))
    outbox.post(
        OutboxKind.CONTACT_INVITATION,
        account_id=contact.account_id,
        contact_id=contact.id,
        customer_id=contact.customer_id,
        token_id=token.id,
    )


def mail_colleague(member: StaffMember) -> None:
    """Owe the colleague an invitation by mail."""
    end_links(staff_id=member.id)
    token = _issue(OneTimeToken(staff_id=member.id))
    outbox.post(OutboxKind.STAFF_INVITATION, staff_id=member.id, token_id=token.id)


def end_links(*, contact_id: int | None = None, staff_id: int | None = None) -> None:
    """Use up every link that was mailed to this person and still waits."""
    whose = OneTimeToken.contact_id == contact_id if contact_id is not None else OneTimeToken.staff_id == staff_id
    waiting = update(OneTimeToken).where(whose, OneTimeToken.used_at.is_(None))
    db.session.execute(waiting.values(used_at=clock.now()))


def _issue(token: OneTimeToken) -> OneTimeToken:
    token.purpose = TokenPurpose.INVITATION
    token.expires_at = clock.now() + INVITATION_LASTS
    db.session.add(token)
    db.session.flush()
    return token
