"""Accepting an invitation, on either side."""

import re
from datetime import timedelta

import time_machine
from flask import Flask
from sqlalchemy import select

from portal import clock as portal_clock
from portal.config import Config
from portal.db import db, writing
from portal.domain.people import access, tokens
from portal.domain.people.contacts import Contact, ContactAccount
from portal.domain.people.customers import Customer
from portal.domain.people.roles import ContactRole
from portal.domain.people.staff import StaffMember
from portal.domain.people.tokens import TokenPurpose, token_text
from tests.cast import Cast
from tests.factories.people import make_contact, make_customer
from tests.forms import post


def invite_contact(cast: Cast, config: Config) -> tuple[int, str]:
    """An invited contact of Limppula, without an account before; gives the contact's id and the link."""
    with writing():
        account = ContactAccount(email="kaisa@limppula.example")
        db.session.add(account)
        db.session.flush()
        contact = Contact(
            customer_id=cast.limppula.id,
            account_id=account.id,
            name="Kaisa Kutsuttu",
            email=account.email,
            role=ContactRole.PARTICIPANT,
            invited_at=portal_clock.now(),
        )
        db.session.add(contact)
        db.session.flush()
        token = tokens.issue(TokenPurpose.INVITATION, account_id=account.id, contact_id=contact.id)
        return contact.id, link(config, token.id)


def invite_colleague(config: Config) -> str:
    with writing():
        member = StaffMember(
            name="Uuno Uusi", email="uuno@revontuli.example", locale="en", invited_at=portal_clock.now()
        )
        db.session.add(member)
        db.session.flush()
        return link(config, tokens.issue(TokenPurpose.INVITATION, staff_id=member.id).id)


def link(config: Config, token_id: int) -> str:
    text = token_text(config.token_key.get_secret_value().encode(), token_id, TokenPurpose.INVITATION)
    return f"/invitation/{text}"


def test_a_contact_accepts_without_a_password_and_is_in(cast: Cast, customer_app: Flask, config: Config) -> None:
    contact_id, address = invite_contact(cast, config)
    client = customer_app.test_client()
    assert "Kaisa Kutsuttu" in client.get(address).text
    assert client.get("/settings").status_code == 302
    assert post(client, address, name=" Kaisa  Kutsu ").status_code == 303
    assert "Kaisa Kutsu" in client.get("/settings").text
    db.session.rollback()
    contact = db.session.get_one(Contact, contact_id)
    assert contact.active
    assert contact.name == "Kaisa Kutsu"
    assert client.get(address).status_code == 410


def test_a_contact_who_chooses_a_password_signs_in_with_it(cast: Cast, customer_app: Flask, config: Config) -> None:
    _contact_id, address = invite_contact(cast, config)
    client = customer_app.test_client()
    weak = post(client, address, name="Kaisa Kutsu", password="kutsuttu")
    assert weak.status_code == 422
    assert 'value="Kaisa Kutsu"' in weak.text
    assert post(client, address, name="Kaisa Kutsu", password="järvi jäätyi tänään").status_code == 303
    typed = {"email": "kaisa@limppula.example", "password": "järvi jäätyi tänään"}
    assert post(customer_app.test_client(), "/sign-in", **typed).status_code == 303


def test_a_colleague_has_to_choose_a_password(cast: Cast, internal_app: Flask, config: Config) -> None:
    address = invite_colleague(config)
    client = internal_app.test_client()
    assert post(client, address, name="Uuno Uusi").status_code == 422
    assert post(client, address, name="Uuno Uusi", password="uuno uusi 1").status_code == 422
    assert post(client, address, name="Uuno Uusi", password="räntää koko viikon").status_code == 303
    assert "Uuno Uusi" in client.get("/settings").text


def test_an_invitation_of_one_side_opens_nothing_on_the_other(
    cast: Cast, internal_app: Flask, customer_app: Flask, config: Config
) -> None:
    _contact_id, for_contact = invite_contact(cast, config)
    for_colleague = invite_colleague(config)
    assert internal_app.test_client().get(for_contact).status_code == 410
    assert customer_app.test_client().get(for_colleague).status_code == 410


def test_an_invitation_lasts_fourteen_days(
    cast: Cast, customer_app: Flask, config: Config, clock: time_machine.Traveller
) -> None:
    _contact_id, address = invite_contact(cast, config)
    clock.shift(timedelta(days=13, hours=23))
    assert customer_app.test_client().get(address).status_code == 200
    clock.shift(timedelta(hours=2))
    late = customer_app.test_client().get(address)
    assert late.status_code == 410
    assert "ask whoever invited you" in late.text


def test_an_invitation_ends_with_the_access_it_was_for(cast: Cast, customer_app: Flask, config: Config) -> None:
    contact_id, address = invite_contact(cast, config)
    with writing():
        db.session.get_one(Contact, contact_id).deactivated_at = portal_clock.now()
        access.end_access(contact_id=contact_id)
    assert customer_app.test_client().get(address).status_code == 410


def test_a_person_invited_by_a_second_company_keeps_the_password(
    cast: Cast, customer_app: Flask, config: Config
) -> None:
    with writing():
        account = db.session.get_one(ContactAccount, cast.approver.account_id)
        before = account.password_hash
        contact = make_contact(make_customer("Kainuun Kala Oy"), cast.approver.name, account=account)
        contact.accepted_at = None
        address = link(config, tokens.issue(TokenPurpose.INVITATION, account_id=account.id, contact_id=contact.id).id)
    client = customer_app.test_client()
    assert 'type="password"' not in client.get(address).text
    assert post(client, address, name=cast.approver.name, password="en hyväksy tätä").status_code == 303
    assert "Kainuun Kala Oy" in client.get("/").text
    db.session.rollback()
    assert db.session.scalar(select(ContactAccount.password_hash).filter_by(id=account.id)) == before


def test_the_invitation_speaks_the_language_of_the_invited(cast: Cast, customer_app: Flask, config: Config) -> None:
    with writing():
        db.session.get_one(Customer, cast.limppula.id).locale = "sv"
    _contact_id, address = invite_contact(cast, config)
    assert re.search(r'<html lang="sv"', customer_app.test_client().get(address).text)
