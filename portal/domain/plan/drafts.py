"""Drafts: wording that only its own side sees, until it is opened."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update

from portal import clock
from portal.db import db
from portal.domain import outbox
from portal.domain.audit import AuditEvent
from portal.domain.errors import N_, EditConflict, IllegalTransition, Invalid, NotAllowed, NotFound, StaleRevision
from portal.domain.outbox import OutboxKind
from portal.domain.people import entitlement
from portal.domain.people.actors import Actor, ContactActor, StaffActor
from portal.domain.people.sides import Side
from portal.domain.plan import agreement, events, plans
from portal.domain.plan.agreement import Outcome
from portal.domain.plan.content import (
    Content,
    ItemKind,
    SectionContent,
    SectionKind,
    due_of,
    optional_words,
    required_words,
    title_of,
)
from portal.domain.plan.items import Decision, DecisionKind, Item, Revision, RevisionState, Sending
from portal.domain.plan.plans import Plan, PlanState

Ticked = tuple[int, str]
"""A draft's revision id and the fingerprint that its preview showed."""


@dataclass(frozen=True)
class Owners:
    """Who of each side is responsible for a new item."""

    staff_id: int | None = None
    contact_id: int | None = None


NOBODY = Owners()


def draft_item(
    actor: Actor,
    plan_id: int,
    content: Content,
    *,
    goal_id: int | None = None,
    owners: Owners = NOBODY,
    request_key: str | None = None,
) -> Revision:
    """Draft a new goal or next step. Nobody of the other side sees it."""
    plan = _writable(actor, plan_id)
    if request_key and (drafted := db.session.scalar(select(Revision).where(Revision.request_key == request_key))):
        return drafted
    item = _new_item(plan, content, goal_id, owners)
    return _draft(actor, plan, item, content.check(complete=False), based_on=None, request_key=request_key)


def assign(actor: Actor, item_id: int, owners: Owners, *, goal_id: int | None = None) -> Item:
    """Say who of each side would be responsible for an item that only one's own side has seen, and on which goal a
    next step would stand. Raises IllegalTransition once it was opened: from then on each side names its own person.
    """
    item, plan = _writable_item(actor, item_id)
    if _existing_draft(actor, item_id) is None:
        raise NotFound
    if item.number is not None:
        raise IllegalTransition
    wanted = {"owner_staff_id": owners.staff_id, "owner_contact_id": owners.contact_id, "goal_id": goal_id}
    changed = {name: value for name, value in wanted.items() if getattr(item, name) != value}
    _ensure_fits(
        plan,
        Owners(changed.get("owner_staff_id"), changed.get("owner_contact_id")),
        changed.get("goal_id") if item.kind is ItemKind.NEXT_STEP else None,
    )
    if changed:
        for name, value in changed.items():
            setattr(item, name, value)
        db.session.flush()
        events.record(AuditEvent.DRAFT_CHANGED, actor, plan, item, dict(wanted))
    return item


def renew(actor: Actor, revision_id: int, seen_revision_id: int) -> Revision:
    """Keep a draft although something was opened since it was begun: it is based on what was seen now.

    Raises StaleRevision when the item's newest revision is not the one seen.
    """
    draft = _own_draft(actor, revision_id)
    item, plan = _writable_item(actor, draft.item_id)
    newest = agreement.newest_opened(item.id)
    if newest is None or newest.id != seen_revision_id:
        raise StaleRevision(item.id, seen_revision_id)
    if draft.based_on_id != newest.id:
        draft.based_on_id = newest.id
        draft.edits += 1
        db.session.flush()
        events.record(AuditEvent.DRAFT_CHANGED, actor, plan, item, {"revision": draft.id, "based_on": newest.id})
    return draft


def draft_section(actor: Actor, plan_id: int, section: SectionKind, content: SectionContent, edits: int) -> Revision:
    """Draft the text of a shared section; `edits` is the draft's count of savings as the writer saw it, 0 for none.

    Raises EditConflict when somebody else saved first, NotAllowed when it is the other side's section.
    """
    plan = _writable(actor, plan_id)
    if section.writer is not actor.side:
        raise NotAllowed
    item = db.session.scalar(select(Item).where(Item.plan_id == plan_id, Item.section == section))
    if item is None:
        item = Item(plan_id=plan_id, kind=ItemKind.SECTION, section=section, position=list(SectionKind).index(section))
        db.session.add(item)
        db.session.flush()
    return _save(actor, plan, item, content, edits)


def draft_change(actor: Actor, item_id: int, content: Content, edits: int) -> Revision:
    """Draft another wording of an item that was opened before, or save the draft again; `edits` as in draft_section."""
    item, plan = _writable_item(actor, item_id)
    return _save(actor, plan, item, content, edits)


