"""Reviewing several things at once: all of them or nothing, and only what was seen."""

from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.db import db, writing
from portal.domain.plan import drafts
from portal.domain.plan.documents import AgreedVersion
from portal.domain.plan.items import Decision, Revision, RevisionState
from tests.cast import Cast, staff_actor
from tests.customer.conftest import Visit
from tests.customer.pages import answer, read, send
from tests.factories.plans import goal


@pytest.fixture
def approver(visit: Visit, cast: Cast) -> FlaskClient:
    return visit(cast.approver)


def states() -> list[RevisionState]:
    """Of the two goals and the step that wait, by their titles."""
    db.session.rollback()
    titles = ["Less electricity", "Fewer stops", "Send the dates"]
    rows = db.session.execute(select(Revision.title, Revision.state).where(Revision.title.in_(titles)))
    found = {row.title: row.state for row in rows}
    return [found[title] for title in titles]


def move_the_date(cast: Cast, title: str) -> None:
    """The account manager opens another date while the customer reads."""
    with writing():
        seen = db.session.scalars(select(Revision).where(Revision.title == title)).one()
        later = goal(title, due=date(2027, 9, 30))
        drafts.propose(staff_actor(cast.account_manager), seen.item_id, later, seen_revision_id=seen.id)


def test_the_list_says_what_waits_with_the_note_that_came_with_it(approver: FlaskClient, plan: str) -> None:
    page = read(approver, f"{plan}/review")
    assert page.heading == "Review 2 goals and 1 next step"
    assert "Please have a look." in page.text
    assert "Approve 2 goals and 1 next step" in page.text
    assert page.text.index("Less electricity") < page.text.index("Fewer stops") < page.text.index("Send the dates")


def test_the_check_shows_exactly_what_is_approved(approver: FlaskClient, plan: str) -> None:
    page = read(approver, f"{plan}/review/check")
    assert page.heading == "Check and approve 2 goals and 1 next step"
    for told in ("412 MWh", "Wed 30 June 2027", "You approve as Eero Limppunen", "Fri 15 January 2027"):
        assert told in page.text


def test_the_check_can_be_narrowed_to_some_goals(approver: FlaskClient, plan: str) -> None:
    assert read(approver, f"{plan}/review/check?goals=2").heading == "Check and approve 1 goal"
    assert read(approver, f"{plan}/review/check?goals=77").status == 302


def test_several_are_approved_at_once_and_the_version_is_told(approver: FlaskClient, plan: str) -> None:
    page = send(approver, f"{plan}/review/approve", **read(approver, f"{plan}/review/check").form("/approve"))
    assert "You approved 2 goals and 1 next step." in page.text
    assert "version 1 of the joint plan" in page.text
    assert page.heading == "Nothing waits for you"
    assert states() == [RevisionState.AGREED] * 3


def test_approving_twice_has_one_effect(approver: FlaskClient, plan: str) -> None:
    fields = read(approver, f"{plan}/review/check").form("/approve")
    for _ in range(2):
        assert send(approver, f"{plan}/review/approve", **fields).status == 200
    assert db.session.scalar(select(func.count()).select_from(AgreedVersion)) == 1


def test_when_one_has_changed_nothing_is_approved_and_the_change_is_shown(
    approver: FlaskClient, plan: str, cast: Cast
) -> None:
    fields = read(approver, f"{plan}/review/check").form("/approve")
    before = db.session.scalar(select(func.count()).select_from(Decision))
    move_the_date(cast, "Fewer stops")
    page = send(approver, f"{plan}/review/approve", **fields)
    assert page.status == 409
    assert "nothing was recorded" in page.text
    assert "[-Wed 30 June 2027-]{+Thu 30 September 2027+}" in page.text
    assert RevisionState.AGREED not in states()
    assert db.session.scalar(select(func.count()).select_from(Decision)) == (before or 0) + 1
    anew = send(approver, f"{plan}/review/approve", **page.form("/approve"))
    assert "You approved 2 goals and 1 next step." in anew.text


def test_when_a_colleague_was_quicker_the_rest_can_be_decided_anew(visit: Visit, plan: str, cast: Cast) -> None:
    mine = visit(cast.approver)
    fields = read(mine, f"{plan}/review/check").form("/approve")
    answer(visit(cast.second_approver), f"{plan}/goals/1", "approve")
    page = send(mine, f"{plan}/review/approve", **fields)
    assert (page.status, page.heading) == (409, "Check and approve 1 goal and 1 next step")
    assert "Not approved with the others: Agreed." in page.text


def test_only_what_changed_since_it_was_agreed_is_marked_and_the_rest_stays_approved(
    approver: FlaskClient, plan: str, cast: Cast
) -> None:
    send(approver, f"{plan}/review/approve", **read(approver, f"{plan}/review/check").form("/approve"))
    move_the_date(cast, "Fewer stops")
    page = read(approver, f"{plan}/review")
    assert page.heading == "Review 1 goal"
    assert "Ready by [-Wed 30 June 2027-]{+Thu 30 September 2027+}" in page.text
    assert "The other goals" in page.text


@pytest.mark.parametrize("item", ["", "goal", "goal:1:x:y", "goal::1:y", "section:1:1:z", "goal:1:1", "../..:1:1:1"])
def test_a_form_that_is_none_is_refused(approver: FlaskClient, plan: str, item: str) -> None:
    assert send(approver, f"{plan}/review/approve", item=item).status in {400, 404, 409}
    assert RevisionState.AGREED not in states()


def test_a_participant_reads_the_list_and_approves_nothing(visit: Visit, plan: str, cast: Cast) -> None:
    fields = read(visit(cast.approver), f"{plan}/review/check").form("/approve")
    participant = visit(cast.participant)
    assert read(participant, f"{plan}/review").heading == "Nothing waits for you"
    assert read(participant, f"{plan}/review/check").status == 404
    assert send(participant, f"{plan}/review/approve", **fields).status == 404
    assert RevisionState.AGREED not in states()


def test_another_customers_review_is_not_found(visit: Visit, plan: str, cast: Cast) -> None:
    rival = visit(cast.rival_approver)
    assert read(rival, f"{plan}/review").status == 404
    assert send(rival, f"{plan}/review/approve", item="goal:1:1:x").status == 404
