"""Ordering a working draft as a document: frozen when ordered, made by the worker, for its orderer alone, for a day.

It holds what both sides can see: what is open, and where nothing is open what is in force.
"""

import json
import secrets
from collections.abc import Sequence
from datetime import timedelta
from typing import Any, cast

from sqlalchemy import ColumnElement, delete, select
from sqlalchemy.orm import contains_eager

from portal import clock
from portal.db import db
from portal.domain import audit, outbox
from portal.domain.audit import AuditEvent
from portal.domain.canonical import canonical
from portal.domain.errors import N_, Invalid, NotAllowed, NotFound
from portal.domain.outbox import OutboxKind
from portal.domain.people.actors import Actor, ContactActor, StaffActor
from portal.domain.people.contacts import Contact
from portal.domain.people.entitlement import deciding_staff
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.plan import agreement, frozen, rule, versions
from portal.domain.plan.content import ItemKind, is_dropped
from portal.domain.plan.documents import DraftDocument
from portal.domain.plan.frozen import Plain
from portal.domain.plan.items import Decision, Item, Revision, RevisionState
from portal.domain.plan.plans import Plan, PlanState

KEPT = timedelta(days=1)


def order(actor: Actor, plan: Plan, locale: str) -> DraftDocument:
    """Freeze the plan as it stands and owe its document; the same order again gives the one that is there.

    Raises Invalid when the customer has seen nothing of the plan yet.
    """
    if isinstance(actor, ContactActor) and actor.customer_id != plan.customer_id:
        raise NotAllowed
    if plan.state is PlanState.DRAFT:
        raise Invalid({"plan": N_("Nothing of this plan has been sent yet, so there is no draft to make.")})
    db.session.execute(delete(DraftDocument).where(DraftDocument.ordered_at < clock.now() - KEPT))
    content, waits = _frozen(plan)
    draft = _ordered_before(actor, plan, locale, content, waits)
    if draft is not None:
        return draft
    draft = DraftDocument(
        key=secrets.token_urlsafe(12),
        plan_id=plan.id,
        locale=locale,
        content=content,
        waits=waits,
        ordered_at=clock.now(),
    )
    draft.staff_id = actor.staff_id if isinstance(actor, StaffActor) else None
    draft.contact_id = actor.contact_id if isinstance(actor, ContactActor) else None
    db.session.add(draft)
    db.session.flush()
    outbox.post(OutboxKind.RENDER_DRAFT, customer_id=plan.customer_id, plan_id=plan.id, draft_id=draft.id)
    audit.record(
        AuditEvent.DRAFT_ORDERED, actor, customer_id=plan.customer_id, plan_id=plan.id, subject=f"plan:{plan.id}"
    )
    return draft


def find(actor: Actor, plan: Plan, key: str) -> DraftDocument:
    """The actor's own order while it is kept. Raises NotFound."""
    query = select(DraftDocument).where(
        DraftDocument.key == key,
        DraftDocument.plan_id == plan.id,
        DraftDocument.ordered_at >= clock.now() - KEPT,
        _owner(actor),
    )
    draft = db.session.scalar(query)
    if draft is None:
        raise NotFound
    return draft


def _owner(actor: Actor) -> ColumnElement[bool]:
    if isinstance(actor, StaffActor):
        return DraftDocument.staff_id == actor.staff_id
    return DraftDocument.contact_id == actor.contact_id


def _ordered_before(actor: Actor, plan: Plan, locale: str, content: str, state: str) -> DraftDocument | None:
    """The actor's last order, when nothing has changed since."""
    query = select(DraftDocument).where(DraftDocument.plan_id == plan.id, _owner(actor))
    last = db.session.scalar(query.order_by(DraftDocument.id.desc()).limit(1))
    if last is None or (last.locale, last.content) != (locale, content):
        return None
    before, now = json.loads(last.waits), json.loads(state)
    return last if before | {"as_of": ""} == now | {"as_of": ""} else None


