"""The items of a plan as the provider sees them: wording in every state, whose turn it is, and who can act."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Row, func, or_, select
from sqlalchemy.orm import aliased

from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.people.actors import StaffActor
from portal.domain.people.contacts import Contact
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.plan.content import Content, ItemKind, SectionKind, is_dropped, read
from portal.domain.plan.items import Decision, Item, Progress, Revision, RevisionState
from portal.domain.plan.plans import Plan
from portal.queries.internal.whose_turn import (
    Badge,
    Deciders,
    Question,
    Standing,
    deciders_of,
    question_of,
    waiting_badge,
)

AnyRow = Row[*tuple[Any, ...]]


@dataclass(frozen=True)
class Person:
    """Somebody named on a page."""

    id: int
    name: str


@dataclass(frozen=True)
class Draft:
    """The provider's own unsent wording."""

    revision_id: int
    content: Content
    fingerprint: str
    edits: int
    author: str
    edited_at: datetime
    behind: bool
    """Something was opened since the draft was begun."""


@dataclass(frozen=True)
class Opened:
    """A revision that both sides can see."""

    revision_id: int
    number: int
    content: Content
    fingerprint: str
    state: RevisionState
    side: Side
    author: str
    opened_at: datetime
    words: str


@dataclass(frozen=True)
class GoalName:
    """The goal that a next step stands on."""

    id: int
    number: int | None
    title: str


@dataclass(frozen=True)
class PlanItem:
    """A goal, next step or section with the wordings that matter now."""

    id: int
    kind: ItemKind
    section: SectionKind | None
    number: int | None
    goal: GoalName | None
    owner_staff: Person | None
    owner_contact: Person | None
    progress: Progress
    progress_words: str
    badge: Badge
    draft: Draft | None
    proposal: Opened | None
    """Its open revision."""
    in_force: Opened | None
    newest: Opened | None
    """Its newest opened revision, whatever became of it."""
    countered: Opened | None
    """The proposal that the open one was written against."""
    question: Question | None

    @property
    def shown(self) -> Content:
        """What the editor shows: the newest wording of anybody's."""
        if self.draft is not None:
            return self.draft.content
        return self.opened.content

    @property
    def opened(self) -> Opened:
        """What both sides look at now; only for an item that was opened."""
        found = self.proposal or self.in_force or self.newest
        assert found is not None  # noqa: S101  # an item without a draft was opened
        return found

    @property
    def before(self) -> Content | None:
        """The wording that `shown` would replace, if any."""
        if self.draft is not None:
            return self.opened.content if self.newest else None
        replaced = self.in_force or self.countered
        return replaced.content if self.proposal is not None and replaced is not None else None


def items_of(actor: StaffActor, plan: Plan) -> list[PlanItem]:
    """Every item that the provider may see, in the plan's order, in a constant number of statements."""
    revisions = _revisions(plan.id)
    decisions = _decisions([row.id for rows in revisions.values() for row in rows if row.state is RevisionState.OPEN])
    deciders = deciders_of(actor, plan)
    rows = _rows(plan.id)
    goals = {row.id: GoalName(row.id, row.number, revisions[row.id][-1].title) for row in rows if row.id in revisions}
    return [
        _item(row, goals.get(row.goal_id), revisions[row.id], decisions, deciders)
        for row in rows
        if row.id in revisions
    ]


def item_of(actor: StaffActor, plan: Plan, item_id: int) -> PlanItem:
    """One item of the plan. Raises NotFound."""
    return _only(item for item in items_of(actor, plan) if item.id == item_id)


def numbered_item_of(actor: StaffActor, plan: Plan, kind: ItemKind, number: int) -> PlanItem:
    """The item that both sides know by this number. Raises NotFound."""
    return _only(item for item in items_of(actor, plan) if item.kind is kind and item.number == number)


def _only(items: Any) -> PlanItem:
    found: PlanItem | None = next(items, None)
    if found is None:
        raise NotFound
    return found


def _rows(plan_id: int) -> Sequence[AnyRow]:
    query = (
        select(
            Item.id,
            Item.kind,
            Item.section,
            Item.number,
            Item.goal_id,
            Item.owner_staff_id,
            StaffMember.name.label("staff_name"),
            Item.owner_contact_id,
            Contact.name.label("contact_name"),
            Item.progress,
            Item.progress_words,
        )
        .outerjoin(StaffMember, StaffMember.id == Item.owner_staff_id)
        .outerjoin(Contact, Contact.id == Item.owner_contact_id)
        .where(Item.plan_id == plan_id)
    )
    return db.session.execute(query.order_by(Item.position, Item.id)).all()


