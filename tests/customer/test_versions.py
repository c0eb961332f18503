"""An agreed version is one file: made once, the same bytes for both sides, and anybody can check it."""

import hashlib
from threading import Thread
from urllib.parse import unquote

import pytest
from flask import Flask
from sqlalchemy import select

from portal.clock import today
from portal.config import Config
from portal.db import db, writing
from portal.domain import outbox
from portal.domain.outbox import OutboxKind, OutboxMessage
from portal.domain.plan import agreement, drafts
from portal.domain.plan.documents import AgreedVersion, VersionDocument
from portal.domain.plan.items import Item
from portal.jobs import worker
from tests.cast import Cast, Person, contact_actor, sign_in, staff_actor
from tests.factories.plans import agreed_plan, goal

NAME = f"Koillismaan Limppula Oy – Sovittu {today().year + 1} v1.pdf"


@pytest.fixture
def agreed(core: Flask, cast: Cast) -> AgreedVersion:
    """Version 1 of limppula's first plan; its PDF is owed."""
    with writing():
        agreed_plan(staff_actor(cast.account_manager), contact_actor(cast.approver))
    return db.session.execute(select(AgreedVersion)).scalar_one()


def make_documents(core: Flask, config: Config) -> None:
    """Let the worker make what is owed; mails go nowhere."""
    with writing():
        mails = select(OutboxMessage).where(OutboxMessage.kind.in_([kind for kind in OutboxKind if kind.is_mail]))
        for message in db.session.scalars(mails):
            outbox.done(message)
    worker.work_off(config)


def addresses(cast: Cast) -> tuple[str, str]:
    """Where contacts and where staff get version 1."""
    return f"/c/{cast.limppula.key}/plans/1/versions/1.pdf", f"/customers/{cast.limppula.key}/plans/1/versions/1.pdf"


def test_both_sides_get_the_same_bytes_under_the_same_name(
    core: Flask, config: Config, customer_app: Flask, internal_app: Flask, cast: Cast, agreed: AgreedVersion
) -> None:
    make_documents(core, config)
    ours, theirs = addresses(cast)
    got = [
        sign_in(customer_app.test_client(), cast.approver).get(ours),
        sign_in(customer_app.test_client(), cast.participant).get(ours),
        sign_in(internal_app.test_client(), cast.account_manager).get(theirs),
    ]
    assert {answer.status_code for answer in got} == {200}
    assert len({answer.data for answer in got}) == 1
    for answer in got:
        assert answer.mimetype == "application/pdf"
        assert answer.headers["ETag"] == f'"{hashlib.sha256(answer.data).hexdigest()}"'
        assert NAME in unquote(answer.headers["Content-Disposition"])


