"""The ground the other tests stand on: what a fixture promises is so."""

import smtplib
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from portal import clock as portal_clock
from portal.config import Config
from portal.db import db, writing
from portal.domain.people.customers import Customer
from tests.conftest import MORNING
from tests.mailbox import Mailbox
from tests.statements import count_statements


@pytest.mark.parametrize("turn", ["one test", "the next"])
def test_a_row_written_by(core: Flask, turn: str) -> None:
    """…is there for that test alone."""
    with writing():
        db.session.add(Customer(name=turn, sort_name=turn))
    assert db.session.scalars(select(Customer.name)).all() == [turn]


def test_both_sides_answer_on_one_database(customer_app: Flask, internal_app: Flask) -> None:
    for app in (customer_app, internal_app):
        assert app.test_client().get("/healthz").json == {"status": "ok"}
    assert customer_app.config["SQLALCHEMY_DATABASE_URI"] == internal_app.config["SQLALCHEMY_DATABASE_URI"]


def test_the_database_is_of_the_kind_the_test_says(core: Flask, database_kind: str) -> None:
    assert db.engine.dialect.name == database_kind


def test_statements_are_counted_without_the_transaction_around_them(core: Flask) -> None:
    with count_statements() as said:
        db.session.scalars(select(Customer)).all()
        db.session.rollback()
    assert len(said) == 1
    assert "FROM customer" in said.texts[0]


def test_time_stands_still_until_it_is_moved(clock: time_machine.Traveller) -> None:
    assert portal_clock.now() == MORNING == datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
    clock.shift(timedelta(days=1))
    assert portal_clock.now() - MORNING == timedelta(days=1)


def test_mail_sent_to_the_configured_server_arrives(config: Config, smtp: Mailbox) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "a@example.com", "b@example.com", "Hyvää päivää"
    message.set_content("Sovittu: ä, ö, å ja €")
    with smtplib.SMTP(config.smtp_host, config.smtp_port) as connection:
        connection.send_message(message)
    (arrived,) = smtp.to("b@example.com")
    assert arrived["Subject"] == "Hyvää päivää"
    assert "ä, ö, å ja €" in arrived.get_content()


def test_a_mail_server_that_says_no_keeps_nothing(smtp: Mailbox) -> None:
    smtp.answer = "451 Try again later"
    with smtplib.SMTP("127.0.0.1", smtp.port) as connection, pytest.raises(smtplib.SMTPDataError):
        connection.sendmail("a@example.com", ["b@example.com"], b"Subject: no\r\n\r\n")
    assert smtp.messages == []
