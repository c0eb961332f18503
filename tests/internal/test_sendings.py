"""Sending for review: the preview of what goes, the sending by fingerprint, and who has opened it."""

import re
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import func, select
from time_machine import Traveller

from portal.db import db, writing
from portal.domain.insight.sections import InternalSectionKind, save_internal_section
from portal.domain.outbox import OutboxKind, OutboxMessage
from portal.domain.people.contacts import Contact
from portal.domain.people.tokens import PreviewGrant
from portal.domain.plan import drafts, plans
from portal.domain.plan.items import Revision, RevisionState, Sending
from portal.domain.plan.plans import Plan
from tests.cast import Cast, contact_actor, staff_actor
from tests.factories.people import PASSWORD
from tests.factories.plans import goal, make_plan, next_step, sent_goals
from tests.internal.conftest import DeskOf
from tests.internal.plan_pages import PlanPages, new_plan, plan_of


def at_plan(cast: Cast, desk_of: DeskOf, who: str = "account_manager") -> PlanPages:
    return PlanPages(desk_of(getattr(cast, who)), plan_of(cast.limppula, 1))


@pytest.fixture
def plan(cast: Cast) -> Plan:
    """A plan with one complete goal and one step on it."""
    manager = staff_actor(cast.account_manager)
    with writing():
        plan = make_plan(manager, cast.limppula.id)
        on = drafts.draft_item(manager, plan.id, goal("Less electricity"))
        drafts.draft_item(manager, plan.id, next_step("Walk through"), goal_id=on.item_id)
    return plan


def ticked(page: str) -> list[str]:
    return re.findall(r'name="drafts" value="([^"]+)" checked', page)


def states() -> set[RevisionState]:
    return set(db.session.scalars(select(Revision.state)))


def test_the_preview_says_what_goes_whom_it_reaches_and_what_stays(cast: Cast, desk_of: DeskOf, plan: Plan) -> None:
    with writing():
        save_internal_section(
            staff_actor(cast.account_manager), plan.id, InternalSectionKind.POTENTIAL, "They could buy doors", 0
        )
    page = at_plan(cast, desk_of).text("send")
    assert "Eero Limppunen and 2 others will see 1 goal and 1 next step; 1 internal note stays here." in page
    for seen in ("Less electricity", "Walk through", "Electricity used in a year", "Oksana Kovalenko", "Only us"):
        assert seen in page
    assert "They could buy doors" not in page
    assert len(ticked(page)) == 2


def test_what_is_ticked_is_sent_with_the_note(cast: Cast, desk_of: DeskOf, plan: Plan) -> None:
    pages = at_plan(cast, desk_of)
    answer = pages.post("send", drafts=ticked(pages.text("send")), note="Please have a look.", once="k1")
    assert answer.status_code == 303
    assert db.session.scalars(select(Sending.note)).one() == "Please have a look."
    assert RevisionState.DRAFT not in states()
    mails = select(func.count()).where(OutboxMessage.kind == OutboxKind.PLAN_SENT)
    assert db.session.scalar(mails) == 3
    page = pages.text("sendings")
    assert "Please have a look." in page
    assert "Nobody has opened it yet." in page


def test_sending_twice_with_one_key_sends_once(cast: Cast, desk_of: DeskOf, plan: Plan) -> None:
    pages = at_plan(cast, desk_of)
    fields: dict[str, Any] = {"drafts": ticked(pages.text("send")), "note": "Once.", "once": "k1"}
    assert [pages.post("send", **fields).status_code for _ in range(2)] == [303, 303]
    assert db.session.scalar(select(func.count()).select_from(Sending)) == 1


def test_a_draft_that_changed_since_the_preview_keeps_everything_here(cast: Cast, desk_of: DeskOf, plan: Plan) -> None:
    pages = at_plan(cast, desk_of)
    seen = ticked(pages.text("send"))
    with writing():
        draft = db.session.scalars(select(Revision).order_by(Revision.id)).first()
        assert draft
        drafts.draft_change(staff_actor(cast.team_member), draft.item_id, goal("Even less"), 1)
    answer = pages.post("send", drafts=seen, note="My long note.")
    assert answer.status_code == 409
    assert "A draft changed since you looked, so nothing was sent." in answer.text
    assert "My long note." in answer.text
    assert "Even less" in answer.text
    assert states() == {RevisionState.DRAFT}
    assert db.session.scalar(select(func.count()).select_from(Sending)) == 0


