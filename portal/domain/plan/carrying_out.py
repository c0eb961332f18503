"""Carrying a plan out: who is responsible, how next steps come along, in which order things stand, and talk.

None of this is content: it reopens nothing and passes no turn.
"""

from sqlalchemy import Select, or_, select

from portal import clock
from portal.db import db
from portal.domain.audit import AuditEvent
from portal.domain.errors import IllegalTransition, NotAllowed, NotFound
from portal.domain.people import entitlement
from portal.domain.people.actors import Actor, ContactActor, StaffActor
from portal.domain.people.sides import Side
from portal.domain.plan import agreement, events, plans
from portal.domain.plan.content import ItemKind, NextStepContent, required_words
from portal.domain.plan.items import Comment, Item, Progress, Revision, RevisionState
from portal.domain.plan.plans import Plan, PlanState


def set_owner(actor: Actor, item_id: int, person_id: int | None) -> Item:
    """Make somebody of one's own side responsible for an item; None for nobody."""
    item, plan = _locked(actor, item_id)
    if not entitlement.may_decide(actor, plan.customer_id):
        raise NotAllowed
    if person_id is not None and not entitlement.may_be_responsible(actor.side, person_id, plan.customer_id):
        raise NotFound
    if actor.side is Side.PROVIDER:
        item.owner_staff_id = person_id
    else:
        item.owner_contact_id = person_id
    db.session.flush()
    events.record(AuditEvent.OWNER_CHANGED, actor, plan, item, {"side": actor.side.value, "person": person_id})
    return item


def mark_done(actor: Actor, item_id: int) -> Item:
    """Say that a next step of one's own side is done."""
    return _progress(actor, item_id, Progress.DONE, "")


def mark_blocked(actor: Actor, item_id: int, words: str) -> Item:
    """Say what blocks a next step of one's own side."""
    return _progress(actor, item_id, Progress.BLOCKED, required_words(words))


def reopen(actor: Actor, item_id: int, words: str = "") -> Item:
    """Take *done* or *blocked* back; the other side needs words for it."""
    return _progress(actor, item_id, Progress.OPEN, words.strip())


def move_item(actor: Actor, item_id: int, offset: int) -> Item:
    """Move an item up (-1) or down (+1) among those of its kind that the provider sees. Order is no content."""
    item, plan = _locked(actor, item_id)
    if not isinstance(actor, StaffActor) or not entitlement.may_decide(actor, plan.customer_id):
        raise NotAllowed
    siblings = list(
        db.session.scalars(
            select(Item)
            .where(Item.plan_id == plan.id, Item.kind == item.kind)
            .where(or_(Item.number.is_not(None), Item.id.in_(_drafted_by_the_provider())))
            .order_by(Item.position, Item.id)
        )
    )
    if item not in siblings:
        raise NotFound
    place = siblings.index(item)
    siblings.insert(max(0, min(len(siblings) - 1, place + offset)), siblings.pop(place))
    for position, sibling in enumerate(siblings, start=1):
        sibling.position = position
    db.session.flush()
    events.record(AuditEvent.REORDERED, actor, plan, item, {"offset": offset})
    return item


def comment(actor: Actor, item_id: int, words: str, *, request_key: str | None = None) -> Comment:
    """Say something about an item; it decides nothing."""
    item, plan = _locked(actor, item_id)
    if item.number is None:
        raise NotFound
    if request_key and (said := db.session.scalar(select(Comment).where(Comment.request_key == request_key))):
        return said
    said = Comment(
        item_id=item.id,
        side=actor.side,
        staff_id=actor.staff_id if isinstance(actor, StaffActor) else None,
        contact_id=actor.contact_id if isinstance(actor, ContactActor) else None,
        person_name=actor.name,
        words=required_words(words),
        request_key=request_key,
        at=clock.now(),
    )
    db.session.add(said)
    db.session.flush()
    events.record(AuditEvent.COMMENTED, actor, plan, item, {"comment": said.id})
    return said


def _locked(actor: Actor, item_id: int) -> tuple[Item, Plan]:
    plan_id = db.session.scalar(select(Item.plan_id).where(Item.id == item_id))
    if plan_id is None:
        raise NotFound
    plan = plans.lock(plan_id)
    if not entitlement.may_take_part(actor, plan.customer_id):
        raise NotAllowed
    if plan.state is PlanState.CLOSED:
        raise IllegalTransition
    fresh = {"populate_existing": True}
    item = db.session.execute(select(Item).where(Item.id == item_id), execution_options=fresh).scalar_one()
    if isinstance(actor, ContactActor) and item.number is None:
        raise NotFound
    return item, plan


def _drafted_by_the_provider() -> Select[int]:
    return select(Revision.item_id).where(Revision.state == RevisionState.DRAFT, Revision.side == Side.PROVIDER)


def _progress(actor: Actor, item_id: int, progress: Progress, words: str) -> Item:
    item, plan = _locked(actor, item_id)
    in_force = agreement.in_force(item.id)
    if item.kind is not ItemKind.NEXT_STEP or in_force is None:
        raise IllegalTransition
    wording = in_force.wording()
    promised_by = wording.side if isinstance(wording, NextStepContent) else None
    if actor.side is not promised_by:
        if progress is not Progress.OPEN:
            raise NotAllowed
        words = required_words(words)
    elif not _may_report(actor, item, plan):
        raise NotAllowed
    if item.progress is progress and item.progress_words == words:
        return item
    item.progress, item.progress_words, item.progress_at = progress, words, clock.now()
    db.session.flush()
    events.record(AuditEvent.PROGRESS_CHANGED, actor, plan, item, {"progress": progress.value})
    return item


def _may_report(actor: Actor, item: Item, plan: Plan) -> bool:
    """Those who decide for the side report on all of its steps, the others on their own."""
    if entitlement.may_decide(actor, plan.customer_id):
        return True
    if isinstance(actor, StaffActor):
        return item.owner_staff_id == actor.staff_id
    return item.owner_contact_id == actor.contact_id
