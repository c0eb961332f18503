"""Today: everything that waits for one staff member, each with what can be done about it at once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, case, func, literal_column, or_, select, true

from portal import clock
from portal.db import db
from portal.domain.people.actors import StaffActor
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.plan.content import ItemKind, NextStepContent, is_dropped, read
from portal.domain.plan.items import Item, Progress, Revision, Turn
from portal.domain.plan.plans import Plan, PlanOpening, PlanState
from portal.queries.internal import customer_events
from portal.queries.internal.awaited_answers import MOST, WHERE, Waiting, Where, decided_by, of_plans, waiting, where_of
from portal.queries.internal.customer_events import Event
from portal.queries.internal.visible import on_team

SOON = timedelta(days=14)
ENDING = timedelta(days=60)
LATELY = timedelta(days=1)
RUNNING = (PlanState.IN_NEGOTIATION, PlanState.AGREED)

DRAFT: ColumnElement[str] = literal_column("'draft'")
AGREED: ColumnElement[str] = literal_column("'agreed'")
PROVIDER: ColumnElement[str] = literal_column("'provider'")
"""Written into the statements, so that the partial indexes on these states serve them."""


@dataclass(frozen=True)
class Due:
    """A next step that we promised."""

    where: Where
    item_id: int
    number: int
    title: str
    due_on: date
    owner: str
    blocked: str

    @property
    def late(self) -> bool:
        return self.due_on < clock.today()


@dataclass(frozen=True)
class WithCustomer:
    """A plan of which something waits for the customer, and who has opened it since it was sent."""

    where: Where
    goals: int
    others: int
    since: datetime
    opened_by: str
    opened_at: datetime | None


@dataclass(frozen=True)
class Unsent:
    """A plan with drafts that were not sent."""

    where: Where
    drafts: int
    edited_at: datetime


@dataclass(frozen=True)
class Today:
    """The whole page; each list is the most pressing first and holds at most MOST rows."""

    waiting: tuple[Waiting, ...]
    due: tuple[Due, ...]
    with_customers: tuple[WithCustomer, ...]
    unsent: tuple[Unsent, ...]
    ending: tuple[Where, ...]
    lately: tuple[Event, ...]

    @property
    def late(self) -> tuple[Due, ...]:
        return tuple(step for step in self.due if step.late)

    @property
    def coming(self) -> tuple[Due, ...]:
        return tuple(step for step in self.due if not step.late)


def today(actor: StaffActor, *, team: bool = False) -> Today:
    """What waits for the staff member, or with `team` for everybody; in a constant number of statements."""
    mine = true() if team else on_team(actor, Plan.customer_id)
    decides = true() if team else decided_by(actor)
    return Today(
        waiting=waiting(decides),
        due=_due(actor, team=team),
        with_customers=_with_customers(mine),
        unsent=_unsent(mine),
        ending=_ending(mine),
        lately=customer_events.lately(None if team else actor, clock.now() - LATELY),
    )


def _due(actor: StaffActor, *, team: bool) -> tuple[Due, ...]:
    """One's own promises, late or due soon; and those of one's customers that nobody of us has taken."""
    owned = or_(Item.owner_staff_id == actor.staff_id, Item.owner_staff_id.is_(None) & decided_by(actor))
    query = (
        select(
            *WHERE,
            Item.id,
            Item.number,
            Item.progress_words,
            Revision.title,
            Revision.due_on,
            Revision.content,
            StaffMember.name.label("owner"),
        )
        .select_from(Revision)
        .join(Item, Item.id == Revision.item_id)
        .outerjoin(StaffMember, StaffMember.id == Item.owner_staff_id)
        .where(
            Revision.state == AGREED,
            Revision.due_on <= clock.today() + SOON,
            Item.kind == ItemKind.NEXT_STEP,
            Item.progress != Progress.DONE,
            Plan.state != PlanState.CLOSED,
            true() if team else owned,
        )
        .order_by(Revision.due_on, Revision.id)
        .limit(2 * MOST)
    )
    ours = [(row, read(row.content)) for row in db.session.execute(of_plans(query))]
    return tuple(
        Due(
            where=where_of(row),
            item_id=row.id,
            number=row.number,
            title=row.title,
            due_on=row.due_on,
            owner=row.owner or "",
            blocked=row.progress_words,
        )
        for row, wording in ours
        if isinstance(wording, NextStepContent) and wording.side is Side.PROVIDER and not is_dropped(wording)
    )[:MOST]


def _with_customers(mine: ColumnElement[bool]) -> tuple[WithCustomer, ...]:
    goals = func.count(case((Item.kind == ItemKind.GOAL, 1)))
    query = (
        select(
            Plan.id,
            *WHERE,
            goals.label("goals"),
            func.count().label("all"),
            func.min(Revision.turn_since).label("since"),
        )
        .select_from(Revision)
        .join(Item, Item.id == Revision.item_id)
        .where(Revision.turn.in_([Turn.CUSTOMER, Turn.BOTH]), mine)
        .group_by(Plan.id, *WHERE)
        .order_by(func.min(Revision.turn_since), Plan.id)
        .limit(MOST)
    )
    rows = db.session.execute(of_plans(query)).all()
    opened = _openings([row.id for row in rows])
    found = []
    for row in rows:
        name, at = opened.get(row.id, ("", None))
        since = row.since
        seen = at is not None and at >= since
        found.append(
            WithCustomer(
                where_of(row), row.goals, row.all - row.goals, since, name if seen else "", at if seen else None
            )
        )
    return tuple(found)


def _openings(plan_ids: Sequence[int]) -> dict[int, tuple[str, datetime]]:
    """Who opened each plan last."""
    query = (
        select(PlanOpening.plan_id, Contact.name, PlanOpening.last_at)
        .join(Contact, Contact.id == PlanOpening.contact_id)
        .where(PlanOpening.plan_id.in_(plan_ids))
        .order_by(PlanOpening.last_at)
    )
    return {plan_id: (name, last_at) for plan_id, name, last_at in db.session.execute(query)}


def _unsent(mine: ColumnElement[bool]) -> tuple[Unsent, ...]:
    query = (
        select(*WHERE, func.count().label("drafts"), func.max(Revision.edited_at).label("edited_at"))
        .select_from(Revision)
        .join(Item, Item.id == Revision.item_id)
        .where(Revision.state == DRAFT, Revision.side == PROVIDER, Plan.state != PlanState.CLOSED, mine)
        .group_by(Plan.id, *WHERE)
        .order_by(func.max(Revision.edited_at), Plan.id)
        .limit(MOST)
    )
    return tuple(Unsent(where_of(row), row.drafts, row.edited_at) for row in db.session.execute(of_plans(query)))


def _ending(mine: ColumnElement[bool]) -> tuple[Where, ...]:
    query = (
        select(*WHERE)
        .select_from(Plan)
        .join(Customer, Customer.id == Plan.customer_id)
        .where(
            Plan.state.in_([PlanState.IN_NEGOTIATION, PlanState.AGREED]), Plan.ends_on <= clock.today() + ENDING, mine
        )
        .order_by(Plan.ends_on, Plan.id)
        .limit(MOST)
    )
    return tuple(where_of(row) for row in db.session.execute(query))
