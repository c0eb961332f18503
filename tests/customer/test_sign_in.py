"""Coming in on the customer side: password, mailed link, and the choice between companies."""

import re
from datetime import timedelta

import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from portal import clock as portal_clock
from portal.config import Config
from portal.db import db, writing
from portal.domain.outbox import OutboxKind, OutboxMessage
from portal.domain.people.contacts import Contact, ContactAccount
from portal.domain.people.customers import Customer
from portal.domain.people.sessions import SignIn
from portal.domain.people.tokens import OneTimeToken, TokenPurpose, token_text
from tests.cast import Cast, sign_in
from tests.factories.people import PASSWORD, make_contact
from tests.forms import csrf_token, post


def mailed_token(config: Config, purpose: TokenPurpose) -> str:
    """The newest token, as the worker writes it into the mail."""
    db.session.rollback()
    token = db.session.scalars(
        select(OneTimeToken).where(OneTimeToken.purpose == purpose).order_by(OneTimeToken.id.desc())
    ).first()
    assert token is not None
    return token_text(config.token_key.get_secret_value().encode(), token.id, purpose)


def ask_for_link(client: FlaskClient, config: Config, email: str, **more: str) -> str:
    assert post(client, "/sign-in/link", email=email, **more).status_code == 200
    return f"/sign-in/link/{mailed_token(config, TokenPurpose.SIGN_IN)}"


def test_a_contact_signs_in_and_reaches_the_page_they_came_for(cast: Cast, customer_app: Flask) -> None:
    client = customer_app.test_client()
    asked = client.get("/settings")
    assert asked.location == "/sign-in?next=/settings"
    typed = {"email": cast.approver.email, "password": PASSWORD, "next": "/settings"}
    answer = post(client, "/sign-in", page=asked.location, **typed)
    assert (answer.status_code, answer.location) == (303, "/settings")
    assert cast.approver.name in client.get("/settings").text


@pytest.mark.parametrize("who", ["deactivated", "account_manager"])
def test_who_may_not_come_in_is_answered_like_a_stranger(cast: Cast, customer_app: Flask, who: str) -> None:
    def answer(email: str) -> tuple[int, str]:
        refused = post(customer_app.test_client(), "/sign-in", email=email, password=PASSWORD)
        return refused.status_code, re.sub(r'value="[^"]*"', "", refused.text)

    assert answer(getattr(cast, who).email) == answer("nobody@limppula.example")


def test_a_mailed_link_signs_in_by_its_button_and_only_once(cast: Cast, customer_app: Flask, config: Config) -> None:
    client = customer_app.test_client()
    link = ask_for_link(client, config, cast.approver.email, next="/settings/devices")
    assert post(client, link).location == "/settings/devices"
    assert client.get("/settings").status_code == 200
    again = customer_app.test_client()
    assert again.get(link).status_code == 410
    assert again.post(link, data={"csrf_token": csrf_token(again, "/sign-in")}).status_code == 410
    db.session.rollback()
    assert db.session.scalars(select(SignIn.method)).all() == ["link"]


def test_opening_a_mailed_link_changes_nothing(cast: Cast, customer_app: Flask, config: Config) -> None:
    link = ask_for_link(customer_app.test_client(), config, cast.approver.email)
    for _scanner in range(3):
        assert customer_app.test_client().get(link).status_code == 200
    db.session.rollback()
    assert db.session.scalar(select(func.count(SignIn.id))) == 0
    assert post(customer_app.test_client(), link).status_code == 303


def test_a_mailed_link_expires_and_the_page_offers_a_new_one(
    cast: Cast, customer_app: Flask, config: Config, clock: time_machine.Traveller
) -> None:
    link = ask_for_link(customer_app.test_client(), config, cast.approver.email)
    clock.shift(timedelta(minutes=21))
    late = customer_app.test_client().get(link)
    assert late.status_code == 410
    assert 'href="/sign-in/link"' in late.text


@pytest.mark.parametrize("change", ["{}x", "9{}", "1.", "ä.{}", "999999999999999999999.x"])
def test_a_made_up_link_is_answered_like_a_used_one(
    cast: Cast, customer_app: Flask, config: Config, change: str
) -> None:
    ask_for_link(customer_app.test_client(), config, cast.approver.email)
    made_up = change.format(mailed_token(config, TokenPurpose.SIGN_IN))
    assert customer_app.test_client().get(f"/sign-in/link/{made_up}").status_code == 410


