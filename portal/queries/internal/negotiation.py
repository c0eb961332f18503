"""One item's negotiation: its revisions with what each changed, who said what, the discussion, and what I may do."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import aliased

from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.people import entitlement
from portal.domain.people.actors import StaffActor
from portal.domain.people.contacts import Contact
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.plan import agreement, rule
from portal.domain.plan.content import Content, ItemKind, NextStepContent, is_dropped
from portal.domain.plan.items import (
    Comment,
    Decision,
    DecisionKind,
    Evidence,
    Item,
    Progress,
    Revision,
    RevisionState,
    Sending,
)
from portal.domain.plan.plans import Plan, PlanState
from portal.queries.internal.plan_items import PlanItem, item_of


class Act(StrEnum):
    """What the reader may do with the item now."""

    APPROVE = "approve"
    COUNTER = "counter"
    ASK = "ask"
    ASK_FOR_CHANGE = "ask_for_change"
    ANSWER = "answer"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    GIVE_UP = "give_up"
    COMMENT = "comment"
    OWN = "own"
    REPORT = "report"
    REOPEN = "reopen"


@dataclass(frozen=True)
class Said:
    """One decision with the summary of its evidence."""

    side: Side
    kind: DecisionKind
    name: str
    role: str
    on_behalf_of: str | None
    words: str
    at: datetime
    fingerprint: str
    signed_in_by: str
    address: str
    wrote: bool
    """The approval that writing was."""


@dataclass(frozen=True)
class OpenedRevision:
    """One revision that both sides can see; `before` is the wording of the one that was opened before it."""

    id: int
    number: int
    side: Side
    author: str
    state: RevisionState
    content: Content
    before: Content | None
    fingerprint: str
    words: str
    note: str
    """The covering note of the sending that opened it."""
    opened_at: datetime
    settled_at: datetime | None
    said: tuple[Said, ...]


@dataclass(frozen=True)
class Talk:
    """A word in the discussion."""

    side: Side
    name: str
    words: str
    at: datetime

    @property
    def initials(self) -> str:
        return "".join(word[0] for word in self.name.split()[:2]).upper()


@dataclass(frozen=True)
class Negotiation:
    """Everything on one item's page; revisions newest first."""

    item: PlanItem
    revisions: tuple[OpenedRevision, ...]
    talk: tuple[Talk, ...]
    said_yes: frozenset[Side]
    """The sides that have approved the open revision."""
    acts: frozenset[Act]

    def revision(self, revision_id: int) -> OpenedRevision | None:
        """One of the revisions."""
        return next((found for found in self.revisions if found.id == revision_id), None)


def negotiation(actor: StaffActor, plan: Plan, item_id: int) -> Negotiation:
    """The item's page, in a constant number of statements. Raises NotFound for an item never opened."""
    item = item_of(actor, plan, item_id)
    if item.newest is None:
        raise NotFound
    revisions = _revisions(item.id)
    missing = _missing(plan, item)
    return Negotiation(
        item=item,
        revisions=tuple(reversed(revisions)),
        talk=_talk(item.id),
        said_yes=frozenset(Side) - missing if item.proposal else frozenset(),
        acts=frozenset(_acts(actor, plan, item, missing)),
    )


def item_id_of(plan_id: int, kind: ItemKind, number: int) -> int:
    """The item that both sides know by this number. Raises NotFound."""
    found = db.session.scalar(select(Item.id).where(Item.plan_id == plan_id, Item.kind == kind, Item.number == number))
    if found is None:
        raise NotFound
    return found


def item_id_of_revision(plan_id: int, revision_id: int) -> int:
    """The item of an opened revision of this plan. Raises NotFound."""
    query = select(Revision.item_id).join(Item, Item.id == Revision.item_id)
    found = db.session.scalar(
        query.where(Revision.id == revision_id, Item.plan_id == plan_id, Revision.number.is_not(None))
    )
    if found is None:
        raise NotFound
    return found


def _missing(plan: Plan, item: PlanItem) -> frozenset[Side]:
    """The sides whose approval of the open revision is missing."""
    electorate = agreement.electorate(plan)
    if item.proposal is None:
        return frozenset()
    decisions = db.session.scalars(
        select(Decision).where(Decision.revision_id == item.proposal.revision_id).order_by(Decision.id)
    ).all()
    required = rule.required_sides(item.proposal.content, item.proposal.side, was_agreed=item.in_force is not None)
    return rule.missing_sides(required, item.kind, decisions, electorate)


