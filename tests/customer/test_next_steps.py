"""Next steps of both sides: by month, done or blocked in words, opened again, and new ones."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.db import db, writing
from portal.domain.plan import carrying_out, drafts
from portal.domain.plan.items import Item, Progress, Revision, RevisionState
from tests.cast import Cast, contact_actor, staff_actor
from tests.customer.conftest import Visit
from tests.customer.pages import answer, read, send
from tests.factories.plans import agreed_plan, next_step


@pytest.fixture
def approver(visit: Visit, cast: Cast) -> FlaskClient:
    return visit(cast.approver)


def step(title: str) -> tuple[Item, Revision]:
    """The newest revision of that title, with its item."""
    db.session.rollback()
    query = select(Item, Revision).join(Revision, Revision.item_id == Item.id).where(Revision.title == title)
    item, revision = db.session.execute(query.order_by(Revision.id.desc()).limit(1)).one()
    return item, revision


def test_the_agenda_goes_by_month_and_says_whose_each_is(approver: FlaskClient, plan: str) -> None:
    page = read(approver, f"{plan}/next-steps")
    assert page.heading == "Next steps"
    assert "January 2027" in page.text
    assert "Walk through both cold stores" in page.text
    assert "Send the dates" in page.text


def test_an_empty_agenda_says_what_it_is_for(visit: Visit, cast: Cast, home: str) -> None:
    with writing():
        agreed_plan(staff_actor(cast.account_manager), contact_actor(cast.approver))
    assert "No next steps yet" in read(visit(cast.approver), f"{home}plans/1/next-steps").text


def test_a_step_asked_of_us_waits_and_is_approved_like_a_goal(approver: FlaskClient, plan: str) -> None:
    page = read(approver, f"{plan}/next-steps/2")
    assert "Approve this next step" in page.text
    answer(approver, f"{plan}/next-steps/2", "approve")
    assert step("Send the dates")[1].state is RevisionState.AGREED


def test_a_step_of_ours_is_done_and_can_be_opened_again(approver: FlaskClient, plan: str) -> None:
    answer(approver, f"{plan}/next-steps/2", "approve")
    page = answer(approver, f"{plan}/next-steps/2", "done")
    assert "Marked as done." in page.text
    assert step("Send the dates")[0].progress is Progress.DONE
    page = answer(approver, f"{plan}/next-steps/2", "reopen", **{"reopen-words": "Two dates were wrong."})
    assert "It is open again." in page.text
    assert step("Send the dates")[0].progress is Progress.OPEN


def test_what_blocks_is_said_in_words(approver: FlaskClient, plan: str) -> None:
    answer(approver, f"{plan}/next-steps/2", "approve")
    page = answer(approver, f"{plan}/next-steps/2", "blocked", **{"blocked-words": ""})
    assert (page.status, "Say it in a few words." in page.text) == (422, True)
    page = answer(approver, f"{plan}/next-steps/2", "blocked", **{"blocked-words": "The list is not ready."})
    assert "The list is not ready." in page.text
    assert "Blocked: The list is not ready." in read(approver, f"{plan}/next-steps").text


def test_a_step_of_the_provider_is_not_ours_to_finish_but_ours_to_question(
    approver: FlaskClient, plan: str, cast: Cast
) -> None:
    assert not read(approver, f"{plan}/next-steps/1").has_form("/done")
    assert send(approver, f"{plan}/next-steps/1/done").status == 404
    with writing():
        item = step("Walk through both cold stores")[0]
        carrying_out.mark_done(staff_actor(cast.account_manager), item.id)
    assert answer(approver, f"{plan}/next-steps/1", "reopen", **{"reopen-words": ""}).status == 422
    page = answer(approver, f"{plan}/next-steps/1", "reopen", **{"reopen-words": "The second store is missing."})
    assert "The second store is missing." in page.text


def test_a_participant_reports_on_their_own_steps_alone(
    visit: Visit, approver: FlaskClient, plan: str, cast: Cast
) -> None:
    answer(approver, f"{plan}/next-steps/2", "approve")
    participant = visit(cast.participant)
    assert not read(participant, f"{plan}/next-steps/2").has_form("/done")
    assert send(participant, f"{plan}/next-steps/2/done").status == 404
    with writing():
        step("Send the dates")[0].owner_contact_id = cast.participant.id
    assert "Marked as done." in answer(participant, f"{plan}/next-steps/2", "done").text


def test_a_step_that_is_not_agreed_is_not_done(approver: FlaskClient, plan: str) -> None:
    assert send(approver, f"{plan}/next-steps/2/done").status == 409


def test_a_promise_of_ones_own_holds_at_once(approver: FlaskClient, plan: str, cast: Cast) -> None:
    fields = read(approver, f"{plan}/next-steps/new").form("/next-steps/new")
    typed = {"title": "Move the shelves", "side": "customer", "due": "1.3.2027", "goal": "1"}
    pages = [send(approver, f"{plan}/next-steps/new", **fields, **typed) for _ in "12"]
    assert [page.heading for page in pages] == ["Move the shelves"] * 2
    item, revision = step("Move the shelves")
    assert (revision.state, item.number) == (RevisionState.AGREED, 3)
    assert item.owner_contact_id == cast.approver.id
    assert "Less electricity" in pages[0].text


def test_what_is_asked_of_the_provider_waits_for_them(approver: FlaskClient, plan: str) -> None:
    page = send(approver, f"{plan}/next-steps/new", title="Send the drawings", side="provider", due="1.3.2027")
    assert "Waiting for Aino" in page.text
    assert step("Send the drawings")[1].state is RevisionState.OPEN


def test_a_participants_step_goes_to_the_approvers(visit: Visit, plan: str, cast: Cast) -> None:
    page = send(visit(cast.participant), f"{plan}/next-steps/new", title="Tidy up", side="customer", due="1.3.2027")
    assert "Your approvers see the next step now" in page.text
    assert "Oksana Kovalenko suggests a next step" in read(visit(cast.approver), f"{plan}/").text


def test_a_bad_day_is_kept(approver: FlaskClient, plan: str) -> None:
    page = send(approver, f"{plan}/next-steps/new", title="Tidy up", side="nobody", due="1.13.2027", goal="x")
    assert page.status == 422
    assert (page.value_of("title"), page.value_of("due")) == ("Tidy up", "1.13.2027")


def test_another_date_for_a_step_of_the_provider_can_be_suggested(approver: FlaskClient, plan: str) -> None:
    page = answer(approver, f"{plan}/next-steps/1", "date", **{"date-due": "22.1.2027"})
    assert "[-Fri 15 January 2027-]{+Fri 22 January 2027+}" in page.text
    assert step("Walk through both cold stores")[1].state is RevisionState.OPEN


def test_a_step_of_a_goal_leads_to_it_and_back(approver: FlaskClient, plan: str) -> None:
    send(approver, f"{plan}/next-steps/new", title="Move the shelves", side="customer", due="1.3.2027", goal="1")
    assert "Move the shelves" in read(approver, f"{plan}/goals/1").text
    assert "For the goal Less electricity" in read(approver, f"{plan}/next-steps/3").text


def test_a_step_that_was_only_drafted_is_not_found(approver: FlaskClient, plan: str, cast: Cast) -> None:
    with writing():
        plan_id = step("Send the dates")[0].plan_id
        drafts.draft_item(staff_actor(cast.account_manager), plan_id, next_step("Secret"))
    assert read(approver, f"{plan}/next-steps/3").status == 404
    assert "Secret" not in read(approver, f"{plan}/next-steps").text


def test_another_customers_steps_are_not_found(visit: Visit, plan: str, cast: Cast) -> None:
    rival = visit(cast.rival_approver)
    assert read(rival, f"{plan}/next-steps").status == 404
    assert send(rival, f"{plan}/next-steps/1/done").status == 404


@pytest.mark.parametrize("act", ["done", "blocked", "reopen"])
def test_progress_is_not_changed_by_reading(approver: FlaskClient, plan: str, act: str) -> None:
    assert read(approver, f"{plan}/next-steps/1/{act}").status == 405