@pytest.mark.parametrize("address", ["/sign-in/link", "/password/forgot"])
def test_asking_for_a_mail_answers_the_same_and_mails_only_whom_it_knows(
    cast: Cast, customer_app: Flask, address: str
) -> None:
    def answer(email: str) -> str:
        return re.sub(r'value="[^"]*"', "", post(customer_app.test_client(), address, email=email).text).replace(
            email, ""
        )

    answers = {answer(email) for email in (cast.approver.email, "nobody@limppula.example", cast.deactivated.email)}
    assert len(answers) == 1
    db.session.rollback()
    assert db.session.scalars(select(OutboxMessage.account_id)).all() == [cast.approver.account_id]


def test_asking_again_and_again_mails_three_links_and_no_more(cast: Cast, customer_app: Flask) -> None:
    for _time in range(5):
        post(customer_app.test_client(), "/sign-in/link", email=cast.approver.email)
    db.session.rollback()
    links = select(func.count()).where(OutboxMessage.kind == OutboxKind.SIGN_IN_LINK)
    assert db.session.scalar(links) == 3


def test_a_reset_changes_the_password_and_ends_every_device_and_link(
    cast: Cast, customer_app: Flask, config: Config
) -> None:
    device = sign_in(customer_app.test_client(), cast.approver)
    other_link = ask_for_link(customer_app.test_client(), config, cast.approver.email)
    client = customer_app.test_client()
    post(client, "/password/forgot", email=cast.approver.email)
    link = f"/password/reset/{mailed_token(config, TokenPurpose.PASSWORD_RESET)}"
    assert post(client, link, password="short").status_code == 422
    assert post(client, link, password="uusi jää kantaa jo").location == "/sign-in"
    assert device.get("/settings").status_code == 302
    assert client.get(link).status_code == client.get(other_link).status_code == 410
    for password, expected in ((PASSWORD, 422), ("uusi jää kantaa jo", 303)):
        fresh = customer_app.test_client()
        assert post(fresh, "/sign-in", email=cast.approver.email, password=password).status_code == expected


def test_a_contact_whose_last_access_ends_is_out_at_the_next_request(cast: Cast, customer_app: Flask) -> None:
    client = sign_in(customer_app.test_client(), cast.approver)
    assert client.get("/settings").status_code == 200
    with writing():
        db.session.get_one(Contact, cast.approver.id).deactivated_at = portal_clock.now()
    assert client.get("/settings").status_code == 302


def test_a_contact_of_two_companies_chooses_and_switches(cast: Cast, customer_app: Flask) -> None:
    with writing():
        pulla = db.session.get_one(Customer, cast.pulla.id)
        make_contact(pulla, cast.approver.name, account=db.session.get_one(ContactAccount, cast.approver.account_id))
    client = sign_in(customer_app.test_client(), cast.approver)
    chooser = client.get("/").text
    assert cast.limppula.name in chooser
    assert cast.pulla.name in chooser
    assert f'href="/c/{cast.pulla.key}/"' in client.get(f"/c/{cast.limppula.key}/").text
    with writing():
        db.session.get_one(Contact, cast.approver.id).deactivated_at = portal_clock.now()
    assert client.get("/").location == f"/c/{cast.pulla.key}/"
    assert client.get(f"/c/{cast.limppula.key}/").status_code == 404
    assert client.get("/settings").status_code == 200


def test_a_second_factor_that_a_contact_turned_on_is_asked_after_a_link_too(
    cast: Cast, customer_app: Flask, config: Config
) -> None:
    with writing():
        account = db.session.get_one(ContactAccount, cast.approver.account_id)
        account.totp_secret, account.totp_confirmed_at = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", portal_clock.now()
    client = customer_app.test_client()
    assert post(client, ask_for_link(client, config, cast.approver.email)).location == "/sign-in/code"
    assert client.get("/settings").status_code == 302


def test_an_address_that_asks_for_too_many_mails_has_to_wait_with_both_sides_in_one_process(
    cast: Cast, customer_app: Flask, internal_app: Flask
) -> None:
    client = customer_app.test_client()
    token = csrf_token(client, "/sign-in/link")
    asked = [client.post("/sign-in/link", data={"csrf_token": token, "email": "x@example.com"}) for _time in range(11)]
    assert [answer.status_code for answer in asked] == [200] * 10 + [429]
    assert client.get("/sign-in/link").status_code == 200


def test_a_form_without_its_token_is_refused(cast: Cast, customer_app: Flask) -> None:
    typed = {"email": cast.approver.email, "password": PASSWORD}
    assert customer_app.test_client().post("/sign-in", data=typed).status_code == 400