def discard(actor: Actor, revision_id: int) -> None:
    """Throw a draft of one's own side away, and the item with it when it was never opened."""
    draft = _own_draft(actor, revision_id)
    item, plan = _writable_item(actor, draft.item_id)
    db.session.delete(draft)
    db.session.flush()
    alone = db.session.scalar(select(func.count()).where(Revision.item_id == item.id)) == 0
    if alone:
        db.session.execute(update(Item).where(Item.goal_id == item.id).values(goal_id=None))
        db.session.delete(item)
        db.session.flush()
    events.record(AuditEvent.DRAFT_DISCARDED, actor, plan, item)


def send(actor: Actor, plan_id: int, ticked: Sequence[Ticked], note: str, *, request_key: str | None = None) -> Sending:
    """Open the ticked drafts together, with one covering note.

    Raises StaleRevision when one of them changed since the preview: then nothing is sent.
    """
    plan = plans.lock(plan_id)
    if not isinstance(actor, StaffActor) or not entitlement.may_decide(actor, plan.customer_id):
        raise NotAllowed
    if request_key and (sent := db.session.scalar(select(Sending).where(Sending.request_key == request_key))):
        return sent
    drafts = _ticked_drafts(plan, ticked)
    sending = Sending(
        plan_id=plan.id,
        staff_id=actor.staff_id,
        note=optional_words(note),
        request_key=request_key,
        sent_at=clock.now(),
    )
    db.session.add(sending)
    db.session.flush()
    for draft in drafts:
        draft.sending_id = sending.id
        agreement.open_draft(actor, plan, draft)
    for contact_id in entitlement.reachable_contacts(plan.customer_id):
        outbox.post(
            OutboxKind.PLAN_SENT,
            contact_id=contact_id,
            customer_id=plan.customer_id,
            plan_id=plan.id,
            sending_id=sending.id,
        )
    events.record(
        AuditEvent.SENT, actor, plan, None, {"sending": sending.id, "revisions": [draft.id for draft in drafts]}
    )
    return sending


def propose(
    actor: Actor,
    item_id: int,
    content: Content,
    *,
    seen_revision_id: int,
    words: str = "",
    request_key: str | None = None,
) -> Outcome:
    """Open another wording of an item at once: a counter-proposal, a change, another date, or giving it up.

    Raises StaleRevision when what was seen does not stand any more, EditConflict when one's own side has
    an unsent draft of the item by somebody else.
    """
    item, plan = _writable_item(actor, item_id)
    if (before := _repeated(request_key)) is not None:
        return before
    if not entitlement.may_decide(actor, plan.customer_id):
        raise NotAllowed
    if not agreement.stands(item_id, seen_revision_id):
        raise StaleRevision(item_id, seen_revision_id)
    newest, seen = agreement.newest_opened(item_id), db.session.get_one(Revision, seen_revision_id)
    if content.canonical() == seen.content and seen.state in (RevisionState.OPEN, RevisionState.AGREED):
        raise Invalid({"title": N_("Nothing is different from what is there already.")})
    _make_way(actor, item_id)
    draft = _new_revision(actor, item, content.check(complete=True), newest, words, request_key)
    return _open_alone(actor, plan, draft)


def propose_item(
    actor: Actor,
    plan_id: int,
    content: Content,
    *,
    goal_id: int | None = None,
    owners: Owners = NOBODY,
    words: str = "",
    request_key: str | None = None,
) -> Outcome:
    """Open a goal or next step of one's own at once."""
    plan = _writable(actor, plan_id)
    if (before := _repeated(request_key)) is not None:
        return before
    if not entitlement.may_decide(actor, plan.customer_id):
        raise NotAllowed
    item = _new_item(plan, content, goal_id, owners)
    return _open_alone(actor, plan, _new_revision(actor, item, content.check(complete=True), None, words, request_key))


def open_section(
    actor: Actor, plan_id: int, section: SectionKind, content: SectionContent, *, seen_edits: int
) -> Outcome:
    """Write and open one's own side's section at once, as the customer does with its responsibilities."""
    draft = draft_section(actor, plan_id, section, content.check(complete=True), seen_edits)
    plan = plans.lock(plan_id)
    if not entitlement.may_decide(actor, plan.customer_id):
        raise NotAllowed
    return _open_alone(actor, plan, draft)