def _frozen(plan: Plan) -> tuple[str, str]:
    """Content and state of the draft, as canonical JSON."""
    revisions = _open_or_in_force(plan.id)
    number = versions.count(plan.id)
    plain = frozen.assemble(plan, _newest(revisions), version=number + 1, agreed_at=None)
    opened = [r for r in revisions if r.state is RevisionState.OPEN and r.item.kind is ItemKind.GOAL]
    state = {
        "as_of": frozen.utc(clock.now()),
        "waits": _waits(plan, opened),
        "in_force_version": number or None,
        "changed": _changed(plan, opened, plain, number),
    }
    return canonical(plain), canonical(state)


def _open_or_in_force(plan_id: int) -> Sequence[Revision]:
    query = select(Revision).join(Revision.item).options(contains_eager(Revision.item))
    states = [RevisionState.AGREED, RevisionState.OPEN]
    return db.session.scalars(query.where(Item.plan_id == plan_id, Revision.state.in_(states))).all()


def _newest(revisions: Sequence[Revision]) -> list[Revision]:
    """One for each item: the open one; but what only a proposal would drop is still there."""
    by_item: dict[int, Revision] = {}
    for revision in sorted(revisions, key=lambda each: each.number or 0):
        if revision.item_id not in by_item or not is_dropped(revision.wording()):
            by_item[revision.item_id] = revision
    return list(by_item.values())


def _changed(plan: Plan, opened: Sequence[Revision], plain: Plain, number: int) -> Plain:
    """By number: what is in force of the goals that a proposal would change."""
    if not number:
        return {}
    shown = {goal["number"]: goal for goal in _goals(plain)}
    proposed = {revision.item.number for revision in opened}
    in_force = _goals(frozen.freeze(plan, version=number, agreed_at=clock.now()))
    return {
        str(goal["number"]): goal | {"decisions": [], "owners": shown[goal["number"]]["owners"]}
        for goal in in_force
        if goal["number"] in proposed and goal["revision"] != shown[goal["number"]]["revision"]
    }


def _goals(plain: Plain) -> list[dict[str, Any]]:
    return cast("list[dict[str, Any]]", plain["goals"])


def _waits(plan: Plan, opened: Sequence[Revision]) -> list[Plain]:
    """For each open goal: whose turn it is, who can act, and since when."""
    electorate, said = agreement.electorate(plan), _decisions(opened)
    colleagues = _names(StaffMember, deciding_staff(plan.customer_id))
    approvers = _names(Contact, sorted(electorate.approvers))
    waits: list[Plain] = []
    for revision in sorted(opened, key=lambda each: each.item.number or 0):
        asked = electorate.still_asked(ItemKind.GOAL, rule.voters_of(said[revision.id]))
        names = {
            Side.PROVIDER: list(colleagues.values()),
            Side.CUSTOMER: [name for contact_id, name in approvers.items() if contact_id in asked],
        }
        for side in Side:
            if revision.turn is not None and revision.turn.waits_for(side):
                wait: Plain = {"goal": revision.item.number, "side": side.value, "names": names[side]}
                since = frozen.utc(revision.turn_since or clock.now())
                waits.append(wait | {"since": since, "gives_up": is_dropped(revision.wording())})
    return waits


def _decisions(revisions: Sequence[Revision]) -> dict[int, list[Decision]]:
    found: dict[int, list[Decision]] = {revision.id: [] for revision in revisions}
    for decision in db.session.scalars(select(Decision).where(Decision.revision_id.in_(found)).order_by(Decision.id)):
        found[decision.revision_id].append(decision)
    return found


def _names(people: type[StaffMember] | type[Contact], ids: Sequence[int]) -> dict[int, str]:
    rows = db.session.execute(select(people.id, people.name).where(people.id.in_(ids)).order_by(people.name, people.id))
    return dict(rows.all())
