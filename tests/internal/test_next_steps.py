"""Next steps in the plan editor."""

from typing import Any

from sqlalchemy import select

from portal.db import db, writing
from portal.domain.people.sides import Side
from portal.domain.plan import drafts
from portal.domain.plan.content import ItemKind, NextStepContent
from portal.domain.plan.items import Item, Revision
from tests.cast import Cast, staff_actor
from tests.factories.plans import goal, next_step
from tests.internal.conftest import DeskOf
from tests.internal.plan_pages import PlanPages, new_plan, plan_of, state_of


def test_a_next_step_is_promised_by_one_side_on_a_goal_by_a_day(cast: Cast, desk_of: DeskOf) -> None:
    plan = new_plan(cast)
    with writing():
        on = drafts.draft_item(staff_actor(cast.account_manager), plan.id, goal())
    pages = PlanPages(desk_of(cast.account_manager), plan_of(cast.limppula, 1))
    assert pages.post("next-steps/new").status_code == 303
    item = db.session.scalars(select(Item).where(Item.kind == ItemKind.NEXT_STEP)).one()
    typed: dict[str, Any] = {"title": "Send the drawings", "side": "customer", "due": "15.1.2027", "goal": on.item_id}
    owner: dict[str, Any] = {"owner_staff": "", "owner_contact": cast.participant.id}
    assert pages.post(f"next-steps/drafts/{item.id}", edits=1, **typed, **owner).status_code == 303
    saved = db.session.scalars(select(Revision).where(Revision.item_id == item.id)).one()
    content = saved.wording()
    assert isinstance(content, NextStepContent)
    assert content.side is Side.CUSTOMER
    assert (saved.item.goal_id, saved.item.owner_contact_id) == (on.item_id, cast.participant.id)
    page = pages.text()
    assert "The customer does: Oksana Kovalenko" in page
    assert "On Cold rooms use less electricity" in page


def test_a_goal_of_another_plan_cannot_be_chosen(cast: Cast, desk_of: DeskOf) -> None:
    manager = staff_actor(cast.account_manager)
    plan, other = new_plan(cast), new_plan(cast)
    with writing():
        draft = drafts.draft_item(manager, plan.id, next_step())
        foreign = drafts.draft_item(manager, other.id, goal())
    pages = PlanPages(desk_of(cast.account_manager), plan_of(cast.limppula, 1))
    typed: dict[str, Any] = {"title": "Walk", "side": "provider", "due": "15.1.2027", "goal": foreign.item_id}
    assert pages.post(f"next-steps/drafts/{draft.item_id}", edits=1, **typed).status_code == 422
    assert pages.post("next-steps/new", goal=foreign.item_id).status_code == 404
    assert state_of(draft.id).edits == 1


def test_a_goal_is_not_edited_as_a_next_step(cast: Cast, desk_of: DeskOf) -> None:
    plan = new_plan(cast)
    with writing():
        draft = drafts.draft_item(staff_actor(cast.account_manager), plan.id, goal())
    pages = PlanPages(desk_of(cast.account_manager), plan_of(cast.limppula, 1))
    assert pages.get(f"next-steps/drafts/{draft.item_id}").status_code == 404
