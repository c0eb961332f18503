"""The worker against a real mail server: nothing is lost, and nothing is sent twice but with the same Message-ID."""

import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from threading import Event, Thread

import time_machine
from flask import Flask
from sqlalchemy import select, update

from portal.clock import now
from portal.config import Config
from portal.db import db, writing
from portal.domain import outbox
from portal.domain.outbox import OutboxKind, OutboxMessage, OutboxState
from portal.domain.people import inviting
from portal.domain.people.staff import StaffMember
from portal.domain.plan import agreement
from portal.jobs import worker
from tests.cast import Cast, contact_actor, staff_actor
from tests.conftest import FIGURES
from tests.factories.people import make_staff
from tests.factories.plans import agreed_plan, make_plan, sent_goals
from tests.live import running
from tests.mailbox import Mailbox, free_port


def invite(*names: str) -> list[int]:
    """Colleagues who are owed an invitation; the outbox rows."""
    with writing():
        for name in names:
            member = make_staff(name)
            member.accepted_at = None
            inviting.mail_colleague(member)
    return list(db.session.scalars(select(OutboxMessage.id).order_by(OutboxMessage.id)))


def row(message_id: int) -> OutboxMessage:
    db.session.rollback()
    return db.session.get_one(OutboxMessage, message_id)


def test_an_invitation_leaves_and_staff_see_to_whom(core: Flask, config: Config, smtp: Mailbox) -> None:
    (owed,) = invite("Taimi Usva")
    assert worker.work_off(config) == 1
    (mail,) = smtp.to("taimi.usva@revontuli.example")
    assert row(owed).state is OutboxState.DONE
    assert row(owed).sent_to == "taimi.usva@revontuli.example"
    assert row(owed).subject == str(mail["Subject"])
    assert mail["Message-ID"] == f"<{row(owed).message_id}@localhost>"


def test_nothing_is_sent_twice_when_nothing_goes_wrong(core: Flask, config: Config, smtp: Mailbox) -> None:
    invite("Taimi Usva", "Kaisla Vesi")
    assert worker.work_off(config) == 2
    assert worker.work_off(config) == 0
    assert len(smtp.messages) == 2


def test_a_mail_server_that_is_down_delays_and_loses_nothing(
    core: Flask, config: Config, smtp: Mailbox, clock: time_machine.Traveller
) -> None:
    (owed,) = invite("Taimi Usva")
    nobody_listens = config.model_copy(update={"smtp_port": free_port()})
    for _hour in range(30):
        worker.work_off(nobody_listens)
        clock.shift(timedelta(hours=1))
    assert row(owed).state is OutboxState.WAITING
    assert "refused" in row(owed).last_error
    worker.work_off(config)
    assert row(owed).state is OutboxState.DONE
    assert len(smtp.messages) == 1


def test_a_slow_mail_server_holds_no_lock_meanwhile(core: Flask, config: Config) -> None:
    (owed,) = invite("Taimi Usva")
    with silent_server() as (port, reached):
        slow = config.model_copy(update={"smtp_port": port})
        loop = Thread(target=run_once, args=(core, slow))
        loop.start()
        assert reached.wait(10)
        with writing():
            db.session.execute(update(StaffMember).values(title="written meanwhile"))
        assert row(owed).state is OutboxState.WAITING
    loop.join(30)
    assert row(owed).attempts == 1


def test_not_now_means_later(core: Flask, config: Config, smtp: Mailbox, clock: time_machine.Traveller) -> None:
    (owed,) = invite("Taimi Usva")
    smtp.answer = "451 Try again in a while"
    worker.work_off(config)
    assert (row(owed).state, row(owed).attempts) == (OutboxState.WAITING, 1)
    assert "451 Try again in a while" in row(owed).last_error
    smtp.answer = "250 Now"
    assert worker.work_off(config) == 0
    clock.shift(timedelta(seconds=31))
    assert worker.work_off(config) == 1
    assert len(smtp.messages) == 1


def test_never_means_never_and_staff_see_why(core: Flask, config: Config, smtp: Mailbox) -> None:
    (owed,) = invite("Taimi Usva")
    smtp.answer = "554 No such mailbox"
    worker.work_off(config)
    assert row(owed).state is OutboxState.FAILED
    assert "554 No such mailbox" in row(owed).last_error


def test_after_two_days_a_mail_counts_as_failed(core: Flask, config: Config, clock: time_machine.Traveller) -> None:
    (owed,) = invite("Taimi Usva")
    nobody_listens = config.model_copy(update={"smtp_port": free_port()})
    for _hour in range(72):
        worker.work_off(nobody_listens)
        clock.shift(timedelta(hours=1))
    assert row(owed).state is OutboxState.FAILED


