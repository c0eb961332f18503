"""Plans as the provider sees them: the editor's page, and the list of all that one may see."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from sqlalchemy import Select, func, select

from portal.db import db
from portal.domain.insight.sections import InternalSection, InternalSectionKind
from portal.domain.people.actors import StaffActor
from portal.domain.people.assignments import Assignment
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from portal.domain.people.roles import AssignmentRole
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.plan.content import ItemKind, SectionKind
from portal.domain.plan.documents import AgreedVersion
from portal.domain.plan.items import Item, Revision, RevisionState
from portal.domain.plan.plans import Plan, PlanState
from portal.queries.internal.plan_items import Person, PlanItem, items_of
from portal.queries.internal.visible import visible
from portal.queries.internal.whose_turn import Standing

PAGE = 50
Query = TypeVar("Query", bound=Select[*tuple[Any, ...]])


@dataclass(frozen=True)
class InternalText:
    """One internal section; `edits` is 0 where nobody has written."""

    kind: InternalSectionKind
    text: str
    edits: int
    edited_by: str
    edited_at: datetime | None


@dataclass(frozen=True)
class SharedText:
    """One shared section of the plan; `item` is None where nobody has written."""

    kind: SectionKind
    item: PlanItem | None


@dataclass(frozen=True)
class Version:
    """The last agreed version."""

    number: int
    agreed_at: datetime


@dataclass(frozen=True)
class PlanFacts:
    """What is true of the plan as a whole."""

    number: int
    title: str
    starts_on: date
    ends_on: date
    state: PlanState
    closed_at: datetime | None
    closing_reason: str
    version: Version | None


@dataclass(frozen=True)
class People:
    """Who of each side can be made responsible."""

    ours: tuple[Person, ...]
    theirs: tuple[Person, ...]


@dataclass(frozen=True)
class PlanEditor:
    """The whole plan with everything that only the provider sees."""

    plan: PlanFacts
    sections: tuple[SharedText, ...]
    goals: tuple[PlanItem, ...]
    next_steps: tuple[PlanItem, ...]
    internal: tuple[InternalText, ...]

    @property
    def items(self) -> tuple[PlanItem, ...]:
        """Everything that is agreed by the rule."""
        return (*(section.item for section in self.sections if section.item), *self.goals, *self.next_steps)

    @property
    def drafts(self) -> int:
        """How many drafts wait to be sent."""
        return sum(item.draft is not None for item in self.items)

    @property
    def waiting_goals(self) -> int:
        """How many goals wait for the reader."""
        return sum(goal.badge.standing is Standing.WAITS_FOR_ME for goal in self.goals)


def editor(actor: StaffActor, plan: Plan) -> PlanEditor:
    """The plan editor's page, in a constant number of statements."""
    items = items_of(actor, plan)
    sections = {item.section: item for item in items if item.section}
    return PlanEditor(
        plan=facts(plan),
        sections=tuple(SharedText(kind, sections.get(kind)) for kind in SectionKind),
        goals=tuple(item for item in items if item.kind is ItemKind.GOAL),
        next_steps=tuple(item for item in items if item.kind is ItemKind.NEXT_STEP),
        internal=tuple(internal_texts(plan.id)),
    )


def facts(plan: Plan) -> PlanFacts:
    """The plan's own facts and its last version."""
    last = select(AgreedVersion.number, AgreedVersion.agreed_at).where(AgreedVersion.plan_id == plan.id)
    version = db.session.execute(last.order_by(AgreedVersion.number.desc()).limit(1)).one_or_none()
    return PlanFacts(
        number=plan.number,
        title=plan.title,
        starts_on=plan.starts_on,
        ends_on=plan.ends_on,
        state=plan.state,
        closed_at=plan.closed_at,
        closing_reason=plan.closing_reason,
        version=Version(version.number, version.agreed_at) if version else None,
    )


def internal_texts(plan_id: int) -> list[InternalText]:
    """Every internal section of the plan, written or not, in their order."""
    query = (
        select(InternalSection, StaffMember.name)
        .outerjoin(StaffMember, StaffMember.id == InternalSection.edited_by_id)
        .where(InternalSection.plan_id == plan_id)
    )
    written = {section.kind: (section, name) for section, name in db.session.execute(query)}
    found = []
    for kind in InternalSectionKind:
        section, name = written.get(kind, (None, None))
        if section is None:
            found.append(InternalText(kind, "", 0, "", None))
        else:
            found.append(InternalText(kind, section.text, section.edits, name or "", section.edited_at))
    return found


