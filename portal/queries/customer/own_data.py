"""All that is kept about one contact's account, for the person to take along (GDPR, articles 15 and 20)."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, or_, select

from portal.db import db
from portal.domain.audit import AuditEntry, AuditPerson
from portal.domain.outbox import OutboxMessage
from portal.domain.people.contacts import Contact, ContactAccount
from portal.domain.people.customers import Customer
from portal.domain.people.sessions import SignIn
from portal.domain.plan.items import Comment, Decision, Evidence, Item, Revision
from portal.domain.plan.plans import Plan, PlanOpening

Plain = dict[str, Any]


def own_data(account_id: int) -> Plain:
    """Plain values, in a constant number of statements."""
    contact_ids = list(db.session.scalars(select(Contact.id).where(Contact.account_id == account_id)))
    return {
        "format": "sovittu-own-data/1",
        "account": _rows(_account(account_id))[0],
        "contacts": _rows(_contacts(account_id)),
        "wordings": _rows(_wordings(contact_ids)),
        "decisions": _rows(_decisions(contact_ids)),
        "comments": _rows(_comments(contact_ids)),
        "plans_opened": _rows(_openings(contact_ids)),
        "sign_ins": _rows(_sign_ins(account_id)),
        "mails": _rows(_mails(account_id, contact_ids)),
        "audit_log": _rows(_audit_log(account_id, contact_ids)),
    }


def _rows(query: Select[*tuple[Any, ...]]) -> list[Plain]:
    return [
        {name: value.isoformat() if hasattr(value, "isoformat") else value for name, value in row._mapping.items()}
        for row in db.session.execute(query)
    ]


def _account(account_id: int) -> Select[*tuple[Any, ...]]:
    return select(
        ContactAccount.email,
        ContactAccount.locale.label("language"),
        ContactAccount.theme,
        ContactAccount.created_at,
        ContactAccount.password_hash.is_not(None).label("has_password"),
        ContactAccount.totp_confirmed_at.label("second_factor_since"),
    ).where(ContactAccount.id == account_id)


def _contacts(account_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            Customer.name.label("company"),
            Contact.name,
            Contact.title,
            Contact.email,
            Contact.phone,
            Contact.role,
            Contact.is_named_approver,
            Contact.created_at,
            Contact.invited_at,
            Contact.accepted_at,
            Contact.deactivated_at,
        )
        .join(Customer, Customer.id == Contact.customer_id)
        .where(Contact.account_id == account_id)
        .order_by(Contact.id)
    )


def _about_items(*columns: Any) -> Select[*tuple[Any, ...]]:
    """The item in words: company, plan, and the kind and number that people call it by."""
    return select(
        Customer.name.label("company"), Plan.number.label("plan"), Item.kind, Item.number.label("number"), *columns
    )


def _wordings(contact_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        _about_items(
            Revision.number.label("revision"), Revision.state, Revision.content, Revision.words, Revision.drafted_at
        )
        .select_from(Revision)
        .join(Item, Item.id == Revision.item_id)
        .join(Plan, Plan.id == Item.plan_id)
        .join(Customer, Customer.id == Plan.customer_id)
        .where(Revision.contact_id.in_(contact_ids))
        .order_by(Revision.id)
    )


def _decisions(contact_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        _about_items(
            Revision.number.label("revision"),
            Decision.kind.label("decision"),
            Decision.words,
            Decision.person_name,
            Decision.person_email,
            Decision.person_role,
            Decision.fingerprint,
            Decision.at,
            Evidence.address,
            Evidence.browser,
            Evidence.signed_in_by,
            Evidence.signed_in_at,
        )
        .select_from(Decision)
        .join(Revision, Revision.id == Decision.revision_id)
        .join(Item, Item.id == Revision.item_id)
        .join(Plan, Plan.id == Item.plan_id)
        .join(Customer, Customer.id == Plan.customer_id)
        .outerjoin(Evidence, Evidence.decision_id == Decision.id)
        .where(or_(Decision.contact_id.in_(contact_ids), Decision.on_behalf_of_id.in_(contact_ids)))
        .order_by(Decision.id)
    )


def _comments(contact_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        _about_items(Comment.words, Comment.person_name, Comment.at)
        .select_from(Comment)
        .join(Item, Item.id == Comment.item_id)
        .join(Plan, Plan.id == Item.plan_id)
        .join(Customer, Customer.id == Plan.customer_id)
        .where(Comment.contact_id.in_(contact_ids))
        .order_by(Comment.id)
    )


def _openings(contact_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(Customer.name.label("company"), Plan.number.label("plan"), PlanOpening.first_at, PlanOpening.last_at)
        .join(Plan, Plan.id == PlanOpening.plan_id)
        .join(Customer, Customer.id == Plan.customer_id)
        .where(PlanOpening.contact_id.in_(contact_ids))
        .order_by(PlanOpening.first_at)
    )


def _sign_ins(account_id: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            SignIn.method,
            SignIn.address,
            SignIn.browser,
            SignIn.created_at,
            SignIn.seen_at,
            SignIn.expires_at,
            SignIn.ended_at,
        )
        .where(SignIn.account_id == account_id)
        .order_by(SignIn.id)
    )


def _mails(account_id: int, contact_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    return (
        select(
            OutboxMessage.kind,
            OutboxMessage.subject,
            OutboxMessage.sent_to,
            OutboxMessage.created_at,
            OutboxMessage.done_at,
        )
        .where(or_(OutboxMessage.account_id == account_id, OutboxMessage.contact_id.in_(contact_ids)))
        .order_by(OutboxMessage.id)
    )


def _audit_log(account_id: int, contact_ids: Sequence[int]) -> Select[*tuple[Any, ...]]:
    mine = (AuditEntry.actor_side == "customer") & AuditEntry.actor_id.in_(contact_ids)
    return (
        select(AuditEntry.at, AuditEntry.event, AuditPerson.name, AuditPerson.address, AuditPerson.browser)
        .outerjoin(AuditPerson, AuditPerson.entry_id == AuditEntry.id)
        .where(or_(mine, AuditEntry.subject == f"account:{account_id}"))
        .order_by(AuditEntry.id)
    )