def suggest(
    actor: ContactActor,
    plan_id: int,
    content: Content,
    *,
    item_id: int | None = None,
    goal_id: int | None = None,
    words: str = "",
    request_key: str | None = None,
) -> Revision:
    """Suggest a change, or a goal or next step of one's own, to one's own approvers: a draft inside the own side."""
    plan = _writable(actor, plan_id)
    if request_key and (before := db.session.scalar(select(Revision).where(Revision.request_key == request_key))):
        return before
    content.check(complete=True)
    if item_id is None:
        item, newest = _new_item(plan, content, goal_id, Owners(contact_id=actor.contact_id)), None
    else:
        item, _plan = _writable_item(actor, item_id)
        newest = agreement.newest_opened(item_id)
        _make_way(actor, item_id)
    draft = _new_revision(actor, item, content, newest, words, request_key)
    draft.suggested_at = clock.now()
    events.record(AuditEvent.SUGGESTED, actor, plan, item, {"revision": draft.id})
    return draft


def open_suggestion(actor: ContactActor, revision_id: int, seen: str) -> Outcome:
    """Open a colleague's suggestion to the provider. Raises StaleRevision when it changed since it was seen."""
    draft, plan = _suggestion(actor, revision_id)
    if draft.fingerprint != seen:
        raise StaleRevision(draft.item_id, draft.id)
    return _open_alone(actor, plan, draft)


def dismiss_suggestion(actor: ContactActor, revision_id: int, words: str) -> None:
    """Say no to a colleague's suggestion, in words; the provider never hears of it."""
    draft, plan = _suggestion(actor, revision_id)
    said = required_words(words)
    draft.state, draft.settled_at = RevisionState.DECLINED, clock.now()
    db.session.add(
        Decision(
            revision_id=draft.id,
            side=actor.side,
            kind=DecisionKind.DECLINE,
            words=said,
            contact_id=actor.contact_id,
            person_name=actor.name,
            person_email=actor.email,
            person_role=actor.role.value,
            fingerprint=draft.fingerprint,
            at=clock.now(),
        )
    )
    db.session.flush()
    events.record(AuditEvent.DECLINED, actor, plan, draft.item, {"revision": draft.id})


def _writable(actor: Actor, plan_id: int) -> Plan:
    plan = plans.lock(plan_id)
    if not entitlement.may_take_part(actor, plan.customer_id):
        raise NotAllowed
    if plan.state is PlanState.CLOSED:
        raise IllegalTransition
    if actor.side is Side.CUSTOMER and plan.state is PlanState.DRAFT:
        raise NotFound
    return plan


def _writable_item(actor: Actor, item_id: int) -> tuple[Item, Plan]:
    plan_id = db.session.scalar(select(Item.plan_id).where(Item.id == item_id))
    if plan_id is None:
        raise NotFound
    plan = _writable(actor, plan_id)
    return db.session.execute(select(Item).where(Item.id == item_id)).scalar_one(), plan


def _new_item(plan: Plan, content: Content, goal_id: int | None, owners: Owners) -> Item:
    _ensure_fits(plan, owners, goal_id)
    last = db.session.scalar(select(func.max(Item.position)).where(Item.plan_id == plan.id, Item.kind == content.kind))
    item = Item(
        plan_id=plan.id,
        kind=content.kind,
        position=(last or 0) + 1,
        goal_id=goal_id,
        owner_staff_id=owners.staff_id,
        owner_contact_id=owners.contact_id,
    )
    db.session.add(item)
    db.session.flush()
    return item


def _ensure_fits(plan: Plan, owners: Owners, goal_id: int | None) -> None:
    """Raises NotFound for a person who cannot be responsible here, and for a goal of another plan."""
    for side, person_id in ((Side.PROVIDER, owners.staff_id), (Side.CUSTOMER, owners.contact_id)):
        if person_id is not None and not entitlement.may_be_responsible(side, person_id, plan.customer_id):
            raise NotFound
    goal = select(func.count()).where(Item.id == goal_id, Item.plan_id == plan.id, Item.kind == ItemKind.GOAL)
    if goal_id is not None and not db.session.scalar(goal):
        raise NotFound


def _new_revision(
    actor: Actor, item: Item, content: Content, based_on: Revision | None, words: str, request_key: str | None
) -> Revision:
    revision = Revision(
        item_id=item.id,
        based_on_id=based_on.id if based_on else None,
        side=actor.side,
        staff_id=actor.staff_id if isinstance(actor, StaffActor) else None,
        contact_id=actor.contact_id if isinstance(actor, ContactActor) else None,
        state=RevisionState.DRAFT,
        words=optional_words(words),
        request_key=request_key,
        drafted_at=clock.now(),
        **_stored(content),
    )
    db.session.add(revision)
    db.session.flush()
    return revision