def people(customer_id: int) -> People:
    """The account team and the customer's contacts, for choosing who is responsible."""
    ours = (
        select(StaffMember.id, StaffMember.name)
        .join(Assignment, Assignment.staff_id == StaffMember.id)
        .where(Assignment.customer_id == customer_id, StaffMember.deactivated_at.is_(None))
        .order_by(Assignment.role, StaffMember.name, StaffMember.id)
    )
    theirs = (
        select(Contact.id, Contact.name)
        .where(Contact.customer_id == customer_id, Contact.deactivated_at.is_(None))
        .order_by(Contact.name, Contact.id)
    )
    return People(_named(ours), _named(theirs))


def _named(query: Select[int, str]) -> tuple[Person, ...]:
    return tuple(Person(person_id, name) for person_id, name in db.session.execute(query))


@dataclass(frozen=True)
class PlanRow:
    """One plan in the list."""

    id: int
    number: int
    title: str
    starts_on: date
    ends_on: date
    state: PlanState
    customer_key: str
    customer_name: str
    account_manager: str
    waits_for_us: int
    waits_for_customer: int


@dataclass(frozen=True)
class PlanPage:
    """A page of the list, newest plans first."""

    rows: tuple[PlanRow, ...]
    newer: int | None
    older: int | None


def plan_list(
    actor: StaffActor, state: PlanState | None = None, *, before: int | None = None, after: int | None = None
) -> PlanPage:
    """The plans that the staff member may see; `before` and `after` are the keys of the pages beside this one."""
    query = _visible(actor, state)
    if after is not None:
        found = db.session.execute(query.where(Plan.id > after).order_by(Plan.id).limit(PAGE + 1)).all()
        rows, more = list(reversed(found[:PAGE])), len(found) > PAGE
        newer, older = (rows[0].id if more and rows else None), (rows[-1].id if rows else None)
    else:
        if before is not None:
            query = query.where(Plan.id < before)
        found = db.session.execute(query.order_by(Plan.id.desc()).limit(PAGE + 1)).all()
        rows, more = list(found[:PAGE]), len(found) > PAGE
        newer, older = (rows[0].id if before and rows else None), (rows[-1].id if more else None)
    turns = _turns([row.id for row in rows])
    return PlanPage(tuple(PlanRow(*row, *turns.get(row.id, (0, 0))) for row in rows), newer, older)


def plans_by_state(actor: StaffActor) -> dict[PlanState, int]:
    """How many plans of each state the staff member may see."""
    query = select(Plan.state, func.count()).group_by(Plan.state)
    return dict(db.session.execute(seen_by(actor, query)).all())


def seen_by(actor: StaffActor, query: Query) -> Query:
    """Only what is of customers that the staff member may see; the query is of plans."""
    return query.where(*visible(actor, Plan.customer_id))


def _visible(actor: StaffActor, state: PlanState | None) -> Select[int, int, str, date, date, PlanState, str, str, str]:
    manager = (Assignment.customer_id == Plan.customer_id) & (Assignment.role == AssignmentRole.ACCOUNT_MANAGER)
    query = (
        select(
            Plan.id,
            Plan.number,
            Plan.title,
            Plan.starts_on,
            Plan.ends_on,
            Plan.state,
            Customer.key,
            Customer.name,
            func.coalesce(StaffMember.name, ""),
        )
        .join(Customer, Customer.id == Plan.customer_id)
        .outerjoin(Assignment, manager)
        .outerjoin(StaffMember, StaffMember.id == Assignment.staff_id)
    )
    if state is not None:
        query = query.where(Plan.state == state)
    return seen_by(actor, query)


def _turns(plan_ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """How many items of each plan wait for us and for the customer."""
    query = (
        select(Item.plan_id, Revision.turn, func.count())
        .join(Item, Item.id == Revision.item_id)
        .where(Item.plan_id.in_(plan_ids), Revision.state == RevisionState.OPEN)
        .group_by(Item.plan_id, Revision.turn)
    )
    found: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for plan_id, turn, number in db.session.execute(query):
        for place, side in enumerate((Side.PROVIDER, Side.CUSTOMER)):
            if turn is not None and turn.waits_for(side):
                found[plan_id][place] += number
    return {plan_id: (ours, theirs) for plan_id, (ours, theirs) in found.items()}
