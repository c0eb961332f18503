"""The list of customers: found as one types, filtered, sorted, and read page by page by key."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, tuple_

from portal import clock
from portal.db import db
from portal.domain.care.segments import CustomerSegment, Segment
from portal.domain.insight.sales import CURRENCY, SalesByYear
from portal.domain.people import search_words
from portal.domain.people.actors import StaffActor
from portal.domain.people.assignments import Assignment
from portal.domain.people.customers import Customer
from portal.domain.people.roles import AssignmentRole
from portal.domain.people.staff import StaffMember
from portal.domain.plan.items import Item, Revision, RevisionState, Turn
from portal.domain.plan.plans import Plan, PlanState
from portal.queries.internal import plan_standings
from portal.queries.internal.plan_standings import PlanStanding
from portal.queries.internal.visible import on_team, visible

PAGE = 50
PORTION = 1000
"""How many rows an export reads at once."""
LAST_PLACE = 1_000_000
"""Where customers without a segment stand."""


class Sort(StrEnum):
    """What the list may be ordered by; each has its own natural direction."""

    NAME = "name"
    SEGMENT = "segment"
    MANAGER = "manager"
    SALES = "sales"


class Waiting(StrEnum):
    """For whom something waits."""

    US = "us"
    CUSTOMER = "customer"


class Having(StrEnum):
    """Beside a plan's states: no plan at all."""

    NONE = "none"


@dataclass(frozen=True)
class Filter:
    """What the list shows. `segment_id` 0 is: in no segment."""

    query: str = ""
    mine: bool = False
    waiting: Waiting | None = None
    segment_id: int | None = None
    manager_id: int | None = None
    plan: PlanState | Having | None = None
    industry: str = ""
    sort: Sort = Sort.NAME


@dataclass(frozen=True)
class CustomerRow:
    """One line of the list."""

    id: int
    key: str
    name: str
    city: str
    manager: str
    segment: str
    sales_cents: int | None
    plan: PlanStanding | None


@dataclass(frozen=True)
class CustomerPage:
    """A page of the list; `before` and `after` are the keys that the neighbouring pages are asked for by."""

    rows: tuple[CustomerRow, ...]
    before: str | None
    after: str | None


def page(
    actor: StaffActor, wanted: Filter, *, after: str | None = None, before: str | None = None, size: int = PAGE
) -> CustomerPage:
    """The page after or before the customer of that key; the first one without."""
    order = order_by(wanted.sort)
    query = rows(actor, wanted)
    edge = _edge(actor, order, before or after)
    if edge is not None:
        here = tuple_(*order)
        query = query.where(here < tuple_(*edge) if before else here > tuple_(*edge))
    backwards = bool(before and edge)
    turned = [column.desc() for column in order] if backwards else order
    found = db.session.execute(query.order_by(*turned).limit(size + 1)).all()
    shown = list(reversed(found[:size])) if backwards else list(found[:size])
    more = len(found) > size
    has_before, has_after = (more, True) if backwards else (edge is not None, more)
    return CustomerPage(
        rows=_with_plans(shown),
        before=shown[0].key if shown and has_before else None,
        after=shown[-1].key if shown and has_after else None,
    )


def everything(actor: StaffActor, wanted: Filter) -> Iterator[CustomerRow]:
    """Every row of the filter in its order, read in portions: for the export."""
    after: str | None = None
    while True:
        portion = page(actor, wanted, after=after, size=PORTION)
        yield from portion.rows
        if portion.after is None:
            return
        after = portion.after


def one(actor: StaffActor, key: str) -> CustomerRow | None:
    """The line of one customer, if the staff member may see it."""
    found = _with_plans(list(db.session.execute(rows(actor, Filter()).where(Customer.key == key))))
    return found[0] if found else None


def conditions(actor: StaffActor, wanted: Filter) -> Iterator[ColumnElement[bool]]:
    """What a customer must be to stand in the list."""
    key = Customer.__table__.c.id
    yield from visible(actor, key)
    yield from search_words.matches(key, wanted.query)
    if wanted.mine:
        yield on_team(actor, key)
    if wanted.segment_id is not None:
        yield func.coalesce(CustomerSegment.segment_id, 0) == wanted.segment_id
    if wanted.manager_id is not None:
        yield Assignment.staff_id == wanted.manager_id
    if wanted.industry:
        yield Customer.industry == wanted.industry
    if wanted.waiting is not None:
        yield key.in_(_with_something_waiting(wanted.waiting))
    if wanted.plan is Having.NONE:
        yield key.not_in(select(Plan.customer_id))
    elif wanted.plan is not None:
        yield key.in_(select(Plan.customer_id).where(Plan.state == wanted.plan))


