"""Ending access at once: every signed-in device, mailed link and running preview of a person."""

from sqlalchemy import update

from portal import clock
from portal.db import db
from portal.domain.people import accounts, sessions, tokens
from portal.domain.people.accounts import Account
from portal.domain.people.contacts import Contact
from portal.domain.people.tokens import PreviewGrant


def end_access(*, staff_id: int | None = None, contact_id: int | None = None) -> None:
    """Sign the person out everywhere and end all that could let them in; call it after a change of role or access.

    A contact whose account may act for another customer too keeps its sign-in there; for this customer the guard
    asks again on every request.
    """
    db.session.flush()
    if staff_id is not None:
        sessions.end_all(staff_id=staff_id)
        tokens.end_all(staff_id=staff_id)
        _end_previews(staff_id)
    if contact_id is not None:
        _end_contact(db.session.get_one(Contact, contact_id))


def end_everything(account: Account, *, keep: int | None = None) -> None:
    """Sign the person out of every device but one, and end every token: the password is another now."""
    whose = accounts.owner(account)
    sessions.end_all(**whose, keep=keep)
    tokens.end_all(**whose)


def _end_contact(contact: Contact) -> None:
    tokens.end_all(contact_id=contact.id)
    if contact.account_id is None:
        return
    elsewhere = [other for other, _customer in accounts.memberships(contact.account_id) if other.id != contact.id]
    if not elsewhere:
        sessions.end_all(account_id=contact.account_id)
        tokens.end_all(account_id=contact.account_id)


def _end_previews(staff_id: int) -> None:
    running = update(PreviewGrant).where(PreviewGrant.staff_id == staff_id, PreviewGrant.expires_at > clock.now())
    db.session.execute(running.values(expires_at=clock.now()))
