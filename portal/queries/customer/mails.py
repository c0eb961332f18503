"""What mails to contacts say, read from shared material only, as plain values that outlive the transaction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, func, select

from portal.db import db
from portal.domain.people.assignments import Assignment
from portal.domain.people.contacts import Contact, ContactAccount
from portal.domain.people.customers import Customer
from portal.domain.people.provider import PRODUCT, provider
from portal.domain.people.roles import AssignmentRole
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.plan import agreement, rule
from portal.domain.plan.content import ItemKind, SectionKind
from portal.domain.plan.documents import AgreedVersion
from portal.domain.plan.items import Decision, DecisionKind, Item, Revision, RevisionState, Sending, Turn
from portal.domain.plan.plans import Plan
from portal.queries.customer import version_files


@dataclass(frozen=True)
class Reader:
    """A contact who is written to, with what every mail to them names."""

    name: str
    email: str
    locale: str
    customer_key: str
    customer_name: str
    provider_name: str
    manager_name: str
    manager_email: str


@dataclass(frozen=True)
class PlanName:
    """What a plan is called in a mail."""

    number: int
    title: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Waiting:
    """An item that waits for one side, and the act of the other side that made it wait."""

    kind: ItemKind
    number: int
    section: SectionKind | None
    title: str
    due: date | None
    who: str
    did: DecisionKind
    again: bool
    words: str
    since: datetime


@dataclass(frozen=True)
class SentPlan:
    """A sending: who sent what with which words, and how much of the plan waits for the reader now."""

    plan: PlanName
    sender: str
    note: str
    goals: int
    next_steps: int


@dataclass(frozen=True)
class AgreedPlan:
    """An agreed version with its document; no document while it is being made."""

    plan: PlanName
    file_name: str
    version: int
    agreed_at: datetime
    goals: int
    pdf: bytes | None


def invited(contact_id: int) -> Reader | None:
    """The contact an invitation goes to; None when it was taken back or is accepted already."""
    return _reader(contact_id, Contact.accepted_at.is_(None))


def contact(contact_id: int) -> Reader | None:
    """The contact, while they have access; else None."""
    return _reader(contact_id, Contact.accepted_at.is_not(None))


def account(account_id: int) -> Reader | None:
    """The person of a sign-in, by one of the customers that they have access to; None when there is none."""
    first = select(Contact.id).where(
        Contact.account_id == account_id,
        Contact.role.is_not(None),
        Contact.accepted_at.is_not(None),
        Contact.deactivated_at.is_(None),
    )
    contact_id = db.session.scalar(first.order_by(Contact.id).limit(1))
    return contact(contact_id) if contact_id else None


def sent_plan(sending_id: int, contact_id: int) -> SentPlan | None:
    """What a sending says to one contact."""
    sending = db.session.execute(
        select(Sending.plan_id, Sending.note, StaffMember.name)
        .join(StaffMember, StaffMember.id == Sending.staff_id)
        .where(Sending.id == sending_id)
    ).one_or_none()
    if sending is None:
        return None
    kinds = [waiting.kind for waiting in waiting_for_contact(sending.plan_id, contact_id)]
    return SentPlan(
        plan=plan_name(sending.plan_id),
        sender=sending.name,
        note=sending.note,
        goals=kinds.count(ItemKind.GOAL),
        next_steps=kinds.count(ItemKind.NEXT_STEP),
    )


def waiting_for_contact(plan_id: int, contact_id: int) -> list[Waiting]:
    """What waits for this very contact's decision, the newest first."""
    electorate = agreement.electorate(db.session.get_one(Plan, plan_id))
    rows, said = _open_items(plan_id, Side.CUSTOMER)
    return [
        _waiting(item, revision, said[revision.id], Side.CUSTOMER)
        for item, revision in rows
        if contact_id in electorate.still_asked(item.kind, rule.voters_of(said[revision.id]))
    ]


def waiting_for_provider(plan_id: int) -> list[Waiting]:
    """What waits for the provider's decision, the newest first."""
    rows, said = _open_items(plan_id, Side.PROVIDER)
    return [_waiting(item, revision, said[revision.id], Side.PROVIDER) for item, revision in rows]


def agreed_plan(version_id: int) -> AgreedPlan | None:
    """The version, and its document when it is made."""
    version = db.session.get(AgreedVersion, version_id)
    file = version_files.find(version.plan_id, version.number) if version else None
    if version is None or file is None:
        return None
    pdf = version_files.content(version_id) if file.sha256 else None
    return AgreedPlan(plan_name(version.plan_id), file.name, version.number, version.agreed_at, version.goals, pdf)


def plan_name(plan_id: int) -> PlanName:
    """What the plan is called."""
    row = db.session.execute(
        select(Plan.number, Plan.title, Plan.starts_on, Plan.ends_on).where(Plan.id == plan_id)
    ).one()
    return PlanName(row.number, row.title, row.starts_on, row.ends_on)


def _reader(contact_id: int, *which: ColumnElement[bool]) -> Reader | None:
    manager = (Assignment.customer_id == Customer.id) & (Assignment.role == AssignmentRole.ACCOUNT_MANAGER)
    row = db.session.execute(
        select(
            Contact.name,
            func.coalesce(ContactAccount.email, Contact.email, "").label("email"),
            func.coalesce(func.nullif(ContactAccount.locale, ""), Customer.locale).label("locale"),
            Customer.key.label("customer_key"),
            Customer.name.label("customer_name"),
            func.coalesce(StaffMember.name, "").label("manager_name"),
            func.coalesce(StaffMember.email, "").label("manager_email"),
        )
        .join(Customer, Customer.id == Contact.customer_id)
        .outerjoin(ContactAccount, ContactAccount.id == Contact.account_id)
        .outerjoin(Assignment, manager)
        .outerjoin(StaffMember, StaffMember.id == Assignment.staff_id)
        .where(Contact.id == contact_id, Contact.role.is_not(None), Contact.deactivated_at.is_(None), *which)
    ).one_or_none()
    return Reader(**row._mapping, provider_name=provider().name or PRODUCT) if row else None


def _open_items(plan_id: int, side: Side) -> tuple[Sequence[tuple[Item, Revision]], dict[int, list[Decision]]]:
    """Items whose open revision waits for the side, and everything said to each of these revisions."""
    turns = [Turn.BOTH, Turn(side.value)]
    rows = db.session.execute(
        select(Item, Revision)
        .join(Revision, Revision.item_id == Item.id)
        .where(Item.plan_id == plan_id, Revision.state == RevisionState.OPEN, Revision.turn.in_(turns))
        .order_by(Revision.turn_since.desc(), Item.position, Item.id)
    )
    found = [(item, revision) for item, revision in rows]
    said: dict[int, list[Decision]] = {revision.id: [] for _item, revision in found}
    query = select(Decision).where(Decision.revision_id.in_(said)).order_by(Decision.id)
    for decision in db.session.scalars(query):
        said[decision.revision_id].append(decision)
    return found, said


def _waiting(item: Item, revision: Revision, said: Sequence[Decision], side: Side) -> Waiting:
    last = next((decision for decision in reversed(said) if decision.side is not side), None)
    return Waiting(
        kind=item.kind,
        number=item.number or 0,
        section=item.section,
        title=revision.title,
        due=revision.due_on,
        who=last.person_name if last else "",
        did=last.kind if last else DecisionKind.APPROVE,
        again=(revision.number or 1) > 1,
        words=(last.words if last and last.words else revision.words),
        since=revision.turn_since or revision.opened_at or revision.drafted_at,
    )
