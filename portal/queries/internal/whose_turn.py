"""Whose turn it is, as badges say it: where an item stands, who can act on it, and what was asked."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import select

from portal.db import db
from portal.domain.people import entitlement
from portal.domain.people.actors import StaffActor
from portal.domain.people.contacts import Contact
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.plan import agreement, rule
from portal.domain.plan.content import ItemKind
from portal.domain.plan.items import Decision, DecisionKind, Turn
from portal.domain.plan.plans import Plan


class Standing(StrEnum):
    """Where an item stands, as its badge says it."""

    DRAFT = "draft"
    WAITS_FOR_ME = "waits_for_me"
    WAITS_FOR_US = "waits_for_us"
    WAITS_FOR_CUSTOMER = "waits_for_customer"
    AGREED = "agreed"
    DONE = "done"
    BLOCKED = "blocked"
    DROPPED = "dropped"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True)
class Question:
    """What the other side asked of the open revision and nobody has answered yet."""

    by: str
    side: Side
    words: str
    wants_change: bool


@dataclass(frozen=True)
class Badge:
    """Where the item stands; for what waits: who can act, and since when."""

    standing: Standing
    names: tuple[str, ...] = ()
    since: datetime | None = None


@dataclass(frozen=True)
class Deciders:
    """Who can act on either side of one customer."""

    electorate: rule.Electorate
    contacts: Mapping[int, str]
    staff: tuple[str, ...]
    decides: bool
    """Whether the reader can act for the provider."""


def deciders_of(actor: StaffActor, plan: Plan) -> Deciders:
    """Who can act on the plan's items now."""
    electorate = agreement.electorate(plan)
    contacts = select(Contact.id, Contact.name).where(Contact.id.in_(electorate.approvers)).order_by(Contact.name)
    staff_ids = entitlement.deciding_staff(plan.customer_id)
    names = dict(
        db.session.execute(select(StaffMember.id, StaffMember.name).where(StaffMember.id.in_(staff_ids))).all()
    )
    return Deciders(
        electorate=electorate,
        contacts=dict(db.session.execute(contacts).all()),
        staff=tuple(names[staff_id] for staff_id in staff_ids),
        decides=entitlement.may_decide(actor, plan.customer_id),
    )


def question_of(decisions: Sequence[Decision]) -> Question | None:
    """What was asked of a revision and nobody has answered yet."""
    found = rule.open_question(decisions)
    if found is None:
        return None
    return Question(found.person_name, found.side, found.words, found.kind is DecisionKind.ASK_FOR_CHANGE)


def waiting_badge(
    kind: ItemKind, turn: Turn, since: datetime, decisions: Sequence[Decision], deciders: Deciders
) -> Badge:
    """Whom an open revision waits for."""
    if turn.waits_for(Side.PROVIDER):
        return Badge(Standing.WAITS_FOR_ME if deciders.decides else Standing.WAITS_FOR_US, deciders.staff, since)
    question = rule.open_question(decisions)
    asked = deciders.electorate.still_asked(kind, rule.voters_of(decisions))
    if question is not None:
        asked = deciders.electorate.approvers
    names = tuple(name for contact_id, name in deciders.contacts.items() if contact_id in asked)
    return Badge(Standing.WAITS_FOR_CUSTOMER, names, since)
