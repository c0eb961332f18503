"""The front page: the heading is the answer, and the three questions follow in their order."""

from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from time_machine import Traveller

from portal import clock as portal_clock
from portal.customer.wording import number_word
from portal.db import writing
from portal.domain.people.sides import Side
from portal.domain.plan import drafts
from tests.cast import Cast, contact_actor, staff_actor
from tests.customer.conftest import Visit
from tests.customer.pages import answer, read, send
from tests.factories.plans import agreed_plan, goal, make_plan, next_step


@pytest.fixture
def approver(visit: Visit, cast: Cast) -> FlaskClient:
    return visit(cast.approver)


def test_before_anything_is_sent_the_page_says_what_will_come(approver: FlaskClient, home: str, cast: Cast) -> None:
    with writing():
        manager = staff_actor(cast.account_manager)
        drafts.draft_item(manager, make_plan(manager, cast.limppula.id).id, goal("Secret"))
    page = read(approver, home)
    assert (page.status, page.heading) == (200, "Your joint plan is on its way")
    assert "Secret" not in page.text


def test_the_heading_counts_what_waits(approver: FlaskClient, home: str, plan: str) -> None:
    page = read(approver, home)
    assert page.heading == "Three things wait for your answer"
    assert "Review 2 goals and 1 next step" in page.text
    answer(approver, f"{plan}/next-steps/2", "approve")
    assert read(approver, home).heading == "Two goals wait for your answer"
    answer(approver, f"{plan}/goals/1", "approve")
    assert read(approver, home).heading == "One goal waits for your answer"
    answer(approver, f"{plan}/goals/2", "approve")
    page = read(approver, home)
    assert page.heading == "Nothing waits for you"
    assert "Every goal is agreed." in page.text


@pytest.mark.one_database
def test_numbers_are_words_up_to_ten(customer_app: Flask) -> None:
    with customer_app.test_request_context("/"):
        assert [number_word(number) for number in (2, 10, 11, 1200)] == ["Two", "Ten", "11", "1,200"]


def test_the_three_questions_stand_in_their_order(approver: FlaskClient, home: str, plan: str) -> None:
    text = read(approver, home).text
    order = [text.index(title) for title in ("Waiting for you", "What happens next", "What we have agreed")]
    assert order == sorted(order)
    assert "Of 2 goals 0 are agreed, 2 wait for you and 0 for others" in read(approver, home).html


def test_next_steps_of_both_sides_show_with_who_and_when(clock: Traveller, visit: Visit, home: str, cast: Cast) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        made = agreed_plan(manager, approver)
        today = portal_clock.today()
        theirs = next_step("Walk through", due=today + timedelta(days=12))
        drafts.propose_item(manager, made.id, theirs, owners=drafts.Owners(staff_id=manager.staff_id))
        ours = next_step("Send dates", side=Side.CUSTOMER, due=today - timedelta(days=1))
        drafts.propose_item(approver, made.id, ours)
    text = read(visit(cast.approver), home).text.partition("What happens next")[2]
    assert text.index("Send dates") < text.index("Walk through")
    assert "late, yesterday" in text
    assert "in 12 days" in text
    assert "Aino Revontaival, Revontuli Kiinteistöpalvelut Oy" in text
    del clock


def test_the_latest_version_is_offered_as_pdf(approver: FlaskClient, home: str, plan: str) -> None:
    send(approver, f"{plan}/review/approve", **read(approver, f"{plan}/review/check").form("/approve"))
    page = read(approver, home)
    assert "Version 1, agreed" in page.text
    assert "Approved by Aino Revontaival, Eero Limppunen." in page.text
    assert f"{plan}/versions/1.pdf" in page.html


def test_a_participant_learns_what_they_can_do_and_who_decides(visit: Visit, home: str, plan: str, cast: Cast) -> None:
    page = read(visit(cast.participant), home)
    assert page.heading == "Nothing waits for you"
    assert "Your approvers decide." in page.text
    assert "Waiting for your colleagues" in page.text
    assert "Waiting for Eero" in page.text
    del plan


def test_suggestions_of_colleagues_wait_for_approvers(visit: Visit, home: str, plan: str, cast: Cast) -> None:
    send(visit(cast.participant), f"{plan}/goals/new", title="Trained people", due="15.4.2027")
    page = read(visit(cast.approver), home)
    assert "Suggestions from colleagues" in page.text
    assert "Oksana Kovalenko suggests a new goal" in page.text


def test_another_customers_front_page_is_not_found(visit: Visit, home: str, cast: Cast) -> None:
    assert read(visit(cast.rival_approver), home).status == 404
    assert read(visit(cast.approver), "/c/no-such-key/").status == 404