def _acts(actor: StaffActor, plan: Plan, item: PlanItem, missing: frozenset[Side]) -> set[Act]:
    if plan.state is PlanState.CLOSED or not entitlement.may_take_part(actor, plan.customer_id):
        return set()
    decides = entitlement.may_decide(actor, plan.customer_id)
    acts = {Act.COMMENT} | _progress_acts(actor, item, decides=decides)
    if not decides:
        return acts
    acts |= {Act.OWN}
    if item.kind is not ItemKind.SECTION:
        acts |= {Act.COUNTER}
        if item.proposal is None and item.in_force is not None and not is_dropped(item.in_force.content):
            acts |= {Act.GIVE_UP}
    if item.proposal is not None:
        acts |= _answers(item, item.proposal.side, missing)
    return acts


def _answers(item: PlanItem, writer: Side, missing: frozenset[Side]) -> set[Act]:
    acts = set()
    if Side.PROVIDER in missing:
        acts |= {Act.APPROVE, Act.DECLINE}
        if writer is Side.CUSTOMER:
            acts |= {Act.ASK, Act.ASK_FOR_CHANGE}
    if item.question is not None and item.question.side is Side.CUSTOMER:
        acts |= {Act.ANSWER}
    if writer is Side.PROVIDER:
        acts |= {Act.WITHDRAW}
    return acts


def _progress_acts(actor: StaffActor, item: PlanItem, *, decides: bool) -> set[Act]:
    if item.in_force is None or not isinstance(item.in_force.content, NextStepContent):
        return set()
    settled = item.progress is not Progress.OPEN
    mine = item.owner_staff is not None and item.owner_staff.id == actor.staff_id
    if item.in_force.content.side is not Side.PROVIDER:
        return {Act.REOPEN} if settled else set()
    if not (decides or mine):
        return set()
    return {Act.REPORT, Act.REOPEN} if settled else {Act.REPORT}


def _revisions(item_id: int) -> list[OpenedRevision]:
    query = (
        select(Revision, func.coalesce(StaffMember.name, Contact.name), func.coalesce(Sending.note, ""))
        .outerjoin(StaffMember, StaffMember.id == Revision.staff_id)
        .outerjoin(Contact, Contact.id == Revision.contact_id)
        .outerjoin(Sending, Sending.id == Revision.sending_id)
        .where(Revision.item_id == item_id, Revision.number.is_not(None))
        .order_by(Revision.number)
    )
    rows = db.session.execute(query).all()
    said = _said([revision for revision, _author, _note in rows])
    found: list[OpenedRevision] = []
    for revision, author, note in rows:
        assert revision.number is not None and revision.opened_at is not None  # noqa: S101, PT018  # opened ones
        found.append(
            OpenedRevision(
                id=revision.id,
                number=revision.number,
                side=revision.side,
                author=author,
                state=revision.state,
                content=revision.wording(),
                before=found[-1].content if found else None,
                fingerprint=revision.fingerprint,
                words=revision.words,
                note=note,
                opened_at=revision.opened_at,
                settled_at=revision.settled_at,
                said=tuple(said[revision.id]),
            )
        )
    return found


def _said(revisions: Sequence[Revision]) -> dict[int, list[Said]]:
    behalf = aliased(Contact)
    query = (
        select(Decision, Evidence.signed_in_by, Evidence.address, behalf.name)
        .outerjoin(Evidence, Evidence.decision_id == Decision.id)
        .outerjoin(behalf, behalf.id == Decision.on_behalf_of_id)
        .where(Decision.revision_id.in_([revision.id for revision in revisions]))
        .order_by(Decision.id)
    )
    writers = {revision.id: revision.side for revision in revisions}
    found: dict[int, list[Said]] = defaultdict(list)
    for decision, signed_in_by, address, on_behalf_of in db.session.execute(query):
        first = not found[decision.revision_id]
        found[decision.revision_id].append(
            Said(
                side=decision.side,
                kind=decision.kind,
                name=decision.person_name,
                role=decision.person_role,
                on_behalf_of=on_behalf_of,
                words=decision.words,
                at=decision.at,
                fingerprint=decision.fingerprint,
                signed_in_by=signed_in_by or "",
                address=address or "",
                wrote=first and decision.side is writers[decision.revision_id],
            )
        )
    return found


def _talk(item_id: int) -> tuple[Talk, ...]:
    query = select(Comment.side, Comment.person_name, Comment.words, Comment.at).where(Comment.item_id == item_id)
    return tuple(Talk(*row) for row in db.session.execute(query.order_by(Comment.id)))
