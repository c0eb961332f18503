"""Staff see what was sent, waits or failed, of the customers they may see, and can send it again."""

import pytest
from flask import Flask
from sqlalchemy import select

from portal.config import Config
from portal.db import db, writing
from portal.domain import outbox
from portal.domain.audit import AuditEntry, AuditEvent
from portal.domain.outbox import OutboxMessage, OutboxState
from portal.domain.people import contact_book, inviting
from portal.domain.people.contacts import Contact
from portal.domain.people.roles import ContactRole
from portal.domain.people.staff import StaffMember
from portal.jobs import worker
from tests.cast import Cast, Person, sign_in, staff_actor
from tests.mailbox import Mailbox
from tests.statements import count_statements


@pytest.fixture
def invited(core: Flask, cast: Cast) -> str:
    """An invitation owed to a contact of limppula; its key."""
    with writing():
        contact = db.session.get_one(Contact, cast.participant.id)
        contact.accepted_at = None
        contact_book.invite_contact(staff_actor(cast.account_manager), contact.id, ContactRole.PARTICIPANT)
    key: str | None = db.session.scalar(select(OutboxMessage.message_id))
    assert key is not None
    return key


def page(app: Flask, person: Person, query: str = "") -> str:
    answer = sign_in(app.test_client(), person).get(f"/messages{query}")
    assert answer.status_code == 200
    return answer.text


def again(app: Flask, person: Person, key: str) -> int:
    """The status of asking for it to be sent again."""
    app.config["WTF_CSRF_ENABLED"] = False
    return sign_in(app.test_client(), person).post(f"/messages/{key}/send-again").status_code


def test_what_the_mail_server_refused_is_shown_with_its_words(
    internal_app: Flask, core: Flask, config: Config, smtp: Mailbox, cast: Cast, invited: str
) -> None:
    smtp.answer = "554 No such mailbox"
    worker.work_off(config)
    shown = page(internal_app, cast.account_manager)
    assert cast.participant.name in shown
    assert "554 No such mailbox" in shown
    assert invited in shown  # the button to send it again


def test_what_was_sent_is_shown_without_what_it_said(
    internal_app: Flask, core: Flask, config: Config, smtp: Mailbox, cast: Cast, invited: str
) -> None:
    worker.work_off(config)
    shown = page(internal_app, cast.account_manager, "?state=done")
    assert str(smtp.messages[0]["Subject"]) in shown
    assert "/invitation/" not in shown


def test_a_failed_mail_sent_again_arrives_under_its_old_message_id(
    internal_app: Flask, core: Flask, config: Config, smtp: Mailbox, cast: Cast, invited: str
) -> None:
    smtp.answer = "554 No such mailbox"
    worker.work_off(config)
    smtp.answer = "250 Now it is there"
    assert again(internal_app, cast.account_manager, invited) == 303
    worker.work_off(config)
    assert [mail["Message-ID"] for mail in smtp.messages] == [f"<{invited}@localhost>"]
    db.session.rollback()
    events = db.session.scalars(select(AuditEntry.event)).all()
    assert events[-1] is AuditEvent.MESSAGE_RESENT


def test_a_mail_in_a_workers_hand_is_not_sent_again(internal_app: Flask, core: Flask, cast: Cast, invited: str) -> None:
    with writing():
        assert outbox.lease() is not None
    assert again(internal_app, cast.account_manager, invited) == 409


def test_others_neither_see_nor_send_it(internal_app: Flask, core: Flask, cast: Cast, invited: str) -> None:
    for stranger in (cast.unassigned, cast.rival_manager):
        assert invited not in page(internal_app, stranger)
        assert cast.participant.name not in page(internal_app, stranger)
        assert again(internal_app, stranger, invited) == 403
    assert again(internal_app, cast.team_member, invited) == 403
    assert db.session.scalar(select(OutboxMessage.attempts)) == 0


def test_leads_and_administrators_see_all(internal_app: Flask, core: Flask, cast: Cast, invited: str) -> None:
    with writing():
        member = db.session.get_one(StaffMember, cast.unassigned.id)
        inviting.mail_colleague(member)
    for person in (cast.lead, cast.administrator):
        shown = page(internal_app, person)
        assert cast.participant.name in shown
        assert cast.unassigned.name in shown
    assert cast.unassigned.name not in page(internal_app, cast.account_manager).partition("<main")[2]


def test_one_customer_and_one_state_can_be_chosen(internal_app: Flask, core: Flask, cast: Cast, invited: str) -> None:
    assert invited in page(internal_app, cast.account_manager, f"?customer={cast.limppula.key}&state=waiting")
    assert invited not in page(internal_app, cast.account_manager, f"?customer={cast.pulla.key}")
    assert invited not in page(internal_app, cast.account_manager, "?state=failed")
    assert "No messages" in page(internal_app, cast.account_manager, "?state=failed&before=nonsense")


def test_many_messages_stand_on_pages_of_one_statement_each(
    internal_app: Flask, core: Flask, cast: Cast, invited: str
) -> None:
    def owe(count: int) -> None:
        with writing():
            for _number in range(count):
                inviting.mail_contact(db.session.get_one(Contact, cast.participant.id))

    owe(9)
    client = sign_in(internal_app.test_client(), cast.account_manager)
    with count_statements() as few:
        client.get("/messages")
    owe(110)
    with count_statements() as many:
        first = client.get("/messages").text
    assert len(few) == len(many)
    older = first.partition("before=")[2].partition('"')[0]
    assert client.get(f"/messages?before={older}").text.count("/send-again") == 50


def test_a_message_that_does_not_exist(internal_app: Flask, core: Flask, cast: Cast) -> None:
    assert again(internal_app, cast.lead, "nothing") == 404


def test_a_mail_that_was_not_needed_says_so(internal_app: Flask, core: Flask, cast: Cast, invited: str) -> None:
    with writing():
        message = db.session.execute(select(OutboxMessage)).scalar_one()
        message.state, message.done_at = OutboxState.DONE, message.created_at
    assert "Not needed any more" in page(internal_app, cast.account_manager)
