"""The people at a customer: who they are, who may come in, and as what. Changes of access lock the customer."""

from sqlalchemy import select

from portal import clock
from portal.db import db
from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.errors import N_, IllegalTransition, Invalid, NotAllowed, NotFound
from portal.domain.people import access, customer_register, entitlement, inviting, search_words
from portal.domain.people.actors import Actor, ContactActor
from portal.domain.people.contacts import Contact, ContactAccount
from portal.domain.people.details import ContactDetails, changes
from portal.domain.people.roles import ContactRole

HAS_ACCESS = N_("This person signs in with this e-mail address. End the access first, then change the address.")
NO_EMAIL = N_("Give the e-mail address to which the invitation goes.")
SAME_EMAIL = N_("Another contact of this customer has this e-mail address.")


def add_contact(actor: Actor, customer_id: int, details: ContactDetails) -> Contact:
    """Write a person at a customer down, without access; an approver may do so for the own company."""
    customer_register.lock(customer_id)
    if not entitlement.may_decide(actor, customer_id):
        raise NotAllowed
    contact = Contact(customer_id=customer_id, **vars(details.cleaned()))
    _refuse_taken_id(contact)
    db.session.add(contact)
    db.session.flush()
    search_words.refresh([customer_id])
    _record(AuditEvent.CONTACT_CREATED, actor, contact)
    return contact


def edit_contact(actor: Actor, contact_id: int, details: ContactDetails) -> Contact:
    """Correct the facts of a contact; the address of a person with access stays as it is."""
    contact = _locked(actor, contact_id)
    clean = details.cleaned()
    changed = changes(contact, clean)
    if not changed:
        return contact
    if "email" in changed and contact.account_id is not None:
        _leave_account(contact)
    for name, value in changed.items():
        setattr(contact, name, value)
    _refuse_taken_id(contact)
    db.session.flush()
    search_words.refresh([contact.customer_id])
    _record(AuditEvent.CONTACT_CHANGED, actor, contact, changed=sorted(changed))
    return contact


def invite_contact(actor: Actor, contact_id: int, role: ContactRole) -> Contact:
    """Invite a contact as approver or participant, or once more when the earlier mail was lost.

    An approver invites colleagues as participants; who approves is kept by the provider's side.
    """
    contact = _locked(actor, contact_id, by_colleagues=role is ContactRole.PARTICIPANT)
    if isinstance(actor, ContactActor) and contact.role is ContactRole.APPROVER:
        raise NotAllowed
    if contact.deactivated_at is not None or contact.accepted_at is not None:
        raise IllegalTransition
    contact.account_id = _account_for(contact)
    _give_role(contact, role)
    contact.invited_at = clock.now()
    db.session.flush()
    inviting.mail_contact(contact)
    _record(AuditEvent.CONTACT_INVITED, actor, contact, role=role.value)
    return contact


def change_contact_role(actor: Actor, contact_id: int, role: ContactRole) -> Contact:
    """Make an approver of a participant or the other way round; signed-in devices have to sign in again."""
    contact = _locked(actor, contact_id)
    if contact.role is None or contact.deactivated_at is not None:
        raise IllegalTransition
    if contact.role is role:
        return contact
    if contact.accepted_at is None:
        return invite_contact(actor, contact_id, role)
    _give_role(contact, role)
    access.end_access(contact_id=contact.id)
    _record(AuditEvent.CONTACT_CHANGED, actor, contact, role=role.value)
    return contact


def deactivate_contact(actor: Actor, contact_id: int) -> Contact:
    """End the person's access at once: sessions, links and tokens."""
    contact = _locked(actor, contact_id)
    if contact.deactivated_at is not None:
        return contact
    contact.deactivated_at = clock.now()
    db.session.flush()
    access.end_access(contact_id=contact.id)
    _record(AuditEvent.CONTACT_DEACTIVATED, actor, contact)
    return contact


def reactivate_contact(actor: Actor, contact_id: int) -> Contact:
    """Let the person in again, as what they were."""
    contact = _locked(actor, contact_id)
    if contact.deactivated_at is None:
        return contact
    contact.deactivated_at = None
    _record(AuditEvent.CONTACT_REACTIVATED, actor, contact)
    return contact


def _locked(actor: Actor, contact_id: int, *, by_colleagues: bool = False) -> Contact:
    customer_id = db.session.scalar(select(Contact.customer_id).where(Contact.id == contact_id))
    if customer_id is None:
        raise NotFound
    customer_register.lock(customer_id)
    if isinstance(actor, ContactActor) and not by_colleagues:
        raise NotAllowed
    if not entitlement.may_decide(actor, customer_id):
        raise NotAllowed
    return db.session.get_one(Contact, contact_id, populate_existing=True)


def _give_role(contact: Contact, role: ContactRole) -> None:
    contact.role = role
    if role is not ContactRole.APPROVER:
        contact.is_named_approver = False


def _account_for(contact: Contact) -> int:
    if not contact.email:
        raise Invalid({"email": NO_EMAIL})
    account = db.session.scalar(select(ContactAccount).where(ContactAccount.email == contact.email))
    if account is None:
        account = ContactAccount(email=contact.email)
        db.session.add(account)
        db.session.flush()
    same = select(Contact.id).where(Contact.customer_id == contact.customer_id, Contact.account_id == account.id)
    if db.session.scalar(same.where(Contact.id != contact.id)) is not None:
        raise Invalid({"email": SAME_EMAIL})
    return account.id


def _leave_account(contact: Contact) -> None:
    if contact.deactivated_at is None:
        raise Invalid({"email": HAS_ACCESS})
    contact.account_id = contact.role = contact.invited_at = contact.accepted_at = None
    contact.is_named_approver = False


def _refuse_taken_id(contact: Contact) -> None:
    if contact.external_id is None:
        return
    same = select(Contact.id).where(
        Contact.customer_id == contact.customer_id, Contact.external_id == contact.external_id
    )
    with db.session.no_autoflush:
        found = db.session.scalar(same)
    if found not in (None, contact.id):
        raise Invalid({"external_id": N_("Another contact of this customer has this id.")})


def _record(event: AuditEvent, actor: Actor, contact: Contact, **data: object) -> None:
    audit.record(event, actor, customer_id=contact.customer_id, subject=f"contact:{contact.id}", data=data)
