"""One's own settings: details, language, colours, password, devices, the second factor and one's own data."""

import json
from datetime import timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal import clock as portal_clock
from portal.db import db, writing
from portal.domain.audit import AuditEntry, AuditEvent
from portal.domain.people.contacts import Contact, ContactAccount
from portal.domain.people.customers import Customer
from portal.domain.people.sessions import SignIn
from portal.domain.people.staff import StaffMember
from tests.cast import Cast, sign_in
from tests.factories.people import PASSWORD, make_contact
from tests.forms import post
from tests.statements import count_statements

NEW = "hiljaa tulee räntää"


def test_a_contact_corrects_name_and_phone_for_every_company(cast: Cast, customer_app: Flask) -> None:
    with writing():
        account = db.session.get_one(ContactAccount, cast.approver.account_id)
        make_contact(db.session.get_one(Customer, cast.pulla.id), cast.approver.name, account=account)
    client = sign_in(customer_app.test_client(), cast.approver)
    typed = {"name": " Eero  Limppu ", "phone": "040 555 0203"}
    assert post(client, "/settings/details", page="/settings", **typed).status_code == 303
    db.session.rollback()
    rows = db.session.execute(select(Contact.name, Contact.phone).where(Contact.account_id == cast.approver.account_id))
    assert rows.all() == [("Eero Limppu", "040 555 0203")] * 2


def test_an_empty_name_is_refused_beside_the_field_and_the_phone_stays(cast: Cast, internal_app: Flask) -> None:
    client = sign_in(internal_app.test_client(), cast.lead)
    refused = post(client, "/settings/details", page="/settings", name=" \t", phone="0400 1")
    assert refused.status_code == 422
    assert "Give a name." in refused.text
    assert 'value="0400 1"' in refused.text


def test_the_chosen_language_is_the_persons_on_every_device(cast: Cast, internal_app: Flask) -> None:
    client = sign_in(internal_app.test_client(), cast.lead)
    assert post(client, "/settings/language", page="/settings", locale="fi").status_code == 303
    elsewhere = sign_in(internal_app.test_client(), cast.lead)
    assert '<html lang="fi"' in elsewhere.get("/settings").text
    assert post(client, "/settings/language", page="/settings", locale="xx").status_code == 422


def test_the_chosen_colours_are_the_persons_on_every_device(cast: Cast, customer_app: Flask) -> None:
    client = sign_in(customer_app.test_client(), cast.approver)
    post(client, "/settings/theme", page="/settings", theme="dark")
    for device in (client, sign_in(customer_app.test_client(), cast.approver)):
        assert 'data-theme="dark"' in device.get("/settings").text
    post(client, "/settings/theme", page="/settings", theme="")
    assert "data-theme=" not in client.get("/settings").text.partition(">")[2].partition("<head>")[0]


def test_a_new_password_needs_the_old_one_and_ends_every_other_device(cast: Cast, internal_app: Flask) -> None:
    client, other = internal_app.test_client(), internal_app.test_client()
    for device in (client, other):
        sign_in(device, cast.lead)
    wrong = post(client, "/settings/password", old="not this one", password=NEW)
    assert wrong.status_code == 422
    assert "This is not your password." in wrong.text
    assert post(client, "/settings/password", old=PASSWORD, password=NEW).status_code == 303
    assert client.get("/settings").status_code == 200
    assert other.get("/settings").status_code == 302
    assert post(other, "/sign-in", email=cast.lead.email, password=NEW).status_code == 303


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("lyhyt", "at least 12 characters"),
        ("salasanasalasana", "easy to guess"),
        ("123456789012", "easy to guess"),
        ("aaaaaaaaaaaaaaa", "easy to guess"),
        ("helmi.kaamos2026", "easy to guess"),
        ("x" * 50 + "yzåäö" * 40, "at most 200 characters"),
    ],
)
def test_a_password_that_anybody_would_try_first_is_refused(
    cast: Cast, internal_app: Flask, password: str, words: str
) -> None:
    client = sign_in(internal_app.test_client(), cast.lead)
    refused = post(client, "/settings/password", old=PASSWORD, password=password)
    assert refused.status_code == 422
    assert words in refused.text
    assert password not in refused.text


def test_a_device_that_is_signed_out_from_the_list_is_out_at_once(cast: Cast, customer_app: Flask) -> None:
    client, lost = customer_app.test_client(), customer_app.test_client()
    for device in (client, lost):
        sign_in(device, cast.approver)
    db.session.rollback()
    here, other = db.session.scalars(select(SignIn.id).order_by(SignIn.id)).all()
    assert client.get("/settings/devices").text.count("/sign-out") >= 2
    post(client, f"/settings/devices/{other}/sign-out", page="/settings/devices")
    assert lost.get("/settings").status_code == 302
    assert client.get("/settings").status_code == 200
    assert post(client, f"/settings/devices/{here}/sign-out", page="/settings/devices").location == "/sign-in"


