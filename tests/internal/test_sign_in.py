"""Coming in on the internal side: password, second factor, lock-out, and where one goes on."""

import re
from datetime import timedelta

import pyotp
import pytest
import time_machine
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from portal import clock as portal_clock
from portal.db import db, writing
from portal.domain.audit import AuditEntry, AuditEvent, verify
from portal.domain.people import second_factor
from portal.domain.people.actors import Circumstances
from portal.domain.people.provider import provider
from portal.domain.people.sessions import SignIn
from portal.domain.people.staff import StaffMember
from tests.cast import Cast, StaffPerson, sign_in
from tests.factories.people import PASSWORD
from tests.forms import post

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def try_password(client: FlaskClient, email: str, password: str, **more: str) -> TestResponse:
    return post(client, "/sign-in", email=email, password=password, **more)


def with_second_factor(person: StaffPerson) -> list[str]:
    """Turn the second factor on; gives the recovery codes. The code of this moment is used up by that."""
    with writing():
        member = db.session.get_one(StaffMember, person.id)
        member.totp_secret = SECRET
        return second_factor.switch_on(member, code_now(), Circumstances())


def code_now() -> str:
    return pyotp.TOTP(SECRET).at(portal_clock.now())


def test_an_account_manager_signs_in_with_the_password(cast: Cast, internal_app: Flask) -> None:
    client = internal_app.test_client()
    assert try_password(client, cast.account_manager.email, PASSWORD).status_code == 303
    assert cast.account_manager.name in client.get("/settings").text


@pytest.mark.parametrize("case", ["  {} ", "{}"])
def test_case_and_spaces_of_the_address_do_not_count(cast: Cast, internal_app: Flask, case: str) -> None:
    typed = case.format(cast.account_manager.email.upper())
    assert try_password(internal_app.test_client(), typed, PASSWORD).status_code == 303


def test_known_and_unknown_addresses_get_the_same_answer(cast: Cast, internal_app: Flask) -> None:
    def answer(email: str) -> tuple[int, str]:
        refused = try_password(internal_app.test_client(), email, "not the right password")
        return refused.status_code, re.sub(r'value="[^"]*"', "", refused.text)

    known, unknown = answer(cast.account_manager.email), answer("nobody.here@revontuli.example")
    assert known == unknown
    assert known[0] == 422
    assert "The e-mail address or the password is not right." in known[1]


def test_a_wrong_password_keeps_the_address_and_never_the_password(cast: Cast, internal_app: Flask) -> None:
    refused = try_password(internal_app.test_client(), cast.lead.email, "halla tuli yolla")
    assert f'value="{cast.lead.email}"' in refused.text
    assert "halla tuli yolla" not in refused.text


def test_five_failures_make_the_sixth_try_wait_even_with_the_right_password(
    cast: Cast, internal_app: Flask, clock: time_machine.Traveller
) -> None:
    client = internal_app.test_client()
    for email in (cast.account_manager.email, "nobody.here@revontuli.example"):
        for _try in range(5):
            assert try_password(client, email, "wrong, wrong, wrong").status_code == 422
        waiting = try_password(client, email, PASSWORD)
        assert waiting.status_code == 429
        assert "Try again in 1 minute." in waiting.text
        clock.shift(timedelta(seconds=61))
    assert try_password(client, cast.account_manager.email, PASSWORD).status_code == 303


def test_each_further_failure_waits_twice_as_long(
    cast: Cast, internal_app: Flask, clock: time_machine.Traveller
) -> None:
    client = internal_app.test_client()
    for _try in range(5):
        try_password(client, cast.lead.email, "wrong, wrong, wrong")
    clock.shift(timedelta(minutes=1))
    assert try_password(client, cast.lead.email, "wrong, wrong, wrong").status_code == 422
    assert "Try again in 2 minutes." in try_password(client, cast.lead.email, PASSWORD).text
    clock.shift(timedelta(minutes=2))
    assert try_password(client, cast.lead.email, PASSWORD).status_code == 303


def test_a_right_password_forgets_the_failures_before_it(cast: Cast, internal_app: Flask) -> None:
    for _round in range(2):
        client = internal_app.test_client()
        for _try in range(4):
            try_password(client, cast.lead.email, "wrong, wrong, wrong")
        assert try_password(client, cast.lead.email, PASSWORD).status_code == 303


def test_an_address_that_tries_too_often_gets_a_page_that_says_so(cast: Cast, internal_app: Flask) -> None:
    client = internal_app.test_client()
    answers = {try_password(client, f"nobody{number}@example.com", "wrong").status_code for number in range(31)}
    assert answers == {422, 429}


@pytest.mark.parametrize(
    "elsewhere",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil.example", "/\t/evil"],
)
def test_signing_in_never_leads_to_another_site(cast: Cast, internal_app: Flask, elsewhere: str) -> None:
    answer = try_password(internal_app.test_client(), cast.lead.email, PASSWORD, next=elsewhere)
    assert (answer.status_code, answer.location) == (303, "/")


def test_a_contact_cannot_sign_in_on_the_internal_side(cast: Cast, internal_app: Flask) -> None:
    assert try_password(internal_app.test_client(), cast.approver.email, PASSWORD).status_code == 422


def test_a_deactivated_colleague_cannot_sign_in(cast: Cast, internal_app: Flask) -> None:
    with writing():
        db.session.get_one(StaffMember, cast.deputy.id).deactivated_at = portal_clock.now()
    assert try_password(internal_app.test_client(), cast.deputy.email, PASSWORD).status_code == 422


