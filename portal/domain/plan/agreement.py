"""The rule of agreement as verbs: opening revisions and deciding on them (agreement.md; the pure part is rule.py).

Every verb locks the customer and the plan first, checks who may, writes the decision with its evidence, moves the
revision by a conditional update, settles the plan, and ends with the audit entry, which locks the chain's head.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update

from portal import clock
from portal.db import db
from portal.domain import outbox
from portal.domain.audit import AuditEvent
from portal.domain.errors import N_, IllegalTransition, Invalid, NotAllowed, NotFound, StaleRevision
from portal.domain.outbox import OutboxKind, OutboxMessage, OutboxState
from portal.domain.people import entitlement
from portal.domain.people.actors import Actor, ContactActor, StaffActor
from portal.domain.people.customers import Customer
from portal.domain.people.roles import StaffRole
from portal.domain.people.sides import Side
from portal.domain.plan import events, plans, rule, versions
from portal.domain.plan.content import ItemKind, is_dropped, required_words
from portal.domain.plan.content import read as read_content
from portal.domain.plan.items import Decision, DecisionKind, Evidence, Item, Revision, RevisionState, Turn
from portal.domain.plan.plans import Plan, PlanState


@dataclass(frozen=True)
class Outcome:
    """What came of an act: the revision, whether it is agreed now, and the version that it completed."""

    revision_id: int
    agreed: bool
    version: int | None = None


@dataclass(frozen=True)
class Case:
    """One item under decision, read under lock."""

    plan: Plan
    item: Item
    revision: Revision
    decisions: Sequence[Decision]
    in_force: Revision | None
    electorate: rule.Electorate

    @property
    def required(self) -> frozenset[Side]:
        wording, writer = self.revision.wording(), self.revision.side
        return rule.required_sides(wording, writer, was_agreed=self.in_force is not None)

    @property
    def missing(self) -> frozenset[Side]:
        return rule.missing_sides(self.required, self.item.kind, self.decisions, self.electorate)


def approve(
    actor: Actor, revision_id: int, seen: str, *, request_key: str | None = None, on_behalf_of: int | None = None
) -> Outcome:
    """Say yes to exactly the revision whose fingerprint was seen.

    Raises StaleRevision when it is not the item's open revision any more, NotAllowed to one not entitled,
    IllegalTransition when the side's approval is not missing.
    """
    case = _case(actor, revision_id)
    if (repeated := _repeated(request_key)) is not None:
        return _outcome(repeated.revision)
    person = on_behalf_of or _contact_id(actor)
    said_before = any(_same_yes(decision, actor, person) for decision in case.decisions)
    if said_before and case.revision.state is RevisionState.AGREED:
        return _outcome(case.revision)
    _ensure_open(case, seen)
    if said_before and case.missing:
        return _outcome(case.revision)
    if not said_before and actor.side not in case.missing:
        raise IllegalTransition
    decided = _decide(case, actor, DecisionKind.APPROVE, "", request_key, on_behalf_of)
    outcome = _after(decided)
    _record(AuditEvent.APPROVED, actor, case, outcome)
    return outcome


def ask_for_change(actor: Actor, revision_id: int, seen: str, words: str, *, request_key: str | None = None) -> Outcome:
    """Say in words what should be otherwise; the turn passes to the author's side."""
    return _ask(actor, revision_id, seen, DecisionKind.ASK_FOR_CHANGE, words, request_key)


def ask(actor: Actor, revision_id: int, seen: str, words: str, *, request_key: str | None = None) -> Outcome:
    """Ask something before deciding; the turn passes to the author's side."""
    return _ask(actor, revision_id, seen, DecisionKind.ASK, words, request_key)


def answer(actor: Actor, revision_id: int, seen: str, words: str, *, request_key: str | None = None) -> Outcome:
    """Answer the open question; the turn returns to the side that asked."""
    case = _case(actor, revision_id, counts=False)
    if (repeated := _repeated(request_key)) is not None:
        return _outcome(repeated.revision)
    _ensure_open(case, seen)
    question = rule.open_question(case.decisions)
    if question is None or question.side is actor.side:
        raise IllegalTransition
    return _say(case, actor, DecisionKind.ANSWER, words, request_key)


def decline(actor: Actor, revision_id: int, seen: str, words: str, *, request_key: str | None = None) -> Outcome:
    """Say no, with the reason; what was in force stays, and a revision that this one countered is open again."""
    case = _case(actor, revision_id)
    if (repeated := _repeated(request_key)) is not None:
        return _outcome(repeated.revision)
    _ensure_open(case, seen)
    if actor.side not in case.missing:
        raise IllegalTransition
    _decide(case, actor, DecisionKind.DECLINE, words, request_key)
    outcome = _close(case, RevisionState.DECLINED)
    _record(AuditEvent.DECLINED, actor, case, outcome)
    return outcome


