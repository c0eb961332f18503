"""A customer's plans as its people may see them, in a constant number of statements."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, and_, func, select

from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.people.actors import PreviewActor, Viewer
from portal.domain.people.customers import Customer
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.plan.content import ItemKind
from portal.domain.plan.items import Item, Revision, RevisionState, Sending
from portal.domain.plan.plans import Plan, PlanOpening, PlanState
from portal.queries.customer import items, sight, versions
from portal.queries.customer.parties import Parties, parties
from portal.queries.customer.shared import PersonName, SharedGoal, SharedItem, SharedNextStep, SharedSection
from portal.queries.customer.shared_plans import CoveringNote, PlanHead, SharedPlan, SharedVersion


def plan(viewer: Viewer, customer: Customer, number: int) -> SharedPlan:
    """One plan, whole. Raises NotFound when nothing of it was shared."""
    found = plans(viewer, customer, Plan.number == number)
    if not found:
        raise NotFound
    return found[0]


def running(viewer: Viewer, customer: Customer) -> list[SharedPlan]:
    """The plans that are being negotiated or carried out, the newest first."""
    return plans(viewer, customer, Plan.state != PlanState.CLOSED)


def plans(viewer: Viewer, customer: Customer, *which: ColumnElement[bool]) -> list[SharedPlan]:
    """The customer's plans of which something was shared, the newest first."""
    shared = () if isinstance(viewer, PreviewActor) else (Plan.state != PlanState.DRAFT,)
    where = and_(Plan.customer_id == customer.id, *shared, *which)
    rows = db.session.execute(select(Plan).where(where).order_by(Plan.number.desc())).scalars().all()
    ids = [row.id for row in rows]
    closed = [row.id for row in rows if row.state is PlanState.CLOSED]
    found = items.load(parties(viewer, customer), Item.plan_id.in_(ids), closed=closed)
    notes, latest = _notes(ids), versions.latest(ids)
    return [_plan(row, found.get(row.id, []), notes.get(row.id), latest.get(row.id, ())) for row in rows]


def item(
    viewer: Viewer, customer: Customer, of: Plan, kind: ItemKind, number: int
) -> tuple[SharedItem, list[SharedItem]]:
    """An item with its discussion, and what belongs to it: the steps of a goal, or the goal of a step.

    Raises NotFound when the item was never shared.
    """
    around = parties(viewer, customer)
    found = items.load(around, _near(around, of, kind, number), closed=_closed(of), talk=True).get(of.id, [])
    asked = next((one for one in found if one.kind is kind and one.number == number and one.revisions), None)
    if asked is None:
        raise NotFound
    return asked, [one for one in found if one is not asked and one.revisions and _belong(one, asked)]


def suggestion(viewer: Viewer, customer: Customer, of: Plan, fingerprint: str) -> SharedItem:
    """The item that a colleague's suggestion of this fingerprint is about. Raises NotFound when there is none."""
    about = select(Revision.item_id).where(
        Revision.fingerprint == fingerprint,
        Revision.number.is_(None),
        Revision.side == Side.CUSTOMER,
        Revision.state == RevisionState.DRAFT,
        sight.visible(viewer),
    )
    where = and_(Item.plan_id == of.id, Item.id.in_(about))
    found = items.load(parties(viewer, customer), where, closed=_closed(of)).get(of.id)
    if not found:
        raise NotFound
    return found[0]


def owed_a_mark(plan_id: int, contact_id: int) -> bool:
    """True when something was opened since this contact last opened the plan."""
    marked = (
        select(PlanOpening.last_at)
        .where(PlanOpening.plan_id == plan_id, PlanOpening.contact_id == contact_id)
        .scalar_subquery()
    )
    newest = (
        select(func.max(Revision.opened_at))
        .join(Item, Item.id == Revision.item_id)
        .where(Item.plan_id == plan_id)
        .scalar_subquery()
    )
    row = db.session.execute(select(marked.label("marked"), newest.label("newest"))).one()
    return row.newest is not None and (row.marked is None or row.marked < row.newest)


def head(of: Plan) -> PlanHead:
    """What the plan is called."""
    return PlanHead(of.number, of.title, of.starts_on, of.ends_on, of.state)


def _near(around: Parties, of: Plan, kind: ItemKind, number: int) -> ColumnElement[bool]:
    """The item with what belongs to it; in a preview the whole plan, for new items get their numbers in it."""
    if isinstance(around.viewer, PreviewActor):
        return Item.plan_id == of.id
    this = select(Item.id).where(Item.plan_id == of.id, Item.kind == kind, Item.number == number).scalar_subquery()
    its_goal = select(Item.goal_id).where(Item.id == this).scalar_subquery()
    return and_(Item.plan_id == of.id, (Item.id == this) | (Item.goal_id == this) | (Item.id == its_goal))


def _belong(one: SharedItem, asked: SharedItem) -> bool:
    if isinstance(one, SharedNextStep):
        return asked.kind is ItemKind.GOAL and one.goal == asked.number
    return isinstance(asked, SharedNextStep) and one.kind is ItemKind.GOAL and asked.goal == one.number


def _closed(of: Plan) -> list[int]:
    return [of.id] if of.state is PlanState.CLOSED else []


def _plan(
    row: Plan, found: Sequence[SharedItem], note: CoveringNote | None, latest: tuple[SharedVersion, ...]
) -> SharedPlan:
    return SharedPlan(
        head=head(row),
        goals=tuple(one for one in found if isinstance(one, SharedGoal)),
        next_steps=tuple(one for one in found if isinstance(one, SharedNextStep)),
        sections=tuple(one for one in found if isinstance(one, SharedSection)),
        note=note,
        versions=latest,
    )


def _notes(plan_ids: Sequence[int]) -> dict[int, CoveringNote]:
    last = select(func.max(Sending.id)).where(Sending.plan_id.in_(plan_ids)).group_by(Sending.plan_id)
    query = select(Sending.plan_id, Sending.note, Sending.sent_at, StaffMember.name, StaffMember.title)
    rows: Any = db.session.execute(
        query.join(StaffMember, StaffMember.id == Sending.staff_id).where(Sending.id.in_(last))
    )
    return {
        row.plan_id: CoveringNote(PersonName(row.name, Side.PROVIDER, row.title), row.note, row.sent_at) for row in rows
    }
