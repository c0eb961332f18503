"""View as customer: from a button on the internal side to a read-only visit on the customer side."""

import re
from datetime import timedelta

import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import clock as portal_clock
from portal.db import db, writing
from portal.domain.audit import AuditEntry, AuditEvent
from portal.domain.people.staff import StaffMember
from tests.cast import Cast, sign_in
from tests.forms import csrf_token, post


def ask(app: Flask, cast: Cast) -> str:
    """The grant that the button carries over."""
    client = sign_in(app.test_client(), cast.account_manager)
    page = post(client, f"/customers/{cast.limppula.key}/view-as", page="/settings").text
    assert 'action="http://localhost/preview"' in page
    found = re.search(r'name="grant" value="([^"]+)"', page)
    assert found
    return found[1]


def visit(app: Flask, grant: str) -> FlaskClient:
    client = app.test_client()
    assert client.post("/preview", data={"grant": grant}).status_code == 303
    return client


def test_a_grant_opens_the_customers_side_once(cast: Cast, internal_app: Flask, customer_app: Flask) -> None:
    grant = ask(internal_app, cast)
    visit(customer_app, grant)
    assert customer_app.test_client().post("/preview", data={"grant": grant}).status_code == 410
    db.session.rollback()
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.event == AuditEvent.PREVIEWED_AS_CUSTOMER)).one()
    assert (entry.actor_id, entry.customer_id) == (cast.account_manager.id, cast.limppula.id)


def test_the_visitor_sees_this_customer_only_and_no_settings(
    cast: Cast, internal_app: Flask, customer_app: Flask
) -> None:
    client = visit(customer_app, ask(internal_app, cast))
    assert client.get("/").location == f"/c/{cast.limppula.key}/"
    assert client.get(f"/c/{cast.pulla.key}/").status_code == 404
    assert client.get("/settings").status_code == 404
    assert client.get("/settings/devices").status_code == 404


def test_who_may_not_see_the_customer_gets_no_grant(cast: Cast, internal_app: Flask) -> None:
    client = sign_in(internal_app.test_client(), cast.unassigned)
    assert post(client, f"/customers/{cast.limppula.key}/view-as", page="/settings").status_code == 404


def test_a_grant_waits_five_minutes_and_the_visit_lasts_half_an_hour(
    cast: Cast, internal_app: Flask, customer_app: Flask, clock: time_machine.Traveller
) -> None:
    late = ask(internal_app, cast)
    clock.shift(timedelta(minutes=6))
    assert customer_app.test_client().post("/preview", data={"grant": late}).status_code == 410
    client = visit(customer_app, ask(internal_app, cast))
    clock.shift(timedelta(minutes=29))
    assert client.get("/").location == f"/c/{cast.limppula.key}/"
    clock.shift(timedelta(minutes=2))
    assert "/sign-in" in str(client.get("/").location)


def test_a_visit_ends_with_the_access_of_its_visitor(cast: Cast, internal_app: Flask, customer_app: Flask) -> None:
    client = visit(customer_app, ask(internal_app, cast))
    with writing():
        db.session.get_one(StaffMember, cast.account_manager.id).deactivated_at = portal_clock.now()
    assert "/sign-in" in str(client.get("/").location)


def test_closing_the_visit_gives_the_browser_back_to_its_own_contact(
    cast: Cast, internal_app: Flask, customer_app: Flask
) -> None:
    client = sign_in(customer_app.test_client(), cast.rival_approver)
    client.post("/preview", data={"grant": ask(internal_app, cast)})
    assert client.get("/").location == f"/c/{cast.limppula.key}/"
    token = csrf_token(client, "/sign-in")
    assert client.post("/preview/end", data={"csrf_token": token}).location == "http://localhost/internal/"
    assert client.get("/").location == f"/c/{cast.pulla.key}/"