def withdraw(actor: Actor, revision_id: int) -> Outcome:
    """Take back one's own side's open revision; a repeated withdrawal has no second effect."""
    case = _case(actor, revision_id, counts=False)
    if case.revision.side is not actor.side:
        raise NotAllowed
    if case.revision.state is RevisionState.WITHDRAWN:
        return _outcome(case.revision)
    _ensure_open(case, case.revision.fingerprint)
    outcome = _close(case, RevisionState.WITHDRAWN)
    _record(AuditEvent.WITHDRAWN, actor, case, outcome)
    return outcome


def open_draft(actor: Actor, plan: Plan, draft: Revision, *, request_key: str | None = None) -> Outcome:
    """Open a draft to the other side, under the plan's lock; the caller writes the audit entry.

    Opening approves for the opener. Raises StaleRevision when something was opened since what it is based on,
    Invalid when its wording is not complete.
    """
    item = draft.item
    _ensure_not_closed(plan)
    newest = newest_opened(item.id)
    if draft.state is not RevisionState.DRAFT or draft.based_on_id != (newest.id if newest else None):
        raise StaleRevision(item.id, draft.based_on_id)
    draft.wording().check(complete=True)
    _ensure_goal_is_open(item)
    if (countered := open_revision(item.id)) is not None:
        _move(countered, RevisionState.SUPERSEDED)
        draft.supersedes_id = countered.id
    if item.number is None:
        item.number = _next_number(Item.number, Item.plan_id == plan.id, Item.kind == item.kind)
    number = (newest.number or 0) + 1 if newest else 1
    case = _read_case(plan, item, draft)
    turn = Turn(actor.side.value)  # the opener's own, until the approval that opening is passes it on
    _move(draft, RevisionState.OPEN, number=number, opened_at=clock.now(), turn=turn, turn_since=clock.now())
    decided = _decide(case, actor, DecisionKind.APPROVE, "", request_key)
    return _after(decided, told=draft.sending_id is not None)


def close_plan(actor: Actor, plan_id: int, reason: str) -> Plan:
    """End a plan, by a lead and with a reason: what is open is withdrawn, and nothing opens any more."""
    plan = plans.lock(plan_id)
    if not entitlement.has_role(actor, StaffRole.LEAD):
        raise NotAllowed
    _ensure_not_closed(plan)
    words = required_words(reason)
    for revision in _open_revisions(plan.id):
        _move(revision, RevisionState.WITHDRAWN)
    plan.state, plan.closed_at, plan.closing_reason = PlanState.CLOSED, clock.now(), words
    events.record(AuditEvent.PLAN_CLOSED, actor, plan)
    return plan


def newest_opened(item_id: int) -> Revision | None:
    """The item's newest revision that the other side could see, whatever became of it."""
    query = select(Revision).where(Revision.item_id == item_id, Revision.number.is_not(None))
    return db.session.scalar(query.order_by(Revision.number.desc()).limit(1), execution_options=_FRESH)


def open_revision(item_id: int) -> Revision | None:
    """The item's open revision; not always the newest one, since a declined counter reopens what it countered."""
    query = select(Revision).where(Revision.item_id == item_id, Revision.state == RevisionState.OPEN)
    return db.session.scalar(query, execution_options=_FRESH)


def stands(item_id: int, revision_id: int) -> bool:
    """True when one who saw that revision saw what stands: the open one, else the one in force, else the newest."""
    standing = open_revision(item_id)
    if standing is not None:
        return standing.id == revision_id
    return revision_id in {revision.id for revision in (in_force(item_id), newest_opened(item_id)) if revision}


def in_force(item_id: int) -> Revision | None:
    """The item's agreed revision."""
    query = select(Revision).where(Revision.item_id == item_id, Revision.state == RevisionState.AGREED)
    return db.session.scalar(query, execution_options=_FRESH)


def electorate(plan: Plan) -> rule.Electorate:
    """Who can approve for the plan's customer now."""
    return electorate_of(plan.customer)


def electorate_of(customer: Customer) -> rule.Electorate:
    """Who can approve for the customer now."""
    approvers = frozenset(entitlement.active_approvers(customer.id))
    return rule.Electorate(customer.approval_policy, approvers, entitlement.named_approver(customer.id))


_FRESH = {"populate_existing": True}


