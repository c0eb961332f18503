"""The demo around its data: filled once a day, a mail server and mailbox of its own, sign-in with one click."""

import smtplib
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from portal import customer, demo_command, internal, serving
from portal.clock import now
from portal.config import Config, Environment
from portal.db import db
from portal.demo import mail_server
from portal.domain.people.customers import Customer
from portal.mail.messages import Attachment, Mail, as_message
from tests.cast import Cast
from tests.deployment import connected
from tests.mailbox import free_port

pytestmark = pytest.mark.one_database


@pytest.fixture
def demo_config(config: Config, tmp_path: Path) -> Config:
    """The test's database, as a demo."""
    return config.model_copy(update={"environment": Environment.DEMO, "demo_folder": tmp_path})


def mail(subject: str) -> Mail:
    return Mail(
        to="eero.limppunen@limppula.example",
        to_name="Eero Limppunen",
        subject=subject,
        text="Katso tätä: http://localhost/c/abc/ <b>nyt</b>",
        html="<p>Katso</p>",
        locale="fi",
        sender_name="Revontuli",
        message_id=f"<{len(subject)}@localhost>",
        written_at=now(),
        attachments=(Attachment("Pöytäkirja.pdf", "application/pdf", "%PDF-1.7 ä".encode()),),
    )


def post(folder: Path, *subjects: str) -> None:
    """Send mails to the demo's mail server, as the worker does."""
    port = free_port()
    with mail_server.running(folder / "mail", port), smtplib.SMTP("127.0.0.1", port) as server:
        for subject in subjects:
            server.send_message(as_message(mail(subject), "sovittu@demo.example", "http://localhost"))


@pytest.mark.parametrize("side", ["customer", "internal"])
def test_the_mails_that_went_out_stand_in_the_mailbox(side: str, demo_config: Config, cast: Cast) -> None:
    post(demo_config.demo_folder, "First", "Vastausta odotetaan: 2 tavoitetta äöå")
    make = customer.create_app if side == "customer" else internal.create_app
    with connected(make(demo_config)) as app:
        client = app.test_client()
        listed = client.get("/demo/mailbox").text
        assert listed.index("Vastausta odotetaan: 2 tavoitetta äöå") < listed.index("First")
        address = listed.partition('href="/demo/mailbox/')[2].partition('"')[0]
        shown = client.get(f"/demo/mailbox/{address}").text
        assert '<a href="http://localhost/c/abc/"' in shown
        assert "&lt;b&gt;nyt&lt;/b&gt;" in shown
        assert client.get(f"/demo/mailbox/{address}/0").data == "%PDF-1.7 ä".encode()
        for wrong in ("/demo/mailbox/..%2f..%2fsecrets", "/demo/mailbox/nothing", f"/demo/mailbox/{address}/1"):
            assert client.get(wrong).status_code == 404


def test_an_empty_mailbox_says_what_it_is_for(demo_config: Config, cast: Cast) -> None:
    with connected(customer.create_app(demo_config)) as app:
        assert "No mail yet" in app.test_client().get("/demo/mailbox").text


def test_one_click_signs_in(demo_config: Config, cast: Cast) -> None:
    with connected(internal.create_app(demo_config)) as app:
        app.config["WTF_CSRF_ENABLED"] = False
        client = app.test_client()
        assert cast.lead.email in client.get("/demo").text
        assert client.post("/demo/sign-in", data={"email": cast.lead.email}).status_code == 303
        assert client.get("/messages").status_code == 200
    with connected(customer.create_app(demo_config)) as app:
        app.config["WTF_CSRF_ENABLED"] = False
        client = app.test_client()
        assert client.get("/demo").status_code == 200
        assert client.post("/demo/sign-in", data={"email": cast.deactivated.email}).status_code == 404
        assert client.post("/demo/sign-in", data={"email": cast.approver.email}).status_code == 303
        assert client.get(f"/c/{cast.limppula.key}/plans/9/versions/1.pdf").status_code == 404


@pytest.mark.parametrize("address", ["/demo", "/demo/sign-in", "/demo/mailbox"])
def test_outside_the_demo_there_is_none_of_it(customer_app: Flask, internal_app: Flask, address: str) -> None:
    for app in (customer_app, internal_app):
        app.config["WTF_CSRF_ENABLED"] = False
        assert app.test_client().get(address).status_code == 404
        assert app.test_client().post(address, data={"email": "a@example.com"}).status_code == 404


def test_the_data_are_filled_once_a_day(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, clock: time_machine.Traveller
) -> None:
    monkeypatch.setenv("SOVITTU_DEMO_FOLDER", str(tmp_path))
    said: list[str] = []
    config = demo_command.config_for(free_port())
    demo_command.prepare(config, said.append)
    with serving.connected(config):
        assert db.session.query(Customer).count() == 40
        db.session.rollback()
    second_start = demo_command.config_for(free_port())
    demo_command.prepare(second_start, said.append)
    assert said == ["Filling the demo's database; this takes a moment.", "The demo's data are there."]
    clock.shift(timedelta(days=1))
    assert not demo_command.is_filled(config)
    assert second_start.token_key == config.token_key
    assert (tmp_path / "secrets.json").stat().st_mode & 0o077 == 0