def _stored(content: Content) -> dict[str, object]:
    return {
        "content": content.canonical(),
        "fingerprint": content.fingerprint,
        "title": title_of(content),
        "due_on": due_of(content),
        "edited_at": clock.now(),
    }


def _draft(
    actor: Actor,
    plan: Plan,
    item: Item,
    content: Content,
    *,
    based_on: Revision | None,
    request_key: str | None = None,
) -> Revision:
    draft = _new_revision(actor, item, content, based_on, "", request_key)
    events.record(AuditEvent.DRAFTED, actor, plan, item, {"revision": draft.id})
    return draft


def _save(actor: Actor, plan: Plan, item: Item, content: Content, edits: int) -> Revision:
    content.check(complete=False)
    if content.kind is not item.kind:
        raise NotFound
    draft = _existing_draft(actor, item.id)
    if draft is None:
        if edits:
            raise EditConflict
        return _draft(actor, plan, item, content, based_on=agreement.newest_opened(item.id))
    if draft.content == content.canonical():
        return draft
    if draft.edits != edits:
        raise EditConflict
    for name, value in _stored(content).items():
        setattr(draft, name, value)
    draft.edits += 1
    db.session.flush()
    events.record(AuditEvent.DRAFT_CHANGED, actor, plan, item, {"revision": draft.id})
    return draft


def _existing_draft(actor: Actor, item_id: int) -> Revision | None:
    query = select(Revision).where(
        Revision.item_id == item_id, Revision.state == RevisionState.DRAFT, Revision.side == actor.side
    )
    if isinstance(actor, ContactActor):
        query = query.where(Revision.contact_id == actor.contact_id)
    return db.session.scalar(query.execution_options(populate_existing=True))


def _own_draft(actor: Actor, revision_id: int) -> Revision:
    draft = db.session.get(Revision, revision_id)
    if draft is None or draft.state is not RevisionState.DRAFT or draft.side is not actor.side:
        raise NotFound
    if isinstance(actor, ContactActor) and draft.contact_id != actor.contact_id:
        raise NotFound
    return draft


def _make_way(actor: Actor, item_id: int) -> None:
    """A new wording takes the place of one's own older draft; a colleague's is not overwritten."""
    draft = _existing_draft(actor, item_id)
    if draft is None:
        return
    if isinstance(actor, StaffActor) and draft.staff_id != actor.staff_id:
        raise EditConflict
    db.session.delete(draft)
    db.session.flush()


def _ticked_drafts(plan: Plan, ticked: Sequence[Ticked]) -> list[Revision]:
    """The drafts as they were previewed, goals before the next steps that may stand on them."""
    if not ticked:
        raise Invalid({"drafts": N_("Choose at least one thing to send.")})
    order = [ItemKind.SECTION, ItemKind.GOAL, ItemKind.NEXT_STEP]
    query = select(Revision, Item).join(Item, Item.id == Revision.item_id)
    rows = db.session.execute(query.where(Revision.id.in_([revision_id for revision_id, _ in ticked]))).all()
    found = {revision.id: (revision, item) for revision, item in rows}
    for revision_id, seen in ticked:
        revision, item = found.get(revision_id, (None, None))
        if revision is None or item is None or item.plan_id != plan.id or revision.side is not Side.PROVIDER:
            raise NotFound
        if revision.state is not RevisionState.DRAFT or revision.fingerprint != seen:
            raise StaleRevision(item.id, revision.id)
    ordered = sorted(found.values(), key=lambda pair: (order.index(pair[1].kind), pair[1].position, pair[1].id))
    return [revision for revision, _item in ordered]


def _open_alone(actor: Actor, plan: Plan, draft: Revision) -> Outcome:
    outcome = agreement.open_draft(actor, plan, draft)
    data = events.about(draft, agreed=outcome.agreed, version=outcome.version)
    events.record(AuditEvent.OPENED, actor, plan, draft.item, data)
    return outcome


def _suggestion(actor: ContactActor, revision_id: int) -> tuple[Revision, Plan]:
    draft = db.session.get(Revision, revision_id)
    if draft is None or draft.side is not Side.CUSTOMER:
        raise NotFound
    _item, plan = _writable_item(actor, draft.item_id)
    db.session.refresh(draft)
    if draft.suggested_at is None or draft.state is not RevisionState.DRAFT:
        raise IllegalTransition
    if not entitlement.may_decide(actor, plan.customer_id):
        raise NotAllowed
    return draft, plan


def _repeated(request_key: str | None) -> Outcome | None:
    if request_key is None:
        return None
    revision = db.session.scalar(select(Revision).where(Revision.request_key == request_key))
    return None if revision is None else Outcome(revision.id, agreed=revision.state is RevisionState.AGREED)