def test_nobody_signs_out_somebody_elses_device(cast: Cast, customer_app: Flask) -> None:
    victim = sign_in(customer_app.test_client(), cast.second_approver)
    client = sign_in(customer_app.test_client(), cast.approver)
    db.session.rollback()
    device = db.session.scalar(select(SignIn.id).where(SignIn.account_id == cast.second_approver.account_id))
    assert post(client, f"/settings/devices/{device}/sign-out", page="/settings/devices").status_code == 404
    assert victim.get("/settings").status_code == 200


def test_all_other_devices_end_at_once(cast: Cast, internal_app: Flask) -> None:
    client = sign_in(internal_app.test_client(), cast.lead)
    others = [sign_in(internal_app.test_client(), cast.lead) for _device in range(3)]
    post(client, "/settings/devices/sign-out-others", page="/settings/devices")
    assert [device.get("/settings").status_code for device in (client, *others)] == [200, 302, 302, 302]


def test_the_list_of_devices_costs_the_same_whatever_its_length(cast: Cast, internal_app: Flask) -> None:
    client = sign_in(internal_app.test_client(), cast.lead)
    counts = []
    for more in (1, 20):
        for _device in range(more):
            sign_in(internal_app.test_client(), cast.lead)
        with count_statements() as said:
            assert client.get("/settings/devices").status_code == 200
        counts.append(len(said))
    assert counts[0] == counts[1]


def test_a_device_in_use_is_seen_and_a_refused_page_leaves_no_mark(
    cast: Cast, customer_app: Flask, clock: time_machine.Traveller
) -> None:
    client = sign_in(customer_app.test_client(), cast.approver)
    first = portal_clock.now()
    clock.shift(timedelta(minutes=10))
    for page, seen in (("/c/not-mine/", first), ("/settings", portal_clock.now())):
        client.get(page)
        db.session.rollback()
        assert db.session.scalars(select(SignIn.seen_at)).all() == [seen]


def test_a_contact_turns_the_second_factor_on_and_off(
    cast: Cast, customer_app: Flask, clock: time_machine.Traveller
) -> None:
    client, here = sign_in(customer_app.test_client(), cast.approver), "/settings/second-factor"
    client.get(here)
    db.session.rollback()
    secret_of = select(ContactAccount.totp_secret).where(ContactAccount.id == cast.approver.account_id)
    assert db.session.scalar(secret_of) is None
    post(client, f"{here}/begin", page=here)
    db.session.rollback()
    secret = db.session.scalar(secret_of)
    assert secret is not None
    assert post(client, f"{here}/on", page=here, code="000000").status_code == 422
    shown = post(client, f"{here}/on", page=here, code=pyotp.TOTP(secret).at(portal_clock.now()))
    assert shown.text.count("<li><code>") == 10
    assert "10 recovery codes are left." in client.get(here).text
    assert post(client, f"{here}/off", page=here).status_code == 303
    db.session.rollback()
    assert db.session.scalar(secret_of) is None


def test_turning_the_second_factor_off_needs_a_sign_in_of_just_now(
    cast: Cast, internal_app: Flask, clock: time_machine.Traveller
) -> None:
    client, here = sign_in(internal_app.test_client(), cast.lead), "/settings/second-factor"
    with writing():
        member = db.session.get_one(StaffMember, cast.lead.id)
        member.totp_secret, member.totp_confirmed_at = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", portal_clock.now()
    clock.shift(timedelta(minutes=20))
    assert "Is it still you?" in post(client, f"{here}/off", page=here).text
    assert post(client, f"{here}/off", page=here, fresh_password=PASSWORD).status_code == 303


def test_own_data_holds_the_person_and_nobody_else_and_is_written_down(cast: Cast, customer_app: Flask) -> None:
    client = sign_in(customer_app.test_client(), cast.approver)
    answer = post(client, "/settings/own-data", page="/settings")
    assert answer.headers["Content-Disposition"] == "attachment; filename=my-data.json"
    content = json.loads(answer.text)
    assert content["account"]["email"] == cast.approver.email
    assert [row["company"] for row in content["contacts"]] == [cast.limppula.name]
    assert [row["method"] for row in content["sign_ins"]] == ["password"]
    for other in (cast.second_approver, cast.rival_approver, cast.lead):
        assert other.email not in answer.text
    db.session.rollback()
    events = db.session.scalars(
        select(AuditEntry.event).where(AuditEntry.subject == f"account:{cast.approver.account_id}")
    )
    assert events.all() == [AuditEvent.DATA_EXPORTED]


def test_the_settings_of_either_side_need_a_sign_in(cast: Cast, customer_app: Flask, internal_app: Flask) -> None:
    for app in (customer_app, internal_app):
        for page in ("/settings", "/settings/devices", "/settings/password", "/settings/second-factor"):
            assert app.test_client().get(page).location == f"/sign-in?next={page}"
