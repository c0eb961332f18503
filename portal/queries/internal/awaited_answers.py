"""Answers that customers wait for, and the plan and customer that a row of Today is about."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import aliased

from portal.db import db
from portal.domain.people.actors import StaffActor
from portal.domain.people.assignments import Assignment
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from portal.domain.people.entitlement import DECIDING_ASSIGNMENTS
from portal.domain.people.sides import Side
from portal.domain.plan.content import Content, ItemKind, read
from portal.domain.plan.items import Decision, Item, Revision, Turn
from portal.domain.plan.plans import Plan
from portal.queries.internal.whose_turn import Question, question_of

MOST = 50


@dataclass(frozen=True)
class Where:
    """The customer and plan that a row is about."""

    customer_key: str
    customer_name: str
    plan_number: int
    plan_title: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Waiting:
    """An open revision that waits for us."""

    where: Where
    kind: ItemKind
    number: int
    revision_id: int
    fingerprint: str
    content: Content
    before: Content | None
    """The wording that it would replace."""
    author: str
    by_customer: bool
    since: datetime
    question: Question | None


def waiting_count(actor: StaffActor) -> int:
    """How many answers customers wait for from the staff member; the number beside Today in the menu."""
    query = select(func.count()).select_from(Revision).join(Item, Item.id == Revision.item_id)
    query = query.join(Plan, Plan.id == Item.plan_id)
    return db.session.scalar(query.where(Revision.turn.in_([Turn.PROVIDER, Turn.BOTH]), decided_by(actor))) or 0


def decided_by(actor: StaffActor) -> ColumnElement[bool]:
    """On whose account team the staff member is the one who answers."""
    theirs = select(Assignment.customer_id).where(Assignment.staff_id == actor.staff_id)
    return Plan.customer_id.in_(theirs.where(Assignment.role.in_(DECIDING_ASSIGNMENTS)))


WHERE = (
    Customer.key,
    Customer.name.label("customer_name"),
    Plan.number.label("plan_number"),
    Plan.title.label("plan_title"),
    Plan.starts_on,
    Plan.ends_on,
)


def where_of(row: Row[*tuple[Any, ...]]) -> Where:
    return Where(row.key, row.customer_name, row.plan_number, row.plan_title, row.starts_on, row.ends_on)


def of_plans(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    """Join the item's plan and customer to a query of items."""
    return query.join(Plan, Plan.id == Item.plan_id).join(Customer, Customer.id == Plan.customer_id)


def waiting(decides: ColumnElement[bool]) -> tuple[Waiting, ...]:
    before = aliased(Revision)
    query = (
        select(
            *WHERE,
            Item.kind,
            Item.number,
            Revision.id,
            Revision.fingerprint,
            Revision.content,
            Revision.side,
            Revision.turn_since,
            before.content.label("before"),
            Contact.name.label("author"),
        )
        .select_from(Revision)
        .join(Item, Item.id == Revision.item_id)
        .outerjoin(before, before.id == func.coalesce(Revision.supersedes_id, Revision.based_on_id))
        .outerjoin(Contact, Contact.id == Revision.contact_id)
        .where(Revision.turn.in_([Turn.PROVIDER, Turn.BOTH]), decides)
        .order_by(Revision.turn_since, Revision.id)
        .limit(MOST)
    )
    rows = db.session.execute(of_plans(query)).all()
    said = _decisions([row.id for row in rows])
    return tuple(
        Waiting(
            where=where_of(row),
            kind=row.kind,
            number=row.number,
            revision_id=row.id,
            fingerprint=row.fingerprint,
            content=read(row.content),
            before=read(row.before) if row.before else None,
            author=row.author or "",
            by_customer=row.side is Side.CUSTOMER,
            since=row.turn_since,
            question=question_of(said[row.id]),
        )
        for row in rows
    )


def _decisions(revision_ids: Sequence[int]) -> Mapping[int, Sequence[Decision]]:
    found: dict[int, list[Decision]] = defaultdict(list)
    query = select(Decision).where(Decision.revision_id.in_(revision_ids))
    for decision in db.session.scalars(query.order_by(Decision.id)):
        found[decision.revision_id].append(decision)
    return found
