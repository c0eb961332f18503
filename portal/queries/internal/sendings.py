"""Sending for review: what would go, whom it reaches, what stays here; and afterwards who has opened it."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select

from portal.db import db
from portal.domain.people.actors import StaffActor
from portal.domain.people.contacts import Contact
from portal.domain.people.roles import ContactRole
from portal.domain.people.staff import StaffMember
from portal.domain.plan import agreement
from portal.domain.plan.content import ItemKind, is_dropped
from portal.domain.plan.items import Item, Revision, Sending
from portal.domain.plan.plans import Plan, PlanOpening
from portal.queries.internal.plan_items import PlanItem
from portal.queries.internal.plans import InternalText, PlanFacts, editor


@dataclass(frozen=True)
class Parcel:
    """One draft as it would go, with what is missing from it by field."""

    item: PlanItem
    revision_id: int
    fingerprint: str
    gaps: dict[str, str]
    unchanged: bool

    @property
    def complete(self) -> bool:
        """True when it can go."""
        return not (self.gaps or self.unchanged or (self.item.draft and self.item.draft.behind))

    @property
    def adds(self) -> bool:
        """True when the customer will see one thing more."""
        return self.complete and not _is_seen(self.item)

    @property
    def ticked(self) -> str:
        """What the form sends for it."""
        return f"{self.revision_id}:{self.fingerprint}"


@dataclass(frozen=True)
class Reader:
    """A contact whom the sending reaches by mail."""

    name: str
    approves: bool


@dataclass(frozen=True)
class Preview:
    """Everything to look at before sending."""

    plan: PlanFacts
    parcels: tuple[Parcel, ...]
    goals_seen: int
    """How many goals the customer sees already."""
    steps_seen: int
    readers: tuple[Reader, ...]
    internal: tuple[InternalText, ...]

    can_be_agreed: bool
    """Whether anybody at the customer can approve a goal."""


@dataclass(frozen=True)
class Opening:
    """A contact's reading mark."""

    name: str
    first_at: datetime
    last_at: datetime


@dataclass(frozen=True)
class Sent:
    """One sending, newest first in the list."""

    sent_at: datetime
    by: str
    note: str
    goals: int
    steps: int
    sections: int


def preview(actor: StaffActor, plan: Plan) -> Preview:
    """What could be sent now, in a constant number of statements."""
    page = editor(actor, plan)
    shared = [item for item in page.items if _is_seen(item)]
    return Preview(
        plan=page.plan,
        parcels=tuple(_parcel(item) for item in page.items if item.draft),
        goals_seen=sum(item.kind is ItemKind.GOAL for item in shared),
        steps_seen=sum(item.kind is ItemKind.NEXT_STEP for item in shared),
        readers=_readers(plan.customer_id),
        internal=tuple(text for text in page.internal if text.text),
        can_be_agreed=bool(agreement.electorate(plan).askable(ItemKind.GOAL)),
    )


def openings(plan_id: int) -> tuple[Opening, ...]:
    """Who has opened the plan, the last one first."""
    query = (
        select(Contact.name, PlanOpening.first_at, PlanOpening.last_at)
        .join(Contact, Contact.id == PlanOpening.contact_id)
        .where(PlanOpening.plan_id == plan_id)
        .order_by(PlanOpening.last_at.desc(), Contact.id)
    )
    return tuple(Opening(*row) for row in db.session.execute(query))


def sendings(plan_id: int) -> tuple[Sent, ...]:
    """What was sent of the plan, the last sending first."""
    counted = (
        select(Revision.sending_id, Item.kind, func.count())
        .join(Item, Item.id == Revision.item_id)
        .where(Item.plan_id == plan_id, Revision.sending_id.is_not(None))
        .group_by(Revision.sending_id, Item.kind)
    )
    counts = {(sending_id, kind): number for sending_id, kind, number in db.session.execute(counted)}
    query = (
        select(Sending.id, Sending.sent_at, StaffMember.name, Sending.note)
        .join(StaffMember, StaffMember.id == Sending.staff_id)
        .where(Sending.plan_id == plan_id)
        .order_by(Sending.id.desc())
    )
    kinds = (ItemKind.GOAL, ItemKind.NEXT_STEP, ItemKind.SECTION)
    return tuple(
        Sent(sent_at, by, note, *(counts.get((sending_id, kind), 0) for kind in kinds))
        for sending_id, sent_at, by, note in db.session.execute(query)
    )


def _is_seen(item: PlanItem) -> bool:
    """True for what the customer has before it now: what is open, and what is agreed and not given up."""
    return item.proposal is not None or (item.in_force is not None and not is_dropped(item.in_force.content))


def _parcel(item: PlanItem) -> Parcel:
    assert item.draft is not None  # noqa: S101  # only drafts are asked for
    content = item.draft.content
    unchanged = item.newest is not None and item.opened.content == content
    return Parcel(
        item, item.draft.revision_id, item.draft.fingerprint, {**content.problems(), **content.gaps()}, unchanged
    )


def _readers(customer_id: int) -> tuple[Reader, ...]:
    query = (
        select(Contact.name, Contact.role)
        .where(
            Contact.customer_id == customer_id,
            Contact.role.is_not(None),
            Contact.accepted_at.is_not(None),
            Contact.deactivated_at.is_(None),
        )
        .order_by(Contact.role, Contact.name, Contact.id)
    )
    return tuple(Reader(name, role is ContactRole.APPROVER) for name, role in db.session.execute(query))
