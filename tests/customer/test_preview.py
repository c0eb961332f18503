"""View as customer: the customer's own pages, as a new approver would see them, and nothing that can be done there."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.db import db, writing
from portal.domain.people import previews
from portal.domain.plan import drafts
from portal.domain.plan.items import Comment, Decision
from portal.domain.plan.plans import Plan, PlanOpening
from tests.cast import Cast, staff_actor
from tests.customer.conftest import Visit
from tests.customer.pages import read, send
from tests.factories.plans import goal


@pytest.fixture
def staff(customer_app: Flask, visit: Visit, plan: str, cast: Cast) -> FlaskClient:
    """The account manager looks, with one drafted goal ticked and another not."""
    manager, client = staff_actor(cast.account_manager), customer_app.test_client()
    with writing():
        plan_id = db.session.scalars(select(Plan.id)).one()
        ticked = drafts.draft_item(manager, plan_id, goal("Ticked"))
        drafts.draft_item(manager, plan_id, goal("Not ticked"))
        grant = previews.grant_preview(manager, cast.limppula.id, plan_id=plan_id, revision_ids=[ticked.id])
    assert send(client, "/preview", grant=grant).status == 200
    del visit, plan
    return client


def test_every_page_is_drawn_with_the_ticked_draft_and_without_the_other(staff: FlaskClient, plan: str) -> None:
    home = plan.partition("plans")[0]
    assert read(staff, home).heading == "Four things wait for your answer"
    pages = [f"{plan}/", f"{plan}/review", f"{plan}/review/check", f"{plan}/goals/3", f"{plan}/next-steps/new"]
    for page in [*pages, f"{plan}/goals/new", f"{plan}/next-steps", f"{home}documents"]:
        found = read(staff, page)
        assert (found.status, "Not ticked" in found.text) == (200, False)
        assert ("Ticked" in found.text) is (page in pages)


def test_the_page_of_a_goal_offers_what_an_approver_would_be_offered_but_sends_nothing(
    staff: FlaskClient, plan: str
) -> None:
    page = read(staff, f"{plan}/goals/3")
    assert page.heading == "Ticked"
    assert "Approve this goal" in page.text
    assert '<button type="submit" disabled>Approve this goal' in page.html
    for act in ("approve", "decline", "date", "comments"):
        assert send(staff, f"{plan}/goals/3/{act}", **page.form(f"/{act}")).status == 404
    assert send(staff, f"{plan}/review/approve", **read(staff, f"{plan}/review/check").form("/approve")).status == 404
    assert db.session.scalar(select(func.count()).select_from(Decision)) == 5
    assert db.session.scalar(select(func.count()).select_from(Comment)) == 0


def test_looking_leaves_no_mark_that_the_customer_has_read_it(staff: FlaskClient, plan: str) -> None:
    read(staff, f"{plan}/")
    read(staff, f"{plan}/goals/1")
    assert db.session.scalar(select(func.count()).select_from(PlanOpening)) == 0


def test_only_the_customer_that_was_granted_is_seen(staff: FlaskClient, plan: str, cast: Cast) -> None:
    assert read(staff, f"/c/{cast.pulla.key}/").status == 404
    assert read(staff, plan.replace(cast.limppula.key, cast.pulla.key) + "/").status == 404
