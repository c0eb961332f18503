"""Fresh sign-in before what binds: asked after twelve hours, and nothing that was typed is lost."""

import re
from datetime import timedelta

import pyotp
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal import clock as portal_clock
from portal.config import Config
from portal.db import db, writing
from portal.domain.people import access
from portal.domain.people.contacts import ContactAccount
from portal.domain.people.staff import StaffMember
from portal.domain.people.tokens import OneTimeToken, token_text
from tests.cast import Cast, sign_in
from tests.factories.people import PASSWORD
from tests.forms import csrf_token, post

WORDS = 'Siirretään <kevääseen> & "huhtikuuhun" ä€'


def send(client: FlaskClient, **more: str) -> tuple[int, str]:
    """A form whose view is behind `fresh`: the own password, with words in a field that it does not know."""
    typed = {"csrf_token": csrf_token(client, "/settings"), "old": PASSWORD, "password": "hiljaa tulee räntää"}
    answer = client.post("/settings/password?from=here", data={**typed, "words": WORDS, **more})
    return answer.status_code, answer.text


def carried(page: str) -> str:
    found = re.search(r'name="words" value="([^"]*)"', page)
    assert found
    return found[1]


def test_within_twelve_hours_nobody_is_asked(cast: Cast, internal_app: Flask, clock: time_machine.Traveller) -> None:
    client = sign_in(internal_app.test_client(), cast.lead)
    clock.shift(timedelta(hours=11, minutes=59))
    assert send(client)[0] == 303


def test_after_twelve_hours_the_password_is_asked_and_the_form_goes_along(
    cast: Cast, internal_app: Flask, clock: time_machine.Traveller
) -> None:
    client = sign_in(internal_app.test_client(), cast.lead)
    clock.shift(timedelta(hours=12, minutes=1))
    status, page = send(client)
    assert status == 422
    assert "Is it still you?" in page
    assert 'action="/settings/password?from=here"' in page
    assert carried(page) == "Siirretään &lt;kevääseen&gt; &amp; &#34;huhtikuuhun&#34; ä€"
    db.session.rollback()
    before = db.session.scalar(select(StaffMember.password_hash).where(StaffMember.id == cast.lead.id))
    status, page = send(client, fresh_password="wrong, wrong, wrong")
    assert status == 422
    assert "This is not your password." in page
    assert carried(page)
    db.session.rollback()
    assert db.session.scalar(select(StaffMember.password_hash).where(StaffMember.id == cast.lead.id)) == before
    assert send(client, fresh_password=PASSWORD)[0] == 303


def test_guessing_the_password_there_locks_as_it_does_at_the_door(
    cast: Cast, internal_app: Flask, clock: time_machine.Traveller
) -> None:
    client = sign_in(internal_app.test_client(), cast.lead)
    clock.shift(timedelta(hours=13))
    for _try in range(5):
        send(client, fresh_password="wrong, wrong, wrong")
    status, page = send(client, fresh_password=PASSWORD)
    assert status == 422
    assert "too many failed attempts" in page
    assert carried(page)


def test_a_contact_without_a_password_proves_it_by_a_mailed_link(
    cast: Cast, customer_app: Flask, config: Config, clock: time_machine.Traveller
) -> None:
    client = sign_in(customer_app.test_client(), cast.approver)
    with writing():
        db.session.get_one(ContactAccount, cast.approver.account_id).password_hash = None
    clock.shift(timedelta(hours=13))
    page = send(client)[1]
    assert 'name="fresh_password"' not in page
    token_of_the_open_page = csrf_token(client, "/settings")
    assert "A link is on its way" in send(client, fresh_link="yes")[1]
    db.session.rollback()
    token = db.session.scalars(select(OneTimeToken)).one()
    text = token_text(config.token_key.get_secret_value().encode(), token.id, token.purpose)
    client.post(f"/sign-in/link/{text}", data={"csrf_token": csrf_token(client, f"/sign-in/link/{text}")})
    typed = {"csrf_token": token_of_the_open_page, "password": "hiljaa tulee räntää", "words": WORDS}
    assert client.post("/settings/password?from=here", data=typed).status_code == 303


def test_who_has_a_second_factor_and_no_password_proves_it_by_a_code(
    cast: Cast, customer_app: Flask, clock: time_machine.Traveller
) -> None:
    client, secret = sign_in(customer_app.test_client(), cast.approver), "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    with writing():
        account = db.session.get_one(ContactAccount, cast.approver.account_id)
        account.password_hash, account.totp_secret, account.totp_confirmed_at = None, secret, portal_clock.now()
    clock.shift(timedelta(hours=13))
    assert 'name="fresh_code"' in send(client)[1]
    assert "This code is not right." in send(client, fresh_code="000000")[1]
    assert send(client, fresh_code=pyotp.TOTP(secret).at(portal_clock.now()))[0] == 303


def test_a_quicker_page_gets_the_whole_page_in_its_place(
    cast: Cast, internal_app: Flask, clock: time_machine.Traveller
) -> None:
    client = sign_in(internal_app.test_client(), cast.lead)
    clock.shift(timedelta(hours=13))
    data = {"csrf_token": csrf_token(client, "/settings"), "words": WORDS}
    answer = client.post("/settings/password", data=data, headers={"HX-Request": "true"})
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "body")


def test_a_form_sent_after_the_sign_in_has_ended_can_be_sent_again(cast: Cast, internal_app: Flask) -> None:
    client = sign_in(internal_app.test_client(), cast.lead)
    typed = {"csrf_token": csrf_token(client, "/settings"), "name": "Helmi Kaamos-Valo", "phone": "040 1"}
    with writing():
        access.end_access(staff_id=cast.lead.id)
    kept = client.post("/settings/details", data=typed, headers={"Referer": "http://localhost/settings"})
    assert kept.status_code == 401
    assert 'value="Helmi Kaamos-Valo"' in kept.text
    assert 'href="/sign-in?next=/settings"' in kept.text
    found = re.search(r'name="csrf_token" value="([^"]+)"', kept.text)
    assert found
    post(client, "/sign-in", email=cast.lead.email, password=PASSWORD)
    assert client.post("/settings/details", data={**typed, "csrf_token": found[1]}).status_code == 303
    assert "Helmi Kaamos-Valo" in client.get("/settings").text


def test_a_form_left_open_by_somebody_else_is_worth_nothing(cast: Cast, internal_app: Flask) -> None:
    client = sign_in(internal_app.test_client(), cast.lead)
    typed = {"csrf_token": csrf_token(client, "/settings"), "name": "Somebody Else"}
    post(client, "/sign-out", page="/settings")
    post(client, "/sign-in", email=cast.deputy.email, password=PASSWORD)
    assert client.post("/settings/details", data=typed).status_code == 400
