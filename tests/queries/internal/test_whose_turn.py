"""Whose turn it is, as the provider reads it: who can act, since when, and what is drafted beside it."""

from datetime import date

import pytest
from sqlalchemy import update

from portal.db import db, writing
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from portal.domain.people.roles import ApprovalPolicy
from portal.domain.people.sides import Side
from portal.domain.plan import agreement, carrying_out, drafts
from portal.domain.plan.content import ItemKind
from portal.domain.plan.plans import Plan
from portal.queries.internal.plan_items import PlanItem, items_of
from portal.queries.internal.whose_turn import Standing
from tests.cast import Cast, StaffPerson, contact_actor, staff_actor
from tests.factories.plans import agreed_plan, goal, make_plan, next_step, sent_goals

pytestmark = pytest.mark.usefixtures("core")


@pytest.fixture
def plan(cast: Cast) -> Plan:
    with writing():
        return make_plan(staff_actor(cast.account_manager), cast.limppula.id)


def only_item(plan: Plan, reader: StaffPerson) -> PlanItem:
    (item,) = items_of(staff_actor(reader), plan)
    return item


def decide_by(cast: Cast, policy: ApprovalPolicy) -> None:
    db.session.execute(update(Customer).where(Customer.id == cast.limppula.id).values(approval_policy=policy))


def test_a_draft_is_nobodys_turn(cast: Cast, plan: Plan) -> None:
    with writing():
        drafts.draft_item(staff_actor(cast.team_member), plan.id, goal())
    item = only_item(plan, cast.account_manager)
    assert item.badge.standing is Standing.DRAFT
    assert item.draft
    assert item.draft.author == cast.team_member.name
    assert item.before is None


def test_what_was_sent_waits_for_every_approver_and_for_no_participant(cast: Cast, plan: Plan) -> None:
    with writing():
        (sent,) = sent_goals(staff_actor(cast.account_manager), plan, "Less electricity")
    badge = only_item(plan, cast.account_manager).badge
    assert (badge.standing, badge.names, badge.since) == (
        Standing.WAITS_FOR_CUSTOMER,
        ("Eero Limppunen", "Maija Kaurala"),
        sent.turn_since,
    )


def test_where_all_must_approve_only_those_who_have_not_are_waited_for(cast: Cast, plan: Plan) -> None:
    with writing():
        decide_by(cast, ApprovalPolicy.ALL)
        (sent,) = sent_goals(staff_actor(cast.account_manager), plan, "Less electricity")
        agreement.approve(contact_actor(cast.approver), sent.id, sent.fingerprint)
    assert only_item(plan, cast.account_manager).badge.names == ("Maija Kaurala",)


def test_a_goal_waits_for_the_named_approver_and_a_next_step_for_any(cast: Cast, plan: Plan) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        decide_by(cast, ApprovalPolicy.NAMED)
        db.session.get_one(Contact, cast.second_approver.id).is_named_approver = True
        sent_goals(manager, plan, "Less electricity")
        step = drafts.draft_item(manager, plan.id, next_step(side=Side.CUSTOMER))
        drafts.send(manager, plan.id, [(step.id, step.fingerprint)], "")
    names = {item.kind: item.badge.names for item in items_of(manager, plan)}
    assert names == {
        ItemKind.GOAL: ("Maija Kaurala",),
        ItemKind.NEXT_STEP: ("Eero Limppunen", "Maija Kaurala"),
    }


def test_a_counter_proposal_waits_for_those_who_decide_for_us(cast: Cast, plan: Plan) -> None:
    with writing():
        (sent,) = sent_goals(staff_actor(cast.account_manager), plan, "Less electricity")
        later = goal("Less electricity", due=date(2027, 9, 30))
        drafts.propose(contact_actor(cast.approver), sent.item_id, later, seen_revision_id=sent.id)
    for reader, standing in (
        (cast.account_manager, Standing.WAITS_FOR_ME),
        (cast.deputy, Standing.WAITS_FOR_ME),
        (cast.lead, Standing.WAITS_FOR_ME),
        (cast.team_member, Standing.WAITS_FOR_US),
        (cast.administrator, Standing.WAITS_FOR_US),
    ):
        item = only_item(plan, reader)
        assert item.badge.standing is standing
        assert item.badge.names == ("Aino Revontaival", "Onni Halla")
        assert item.before == sent.wording()


def test_a_question_passes_the_turn_and_is_told_until_it_is_answered(cast: Cast, plan: Plan) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        (sent,) = sent_goals(manager, plan, "Less electricity")
        agreement.ask_for_change(approver, sent.id, sent.fingerprint, "Half of it will do.")
    item = only_item(plan, cast.account_manager)
    assert item.badge.standing is Standing.WAITS_FOR_ME
    assert item.question
    assert (item.question.by, item.question.words, item.question.wants_change) == (
        "Eero Limppunen",
        "Half of it will do.",
        True,
    )
    with writing():
        agreement.answer(manager, sent.id, sent.fingerprint, "Half it is.")
    item = only_item(plan, cast.account_manager)
    assert (item.question, item.badge.standing) == (None, Standing.WAITS_FOR_CUSTOMER)


def test_an_agreed_goal_with_a_drafted_change_is_both(cast: Cast) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        plan = agreed_plan(manager, contact_actor(cast.approver))
        (item,) = items_of(manager, plan)
        drafts.draft_change(manager, item.id, goal("Other"), 0)
    item = only_item(plan, cast.account_manager)
    assert item.badge.standing is Standing.AGREED
    assert item.draft
    assert item.before == goal()
    assert item.shown == goal("Other")


@pytest.mark.parametrize("ending", ["declined", "withdrawn"])
def test_what_came_to_nothing_says_how(cast: Cast, plan: Plan, ending: str) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        (sent,) = sent_goals(manager, plan, "Less electricity")
        if ending == "declined":
            agreement.decline(contact_actor(cast.approver), sent.id, sent.fingerprint, "Not now.")
        else:
            agreement.withdraw(manager, sent.id)
    item = only_item(plan, cast.account_manager)
    assert item.badge.standing == ending
    assert item.opened.content == sent.wording()


def test_a_next_step_is_done_blocked_or_given_up(cast: Cast, plan: Plan) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        step = drafts.draft_item(manager, plan.id, next_step())
        drafts.send(manager, plan.id, [(step.id, step.fingerprint)], "")
        carrying_out.mark_blocked(manager, step.item_id, "No key.")
    assert only_item(plan, cast.account_manager).badge.standing is Standing.BLOCKED
    with writing():
        carrying_out.mark_done(manager, step.item_id)
    assert only_item(plan, cast.account_manager).badge.standing is Standing.DONE
    with writing():
        dropped = drafts.propose(manager, step.item_id, next_step(dropped=True), seen_revision_id=step.id)
        newest = only_item(plan, cast.account_manager).proposal
        assert newest
        agreement.approve(approver, dropped.revision_id, newest.fingerprint)
    assert only_item(plan, cast.account_manager).badge.standing is Standing.DROPPED