def _case(actor: Actor, revision_id: int, *, counts: bool = True) -> Case:
    """Lock the plan of the revision and read it. Raises NotFound, or NotAllowed to one who may not decide.

    `counts`: the person's word must count towards the side's approval, as it does not for approvers beside a named one.
    """
    found = db.session.execute(
        select(Item.plan_id, Revision.item_id)
        .join(Revision, Revision.item_id == Item.id)
        .where(Revision.id == revision_id)
    ).one_or_none()
    if found is None:
        raise NotFound
    plan = plans.lock(found.plan_id)
    item = db.session.execute(select(Item).where(Item.id == found.item_id), execution_options=_FRESH).scalar_one()
    revision = db.session.execute(
        select(Revision).where(Revision.id == revision_id), execution_options=_FRESH
    ).scalar_one()
    if revision.number is None:
        raise NotFound
    case = _read_case(plan, item, revision)
    if not entitlement.may_decide(actor, plan.customer_id):
        raise NotAllowed
    if counts and isinstance(actor, ContactActor) and actor.contact_id not in case.electorate.askable(item.kind):
        raise NotAllowed
    return case


def _read_case(plan: Plan, item: Item, revision: Revision) -> Case:
    decisions = db.session.scalars(
        select(Decision).where(Decision.revision_id == revision.id).order_by(Decision.id)
    ).all()
    return Case(plan, item, revision, decisions, in_force(item.id), electorate(plan))


def _ensure_open(case: Case, seen: str) -> None:
    _ensure_not_closed(case.plan)
    if case.revision.state is not RevisionState.OPEN or case.revision.fingerprint != seen:
        raise StaleRevision(case.item.id, case.revision.id)


def _ensure_not_closed(plan: Plan) -> None:
    if plan.state is PlanState.CLOSED:
        raise IllegalTransition


def _ensure_goal_is_open(item: Item) -> None:
    if item.goal_id is None:
        return
    if db.session.scalar(select(Item.number).where(Item.id == item.goal_id)) is None:
        raise Invalid({"goal": N_("Send the goal before, or together with, its next steps.")})


def _ask(actor: Actor, revision_id: int, seen: str, kind: DecisionKind, words: str, request_key: str | None) -> Outcome:
    case = _case(actor, revision_id, counts=False)
    if (repeated := _repeated(request_key)) is not None:
        return _outcome(repeated.revision)
    _ensure_open(case, seen)
    if actor.side not in case.missing or case.revision.side is actor.side:
        raise IllegalTransition
    return _say(case, actor, kind, words, request_key)


def _say(case: Case, actor: Actor, kind: DecisionKind, words: str, request_key: str | None) -> Outcome:
    told = {
        DecisionKind.ASK: AuditEvent.ASKED,
        DecisionKind.ASK_FOR_CHANGE: AuditEvent.CHANGE_ASKED,
        DecisionKind.ANSWER: AuditEvent.ANSWERED,
    }
    outcome = _after(_decide(case, actor, kind, words, request_key))
    _record(told[kind], actor, case, outcome)
    return outcome


def _decide(
    case: Case, actor: Actor, kind: DecisionKind, words: str, request_key: str | None, on_behalf_of: int | None = None
) -> Case:
    """Append the decision with its evidence and return the case with it."""
    decision = Decision(
        revision_id=case.revision.id,
        side=actor.side,
        kind=kind,
        words="" if kind is DecisionKind.APPROVE else required_words(words),
        staff_id=actor.staff_id if isinstance(actor, StaffActor) else None,
        contact_id=_contact_id(actor),
        on_behalf_of_id=on_behalf_of,
        person_name=actor.name,
        person_email=actor.email,
        person_role=actor.role.value,
        fingerprint=case.revision.fingerprint,
        request_key=request_key,
        at=clock.now(),
    )
    db.session.add(decision)
    db.session.flush()
    where = actor.circumstances
    db.session.add(
        Evidence(
            decision_id=decision.id,
            address=where.address,
            browser=where.browser,
            signed_in_by=where.signed_in_by,
            signed_in_at=where.signed_in_at,
        )
    )
    return Case(case.plan, case.item, case.revision, [*case.decisions, decision], case.in_force, case.electorate)


def _after(case: Case, *, told: bool = False) -> Outcome:
    """Agree when nothing is missing any more, else pass the turn; then settle the plan.

    `told`: those whose turn it is are told in another way.
    """
    turn = rule.whose_turn(case.missing, case.decisions)
    if turn is None:
        if case.in_force is not None:
            _move(case.in_force, RevisionState.SUPERSEDED)
        _move(case.revision, RevisionState.AGREED)
        return Outcome(case.revision.id, agreed=True, version=settle(case.plan))
    if turn is not case.revision.turn:
        case.revision.turn, case.revision.turn_since = turn, clock.now()
        db.session.flush()
        if not told:
            _tell_turn(case)
    settle(case.plan)
    return Outcome(case.revision.id, agreed=False)


def _close(case: Case, state: RevisionState) -> Outcome:
    """End an open revision without agreement and reopen what it countered."""
    _move(case.revision, state)
    if case.revision.supersedes_id is not None:
        countered = db.session.get_one(Revision, case.revision.supersedes_id)
        back = _read_case(case.plan, case.item, countered)
        turn = rule.whose_turn(back.missing, back.decisions)
        _move(countered, RevisionState.OPEN, turn=turn, turn_since=countered.turn_since, settled_at=None)
        _tell_turn(back)
    return Outcome(case.revision.id, agreed=False, version=settle(case.plan))


