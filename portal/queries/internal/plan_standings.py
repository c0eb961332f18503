"""Where the newest plan of each of several customers stands: whose turn, since when, and the last agreed version."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import case, func, select

from portal.db import db
from portal.domain.plan.documents import AgreedVersion
from portal.domain.plan.items import Item, Revision, RevisionState, Turn
from portal.domain.plan.plans import Plan, PlanState


@dataclass(frozen=True)
class PlanStanding:
    """One plan in a line. `ours_since` and `theirs_since` say how long something has waited for either side."""

    number: int
    title: str
    starts_on: date
    ends_on: date
    state: PlanState
    version: int | None
    ours: int
    ours_since: datetime | None
    theirs: int
    theirs_since: datetime | None


def newest(customer_ids: Collection[int]) -> dict[int, PlanStanding]:
    """By customer, the plan with the highest number."""
    last = select(Plan.customer_id, func.max(Plan.number).label("number")).where(Plan.customer_id.in_(customer_ids))
    last_of_each = last.group_by(Plan.customer_id).subquery()
    here = (last_of_each.c.customer_id == Plan.customer_id) & (last_of_each.c.number == Plan.number)
    plans = db.session.execute(select(*COLUMNS).join(last_of_each, here)).all()
    turns = _turns([plan.id for plan in plans])
    return {plan.customer_id: _standing(plan, turns) for plan in plans}


def all_of(customer_id: int) -> tuple[PlanStanding, ...]:
    """Every plan of one customer, the newest first."""
    plans = db.session.execute(
        select(*COLUMNS).where(Plan.customer_id == customer_id).order_by(Plan.number.desc())
    ).all()
    turns = _turns([plan.id for plan in plans])
    return tuple(_standing(plan, turns) for plan in plans)


_version = select(func.max(AgreedVersion.number)).where(AgreedVersion.plan_id == Plan.id).scalar_subquery()
COLUMNS = (
    Plan.id,
    Plan.customer_id,
    Plan.number,
    Plan.title,
    Plan.starts_on,
    Plan.ends_on,
    Plan.state,
    _version.label("version"),
)

Turns = tuple[int, datetime | None, int, datetime | None]


def _turns(plan_ids: list[int]) -> dict[int, Turns]:
    """How many revisions of each plan wait for us and for the customer, and since when the oldest."""
    ours, theirs = Revision.turn.in_((Turn.PROVIDER, Turn.BOTH)), Revision.turn.in_((Turn.CUSTOMER, Turn.BOTH))
    query = (
        select(
            Item.plan_id,
            func.count(case((ours, 1))),
            func.min(case((ours, Revision.turn_since))),
            func.count(case((theirs, 1))),
            func.min(case((theirs, Revision.turn_since))),
        )
        .join(Item, Item.id == Revision.item_id)
        .where(Item.plan_id.in_(plan_ids), Revision.state == RevisionState.OPEN)
        .group_by(Item.plan_id)
    )
    return {plan_id: (a, a_since, b, b_since) for plan_id, a, a_since, b, b_since in db.session.execute(query)}


def _standing(plan, turns: dict[int, Turns]) -> PlanStanding:  # type: ignore[no-untyped-def]  # a row of COLUMNS
    ours, ours_since, theirs, theirs_since = turns.get(plan.id, (0, None, 0, None))
    return PlanStanding(
        number=plan.number,
        title=plan.title,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        state=plan.state,
        version=plan.version,
        ours=ours,
        ours_since=ours_since,
        theirs=theirs,
        theirs_since=theirs_since,
    )