def _with_something_waiting(side: Waiting) -> Select[int]:
    turn = Turn.PROVIDER if side is Waiting.US else Turn.CUSTOMER
    return (
        select(Plan.customer_id)
        .join(Item, Item.plan_id == Plan.id)
        .join(Revision, Revision.item_id == Item.id)
        .where(Revision.turn.in_((turn, Turn.BOTH)), Revision.state == RevisionState.OPEN)
    )


def rows(actor: StaffActor, wanted: Filter) -> Select[*tuple[Any, ...]]:
    """The filtered rows; what may be missing for a customer is joined from outside."""
    columns = (
        Customer.id,
        Customer.key,
        Customer.name,
        Customer.city,
        func.coalesce(StaffMember.name, "").label("manager"),
        func.coalesce(Segment.name, "").label("segment"),
        SalesByYear.amount_cents.label("sales_cents"),
    )
    return _joined(select(*columns)).where(*conditions(actor, wanted))


def _joined(query: Select[*tuple[Any, ...]]) -> Select[*tuple[Any, ...]]:
    manager = (Assignment.customer_id == Customer.id) & (Assignment.role == AssignmentRole.ACCOUNT_MANAGER)
    this_year = (
        (SalesByYear.customer_id == Customer.id)
        & (SalesByYear.year == clock.today().year)
        & (SalesByYear.currency == CURRENCY)
    )
    return (
        query.select_from(Customer)
        .outerjoin(Assignment, manager)
        .outerjoin(StaffMember, StaffMember.id == Assignment.staff_id)
        .outerjoin(CustomerSegment, CustomerSegment.customer_id == Customer.id)
        .outerjoin(Segment, Segment.id == CustomerSegment.segment_id)
        .outerjoin(SalesByYear, this_year)
    )


def order_by(sort: Sort) -> tuple[ColumnElement[Any], ...]:
    """The columns of an order, all upwards and without ties, so that a page is asked for by one comparison."""
    by_name = (Customer.__table__.c.sort_name, Customer.__table__.c.id)
    first: dict[Sort, tuple[ColumnElement[Any], ...]] = {
        Sort.NAME: (),
        Sort.SEGMENT: (func.coalesce(Segment.position, LAST_PLACE),),
        Sort.MANAGER: (func.coalesce(StaffMember.name, search_words.LAST),),
        Sort.SALES: (-func.coalesce(SalesByYear.amount_cents, 0),),
    }
    return (*first[sort], *by_name)


def _edge(actor: StaffActor, order: tuple[ColumnElement[Any], ...], key: str | None) -> tuple[Any, ...] | None:
    """Where in the order the customer of the key stands; None when the staff member sees no such one."""
    if key is None:
        return None
    own = visible(actor, Customer.__table__.c.id)
    found = db.session.execute(_joined(select(*order)).where(Customer.key == key, *own)).one_or_none()
    return tuple(found) if found is not None else None


def _with_plans(rows: list[Any]) -> tuple[CustomerRow, ...]:
    plans = plan_standings.newest([row.id for row in rows])
    return tuple(CustomerRow(**row._mapping, plan=plans.get(row.id)) for row in rows)


@dataclass(frozen=True)
class Choices:
    """What the list can be filtered by, as this staff member sees it: values with their names."""

    segments: tuple[tuple[int, str], ...]
    managers: tuple[tuple[int, str], ...]
    industries: tuple[tuple[str, str], ...]


def choices(actor: StaffActor) -> Choices:
    """Segments, account managers and industries to choose from."""
    seen = list(visible(actor, Customer.__table__.c.id))
    managers = (
        select(StaffMember.id, StaffMember.name)
        .where(
            StaffMember.id.in_(
                select(Assignment.staff_id).where(
                    Assignment.role == AssignmentRole.ACCOUNT_MANAGER,
                    *visible(actor, Assignment.__table__.c.customer_id),
                )
            )
        )
        .order_by(StaffMember.name, StaffMember.id)
    )
    segments = select(Segment.id, Segment.name).order_by(Segment.position, Segment.id)
    industries = select(Customer.industry).where(Customer.industry != "", *seen).distinct().order_by(Customer.industry)
    return Choices(
        segments=tuple((id_, name) for id_, name in db.session.execute(segments)),
        managers=tuple((id_, name) for id_, name in db.session.execute(managers)),
        industries=tuple((name, name) for name in db.session.scalars(industries)),
    )