def _move(revision: Revision, state: RevisionState, **values: object) -> None:
    """Change a revision's state by a conditional update; a lost race raises StaleRevision and undoes everything."""
    before = revision.state
    if state is not RevisionState.OPEN:
        values |= {"turn": None, "settled_at": clock.now()}
    db.session.flush()
    moved = db.session.execute(
        update(Revision).where(Revision.id == revision.id, Revision.state == before).values(state=state, **values),
        execution_options={"synchronize_session": False},  # the row is read anew right after
    )
    if moved.rowcount != 1:  # type: ignore[attr-defined]  # an UPDATE's result counts its rows
        raise StaleRevision(revision.item_id, revision.id)
    db.session.refresh(revision)


def settle(plan: Plan) -> int | None:
    """Derive the plan's state from its goals; issue a version when its agreed goals are new. Returns its number."""
    if plan.state is PlanState.CLOSED:
        return None
    goals = db.session.execute(
        select(Revision.state, Revision.content)
        .join(Item, Item.id == Revision.item_id)
        .where(Item.plan_id == plan.id, Item.kind == ItemKind.GOAL)
        .where(Revision.state.in_([RevisionState.OPEN, RevisionState.AGREED]))
    ).all()
    waits = any(state is RevisionState.OPEN for state, _content in goals)
    agreed = any(state is RevisionState.AGREED and not is_dropped(read_content(content)) for state, content in goals)
    opened = db.session.scalar(select(func.count()).where(Item.plan_id == plan.id, Item.number.is_not(None)))
    if not opened:
        plan.state = PlanState.DRAFT
    else:
        plan.state = PlanState.AGREED if agreed and not waits else PlanState.IN_NEGOTIATION
    db.session.flush()
    return versions.issue_if_new(plan) if plan.state is PlanState.AGREED else None


def _open_revisions(plan_id: int) -> Sequence[Revision]:
    query = select(Revision).join(Item, Item.id == Revision.item_id)
    return db.session.scalars(query.where(Item.plan_id == plan_id, Revision.state == RevisionState.OPEN)).all()


def _next_number(column: object, *which: object) -> int:
    return (db.session.scalar(select(func.max(column)).where(*which)) or 0) + 1  # type: ignore[arg-type]  # a column


def _tell_turn(case: Case) -> None:
    """Write one mail to each who can act now; one that still waits to leave will tell of this too."""
    turn, plan = case.revision.turn, case.plan
    told = {"customer_id": plan.customer_id, "plan_id": plan.id}
    if turn is not None and turn.waits_for(Side.CUSTOMER):
        for contact_id in case.electorate.still_asked(case.item.kind, rule.voters_of(case.decisions)):
            if not _already_told(plan.id, OutboxMessage.contact_id == contact_id):
                outbox.post(OutboxKind.YOUR_TURN, contact_id=contact_id, **told)
    if turn is not None and turn.waits_for(Side.PROVIDER):
        for staff_id in entitlement.deciding_staff(plan.customer_id):
            if not _already_told(plan.id, OutboxMessage.staff_id == staff_id):
                outbox.post(OutboxKind.YOUR_TURN, staff_id=staff_id, **told)


def _already_told(plan_id: int, person: object) -> bool:
    query = select(OutboxMessage.id).where(
        OutboxMessage.plan_id == plan_id,
        OutboxMessage.kind == OutboxKind.YOUR_TURN,
        OutboxMessage.state == OutboxState.WAITING,
        OutboxMessage.leased_until.is_(None),
    )
    return db.session.scalar(query.where(person).limit(1)) is not None  # type: ignore[arg-type]  # a condition


def _repeated(request_key: str | None) -> Decision | None:
    if request_key is None:
        return None
    return db.session.scalar(select(Decision).where(Decision.request_key == request_key))


def _same_yes(decision: Decision, actor: Actor, contact_id: int | None) -> bool:
    if decision.kind is not DecisionKind.APPROVE or decision.side is not actor.side:
        return False
    if isinstance(actor, StaffActor):
        return decision.staff_id == actor.staff_id
    return (decision.on_behalf_of_id or decision.contact_id) == contact_id


def _contact_id(actor: Actor) -> int | None:
    return actor.contact_id if isinstance(actor, ContactActor) else None


def _outcome(revision: Revision) -> Outcome:
    return Outcome(revision.id, agreed=revision.state is RevisionState.AGREED)


def _record(event: AuditEvent, actor: Actor, case: Case, outcome: Outcome) -> None:
    data = events.about(case.revision, agreed=outcome.agreed, version=outcome.version)
    events.record(event, actor, case.plan, case.item, data)
