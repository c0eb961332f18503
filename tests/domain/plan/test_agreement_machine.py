"""The rule of agreement as a state machine: whatever people do in whatever order, the invariants hold.

Invariants and their numbers: agreement.md. `make test` runs 300 × 40 steps on SQLite and 60 × 40 on PostgreSQL, the
long run 20,000 × 50.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select
from sqlalchemy.orm import contains_eager

from portal import clock
from portal.db import db, writing
from portal.domain.audit import AuditHead
from portal.domain.errors import DomainError
from portal.domain.outbox import OutboxMessage
from portal.domain.people.actors import Actor, ContactActor, StaffActor
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from portal.domain.people.roles import ApprovalPolicy, AssignmentRole, ContactRole, StaffRole
from portal.domain.people.sides import Side
from portal.domain.plan import agreement, drafts
from portal.domain.plan.content import Content, ItemKind, is_dropped
from portal.domain.plan.documents import AgreedVersion
from portal.domain.plan.items import Decision, DecisionKind, Item, Revision, RevisionState
from portal.domain.plan.plans import Plan, PlanState
from tests.factories.people import make_assignment, make_contact, make_customer, make_staff
from tests.factories.plans import goal, make_plan, next_step

PEOPLE = ("manager", "deputy", "team_member", "stranger", "approver", "second", "third", "participant")
people = st.sampled_from(["manager", "approver", "manager", "approver", "second", *PEOPLE])
deciders = st.sampled_from(["manager", "approver", "second", "third", "deputy"])
picks = st.integers(min_value=0, max_value=50)
contents = st.builds(
    lambda kind, word, month, dropped: (
        goal(word, due=date(2027, month, 1), starts=None, dropped=dropped)
        if kind == "goal"
        else next_step(word, due=date(2027, month, 1), side=Side(kind), dropped=dropped)
    ),
    st.sampled_from(["goal", "goal", "goal", "provider", "customer"]),
    st.sampled_from(["Less electricity", "Fewer stops", "Warm hall"]),
    st.integers(min_value=1, max_value=3),
    st.sampled_from([False, False, False, True]),
)


class AgreementMachine(RuleBasedStateMachine):
    """Two sides, eight people, one plan; what they try may be refused, and then nothing may have happened."""

    @initialize(policy=st.sampled_from(ApprovalPolicy))
    def begin(self, policy: ApprovalPolicy) -> None:
        with writing():
            customer = make_customer("Leipomo", policy=policy)
            self.actors: dict[str, Actor] = {}
            for name, role in (
                ("manager", AssignmentRole.ACCOUNT_MANAGER),
                ("deputy", AssignmentRole.DEPUTY),
                ("team_member", AssignmentRole.TEAM_MEMBER),
                ("stranger", None),
            ):
                member = make_staff(name, email=f"{name}.{customer.id}@provider.example")
                if role:
                    make_assignment(member, customer, role)
                self.actors[name] = StaffActor(member.id, name, member.email, StaffRole.ACCOUNT_MANAGER)
            self.contacts: dict[str, int] = {}
            for name in ("approver", "second", "third", "participant"):
                part = ContactRole.PARTICIPANT if name == "participant" else ContactRole.APPROVER
                contact = make_contact(customer, name, part, email=f"{name}.{customer.id}@customer.example")
                contact.is_named_approver = name == "approver"
                self.contacts[name] = contact.id
                self.actors[name] = ContactActor(contact.id, customer.id, name, contact.email or "", part)
            manager = self.actors["manager"]
            assert isinstance(manager, StaffActor)
            self.customer_id, self.plan_id = customer.id, make_plan(manager, customer.id).id
            for word in ("Less electricity", "Fewer stops"):
                drafts.propose_item(manager, self.plan_id, goal(word))
        self.opened: dict[int, str] = {}
        self.said: dict[int, tuple[object, ...]] = {}
        self.agreed: set[int] = set()
        self.versions = 0

    # What people do

    @rule(who=people, content=contents, pick=picks)
    def draft(self, who: str, content: Content, pick: int) -> None:
        goals = self._items(ItemKind.GOAL)
        on = goals[pick % len(goals)] if goals and content.kind is ItemKind.NEXT_STEP and pick % 2 else None
        with self._event():
            drafts.draft_item(self.actors[who], self.plan_id, content, goal_id=on)

    @rule(who=people, pick=picks, content=contents, edits=st.integers(min_value=0, max_value=2))
    def draft_change(self, who: str, pick: int, content: Content, edits: int) -> None:
        items = self._items(content.kind)
        if items:
            with self._event(may_be_idle=True):
                drafts.draft_change(self.actors[who], items[pick % len(items)], content, edits)

    @rule(who=people, which=st.lists(picks, min_size=1, max_size=4), stale=st.sampled_from([False, False, True]))
    def send(self, who: str, which: list[int], stale: bool) -> None:
        waiting = self._revisions(RevisionState.DRAFT)
        chosen = {revision.id: revision for pick in which for revision in waiting[pick % max(1, len(waiting)) :][:1]}
        ticked = [(r.id, "0" * 64 if stale and len(chosen) > 1 else r.fingerprint) for r in chosen.values()]
        with self._event():
            drafts.send(self.actors[who], self.plan_id, ticked, "")

    @rule(who=people, pick=picks, content=contents, stale=st.sampled_from([False, False, True]))
    def propose(self, who: str, pick: int, content: Content, stale: bool) -> None:
        items = self._items(content.kind)
        if not items:
            return
        item_id = items[pick % len(items)]
        newest = agreement.newest_opened(item_id)
        seen = 0 if stale or newest is None else newest.id
        with self._event():
            drafts.propose(self.actors[who], item_id, content, seen_revision_id=seen)

    @rule(who=people, content=contents)
    def propose_item(self, who: str, content: Content) -> None:
        with self._event():
            drafts.propose_item(self.actors[who], self.plan_id, content)

    @rule(who=people, pick=picks, stale=st.sampled_from([False, False, False, True]))
    def approve(self, who: str, pick: int, stale: bool) -> None:
        self._decide(lambda r: agreement.approve(self.actors[who], r.id, _seen(r, stale)), pick, may_be_idle=True)

    @rule(order=st.permutations(["manager", "approver", "second", "third"]))
    def everybody_approves_what_waits(self, order: list[str]) -> None:
        for revision in self._revisions(RevisionState.OPEN):
            for who in order:
                with self._event(may_be_idle=True):
                    agreement.approve(self.actors[who], revision.id, revision.fingerprint)

    @rule(who=deciders, pick=picks, words=st.sampled_from(["Why?", "Later, please.", " "]))
    def ask(self, who: str, pick: int, words: str) -> None:
        act = agreement.ask if pick % 2 else agreement.ask_for_change
        self._decide(lambda r: act(self.actors[who], r.id, r.fingerprint, words), pick)

    @rule(who=deciders, pick=picks)
    def answer(self, who: str, pick: int) -> None:
        self._decide(lambda r: agreement.answer(self.actors[who], r.id, r.fingerprint, "Because."), pick)

    @rule(who=deciders, pick=picks)
    def decline(self, who: str, pick: int) -> None:
        self._decide(lambda r: agreement.decline(self.actors[who], r.id, r.fingerprint, "No."), pick)

    @rule(who=deciders, pick=picks)
    def withdraw(self, who: str, pick: int) -> None:
        self._decide(lambda r: agreement.withdraw(self.actors[who], r.id), pick, may_be_idle=True)

    @rule(policy=st.sampled_from(ApprovalPolicy))
    def change_policy(self, policy: ApprovalPolicy) -> None:
        with writing():
            db.session.get_one(Customer, self.customer_id).approval_policy = policy

    @rule(who=st.sampled_from(["approver", "second", "third"]))
    def deactivate_or_reactivate(self, who: str) -> None:
        with writing():
            contact = db.session.get_one(Contact, self.contacts[who])
            contact.deactivated_at = None if contact.deactivated_at else clock.now()

    @precondition(lambda self: self.versions > 1)
    @rule(who=people)
    def close(self, who: str) -> None:
        with self._event():
            agreement.close_plan(self.actors[who], self.plan_id, "The year is over.")

    # What must hold

    @invariant()
    def everything_holds(self) -> None:
        """The numbered invariants of agreement.md, on what the database says after the step."""
        db.session.expire_all()
        revisions, decisions = self._all_revisions(), self._decisions()
        self.numbers_have_no_gaps(revisions)
        self.what_was_open_and_what_was_said_never_changes(revisions, decisions)
        self.what_became_agreed_had_every_approval(revisions, decisions)
        self.the_plan_is_what_its_goals_make_it(revisions)
        self.a_version_is_what_was_in_force(revisions)
        db.session.rollback()

    def numbers_have_no_gaps(self, revisions: list[Revision]) -> None:
        """3: at most one open and one in force is an index of the database; numbers here, versions below."""
        items = {revision.item_id: revision.item for revision in revisions}
        for kind in ItemKind:
            assert _gapless(item.number for item in items.values() if item.kind is kind)
        for item_id in items:
            assert _gapless(revision.number for revision in revisions if revision.item_id == item_id)

    def what_was_open_and_what_was_said_never_changes(
        self, revisions: list[Revision], decisions: list[Decision]
    ) -> None:
        """2."""
        for revision in revisions:
            if revision.number is not None:
                assert self.opened.setdefault(revision.id, revision.content) == revision.content
        for decision in decisions:
            now = (decision.kind, decision.words, decision.fingerprint, decision.staff_id, decision.contact_id)
            assert self.said.setdefault(decision.id, now) == now
        assert self.said.keys() <= {decision.id for decision in decisions}

    def what_became_agreed_had_every_approval(self, revisions: list[Revision], decisions: list[Decision]) -> None:
        """1: read plainly from the table of agreement.md, with the people and the policy as they are at that moment."""
        for revision in revisions:
            if revision.state is RevisionState.AGREED and revision.id not in self.agreed:
                self.agreed.add(revision.id)
                assert self._plainly_approved(revision, revisions, decisions), revision.title

    def the_plan_is_what_its_goals_make_it(self, revisions: list[Revision]) -> None:
        plan = db.session.get_one(Plan, self.plan_id)
        if plan.state is PlanState.CLOSED:
            assert not any(revision.state is RevisionState.OPEN for revision in revisions)
            return
        goals = [revision for revision in revisions if revision.item.kind is ItemKind.GOAL]
        waits = any(r.state is RevisionState.OPEN for r in goals)
        stands = any(r.state is RevisionState.AGREED and not is_dropped(r.wording()) for r in goals)
        opened = any(r.number is not None for r in revisions)
        expected = PlanState.AGREED if stands and not waits else PlanState.IN_NEGOTIATION if opened else PlanState.DRAFT
        assert plan.state is expected

    def a_version_is_what_was_in_force(self, revisions: list[Revision]) -> None:
        """3."""
        found = db.session.execute(
            select(AgreedVersion.number, AgreedVersion.content)
            .where(AgreedVersion.plan_id == self.plan_id)
            .order_by(AgreedVersion.number)
        ).all()
        assert [version.number for version in found] == list(range(1, len(found) + 1))
        if len(found) > self.versions:
            self.versions = len(found)
            frozen = {goal["number"]: goal["fingerprint"] for goal in json.loads(found[-1].content)["goals"]}
            in_force = {
                r.item.number: r.fingerprint
                for r in revisions
                if r.state is RevisionState.AGREED and r.item.kind is ItemKind.GOAL and not is_dropped(r.wording())
            }
            assert frozen == in_force

    # How the machine looks and acts

    @contextmanager
    def _event(self, *, may_be_idle: bool = False) -> Iterator[None]:
        """5: an event writes exactly one audit entry, a refused one nothing at all."""
        before = self._counts()
        try:
            with writing():
                yield
        except DomainError:
            db.session.expire_all()
            assert self._counts() == before
        else:
            entries = self._counts()[0] - before[0]
            assert entries == 1 or (may_be_idle and self._counts() == before)

    def _decide(self, act: Callable[[Revision], object], pick: int, *, may_be_idle: bool = False) -> None:
        waiting = self._revisions(RevisionState.OPEN)
        opened = [r for r in self._all_revisions() if r.number is not None]
        revisions = opened if pick % 4 == 0 or not waiting else waiting
        with self._event(may_be_idle=may_be_idle):
            act(revisions[pick // 4 % len(revisions)])

    def _counts(self) -> tuple[int, ...]:
        tables = (Revision, Decision, AgreedVersion, OutboxMessage, Item)
        counted = [select(func.count()).select_from(table).scalar_subquery() for table in tables]
        row = db.session.execute(select(AuditHead.entries, *counted)).one()
        db.session.rollback()
        return tuple(row)

    def _items(self, kind: ItemKind | None) -> list[int]:
        query = select(Item.id).where(Item.plan_id == self.plan_id).order_by(Item.id)
        return list(db.session.scalars(query if kind is None else query.where(Item.kind == kind)))

    def _all_revisions(self) -> list[Revision]:
        query = select(Revision).join(Revision.item).options(contains_eager(Revision.item))
        return list(db.session.scalars(query.where(Item.plan_id == self.plan_id).order_by(Revision.id)))

    def _revisions(self, state: RevisionState) -> list[Revision]:
        return [revision for revision in self._all_revisions() if revision.state is state]

    def _decisions(self) -> list[Decision]:
        query = (
            select(Decision).join(Revision, Revision.id == Decision.revision_id).join(Item, Item.id == Revision.item_id)
        )
        return list(db.session.scalars(query.where(Item.plan_id == self.plan_id)))

    def _plainly_approved(self, revision: Revision, revisions: list[Revision], decisions: list[Decision]) -> bool:
        yes = [d for d in decisions if d.revision_id == revision.id and d.kind is DecisionKind.APPROVE]
        assert all(decision.fingerprint == revision.fingerprint for decision in yes)
        by_provider = any(d.side is Side.PROVIDER for d in yes)
        by_customer = {d.contact_id for d in yes if d.side is Side.CUSTOMER}
        wording = revision.wording()
        first = not any(
            r.number and r.number < (revision.number or 0) and r.id in self.agreed
            for r in revisions
            if r.item_id == revision.item_id
        )
        if wording.kind is ItemKind.NEXT_STEP:
            own = first and getattr(wording, "side", None) is revision.side
            return (by_provider or bool(by_customer)) if own else (by_provider and bool(by_customer))
        customer = db.session.get_one(Customer, self.customer_id)
        active = {
            contact.id
            for contact in db.session.scalars(select(Contact).where(Contact.customer_id == self.customer_id))
            if contact.active and contact.role is ContactRole.APPROVER
        }
        enough = {
            ApprovalPolicy.ANY: bool(by_customer),
            ApprovalPolicy.ALL: bool(active) and active <= by_customer,
            ApprovalPolicy.NAMED: self.contacts["approver"] in active & by_customer,
        }
        return by_provider and enough[customer.approval_policy]


def _gapless(numbers: Iterable[int | None]) -> bool:
    given = sorted(number for number in numbers if number is not None)
    return given == list(range(1, len(given) + 1))


def _seen(revision: Revision, stale: bool) -> str:
    return "0" * 64 if stale else revision.fingerprint


def test_the_invariants_of_agreement_hold(core: Flask, database_kind: str, whole: bool) -> None:
    runs, steps = (20_000, 50) if whole else (300, 40) if database_kind == "sqlite" else (60, 40)
    chosen = settings(
        max_examples=runs, stateful_step_count=steps, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(AgreementMachine, settings=chosen)
