"""What only one's own side has seen: who would be responsible, order, and drafts that something overtook."""

import pytest
from sqlalchemy import select

from portal.db import db, writing
from portal.domain import audit
from portal.domain.audit import AuditEntry, AuditEvent
from portal.domain.errors import EditConflict, IllegalTransition, NotAllowed, NotFound, StaleRevision
from portal.domain.plan import carrying_out, drafts
from portal.domain.plan.drafts import Owners
from portal.domain.plan.items import Item
from portal.domain.plan.plans import Plan
from tests.cast import Cast, contact_actor, staff_actor
from tests.factories.plans import goal, make_plan, next_step, sent_goals

pytestmark = pytest.mark.usefixtures("core")


@pytest.fixture
def plan(cast: Cast) -> Plan:
    with writing():
        return make_plan(staff_actor(cast.account_manager), cast.limppula.id)


def test_a_team_member_says_who_of_each_side_would_be_responsible(cast: Cast, plan: Plan) -> None:
    member = staff_actor(cast.team_member)
    with writing():
        on = drafts.draft_item(member, plan.id, goal())
        draft = drafts.draft_item(member, plan.id, next_step())
        owners = Owners(cast.deputy.id, cast.participant.id)
        item = drafts.assign(member, draft.item_id, owners, goal_id=on.item_id)
        assert (item.owner_staff_id, item.owner_contact_id, item.goal_id) == (
            cast.deputy.id,
            cast.participant.id,
            on.item_id,
        )
        entries = len(db.session.scalars(select(AuditEntry)).all())
        drafts.assign(member, draft.item_id, owners, goal_id=on.item_id)
        assert len(db.session.scalars(select(AuditEntry)).all()) == entries
        assert audit.verify().intact


def test_nobody_of_another_customer_or_gone_can_be_responsible(cast: Cast, plan: Plan) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        draft = drafts.draft_item(manager, plan.id, goal())
        for owners in (
            Owners(staff_id=cast.rival_manager.id),
            Owners(contact_id=cast.rival_approver.id),
            Owners(contact_id=cast.deactivated.id),
        ):
            with pytest.raises(NotFound):
                drafts.assign(manager, draft.item_id, owners)
            with pytest.raises(NotFound):
                drafts.draft_item(manager, plan.id, goal(), owners=owners)


def test_once_it_was_opened_each_side_names_its_own_person_alone(cast: Cast, plan: Plan) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        (sent,) = sent_goals(manager, plan, "Less electricity")
        with pytest.raises(NotFound):
            drafts.assign(manager, sent.item_id, Owners(cast.deputy.id))
        drafts.draft_change(manager, sent.item_id, goal("Even less"), 0)
        with pytest.raises(IllegalTransition):
            drafts.assign(manager, sent.item_id, Owners(cast.deputy.id))


def test_a_draft_asked_for_twice_with_one_key_is_one(cast: Cast, plan: Plan) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        first, again = (drafts.draft_item(manager, plan.id, goal(), request_key="k") for _ in range(2))
    assert first.id == again.id


def test_saving_the_same_text_again_is_no_conflict_and_no_second_saving(cast: Cast, plan: Plan) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        draft = drafts.draft_item(manager, plan.id, goal())
        drafts.draft_change(manager, draft.item_id, goal("Other"), 1)
        assert drafts.draft_change(manager, draft.item_id, goal("Other"), 1).edits == 2
        with pytest.raises(EditConflict):
            drafts.draft_change(manager, draft.item_id, goal("Third"), 1)


def test_a_draft_that_a_proposal_overtook_is_sent_only_after_it_was_seen(cast: Cast, plan: Plan) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        (sent,) = sent_goals(manager, plan, "Less electricity")
        draft = drafts.draft_change(manager, sent.item_id, goal("Even less"), 0)
        countered = drafts.propose(approver, sent.item_id, goal("None"), seen_revision_id=sent.id)
        with pytest.raises(StaleRevision), db.session.begin_nested():
            drafts.send(manager, plan.id, [(draft.id, draft.fingerprint)], "")
        with pytest.raises(StaleRevision):
            drafts.renew(manager, draft.id, sent.id)
        drafts.renew(manager, draft.id, countered.revision_id)
        drafts.renew(manager, draft.id, countered.revision_id)
        drafts.send(manager, plan.id, [(draft.id, draft.fingerprint)], "")
        assert draft.number == 3
    events = db.session.scalars(select(AuditEntry.event)).all()
    assert events.count(AuditEvent.DRAFT_CHANGED) == 1


def test_moving_passes_over_what_the_provider_does_not_see(cast: Cast, plan: Plan) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        one, two = sent_goals(manager, plan, "One", "Two")
        hidden = drafts.suggest(contact_actor(cast.participant), plan.id, goal("Hidden"))
        three = drafts.draft_item(manager, plan.id, goal("Three"))
        carrying_out.move_item(manager, three.item_id, -1)
        order = db.session.scalars(
            select(Item.id).where(Item.id != hidden.item_id).order_by(Item.position, Item.id)
        ).all()
        assert order == [one.item_id, three.item_id, two.item_id]
        with pytest.raises(NotFound):
            carrying_out.move_item(manager, hidden.item_id, -1)
        with pytest.raises(NotAllowed):
            carrying_out.move_item(staff_actor(cast.team_member), one.item_id, 1)
