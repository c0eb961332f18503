"""The rule of agreement: whose turn it is, when it is agreed, and what never happens."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from portal.db import db, writing
from portal.domain import audit
from portal.domain.errors import IllegalTransition, Invalid, NotAllowed, StaleRevision
from portal.domain.people.customers import Customer
from portal.domain.people.roles import ApprovalPolicy
from portal.domain.people.sides import Side
from portal.domain.plan import agreement, drafts
from portal.domain.plan.documents import AgreedVersion
from portal.domain.plan.items import Revision, RevisionState, Turn
from portal.domain.plan.plans import Plan, PlanState
from tests.cast import Cast, actor_of, contact_actor, staff_actor
from tests.factories.plans import agreed_plan, goal, make_plan, next_step, sent_goals

pytestmark = pytest.mark.usefixtures("core")


def state_of(revision: Revision) -> RevisionState:
    db.session.refresh(revision)
    return revision.state


def turn_of(revision: Revision) -> Turn | None:
    db.session.refresh(revision)
    return revision.turn


def test_a_goal_is_agreed_when_the_customer_approves_what_the_provider_sent(cast: Cast) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        plan = make_plan(manager, cast.limppula.id)
        (revision,) = sent_goals(manager, plan, "Less electricity")
        assert (revision.state, revision.turn, plan.state) == (
            RevisionState.OPEN,
            Turn.CUSTOMER,
            PlanState.IN_NEGOTIATION,
        )
        outcome = agreement.approve(approver, revision.id, revision.fingerprint)
        assert outcome.agreed
        assert outcome.version == 1
        assert (state_of(revision), plan.state) == (RevisionState.AGREED, PlanState.AGREED)
        assert audit.verify().intact


def test_another_date_is_a_new_revision_that_waits_for_the_other_side(cast: Cast) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        plan = make_plan(manager, cast.limppula.id)
        (first,) = sent_goals(manager, plan, "Less electricity")
        later = goal("Less electricity", due=date(2027, 9, 30))
        countered = drafts.propose(approver, first.item_id, later, seen_revision_id=first.id)
        second = db.session.get_one(Revision, countered.revision_id)
        assert (second.number, second.turn, state_of(first)) == (2, Turn.PROVIDER, RevisionState.SUPERSEDED)
        with pytest.raises(StaleRevision):
            agreement.approve(manager, first.id, first.fingerprint)
        assert agreement.approve(manager, second.id, second.fingerprint).agreed


def test_a_withdrawn_counter_proposal_reopens_what_it_countered(cast: Cast) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        plan = make_plan(manager, cast.limppula.id)
        (first,) = sent_goals(manager, plan, "Less electricity")
        countered = drafts.propose(approver, first.item_id, goal("Even less"), seen_revision_id=first.id)
        agreement.withdraw(approver, countered.revision_id)
        assert (state_of(first), first.turn) == (RevisionState.OPEN, Turn.CUSTOMER)
        assert agreement.approve(approver, first.id, first.fingerprint).agreed


def test_the_agreed_wording_stays_in_force_until_the_change_is_agreed(cast: Cast) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        plan = agreed_plan(manager, approver, "Less electricity")
        first = db.session.scalars(select(Revision)).one()
        change = drafts.propose(manager, first.item_id, goal("Much less"), seen_revision_id=first.id)
        assert (state_of(first), plan.state) == (RevisionState.AGREED, PlanState.IN_NEGOTIATION)
        second = db.session.get_one(Revision, change.revision_id)
        assert agreement.approve(approver, second.id, second.fingerprint).version == 2
        assert state_of(first) is RevisionState.SUPERSEDED


def test_declining_a_change_leaves_the_version_as_it_was(cast: Cast) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        plan = agreed_plan(manager, approver, "Less electricity")
        first = db.session.scalars(select(Revision)).one()
        change = drafts.propose(manager, first.item_id, goal("Much less"), seen_revision_id=first.id)
        second = db.session.get_one(Revision, change.revision_id)
        outcome = agreement.decline(approver, second.id, second.fingerprint, "Too much at once.")
        assert outcome.version is None
        assert plan.state is PlanState.AGREED
        assert db.session.scalars(select(AgreedVersion.number)).all() == [1]


def test_all_approvers_must_approve_when_the_policy_says_all(cast: Cast) -> None:
    manager = staff_actor(cast.account_manager)
    one, other = contact_actor(cast.approver), contact_actor(cast.second_approver)
    with writing():
        db.session.get_one(Customer, cast.limppula.id).approval_policy = ApprovalPolicy.ALL
        plan = make_plan(manager, cast.limppula.id)
        (revision,) = sent_goals(manager, plan, "Less electricity")
        assert not agreement.approve(one, revision.id, revision.fingerprint).agreed
        assert not agreement.approve(one, revision.id, revision.fingerprint).agreed
        assert agreement.approve(other, revision.id, revision.fingerprint).agreed


def test_a_promise_of_ones_own_needs_only_oneself(cast: Cast) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        plan = agreed_plan(manager, approver)
        own = drafts.propose_item(manager, plan.id, next_step())
        asked = drafts.propose_item(manager, plan.id, next_step("Send the dates", side=Side.CUSTOMER))
        assert (own.agreed, asked.agreed) == (True, False)
        waiting = db.session.get_one(Revision, asked.revision_id)
        assert agreement.approve(approver, waiting.id, waiting.fingerprint).version is None


def test_a_question_passes_the_turn_and_the_answer_returns_it(cast: Cast) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        plan = make_plan(manager, cast.limppula.id)
        (revision,) = sent_goals(manager, plan, "Less electricity")
        agreement.ask(approver, revision.id, revision.fingerprint, "Which rooms?")
        assert turn_of(revision) is Turn.PROVIDER
        agreement.answer(manager, revision.id, revision.fingerprint, "Both cold stores.")
        assert turn_of(revision) is Turn.CUSTOMER
        with pytest.raises(IllegalTransition):
            agreement.answer(manager, revision.id, revision.fingerprint, "Again.")


@pytest.mark.parametrize("who", ["team_member", "administrator", "unassigned", "participant"])
def test_nobody_decides_without_being_entitled(cast: Cast, who: str) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        plan = make_plan(manager, cast.limppula.id)
        (revision,) = sent_goals(manager, plan, "Less electricity")
        with pytest.raises(NotAllowed):
            agreement.approve(actor_of(getattr(cast, who)), revision.id, revision.fingerprint)


def test_a_draft_changed_since_its_preview_is_not_sent_and_neither_are_the_others(cast: Cast) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        plan = make_plan(manager, cast.limppula.id)
        one = drafts.draft_item(manager, plan.id, goal("One"))
        other = drafts.draft_item(manager, plan.id, goal("Other"))
        seen = [(one.id, one.fingerprint), (other.id, other.fingerprint)]
        drafts.draft_change(manager, other.item_id, goal("Other, changed"), edits=1)
    with pytest.raises(StaleRevision), writing():
        drafts.send(manager, plan.id, seen, "")
    assert set(db.session.scalars(select(Revision.state))) == {RevisionState.DRAFT}


def test_what_is_not_complete_cannot_be_sent(cast: Cast) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        plan = make_plan(manager, cast.limppula.id)
        draft = drafts.draft_item(manager, plan.id, goal("", due=None))
        with pytest.raises(Invalid) as refused:
            drafts.send(manager, plan.id, [(draft.id, draft.fingerprint)], "")
    assert set(refused.value.problems) == {"title", "due"}


def test_dropping_an_agreed_goal_is_a_revision_and_makes_a_version(cast: Cast) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        plan = agreed_plan(manager, approver, "Less electricity", "Fewer stops")
        first = db.session.scalars(select(Revision).order_by(Revision.id)).first()
        assert first is not None
        given_up = drafts.propose(
            manager, first.item_id, goal("Less electricity", dropped=True), seen_revision_id=first.id
        )
        revision = db.session.get_one(Revision, given_up.revision_id)
        outcome = agreement.approve(approver, revision.id, revision.fingerprint)
        assert outcome.version == 2
        assert db.session.scalar(select(AgreedVersion.goals).where(AgreedVersion.number == 2)) == 1
        assert db.session.get_one(Plan, plan.id).state is PlanState.AGREED


def test_a_repeated_post_has_one_effect(cast: Cast, core: Flask) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        plan = make_plan(manager, cast.limppula.id)
        (first,) = sent_goals(manager, plan, "Less electricity")
        for _ in range(2):
            drafts.propose(approver, first.item_id, goal("Later"), seen_revision_id=first.id, request_key="one-key")
    assert len(db.session.scalars(select(Revision)).all()) == 2


def test_after_a_declined_counter_what_is_open_again_can_be_countered_once_more(cast: Cast) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        plan = make_plan(manager, cast.limppula.id)
        (first,) = sent_goals(manager, plan, "Less electricity")
        countered = drafts.propose(approver, first.item_id, goal("Even less"), seen_revision_id=first.id)
        second = db.session.get_one(Revision, countered.revision_id)
        agreement.decline(manager, second.id, second.fingerprint, "Not possible.")
        assert state_of(first) is RevisionState.OPEN
        again = drafts.propose(approver, first.item_id, goal("A little less"), seen_revision_id=first.id)
        third = db.session.get_one(Revision, again.revision_id)
        assert (third.number, state_of(first)) == (3, RevisionState.SUPERSEDED)
        agreement.withdraw(approver, third.id)
        assert state_of(first) is RevisionState.OPEN


def test_after_a_declined_change_what_is_in_force_can_be_changed_anew(cast: Cast) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        agreed_plan(manager, approver, "Less electricity")
        first = db.session.scalars(select(Revision)).one()
        change = drafts.propose(manager, first.item_id, goal("Much less"), seen_revision_id=first.id)
        second = db.session.get_one(Revision, change.revision_id)
        agreement.decline(approver, second.id, second.fingerprint, "Too much at once.")
        again = drafts.propose(manager, first.item_id, goal("A little less"), seen_revision_id=first.id)
        assert db.session.get_one(Revision, again.revision_id).number == 3
