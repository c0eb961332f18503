"""What a person keeps about themselves: name and phone, language and colours."""

from portal.db import db
from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.errors import Invalid
from portal.domain.people import accounts, search_words
from portal.domain.people.accounts import Account
from portal.domain.people.actors import Circumstances, ContactActor
from portal.domain.people.details import LANGUAGES, LINE_LENGTH, MISSING_NAME, NOT_A_LANGUAGE, TOO_LONG, one_line
from portal.domain.people.staff import StaffMember

THEMES = ("", "light", "dark")


def change_own_details(account: Account, name: str, phone: str, circumstances: Circumstances) -> None:
    """Correct the own name and phone number; a contact's, for every customer they may act for. Raises Invalid."""
    line, number = _checked(name, phone)
    if isinstance(account, StaffMember):
        if (account.name, account.phone) == (line, number):
            return
        account.name, account.phone = line, number
        audit.record(
            AuditEvent.STAFF_CHANGED, accounts.actor(account, circumstances), subject=accounts.subject(account)
        )
        return
    for contact, _customer in accounts.memberships(account.id):
        if (contact.name, contact.phone) == (line, number) or contact.role is None:
            continue
        contact.name, contact.phone = line, number
        db.session.flush()
        search_words.refresh([contact.customer_id])
        person = ContactActor(contact.id, contact.customer_id, line, account.email, contact.role, circumstances)
        audit.record(
            AuditEvent.CONTACT_CHANGED, person, customer_id=contact.customer_id, subject=f"contact:{contact.id}"
        )


def choose_language(account: Account, locale: str) -> None:
    """Read everything in this language from now on, mails too. Raises Invalid."""
    if locale not in LANGUAGES:
        raise Invalid({"locale": NOT_A_LANGUAGE})
    account.locale = locale
    db.session.flush()


def choose_theme(account: Account, theme: str) -> None:
    """Light, dark, or empty: as the device has it."""
    account.theme = theme if theme in THEMES else ""
    db.session.flush()


def _checked(name: str, phone: str) -> tuple[str, str]:
    line, number = one_line(name), one_line(phone)
    problems = {field: TOO_LONG for field, text in (("name", line), ("phone", number)) if len(text) > LINE_LENGTH}
    if not line:
        problems["name"] = MISSING_NAME
    if problems:
        raise Invalid(problems, most=LINE_LENGTH)
    return line, number


def export_own_data(account: Account, circumstances: Circumstances) -> None:
    """Write down that the person takes along what is kept about them."""
    audit.record(AuditEvent.DATA_EXPORTED, accounts.actor(account, circumstances), subject=accounts.subject(account))
