"""The whole plan on one page, the customer's own section, and suggestions among colleagues."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.db import db, writing
from portal.domain.people.roles import StaffRole
from portal.domain.plan import agreement, drafts
from portal.domain.plan.content import SectionContent, SectionKind
from portal.domain.plan.items import Item, Revision, RevisionState
from portal.domain.plan.plans import Plan
from tests.cast import Cast, staff_actor
from tests.customer.conftest import Visit
from tests.customer.pages import answer, read, send
from tests.factories.plans import goal


@pytest.fixture
def approver(visit: Visit, cast: Cast) -> FlaskClient:
    return visit(cast.approver)


@pytest.fixture
def participant(visit: Visit, cast: Cast) -> FlaskClient:
    return visit(cast.participant)


def suggestion() -> str:
    """The address, below the plan's, of the one suggestion that there is."""
    db.session.rollback()
    found = db.session.scalars(select(Revision.fingerprint).where(Revision.suggested_at.is_not(None))).one()
    return f"suggestions/{found}"


def test_the_plan_shows_every_part_with_its_writer(approver: FlaskClient, plan: str) -> None:
    page = read(approver, f"{plan}/")
    assert page.heading == "Joint plan 2027"
    for told in ("It goes well.", "Written by Aino Revontaival", "Less electricity", "Walk through both cold stores"):
        assert told in page.text
    assert "care plan" not in page.text.lower()


def test_what_changed_while_it_is_agreed_shows_beside_what_holds(approver: FlaskClient, plan: str, cast: Cast) -> None:
    answer(approver, f"{plan}/goals/1", "approve")
    with writing():
        seen = db.session.scalars(select(Revision).where(Revision.title == "Less electricity")).one()
        drafts.propose(staff_actor(cast.account_manager), seen.item_id, goal("Less power"), seen_revision_id=seen.id)
    assert "Change waits for you" in read(approver, f"{plan}/").text


def test_a_declined_goal_is_among_those_that_do_not_go_on(approver: FlaskClient, plan: str) -> None:
    answer(approver, f"{plan}/goals/1", "decline", **{"decline-words": "No."})
    before, _, after = read(approver, f"{plan}/").text.partition("Goals that do not go on")
    assert "Less electricity" not in before
    assert "Less electricity Ready by" in after


def test_the_customers_own_section_is_its_own_word(approver: FlaskClient, plan: str) -> None:
    fields = read(approver, f"{plan}/responsibilities").form("/responsibilities")
    page = send(approver, f"{plan}/responsibilities", **fields, text="Access to every room.\r\n\r\nOn weekdays.")
    assert "Access to every room." in page.text
    assert "Written by Eero Limppunen" in page.text
    section = select(Item.id).where(Item.section == SectionKind.CUSTOMER_RESPONSIBILITIES).scalar_subquery()
    opened = db.session.scalars(select(Revision).where(Revision.item_id == section)).one()
    assert (opened.state, opened.wording()) == (
        RevisionState.AGREED,
        SectionContent("Access to every room.\n\nOn weekdays."),
    )


def test_a_colleagues_text_is_not_overwritten_and_ones_own_is_kept(visit: Visit, plan: str, cast: Cast) -> None:
    mine, theirs = visit(cast.approver), visit(cast.second_approver)
    seen = read(mine, f"{plan}/responsibilities").form("/responsibilities")
    send(theirs, f"{plan}/responsibilities", **seen, text="Theirs.")
    page = send(mine, f"{plan}/responsibilities", **seen, text="Mine.")
    assert page.status == 409
    assert "A colleague saved this text first" in page.text
    assert "Theirs." in page.text
    assert page.value_of("text") == "Mine."
    anew = send(mine, f"{plan}/responsibilities", **page.form("/responsibilities"), text="Both.")
    assert "Both." in anew.text


def test_an_empty_or_endless_section_is_refused(approver: FlaskClient, plan: str) -> None:
    assert send(approver, f"{plan}/responsibilities", seen="", text=" ").status == 422
    page = send(approver, f"{plan}/responsibilities", seen="", text="a" * 20_001)
    assert (page.status, len(page.value_of("text"))) == (422, 20_001)


