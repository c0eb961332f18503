"""Goals in the plan editor: drafted in their place, saved while they are written, never over another's text."""

import re
from typing import Any

import pytest
from sqlalchemy import func, select

from portal.db import db, writing
from portal.domain.people.sides import Side
from portal.domain.plan import agreement, drafts
from portal.domain.plan.content import GoalContent
from portal.domain.plan.items import Item, Revision, RevisionState
from tests.cast import Cast, contact_actor, staff_actor
from tests.factories.plans import agreed_plan, goal, sent_goals
from tests.internal.conftest import DeskOf
from tests.internal.plan_pages import PlanPages, new_plan, plan_of, state_of

TYPED: dict[str, Any] = {
    "title": "Less electricity",
    "description": "Door seals.",
    "horizon": "short",
    "measure": "Electricity used",
    "unit": "MWh",
    "baseline": "412",
    "target": "362,5",
    "starts": "1.1.2027",
    "due": "30.6.2027",
}


def drafted(cast: Cast, title: str = "Less electricity") -> Revision:
    plan = new_plan(cast)
    with writing():
        return drafts.draft_item(staff_actor(cast.account_manager), plan.id, goal(title))


def at_plan(cast: Cast, desk_of: DeskOf, who: str = "account_manager", number: int = 1) -> PlanPages:
    return PlanPages(desk_of(getattr(cast, who)), plan_of(cast.limppula, number))


def test_a_goal_is_added_and_opens_for_writing_in_its_place(cast: Cast, desk_of: DeskOf) -> None:
    new_plan(cast)
    pages = at_plan(cast, desk_of, "team_member")
    answer = pages.post("goals/new", once="one-key")
    assert answer.status_code == 303
    page = pages.desk.client.get(answer.location).text
    assert "data-editing" in page
    assert 'data-autosave="plan-saved"' in page


def test_adding_a_goal_twice_with_one_key_adds_one(cast: Cast, desk_of: DeskOf) -> None:
    new_plan(cast)
    pages = at_plan(cast, desk_of)
    assert pages.post("goals/new", once="k").location == pages.post("goals/new", once="k").location
    assert db.session.scalar(select(func.count()).select_from(Item)) == 1


def test_every_field_of_a_goal_is_saved(cast: Cast, desk_of: DeskOf) -> None:
    draft = drafted(cast, "")
    pages = at_plan(cast, desk_of)
    owners: dict[str, Any] = {"owner_staff": cast.team_member.id, "owner_contact": cast.participant.id}
    answer = pages.post(f"goals/drafts/{draft.item_id}", edits=1, done=1, **TYPED, **owners)
    assert answer.status_code == 303
    saved = state_of(draft.id)
    content = saved.wording()
    assert isinstance(content, GoalContent)
    assert (str(content.target), content.due and content.due.isoformat(), content.unit) == (
        "362.5",
        "2027-06-30",
        "MWh",
    )
    assert (saved.item.owner_staff_id, saved.item.owner_contact_id) == (cast.team_member.id, cast.participant.id)


def test_saving_while_writing_answers_with_the_new_count_of_savings(cast: Cast, desk_of: DeskOf) -> None:
    draft = drafted(cast)
    pages = at_plan(cast, desk_of)
    answer = pages.post(f"goals/drafts/{draft.item_id}", htmx=True, edits=1, **{**TYPED, "title": "Even less"})
    assert answer.status_code == 200
    assert f'id="item-{draft.item_id}-edits" value="2" hx-swap-oob="true"' in answer.text
    assert "<html" not in answer.text
    assert state_of(draft.id).title == "Even less"


def test_done_gives_the_goal_back_as_it_reads(cast: Cast, desk_of: DeskOf) -> None:
    draft = drafted(cast)
    pages = at_plan(cast, desk_of)
    answer = pages.post(f"goals/drafts/{draft.item_id}", htmx=True, edits=1, done=1, **TYPED)
    assert answer.headers["HX-Retarget"] == f"#item-{draft.item_id}"
    assert "Draft, not sent" in answer.text
    assert "data-editing" not in answer.text


@pytest.mark.parametrize("htmx", [True, False])
def test_a_second_editor_overwrites_nothing_and_sees_both_texts(cast: Cast, desk_of: DeskOf, htmx: bool) -> None:
    draft = drafted(cast)
    address = f"goals/drafts/{draft.item_id}"
    first, second = at_plan(cast, desk_of), at_plan(cast, desk_of, "team_member")
    assert first.post(address, edits=1, **{**TYPED, "title": "The first text"}).status_code == 303
    answer = second.post(address, htmx=htmx, edits=1, **{**TYPED, "title": "The second text"})
    assert answer.status_code == 409
    assert "Aino Revontaival saved another text first" in answer.text
    assert re.search(r"<del>.*first", answer.text)
    assert re.search(r"<ins>.*second", answer.text)
    assert ('value="The second text"' in answer.text) is not htmx
    assert state_of(draft.id).title == "The first text"