def test_signing_in_and_failing_to_are_written_down_in_an_intact_chain(cast: Cast, internal_app: Flask) -> None:
    client = internal_app.test_client()
    try_password(client, cast.lead.email, "wrong, wrong, wrong")
    try_password(client, cast.lead.email, PASSWORD)
    post(client, "/sign-out", page="/settings")
    db.session.rollback()
    events = db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)).all()
    assert events == [AuditEvent.SIGN_IN_REFUSED, AuditEvent.SIGNED_IN, AuditEvent.SIGNED_OUT]
    assert verify().intact


def test_signing_out_ends_the_device_also_for_a_copy_of_its_cookie(cast: Cast, internal_app: Flask) -> None:
    client, thief = internal_app.test_client(), internal_app.test_client()
    sign_in(client, cast.lead)
    with client.session_transaction() as own, thief.session_transaction() as stolen:
        stolen.update(own)
    assert thief.get("/settings").status_code == 200
    assert post(client, "/sign-out", page="/settings").location == "/sign-in"
    assert thief.get("/settings").status_code == 302


def test_the_second_factor_is_asked_before_anybody_is_in(
    cast: Cast, internal_app: Flask, clock: time_machine.Traveller
) -> None:
    with_second_factor(cast.lead)
    clock.shift(timedelta(seconds=60))
    client = internal_app.test_client()
    assert try_password(client, cast.lead.email, PASSWORD, next="/settings").location == "/sign-in/code"
    assert client.get("/settings").status_code == 302
    assert post(client, "/sign-in/code", code="000000").status_code == 422
    answer = post(client, "/sign-in/code", code=f" {code_now()[:3]} {code_now()[3:]} ")
    assert (answer.status_code, answer.location) == (303, "/settings")
    assert client.get("/settings").status_code == 200
    db.session.rollback()
    assert db.session.scalars(select(SignIn.method)).all() == ["password+totp"]


def test_a_code_works_once(cast: Cast, internal_app: Flask, clock: time_machine.Traveller) -> None:
    with_second_factor(cast.lead)
    clock.shift(timedelta(seconds=60))
    for expected in (303, 422):
        client = internal_app.test_client()
        try_password(client, cast.lead.email, PASSWORD)
        assert post(client, "/sign-in/code", code=code_now()).status_code == expected


def test_a_recovery_code_works_once(cast: Cast, internal_app: Flask) -> None:
    codes = with_second_factor(cast.lead)
    for code, expected in ((codes[0].upper(), 303), (codes[0], 422), (codes[1].replace("-", " "), 303)):
        client = internal_app.test_client()
        try_password(client, cast.lead.email, PASSWORD)
        assert post(client, "/sign-in/code", code=code).status_code == expected


def test_somebody_elses_recovery_code_does_not_work(cast: Cast, internal_app: Flask) -> None:
    with_second_factor(cast.lead)
    codes = with_second_factor(cast.administrator)
    client = internal_app.test_client()
    try_password(client, cast.lead.email, PASSWORD)
    assert post(client, "/sign-in/code", code=codes[0]).status_code == 422


def test_wrong_codes_lock_the_second_step_too(cast: Cast, internal_app: Flask, clock: time_machine.Traveller) -> None:
    codes = with_second_factor(cast.lead)
    client = internal_app.test_client()
    try_password(client, cast.lead.email, PASSWORD)
    for _try in range(5):
        assert post(client, "/sign-in/code", code="123456").status_code == 422
    assert post(client, "/sign-in/code", code=codes[0]).status_code == 429
    clock.shift(timedelta(minutes=2))
    assert post(client, "/sign-in/code", code=codes[0]).status_code == 303


def test_the_second_step_has_to_come_within_ten_minutes(
    cast: Cast, internal_app: Flask, clock: time_machine.Traveller
) -> None:
    codes = with_second_factor(cast.lead)
    client = internal_app.test_client()
    try_password(client, cast.lead.email, PASSWORD, next="/settings")
    clock.shift(timedelta(minutes=11))
    assert post(client, "/sign-in/code", code=codes[0]).location == "/sign-in?next=/settings"


def test_where_the_house_requires_it_the_second_factor_comes_before_anything_else(
    cast: Cast, internal_app: Flask, clock: time_machine.Traveller
) -> None:
    with writing():
        provider().staff_need_second_factor = True
    client = sign_in(internal_app.test_client(), cast.account_manager)
    for page in ("/settings", "/settings/devices", "/styleguide"):
        assert client.get(page).location == "/settings/second-factor"
    post(client, "/settings/second-factor/begin", page="/settings/second-factor")
    db.session.rollback()
    secret = db.session.scalar(select(StaffMember.totp_secret).where(StaffMember.id == cast.account_manager.id))
    page = client.get("/settings/second-factor").text
    assert secret is not None
    assert secret[:4] in page
    assert "<svg" in page
    code = pyotp.TOTP(secret).at(portal_clock.now())
    shown = post(client, "/settings/second-factor/on", page="/settings/second-factor", code=code).text
    assert shown.count("<li><code>") == 10
    assert client.get("/settings").status_code == 200
    clock.shift(timedelta(minutes=1))
    refused = post(client, "/settings/second-factor/off", page="/settings/second-factor")
    assert refused.status_code == 403