def test_a_participant_does_not_write_for_the_company(participant: FlaskClient, plan: str) -> None:
    assert "responsibilities" not in read(participant, f"{plan}/").html
    assert read(participant, f"{plan}/responsibilities").status == 404
    assert send(participant, f"{plan}/responsibilities", seen="", text="Mine.").status == 404


def test_a_closed_plan_can_be_read_and_nothing_in_it_answered(approver: FlaskClient, plan: str, cast: Cast) -> None:
    seen = read(approver, f"{plan}/goals/1").form("/approve")
    with writing():
        assert cast.lead.role is StaffRole.LEAD
        agreement.close_plan(staff_actor(cast.lead), db.session.scalars(select(Plan.id)).one(), "The year is over.")
    page = read(approver, f"{plan}/")
    assert "This plan is closed." in page.text
    assert "Propose a goal" not in page.text
    assert not read(approver, f"{plan}/goals/1").has_form("/comments")
    front = read(approver, plan.partition("plans")[0])
    assert (front.heading, "The last plan is closed." in front.text) == ("Nothing waits for you", True)
    assert send(approver, f"{plan}/goals/1/approve", **seen).status == 409
    assert send(approver, f"{plan}/goals/new", title="Late", due="1.3.2027").status == 409


def test_an_approver_sends_a_colleagues_goal_to_the_provider(
    approver: FlaskClient, participant: FlaskClient, plan: str
) -> None:
    send(participant, f"{plan}/goals/new", title="Trained people", due="15.4.2027", words="Night shift asks for this.")
    page = read(approver, f"{plan}/{suggestion()}")
    assert page.heading == "Trained people"
    assert "Night shift asks for this." in page.text
    where = suggestion()
    page = send(approver, f"{plan}/{where}/send")
    assert "You sent the suggestion of Oksana Kovalenko." in page.text
    assert send(approver, f"{plan}/{where}/send").heading == "Trained people"
    assert "Waiting for Aino" in read(approver, f"{plan}/goals/3").text


def test_a_suggestion_is_refused_in_words_that_its_author_reads(
    approver: FlaskClient, participant: FlaskClient, plan: str
) -> None:
    answer(participant, f"{plan}/goals/1", "suggest", **{"suggest-title": "Less", "suggest-due": "30.6.2027"})
    where = suggestion()
    assert send(approver, f"{plan}/{where}/dismiss", **{"dismiss-words": ""}).status == 422
    page = send(approver, f"{plan}/{where}/dismiss", **{"dismiss-words": "We talk about it in May."})
    assert "Oksana Kovalenko sees your answer." in page.text
    assert "We talk about it in May." in read(participant, f"{plan}/").text
    assert "We talk about it in May." not in read(approver, f"{plan}/goals/1").text
    assert read(approver, f"{plan}/{where}").status == 404


def test_a_suggestion_against_an_older_wording_is_not_sent(
    approver: FlaskClient, participant: FlaskClient, plan: str
) -> None:
    answer(participant, f"{plan}/goals/1", "suggest", **{"suggest-title": "Less", "suggest-due": "30.6.2027"})
    answer(approver, f"{plan}/goals/1", "date", **{"date-due": "30.9.2027"})
    page = send(approver, f"{plan}/{suggestion()}/send")
    assert page.status == 409
    assert "nothing was recorded" in page.text


def test_ones_own_suggestion_can_be_taken_back(approver: FlaskClient, participant: FlaskClient, plan: str) -> None:
    send(participant, f"{plan}/goals/new", title="Trained people", due="15.4.2027")
    where = suggestion()
    assert send(approver, f"{plan}/{where}/take-back").status == 404
    assert "Your suggestion is gone." in send(participant, f"{plan}/{where}/take-back").text
    assert read(participant, f"{plan}/{where}").status == 404


def test_a_participant_cannot_send_a_suggestion(participant: FlaskClient, plan: str) -> None:
    send(participant, f"{plan}/goals/new", title="Trained people", due="15.4.2027")
    assert send(participant, f"{plan}/{suggestion()}/send").status == 404


def test_another_customers_plan_is_not_found(visit: Visit, plan: str, cast: Cast) -> None:
    rival = visit(cast.rival_approver)
    assert {read(rival, f"{plan}/").status, read(rival, f"{plan}/suggestions/x").status} == {404}
    assert read(visit(cast.approver), plan.replace("plans/1", "plans/2") + "/").status == 404