def test_having_seen_the_others_text_one_may_save_over_it(cast: Cast, desk_of: DeskOf) -> None:
    draft = drafted(cast)
    address = f"goals/drafts/{draft.item_id}"
    pages = at_plan(cast, desk_of)
    pages.post(address, edits=1, **{**TYPED, "title": "The first text"})
    assert pages.post(address, edits=1, over=2, **{**TYPED, "title": "The second text"}).status_code == 303
    assert state_of(draft.id).title == "The second text"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("due", "31.2.2027", "Write the day like this"),
        ("due", "1.12.2026", "The due date is before the start date."),
        ("target", "a lot", "Write a number"),
        ("title", "x" * 201, "This text is too long."),
        ("horizon", "for ever", "Not a valid choice"),
        ("owner_staff", "999999", "Not a valid choice"),
    ],
)
def test_what_does_not_hold_is_said_and_what_was_typed_stays(
    cast: Cast, desk_of: DeskOf, field: str, typed: str, words: str
) -> None:
    draft = drafted(cast)
    pages = at_plan(cast, desk_of)
    answer = pages.post(f"goals/drafts/{draft.item_id}", edits=1, **{**TYPED, "title": "New title", field: typed})
    assert answer.status_code == 422
    assert words in answer.text
    if field in ("due", "target", "title"):
        assert f'value="{typed}"' in answer.text
    assert state_of(draft.id).edits == 1


def test_a_goal_of_ten_megabytes_is_refused_whole(cast: Cast, desk_of: DeskOf) -> None:
    draft = drafted(cast)
    pages = at_plan(cast, desk_of)
    answer = pages.post(f"goals/drafts/{draft.item_id}", edits=1, **{**TYPED, "description": "a" * 10_000_000})
    assert answer.status_code == 413
    assert "too" in answer.text.lower()
    assert state_of(draft.id).edits == 1


def test_editing_an_agreed_goal_drafts_a_change_on_it(cast: Cast, desk_of: DeskOf) -> None:
    with writing():
        agreed_plan(staff_actor(cast.account_manager), contact_actor(cast.approver))
    item_id = db.session.scalars(select(Item.id)).one()
    pages = at_plan(cast, desk_of)
    assert pages.post(f"goals/drafts/{item_id}", edits=0, **TYPED).status_code == 303
    page = pages.text()
    assert "Change drafted, not sent" in page
    assert "Agreed" in page
    states = db.session.scalars(select(Revision.state).order_by(Revision.id)).all()
    assert states == [RevisionState.AGREED, RevisionState.DRAFT]


def test_opening_and_closing_the_form_of_an_agreed_goal_drafts_nothing(cast: Cast, desk_of: DeskOf) -> None:
    with writing():
        agreed_plan(staff_actor(cast.account_manager), contact_actor(cast.approver))
    revision = db.session.scalars(select(Revision)).one()
    same: dict[str, Any] = {**TYPED, "title": revision.title}
    same["description"] = "New door seals and speed-controlled fans."
    same |= {"measure": "Electricity used in a year", "target": "362"}
    pages = at_plan(cast, desk_of)
    assert pages.post(f"goals/drafts/{revision.item_id}", edits=0, done=1, **same).status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Revision)) == 1


def test_a_draft_is_removed_with_the_goal_that_nobody_outside_has_seen(cast: Cast, desk_of: DeskOf) -> None:
    draft = drafted(cast)
    pages = at_plan(cast, desk_of)
    assert "data-confirm" in pages.text()
    assert pages.post(f"drafts/{draft.id}/discard").status_code == 303
    assert db.session.scalar(select(func.count()).select_from(Item)) == 0


def test_goals_are_reordered_by_buttons_and_the_moved_one_keeps_the_focus(cast: Cast, desk_of: DeskOf) -> None:
    plan = new_plan(cast)
    with writing():
        for title in ("One", "Two", "Three"):
            drafts.draft_item(staff_actor(cast.account_manager), plan.id, goal(title))
    last = db.session.scalars(select(Item.id).order_by(Item.id.desc())).first()
    pages = at_plan(cast, desk_of)
    answer = pages.post(f"items/{last}/move", htmx=True, offset=-1)
    assert re.findall(r"(One|Two|Three)</h3>", answer.text) == ["One", "Three", "Two"]
    assert re.search(rf'id="item-{last}"[^>]*data-focus', answer.text)
    assert re.findall(r"(One|Two|Three)</h3>", pages.text()) == ["One", "Three", "Two"]