def test_a_step_without_its_goal_is_not_sent_and_nothing_is_half_written(
    cast: Cast, desk_of: DeskOf, plan: Plan
) -> None:
    pages = at_plan(cast, desk_of)
    step = ticked(pages.text("send"))[1:]
    answer = pages.post("send", drafts=step, note="Just the step.")
    assert answer.status_code == 422
    assert "Send the goal before, or together with, its next steps." in answer.text
    assert "Just the step." in answer.text
    assert db.session.scalar(select(func.count()).select_from(Sending)) == 0
    assert states() == {RevisionState.DRAFT}


def test_nothing_ticked_and_nonsense_ticked_send_nothing(cast: Cast, desk_of: DeskOf, plan: Plan) -> None:
    pages = at_plan(cast, desk_of)
    assert "Choose at least one thing to send." in pages.post("send", note="x").text
    for nonsense in ("x", "1", "99999:abc", "²:abc", ":"):
        assert pages.post("send", drafts=[nonsense], note="x").status_code == 409
    assert states() == {RevisionState.DRAFT}


def test_an_incomplete_draft_is_named_with_what_is_missing(cast: Cast, desk_of: DeskOf, plan: Plan) -> None:
    with writing():
        drafts.draft_item(staff_actor(cast.account_manager), plan.id, goal("Without a day", due=None))
    page = at_plan(cast, desk_of).text("send")
    assert "Ready by: This is needed before it can be sent." in page
    assert len(ticked(page)) == 2


def test_without_an_approver_the_preview_says_so_and_leads_to_inviting_one(
    cast: Cast, desk_of: DeskOf, plan: Plan
) -> None:
    with writing():
        for contact in db.session.scalars(select(Contact).where(Contact.customer_id == cast.limppula.id)):
            contact.accepted_at = None
    page = at_plan(cast, desk_of).text("send")
    assert "Nobody at the customer can approve goals yet." in page
    assert "Invite an approver" in page


@pytest.mark.parametrize(
    ("who", "status"), [("team_member", 403), ("administrator", 403), ("unassigned", 404), ("lead", 200)]
)
def test_only_those_who_decide_see_the_preview_and_send(
    cast: Cast, desk_of: DeskOf, plan: Plan, who: str, status: int
) -> None:
    pages = at_plan(cast, desk_of, who)
    assert pages.get("send").status_code == status
    if status != 200:
        assert pages.post("send", drafts=["1:x"]).status_code == status
        assert pages.post("send/view-as", drafts=["1:x"]).status_code == status
        assert states() == {RevisionState.DRAFT}


def test_the_customers_view_is_granted_with_the_ticked_drafts_of_this_plan_only(
    cast: Cast, desk_of: DeskOf, plan: Plan
) -> None:
    other = new_plan(cast)
    with writing():
        foreign = drafts.draft_item(staff_actor(cast.account_manager), other.id, goal("Of another plan"))
    pages = at_plan(cast, desk_of)
    seen = ticked(pages.text("send"))
    assert pages.post("send/view-as", drafts=[*seen, f"{foreign.id}:{foreign.fingerprint}"]).status_code == 200
    grant = db.session.scalars(select(PreviewGrant)).one()
    assert grant.plan_id == plan.id
    assert grant.revision_ids.split(",") == [value.partition(":")[0] for value in seen]


def test_who_has_opened_the_plan_is_told(cast: Cast, desk_of: DeskOf) -> None:
    plan = new_plan(cast)
    with writing():
        sent_goals(staff_actor(cast.account_manager), plan, "Less electricity")
        plans.mark_opened(plan.id, contact_actor(cast.participant).contact_id)
    assert "Oksana Kovalenko" in at_plan(cast, desk_of, "team_member").text("sendings")


def test_a_note_of_ten_megabytes_sends_nothing(cast: Cast, desk_of: DeskOf, plan: Plan) -> None:
    pages = at_plan(cast, desk_of)
    seen = ticked(pages.text("send"))
    assert pages.post("send", drafts=seen, note="a" * 10_000_000).status_code == 413
    answer = pages.post("send", drafts=seen, note="a" * 20_001)
    assert answer.status_code == 422
    assert "This text is too long." in answer.text
    assert states() == {RevisionState.DRAFT}


def test_who_signed_in_long_ago_proves_it_again_and_the_note_goes_along(
    cast: Cast, desk_of: DeskOf, plan: Plan, clock: Traveller
) -> None:
    pages = at_plan(cast, desk_of)
    fields: dict[str, Any] = {"drafts": ticked(pages.text("send")), "note": "My long note."}
    clock.shift(timedelta(hours=13))
    asked = pages.post("send", **fields)
    assert asked.status_code == 422
    assert "My long note." in asked.text
    assert states() == {RevisionState.DRAFT}
    assert pages.post("send", **fields, fresh_password=PASSWORD).status_code == 303
    assert RevisionState.DRAFT not in states()