def test_what_a_dead_worker_held_is_taken_up_with_the_same_message_id(
    core: Flask, config: Config, smtp: Mailbox, clock: time_machine.Traveller
) -> None:
    (owed,) = invite("Taimi Usva")
    with writing():
        assert outbox.lease() is not None  # this worker dies now, perhaps after the mail server said yes
    assert worker.work_off(config) == 0
    clock.shift(timedelta(minutes=6))
    assert worker.work_off(config) == 1
    assert smtp.messages[0]["Message-ID"] == f"<{row(owed).message_id}@localhost>"


def test_workers_killed_between_sending_and_recording_lose_nothing(
    core: Flask, config: Config, smtp: Mailbox, whole: bool, record_property: Callable[[str, object], None]
) -> None:
    """The mail server kills the worker's process when it has a message: only the record is missing."""
    kills = 25 if whole else 1
    owed = invite(*(f"Kollega Numero{number:02}" for number in range(kills + 1)))
    for _kill in range(kills):
        with running(config, "worker") as process:
            smtp.on_message = process.kill
            process.wait(60)
        smtp.on_message = None
        with writing():  # the dead worker's lease runs out
            db.session.execute(update(OutboxMessage).values(leased_until=None))
    worker.work_off(config)
    sent = [str(mail["Message-ID"]) for mail in smtp.messages]
    assert set(sent) == {f"<{row(one).message_id}@localhost>" for one in owed}
    assert len(sent) <= len(owed) + kills
    record_property(FIGURES, f"workers killed after sending: {kills}; mails owed {len(owed)}, sent {len(sent)}, lost 0")


def test_two_workers_send_each_mail_once(core: Flask, config: Config, smtp: Mailbox) -> None:
    owed = invite(*(f"Kollega Numero{number:02}" for number in range(20)))
    loops = [Thread(target=run_once, args=(core, config)) for _worker in range(2)]
    for loop in loops:
        loop.start()
    for loop in loops:
        loop.join(60)
    assert len(smtp.messages) == len({mail["Message-ID"] for mail in smtp.messages}) == len(owed)


def test_a_stopped_worker_finishes_what_it_has_in_hand(core: Flask, config: Config, smtp: Mailbox) -> None:
    invite("Taimi Usva")
    stop = Event()
    stop.set()
    worker.run(core, stop)
    assert smtp.messages == []
    loop = Thread(target=worker.run, args=(core, stop := Event()))
    loop.start()
    while not smtp.messages:
        loop.join(0.02)
    stop.set()
    loop.join(10)
    assert not loop.is_alive()
    (owed,) = db.session.scalars(select(OutboxMessage.id))
    assert row(owed).state is OutboxState.DONE


def test_the_agreed_mail_waits_for_its_document(
    core: Flask, config: Config, smtp: Mailbox, cast: Cast, clock: time_machine.Traveller
) -> None:
    with writing():
        agreed_plan(staff_actor(cast.account_manager), contact_actor(cast.approver))
        db.session.execute(
            update(OutboxMessage)
            .where(OutboxMessage.kind == OutboxKind.RENDER_VERSION)
            .values(due_at=now() + timedelta(minutes=1))
        )
    worker.work_off(config)
    waiting = select(OutboxMessage).where(OutboxMessage.kind == OutboxKind.AGREED)
    states = {(message.state, message.attempts) for message in db.session.scalars(waiting)}
    assert states == {(OutboxState.WAITING, 0)}
    for _look in range(2):
        clock.shift(timedelta(minutes=5))
        worker.work_off(config)
    (mail,) = [mail for mail in smtp.to(cast.approver.email) if "is agreed" in str(mail["Subject"])]
    (attached,) = mail.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content().startswith(b"%PDF-1.7")


def test_a_turn_that_is_over_is_not_mailed(core: Flask, config: Config, smtp: Mailbox, cast: Cast) -> None:
    with writing():
        manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
        plan = make_plan(manager, cast.limppula.id)
        (goal,) = sent_goals(manager, plan, "Fewer callouts at night")
        agreement.ask(approver, goal.id, goal.fingerprint, "At which address?")
        agreement.approve(approver, goal.id, goal.fingerprint)
    worker.work_off(config)
    assert not [mail for mail in smtp.to(cast.account_manager.email) if "Needs your answer" in str(mail["Subject"])]


def run_once(app: Flask, config: Config) -> None:
    with app.app_context():
        worker.work_off(config)


@contextmanager
def silent_server() -> Iterator[tuple[int, Event]]:
    """Takes the connection and says nothing until the block ends; the event tells that somebody came."""
    reached = Event()
    with socket.create_server(("127.0.0.1", 0)) as server:

        def take() -> None:
            connection, _address = server.accept()
            reached.set()
            held.append(connection)

        held: list[socket.socket] = []
        Thread(target=take, daemon=True).start()
        yield server.getsockname()[1], reached
        for connection in held:
            connection.close()