def test_who_has_the_file_is_told_so_and_sent_nothing(
    core: Flask, config: Config, customer_app: Flask, cast: Cast, agreed: AgreedVersion
) -> None:
    make_documents(core, config)
    client = sign_in(customer_app.test_client(), cast.approver)
    first = client.get(addresses(cast)[0])
    again = client.get(addresses(cast)[0], headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")


def test_until_it_is_made_a_page_waits_for_it(
    core: Flask, customer_app: Flask, internal_app: Flask, cast: Cast, agreed: AgreedVersion
) -> None:
    ours, theirs = addresses(cast)
    for app, person, address in ((customer_app, cast.approver, ours), (internal_app, cast.lead, theirs)):
        answer = sign_in(app.test_client(), person).get(address)
        assert answer.status_code == 202
        assert answer.headers["Refresh"]
        assert "Version 1 is being made" in answer.text


def test_a_version_that_is_not_there_and_a_stranger_get_404(
    core: Flask, config: Config, customer_app: Flask, internal_app: Flask, cast: Cast, agreed: AgreedVersion
) -> None:
    make_documents(core, config)
    ours, theirs = addresses(cast)
    refused: list[tuple[Flask, Person, str]] = [
        (customer_app, cast.approver, ours.replace("1.pdf", "2.pdf")),
        (customer_app, cast.rival_approver, ours),
        (internal_app, cast.account_manager, theirs.replace("1.pdf", "2.pdf")),
        (internal_app, cast.rival_manager, theirs),
    ]
    for app, person, address in refused:
        assert sign_in(app.test_client(), person).get(address).status_code == 404


def test_two_workers_that_make_it_at_once_leave_one_document(
    core: Flask, config: Config, cast: Cast, agreed: AgreedVersion
) -> None:
    version_id = agreed.id
    with writing():
        outbox.post(OutboxKind.RENDER_VERSION, version_id=version_id)

    def work() -> None:
        with core.app_context():
            worker.work_off(config.model_copy(update={"smtp_port": 9}))

    workers = [Thread(target=work) for _worker in range(2)]
    for one in workers:
        one.start()
    for one in workers:
        one.join(120)
    db.session.rollback()
    (document,) = db.session.scalars(select(VersionDocument))
    assert document.sha256 == hashlib.sha256(document.pdf).hexdigest()
    rows = db.session.scalars(select(OutboxMessage.state).where(OutboxMessage.kind == OutboxKind.RENDER_VERSION))
    assert {state.value for state in rows} == {"done"}


def test_a_document_once_made_is_never_made_again(
    core: Flask, config: Config, cast: Cast, agreed: AgreedVersion
) -> None:
    make_documents(core, config)
    made = db.session.execute(select(VersionDocument.sha256, VersionDocument.made_at)).one()
    with writing():
        outbox.post(OutboxKind.RENDER_VERSION, version_id=agreed.id)
    worker.work_off(config)
    assert db.session.execute(select(VersionDocument.sha256, VersionDocument.made_at)).one() == made


# Anybody can check


def test_the_code_in_the_document_leads_to_its_version(
    core: Flask, config: Config, customer_app: Flask, cast: Cast, agreed: AgreedVersion
) -> None:
    answer = customer_app.test_client().get(f"/check/{agreed.fingerprint[:16]}")
    assert answer.status_code == 200
    assert "Both sides agreed a plan with this fingerprint" in answer.text
    assert "It is the newest version" in answer.text
    shown = answer.text.partition("<main")[2]
    assert agreed.fingerprint[-4:] in shown
    assert cast.limppula.name not in answer.text
    assert cast.approver.name not in answer.text
    assert cast.account_manager.name not in answer.text


def test_the_file_itself_can_be_checked(
    core: Flask, config: Config, customer_app: Flask, cast: Cast, agreed: AgreedVersion
) -> None:
    make_documents(core, config)
    client = customer_app.test_client()
    pdf = sign_in(customer_app.test_client(), cast.approver).get(addresses(cast)[0]).data
    digits = hashlib.sha256(pdf).hexdigest()
    assert "the very document" in client.get(f"/check?digits={digits}", follow_redirects=True).text
    changed = hashlib.sha256(pdf + b" ").hexdigest()
    answer = client.get(f"/check?digits={changed}", follow_redirects=True)
    assert answer.status_code == 404
    assert "No agreed plan has this fingerprint" in answer.text


def test_digits_may_be_typed_as_they_are_printed(
    core: Flask, customer_app: Flask, cast: Cast, agreed: AgreedVersion
) -> None:
    printed = " ".join(agreed.fingerprint[place : place + 4] for place in range(0, 64, 4)).upper()
    answer = customer_app.test_client().get("/check", query_string={"digits": printed}, follow_redirects=True)
    assert "Both sides agreed" in answer.text


@pytest.mark.parametrize("digits", ["", "abc", "x" * 16, "0" * 65, "'; --", "é" * 20])
def test_what_is_no_fingerprint_is_asked_again(customer_app: Flask, digits: str) -> None:
    answer = customer_app.test_client().get("/check", query_string={"digits": digits})
    assert answer.status_code == 422
    assert "A fingerprint has the digits" in answer.text


def test_a_superseded_version_names_the_newer_one(
    core: Flask, customer_app: Flask, cast: Cast, agreed: AgreedVersion
) -> None:
    first = agreed.fingerprint
    with writing():
        manager = staff_actor(cast.account_manager)
        item_id = db.session.scalars(select(Item.id).where(Item.plan_id == agreed.plan_id)).first()
        assert item_id
        draft = drafts.draft_change(manager, item_id, goal("Cold rooms use a third less electricity"), 0)
        drafts.send(manager, agreed.plan_id, [(draft.id, draft.fingerprint)], "A little more")
        agreement.approve(contact_actor(cast.approver), draft.id, draft.fingerprint)
    assert "A newer version is in force: version 2" in customer_app.test_client().get(f"/check/{first}").text


def test_who_checks_too_much_is_asked_to_wait(customer_app: Flask, cast: Cast) -> None:
    client = customer_app.test_client()
    answers = [client.get(f"/check/{number:016x}").status_code for number in range(40)]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_staff_see_every_version_with_the_newest_in_force(
    core: Flask, config: Config, internal_app: Flask, cast: Cast, agreed: AgreedVersion
) -> None:
    client = sign_in(internal_app.test_client(), cast.team_member)
    page = f"/customers/{cast.limppula.key}/plans/1/versions"
    assert "Is being made" in client.get(page).text
    make_documents(core, config)
    shown = client.get(page).text
    assert "PDF of version 1" in shown
    assert agreed.fingerprint[:16] in shown
    assert "versions" in client.get(f"/customers/{cast.limppula.key}/plans/1/").text
    assert sign_in(internal_app.test_client(), cast.rival_manager).get(page).status_code == 404