def test_a_team_member_drafts_but_does_not_reorder(cast: Cast, desk_of: DeskOf) -> None:
    draft = drafted(cast)
    pages = at_plan(cast, desk_of, "team_member")
    assert pages.post(f"items/{draft.item_id}/move", offset=1).status_code == 403
    assert "data-move=" not in pages.text()


@pytest.mark.parametrize(("who", "status"), [("administrator", 403), ("unassigned", 404), ("rival_manager", 404)])
def test_who_is_not_of_the_account_team_drafts_nothing(cast: Cast, desk_of: DeskOf, who: str, status: int) -> None:
    draft = drafted(cast)
    pages = at_plan(cast, desk_of, who)
    assert pages.post("goals/new").status_code == status
    assert pages.get(f"goals/drafts/{draft.item_id}").status_code == status
    assert pages.post(f"goals/drafts/{draft.item_id}", edits=1, **TYPED).status_code == status
    assert pages.post(f"drafts/{draft.id}/discard").status_code == status
    assert state_of(draft.id).edits == 1


def test_an_item_of_another_plan_is_not_found_under_this_ones_address(cast: Cast, desk_of: DeskOf) -> None:
    draft = drafted(cast)
    new_plan(cast)
    pages = at_plan(cast, desk_of, number=2)
    assert pages.get(f"goals/drafts/{draft.item_id}").status_code == 404
    assert pages.post(f"goals/drafts/{draft.item_id}", edits=1, **TYPED).status_code == 404
    assert pages.post(f"drafts/{draft.id}/discard").status_code == 404
    assert pages.post(f"items/{draft.item_id}/move", offset=1).status_code == 404
    assert pages.get("goals/drafts/424242").status_code == 404


def test_what_the_customers_people_draft_among_themselves_is_not_shown(cast: Cast, desk_of: DeskOf) -> None:
    plan = new_plan(cast)
    with writing():
        sent_goals(staff_actor(cast.account_manager), plan, "Less electricity")
        drafts.suggest(contact_actor(cast.participant), plan.id, goal("A secret wish"))
    hidden = db.session.scalars(select(Revision).where(Revision.side == Side.CUSTOMER)).one()
    pages = at_plan(cast, desk_of)
    assert "A secret wish" not in pages.text()
    assert pages.get(f"goals/drafts/{hidden.item_id}").status_code == 404
    assert pages.post(f"items/{hidden.item_id}/move", offset=-1).status_code == 404


def test_a_draft_begun_before_a_counter_proposal_shows_the_difference_and_is_kept_by_an_act(
    cast: Cast, desk_of: DeskOf
) -> None:
    plan = new_plan(cast)
    manager = staff_actor(cast.account_manager)
    with writing():
        (sent,) = sent_goals(manager, plan, "Less electricity")
        draft = drafts.draft_change(manager, sent.item_id, goal("Much less electricity"), 0)
        drafts.propose(contact_actor(cast.approver), sent.item_id, goal("No electricity"), seen_revision_id=sent.id)
    newest = db.session.scalars(select(Revision.id).where(Revision.state == RevisionState.OPEN)).one()
    pages = at_plan(cast, desk_of)
    page = pages.text(f"goals/drafts/{sent.item_id}")
    assert "Eero Limppunen proposed something after this draft was begun" in page
    assert pages.post(f"drafts/{draft.id}/renew", seen=sent.id).status_code == 409
    assert pages.post(f"drafts/{draft.id}/renew", seen=newest).status_code == 303
    assert state_of(draft.id).based_on_id == newest


@pytest.mark.parametrize("htmx", [True, False])
def test_in_a_plan_that_was_closed_meanwhile_the_text_stays_in_the_form(
    cast: Cast, desk_of: DeskOf, htmx: bool
) -> None:
    draft = drafted(cast)
    with writing():
        agreement.close_plan(staff_actor(cast.lead), draft.item.plan_id, "Over.")
    pages = at_plan(cast, desk_of)
    answer = pages.post(f"goals/drafts/{draft.item_id}", htmx=htmx, edits=1, **{**TYPED, "title": "My new text"})
    assert answer.status_code == 409
    assert "The plan was closed meanwhile" in answer.text
    assert ("<html" in answer.text) is not htmx
    assert ('value="My new text"' in answer.text) is not htmx
