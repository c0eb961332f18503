"""What a reader of the customer side may know of: for each of them exactly that, in every list and on every page."""

from datetime import date

import pytest
from sqlalchemy import select

from portal.db import db, writing
from portal.domain.errors import NotFound
from portal.domain.people.actors import PreviewActor, Viewer
from portal.domain.people.customers import Customer
from portal.domain.people.sides import Side
from portal.domain.plan import agreement, drafts
from portal.domain.plan.content import ItemKind
from portal.domain.plan.items import Revision, RevisionState
from portal.domain.plan.plans import Plan
from portal.queries.customer import plans
from portal.queries.customer.shared import Act, BadgeState
from portal.queries.customer.shared_plans import SharedPlan
from tests.cast import Cast, contact_actor, staff_actor
from tests.factories.plans import goal, make_plan, next_step, sent_goals

pytestmark = pytest.mark.usefixtures("core")


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """One goal is sent, another is only drafted."""
    manager = staff_actor(cast.account_manager)
    with writing():
        made = make_plan(manager, cast.limppula.id)
        sent_goals(manager, made, "Sent")
        drafts.draft_item(manager, made.id, goal("Drafted"))
    return made


def seen(viewer: Viewer, cast: Cast) -> SharedPlan:
    return plans.plan(viewer, db.session.get_one(Customer, cast.limppula.id), 1)


def revision(title: str) -> Revision:
    return db.session.scalars(select(Revision).where(Revision.title == title)).one()


def preview(cast: Cast, *ticked: Revision) -> PreviewActor:
    manager = cast.account_manager
    return PreviewActor(manager.id, cast.limppula.id, manager.name, frozenset(one.id for one in ticked))


def test_a_draft_of_the_provider_is_seen_by_nobody_of_the_customer(cast: Cast, plan: Plan) -> None:
    for viewer in (contact_actor(cast.approver), contact_actor(cast.participant), preview(cast)):
        assert [one.title for one in seen(viewer, cast).goals] == ["Sent"]
    assert plan.number == 1


def test_a_drafted_change_leaves_what_the_customer_sees_as_it_was(cast: Cast, plan: Plan) -> None:
    with writing():
        drafts.draft_change(staff_actor(cast.account_manager), revision("Sent").item_id, goal("Changed"), 0)
    (item,) = seen(contact_actor(cast.approver), cast).goals
    assert (item.title, len(item.revisions)) == ("Sent", 1)
    assert plan.number == 1


def test_a_preview_shows_ticked_drafts_as_they_will_be_once_sent(cast: Cast, plan: Plan) -> None:
    found = seen(preview(cast, revision("Drafted")), cast).goals
    assert [(one.number, one.title, one.badge.state) for one in found] == [
        (1, "Sent", BadgeState.YOU),
        (2, "Drafted", BadgeState.YOU),
    ]
    with writing():
        drafted = revision("Drafted")
        drafts.send(staff_actor(cast.account_manager), plan.id, [(drafted.id, drafted.fingerprint)], "")
    sent = seen(contact_actor(cast.approver), cast).goals
    assert [(one.number, one.title, one.acts) for one in sent] == [(one.number, one.title, one.acts) for one in found]


def test_a_preview_shows_a_drafted_change_against_what_is_agreed(cast: Cast, plan: Plan) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        agreement.approve(approver, revision("Sent").id, revision("Sent").fingerprint)
        later = goal("Later", due=date(2027, 9, 30))
        changed = drafts.draft_change(manager, revision("Sent").item_id, later, 0)
    item, _ = plans.item(preview(cast, changed), plan.customer, plan, ItemKind.GOAL, 1)
    assert item.open is not None
    assert (item.open.number, item.before(item.open), item.in_force) == (2, item.in_force, item.revisions[1])
    assert item.badge.changing


def test_a_promise_of_the_provider_is_in_force_in_the_preview_already(cast: Cast, plan: Plan) -> None:
    with writing():
        own = drafts.draft_item(staff_actor(cast.account_manager), plan.id, next_step())
        asked = drafts.draft_item(staff_actor(cast.account_manager), plan.id, next_step("Ours", side=Side.CUSTOMER))
    found = seen(preview(cast, own, asked), cast).next_steps
    assert [(one.title, one.asked.state) for one in found] == [
        ("Walk through both cold stores", RevisionState.AGREED),
        ("Ours", RevisionState.OPEN),
    ]


def test_a_suggestion_is_seen_by_its_author_and_the_approvers_alone(cast: Cast, plan: Plan) -> None:
    with writing():
        drafts.suggest(contact_actor(cast.participant), plan.id, goal("Suggested"))
    for viewer in (contact_actor(cast.participant), contact_actor(cast.approver), contact_actor(cast.second_approver)):
        assert [one.title for one in seen(viewer, cast).suggested] == ["Suggested"]
    assert seen(preview(cast), cast).suggested == ()


def test_a_preview_never_shows_a_suggestion_even_if_its_draft_is_ticked(cast: Cast, plan: Plan) -> None:
    with writing():
        suggested = drafts.suggest(contact_actor(cast.participant), plan.id, goal("Suggested"))
    assert [one.title for one in seen(preview(cast, suggested), cast).items] == ["Sent"]


def test_a_plan_of_which_nothing_was_sent_is_not_found_but_can_be_previewed(cast: Cast) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        drafted = drafts.draft_item(manager, make_plan(manager, cast.limppula.id).id, goal("Drafted"))
    with pytest.raises(NotFound):
        seen(contact_actor(cast.approver), cast)
    assert [one.number for one in seen(preview(cast, drafted), cast).goals] == [1]


def test_a_participant_is_offered_to_suggest_and_comment_alone(cast: Cast, plan: Plan) -> None:
    (item,) = seen(contact_actor(cast.participant), cast).goals
    assert item.acts == {Act.COMMENT, Act.SUGGEST}
    assert (item.badge.state, item.badge.who) == (BadgeState.COLLEAGUE, ("Eero Limppunen", "Maija Kaurala"))
    assert plan.number == 1


def test_what_a_reader_gets_is_no_row_of_the_database(cast: Cast, plan: Plan) -> None:
    found = seen(contact_actor(cast.approver), cast)
    db.session.expunge_all()
    assert (found.goals[0].title, found.note.words if found.note else "") == ("Sent", "Please have a look.")
    assert plan.number == 1
