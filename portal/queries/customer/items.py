"""Items of plans as a reader of the customer side may see them: a constant number of statements, however many."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, Row, select
from sqlalchemy.orm import aliased

from portal.db import db
from portal.domain.people.actors import PreviewActor
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.plan import rule
from portal.domain.plan.content import ItemKind
from portal.domain.plan.items import Comment, Decision, Item, Revision, RevisionState, Turn
from portal.queries.customer import sight
from portal.queries.customer.parties import Parties
from portal.queries.customer.shared import (
    PersonName,
    Said,
    SharedDecision,
    SharedGoal,
    SharedItem,
    SharedNextStep,
    SharedRevision,
    SharedSection,
)
from portal.queries.customer.standing import Position, acts, badge

SENT_ORDER = [ItemKind.SECTION, ItemKind.GOAL, ItemKind.NEXT_STEP]

Found = Row[*tuple[Any, ...]]


@dataclass(frozen=True)
class _Case:
    """The rows of one item, and what was said of it."""

    rows: Sequence[Found]
    revisions: tuple[SharedRevision, ...]
    said: Sequence[Decision]
    talk: Sequence[Said]

    @property
    def item(self) -> Found:
        return self.rows[0]


def load(
    parties: Parties, where: ColumnElement[bool], *, closed: Collection[int] = (), talk: bool = False
) -> dict[int, list[SharedItem]]:
    """The items that `where` names, by plan id; those of `closed` plans can only be read."""
    rows = _rows(parties, where)
    said = _decisions(parties, where)
    comments = _comments(where) if talk else {}
    cases = [_case(parties, list(group), said, comments) for _item_id, group in groupby(rows, lambda row: row.item_id)]
    numbers = _numbers(cases)
    found: dict[int, list[SharedItem]] = defaultdict(list)
    for case in cases:
        found[case.item.plan_id].append(_item(parties, case, numbers, closed=case.item.plan_id in closed, talk=talk))
    return found


def _rows(parties: Parties, where: ColumnElement[bool]) -> Sequence[Found]:
    owner, author, goal = aliased(StaffMember), aliased(StaffMember), aliased(Item)
    query = (
        select(
            Item.id.label("item_id"),
            Item.plan_id,
            Item.kind,
            Item.section,
            Item.number.label("item_number"),
            Item.position,
            Item.goal_id,
            goal.number.label("goal_number"),
            Item.owner_contact_id,
            Item.progress,
            Item.progress_words,
            Item.progress_at,
            owner.name.label("owner_name"),
            owner.title.label("owner_title"),
            author.name.label("author_name"),
            author.title.label("author_title"),
            Revision.id,
            Revision.number,
            Revision.side,
            Revision.contact_id,
            Revision.state,
            Revision.content,
            Revision.fingerprint,
            Revision.words,
            Revision.opened_at,
            Revision.turn,
            Revision.turn_since,
        )
        .join(Revision, Revision.item_id == Item.id)
        .outerjoin(goal, goal.id == Item.goal_id)
        .outerjoin(owner, owner.id == Item.owner_staff_id)
        .outerjoin(author, author.id == Revision.staff_id)
        .where(where, sight.visible(parties.viewer))
        .order_by(Item.position, Item.id, Revision.id.desc())
    )
    return db.session.execute(query).all()


def _decisions(parties: Parties, where: ColumnElement[bool]) -> dict[int, list[Decision]]:
    query = select(Decision).join(Revision, Revision.id == Decision.revision_id).join(Item, Item.id == Revision.item_id)
    found: dict[int, list[Decision]] = defaultdict(list)
    for decision in db.session.scalars(query.where(where, sight.visible(parties.viewer)).order_by(Decision.id)):
        found[decision.revision_id].append(decision)
    return found


def _comments(where: ColumnElement[bool]) -> dict[int, list[Said]]:
    query = select(Comment.item_id, Comment.side, Comment.person_name, Comment.words, Comment.at)
    found: dict[int, list[Said]] = defaultdict(list)
    for row in db.session.execute(query.join(Item, Item.id == Comment.item_id).where(where).order_by(Comment.id)):
        found[row.item_id].append(Said(PersonName(row.person_name, row.side), row.words, row.at))
    return found


def _case(
    parties: Parties, rows: Sequence[Found], said: dict[int, list[Decision]], comments: dict[int, list[Said]]
) -> _Case:
    revisions = tuple(_revision(parties, row, said.get(row.id, ())) for row in rows)
    if isinstance(parties.viewer, PreviewActor):
        revisions = _as_if_sent(revisions)
    opened = sorted((one for one in revisions if one.number), key=lambda one: one.number or 0, reverse=True)
    unsent = [one for one in revisions if not one.number]
    waiting = next((one for one in opened if one.state is RevisionState.OPEN), None)
    talk = [
        *comments.get(rows[0].item_id, ()),
        *(_said(one, word) for one in opened for word in one.decisions if word.words),
    ]
    return _Case(
        rows, (*opened, *unsent), said.get(waiting.id, []) if waiting else [], sorted(talk, key=lambda word: word.at)
    )


def _revision(parties: Parties, row: Found, said: Iterable[Decision]) -> SharedRevision:
    return SharedRevision(
        id=row.id,
        number=row.number,
        author=_author(parties, row),
        state=row.state,
        content=row.content,
        fingerprint=row.fingerprint,
        words=row.words,
        opened_at=row.opened_at,
        decisions=tuple(
            SharedDecision(one.kind, PersonName(one.person_name, one.side, ""), one.words, one.at) for one in said
        ),
    )


def _author(parties: Parties, row: Found) -> PersonName:
    if row.side is Side.PROVIDER:
        return PersonName(row.author_name or "", Side.PROVIDER, row.author_title or "")
    return parties.contacts.get(row.contact_id, PersonName("", Side.CUSTOMER))


def _said(revision: SharedRevision, decision: SharedDecision) -> Said:
    return Said(decision.person, decision.words, decision.at, decision.kind, revision.number)


def _as_if_sent(revisions: tuple[SharedRevision, ...]) -> tuple[SharedRevision, ...]:
    """A preview shows a ticked draft as the customer will see it once it is sent."""
    draft = next((one for one in revisions if one.state is RevisionState.DRAFT), None)
    if draft is None:
        return revisions
    before = [one for one in revisions if one is not draft]
    was_agreed = any(one.state is RevisionState.AGREED for one in before)
    needed = rule.required_sides(draft.wording, draft.author.side, was_agreed=was_agreed)
    state = RevisionState.AGREED if needed == {draft.author.side} else RevisionState.OPEN
    number = max((one.number or 0 for one in before), default=0) + 1
    ends = {RevisionState.OPEN, state}
    settled = [replace(one, state=RevisionState.SUPERSEDED) if one.state in ends else one for one in before]
    return (replace(draft, state=state, number=number), *settled)


def _numbers(cases: Sequence[_Case]) -> dict[int, int | None]:
    """Item numbers by id; in a preview those that the new ones will get."""
    numbers: dict[int, int | None] = {case.item.item_id: case.item.item_number for case in cases}
    last: dict[tuple[int, ItemKind], int] = defaultdict(int)
    for case in cases:
        key = (case.item.plan_id, case.item.kind)
        last[key] = max(last[key], case.item.item_number or 0)
    fresh = [case for case in cases if not case.item.item_number and any(one.number for one in case.revisions)]
    for case in sorted(fresh, key=lambda one: (SENT_ORDER.index(one.item.kind), one.item.position, one.item.item_id)):
        key = (case.item.plan_id, case.item.kind)
        last[key] += 1
        numbers[case.item.item_id] = last[key]
    return numbers


def _item(parties: Parties, case: _Case, numbers: dict[int, int | None], *, closed: bool, talk: bool) -> SharedItem:
    row, opened = case.item, tuple(one for one in case.revisions if one.number)
    position = _position(case, opened, closed=closed)
    values: dict[str, Any] = {
        "id": row.item_id,
        "kind": row.kind,
        "number": numbers[row.item_id],
        "position": row.position,
        "provider_owner": PersonName(row.owner_name, Side.PROVIDER, row.owner_title) if row.owner_name else None,
        "customer_owner": parties.contacts.get(row.owner_contact_id),
        "revisions": opened,
        "suggestions": tuple(one for one in case.revisions if not one.number),
        "badge": badge(position, parties),
        "acts": acts(position, parties),
        "discussion": tuple(case.talk) if talk else (),
    }
    if row.kind is ItemKind.GOAL:
        return SharedGoal(**values)
    if row.kind is ItemKind.SECTION:
        return SharedSection(**values, section=row.section)
    return SharedNextStep(
        **values,
        goal=numbers.get(row.goal_id, row.goal_number),
        progress=row.progress,
        progress_words=row.progress_words,
        progress_at=row.progress_at,
    )


def _position(case: _Case, opened: tuple[SharedRevision, ...], *, closed: bool) -> Position:
    waiting = next((one for one in opened if one.state is RevisionState.OPEN), None)
    row = next((row for row in case.rows if waiting and row.id == waiting.id), None)
    turn = (row.turn or Turn.CUSTOMER) if row else None
    return Position(
        kind=case.item.kind,
        revisions=opened,
        turn=turn,
        turn_since=row.turn_since if row else None,
        said=case.said,
        progress=case.item.progress,
        owner_id=case.item.owner_contact_id,
        plan_closed=closed,
    )
