"""A working draft as PDF: ordered by whoever may see the plan, marked as a draft, for its orderer alone."""

import io
import json
from datetime import timedelta

import pikepdf
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal.config import Config
from portal.db import db, writing
from portal.domain.audit import AuditEntry, AuditEvent
from portal.domain.plan import agreement, drafts
from portal.domain.plan.documents import DraftDocument
from portal.domain.plan.items import Item
from portal.jobs import worker
from tests.cast import Cast, Person, contact_actor, sign_in, staff_actor
from tests.factories.plans import goal, make_plan, sent_goals


@pytest.fixture
def negotiated(core: Flask, cast: Cast) -> None:
    """A plan with one agreed goal and one that waits for the customer."""
    with writing():
        manager = staff_actor(cast.account_manager)
        plan = make_plan(manager, cast.limppula.id)
        agreed, _waiting = sent_goals(manager, plan, "Fewer callouts at night", "Cold rooms use less electricity")
        agreement.approve(contact_actor(cast.approver), agreed.id, agreed.fingerprint)


def client_of(app: Flask, person: Person) -> FlaskClient:
    app.config["WTF_CSRF_ENABLED"] = False
    return sign_in(app.test_client(), person)


def base(cast: Cast, app: Flask) -> str:
    side = "/c" if app.name.endswith("customer") else "/customers"
    return f"{side}/{cast.limppula.key}/plans/1/draft-documents"


def pages_of(pdf: bytes) -> int:
    with pikepdf.open(io.BytesIO(pdf)) as document:
        return len(document.pages)


@pytest.mark.parametrize("side", ["customer", "internal"])
def test_a_draft_is_ordered_made_and_fetched(
    side: str, core: Flask, config: Config, customer_app: Flask, internal_app: Flask, cast: Cast, negotiated: None
) -> None:
    app = customer_app if side == "customer" else internal_app
    client = client_of(app, cast.participant if side == "customer" else cast.team_member)
    ordered = client.post(base(cast, app))
    assert ordered.status_code == 303
    page = ordered.headers["Location"]
    assert client.get(page).status_code == 202
    assert client.get(f"{page}.pdf").status_code == 404
    worker.work_off(config.model_copy(update={"smtp_port": 9}))
    assert "Download the draft" in client.get(page).text
    made = client.get(f"{page}.pdf")
    assert made.mimetype == "application/pdf"
    assert pages_of(made.data) > 2


def test_the_same_order_again_gives_the_draft_that_is_there(
    core: Flask, customer_app: Flask, cast: Cast, negotiated: None
) -> None:
    client = client_of(customer_app, cast.approver)
    first, again = (client.post(base(cast, customer_app)).headers["Location"] for _order in range(2))
    assert first == again
    orders = select(func.count()).where(AuditEntry.event == AuditEvent.DRAFT_ORDERED)
    assert db.session.scalar(orders) == 1


def test_nobody_else_gets_it(
    core: Flask, config: Config, customer_app: Flask, internal_app: Flask, cast: Cast, negotiated: None
) -> None:
    page = client_of(customer_app, cast.approver).post(base(cast, customer_app)).headers["Location"]
    worker.work_off(config.model_copy(update={"smtp_port": 9}))
    for other in (cast.second_approver, cast.rival_approver):
        assert client_of(customer_app, other).get(f"{page}.pdf").status_code == 404
    inside = page.replace("/c/", "/customers/")
    assert client_of(internal_app, cast.account_manager).get(f"{inside}.pdf").status_code == 404
    assert client_of(internal_app, cast.rival_manager).post(base(cast, internal_app)).status_code == 404


def test_it_is_kept_for_a_day(
    core: Flask, customer_app: Flask, cast: Cast, negotiated: None, clock: time_machine.Traveller
) -> None:
    client = client_of(customer_app, cast.approver)
    page = client.post(base(cast, customer_app)).headers["Location"]
    clock.shift(timedelta(hours=25))
    assert client.get(page).status_code == 404
    client.post(base(cast, customer_app))
    assert db.session.scalar(select(func.count()).select_from(DraftDocument)) == 1


def test_a_plan_that_the_customer_has_not_seen_has_no_draft(core: Flask, internal_app: Flask, cast: Cast) -> None:
    with writing():
        make_plan(staff_actor(cast.account_manager), cast.limppula.id)
    answer = client_of(internal_app, cast.account_manager).post(base(cast, internal_app))
    assert answer.status_code == 422
    assert "Nothing of this plan has been sent yet" in answer.text


def test_the_draft_says_what_waits_for_whom_and_what_is_in_force(
    core: Flask, config: Config, customer_app: Flask, cast: Cast, negotiated: None
) -> None:
    with writing():
        manager = staff_actor(cast.account_manager)
        changed, approved = db.session.scalars(select(Item.id).order_by(Item.number)).all()
        waiting = agreement.newest_opened(approved)
        assert waiting is not None
        agreement.approve(contact_actor(cast.approver), waiting.id, waiting.fingerprint)
        draft = drafts.draft_change(manager, changed, goal("No callouts at night"), 0)
        drafts.send(manager, draft.item.plan_id, [(draft.id, draft.fingerprint)], "Better still")
    client = client_of(customer_app, cast.approver)
    page = client.post(base(cast, customer_app)).headers["Location"]
    ordered = db.session.execute(select(DraftDocument)).scalar_one()
    state, content = json.loads(ordered.waits), json.loads(ordered.content)
    assert state["in_force_version"] == 1
    assert [(wait["goal"], wait["side"], wait["names"]) for wait in state["waits"]] == [
        (1, "customer", [cast.approver.name, cast.second_approver.name])
    ]
    assert [one["title"] for one in content["goals"]] == ["No callouts at night", "Cold rooms use less electricity"]
    assert {number: one["title"] for number, one in state["changed"].items()} == {"1": "Fewer callouts at night"}
    worker.work_off(config.model_copy(update={"smtp_port": 9}))
    assert pages_of(client.get(f"{page}.pdf").data) > 2