def _revisions(plan_id: int) -> dict[int, list[AnyRow]]:
    """Of each item: the provider's draft, what is open, what is in force, and the newest that was opened."""
    other = aliased(Revision)
    newest = select(func.max(other.number)).where(other.item_id == Revision.item_id).scalar_subquery()
    matters = or_(
        Revision.state.in_([RevisionState.OPEN, RevisionState.AGREED]),
        (Revision.state == RevisionState.DRAFT) & (Revision.side == Side.PROVIDER),
        Revision.number == newest,
        Revision.id.in_(
            select(other.supersedes_id).where(other.item_id == Revision.item_id, other.state == RevisionState.OPEN)
        ),
    )
    query = (
        select(
            Revision.id,
            Revision.item_id,
            Revision.number,
            Revision.based_on_id,
            Revision.supersedes_id,
            Revision.state,
            Revision.side,
            Revision.content,
            Revision.title,
            Revision.fingerprint,
            Revision.words,
            Revision.edits,
            Revision.edited_at,
            Revision.opened_at,
            Revision.settled_at,
            Revision.turn,
            Revision.turn_since,
            func.coalesce(StaffMember.name, Contact.name).label("author"),
        )
        .join(Item, Item.id == Revision.item_id)
        .outerjoin(StaffMember, StaffMember.id == Revision.staff_id)
        .outerjoin(Contact, Contact.id == Revision.contact_id)
        .where(Item.plan_id == plan_id, matters)
    )
    found: dict[int, list[AnyRow]] = defaultdict(list)
    for row in db.session.execute(query.order_by(Revision.number.asc().nulls_first())):
        found[row.item_id].append(row)
    return dict(found)


def _decisions(revision_ids: Sequence[int]) -> dict[int, list[Decision]]:
    found: dict[int, list[Decision]] = defaultdict(list)
    query = select(Decision).where(Decision.revision_id.in_(revision_ids)).order_by(Decision.id)
    for decision in db.session.scalars(query):
        found[decision.revision_id].append(decision)
    return found


def _item(
    row: AnyRow,
    goal: GoalName | None,
    revisions: Sequence[AnyRow],
    decisions: Mapping[int, Sequence[Decision]],
    deciders: Deciders,
) -> PlanItem:
    opened = [revision for revision in revisions if revision.number is not None]
    by_state = {revision.state: revision for revision in revisions}
    waits, draft = by_state.get(RevisionState.OPEN), by_state.get(RevisionState.DRAFT)
    said = decisions[waits.id] if waits is not None and waits.id in decisions else []
    return PlanItem(
        id=row.id,
        kind=row.kind,
        section=row.section,
        number=row.number,
        goal=goal,
        owner_staff=Person(row.owner_staff_id, row.staff_name) if row.owner_staff_id else None,
        owner_contact=Person(row.owner_contact_id, row.contact_name) if row.owner_contact_id else None,
        progress=row.progress,
        progress_words=row.progress_words,
        badge=_badge(row, by_state, opened[-1] if opened else None, said, deciders),
        draft=_draft(draft, opened[-1].id if opened else None) if draft is not None else None,
        proposal=_opened(waits),
        in_force=_opened(by_state.get(RevisionState.AGREED)),
        newest=_opened(opened[-1]) if opened else None,
        countered=_opened(next((one for one in opened if waits is not None and one.id == waits.supersedes_id), None)),
        question=question_of(said),
    )


def _draft(row: AnyRow, newest_id: int | None) -> Draft:
    return Draft(
        revision_id=row.id,
        content=read(row.content),
        fingerprint=row.fingerprint,
        edits=row.edits,
        author=row.author,
        edited_at=row.edited_at,
        behind=row.based_on_id != newest_id,
    )


def _opened(row: AnyRow | None) -> Opened | None:
    if row is None:
        return None
    return Opened(
        revision_id=row.id,
        number=row.number,
        content=read(row.content),
        fingerprint=row.fingerprint,
        state=row.state,
        side=row.side,
        author=row.author,
        opened_at=row.opened_at,
        words=row.words,
    )


def _badge(
    row: AnyRow,
    by_state: Mapping[RevisionState, AnyRow],
    newest: AnyRow | None,
    decisions: Sequence[Decision],
    deciders: Deciders,
) -> Badge:
    if (waits := by_state.get(RevisionState.OPEN)) is not None:
        return waiting_badge(row.kind, waits.turn, waits.turn_since, decisions, deciders)
    if (agreed := by_state.get(RevisionState.AGREED)) is not None:
        return Badge(_settled(row, read(agreed.content)), since=agreed.settled_at)
    if newest is None:
        return Badge(Standing.DRAFT)
    declined = newest.state is RevisionState.DECLINED
    return Badge(Standing.DECLINED if declined else Standing.WITHDRAWN, since=newest.settled_at)


def _settled(row: AnyRow, content: Content) -> Standing:
    if is_dropped(content):
        return Standing.DROPPED
    if row.kind is ItemKind.NEXT_STEP and row.progress is not Progress.OPEN:
        return Standing.DONE if row.progress is Progress.DONE else Standing.BLOCKED
    return Standing.AGREED
