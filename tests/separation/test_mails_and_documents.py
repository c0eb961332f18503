"""What leaves the house: mails to both sides and documents, made by the worker while canaries sit everywhere."""

from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from sqlalchemy import Select, select

from portal import clock
from portal.db import db, writing
from portal.domain.people import contact_book, mailed_links
from portal.domain.people.actors import ContactActor, StaffActor
from portal.domain.people.roles import ContactRole
from portal.domain.people.sides import Side
from portal.domain.plan import agreement, draft_documents, rule
from portal.domain.plan.documents import AgreedVersion, DraftDocument, VersionDocument
from portal.domain.plan.items import Decision, Item, Revision, RevisionState
from portal.domain.plan.plans import Plan
from portal.jobs.worker import work_off
from portal.web.application import create_core
from tests.cast import FROM_A_DESK, contact_actor, staff_actor
from tests.conftest import FIGURES
from tests.deployment import connected
from tests.mailbox import Mailbox
from tests.separation import markers
from tests.separation.columns import CANARY
from tests.separation.house import House
from tests.separation.papers import everything_in
from tests.separation.planting import NOBODYS, plant
from tests.separation.test_canaries import Record
from tests.separation.world import PDF, World

pytestmark = pytest.mark.one_database

OF_THE_CUSTOMER = (markers.APPROVER_DRAFT, markers.SUGGESTION, markers.DISMISSED)
OF_THE_PROVIDER = (markers.PROVIDER_DRAFT, markers.TICKED_DRAFT, markers.INTERNAL)
UNSENT = (*OF_THE_CUSTOMER, *OF_THE_PROVIDER, CANARY)


@pytest.fixture
def worked(house: House, smtp: Mailbox) -> Iterator[Flask]:
    """Everything internal is planted, both sides have agreed on a second version, and the worker has done its work."""
    config = house.config.model_copy(update={"smtp_port": smtp.port})
    with connected(create_core(config)) as core, core.app_context():
        plant(db.engine, NOBODYS)
        with writing():
            _ask_for_mails(house.world)
            _agree_on_everything(house.world)
        for wait in (0, 1, 2):  # a mail with a document waits for it
            with clock.at(clock.now() + timedelta(minutes=wait)):
                work_off(config)
        yield core


def test_what_leaves_the_house_says_nothing_internal_and_nothing_unsent(
    house: House, worked: Flask, smtp: Mailbox, record_property: Record
) -> None:
    """One test, for the worker's evening takes long."""
    mails_say_nothing_of_it(smtp, record_property)
    documents_say_nothing_of_it(house, record_property)


def mails_say_nothing_of_it(smtp: Mailbox, record_property: Record) -> None:
    found = []
    for mail in smtp.messages:
        said = b"\n".join(_pieces(mail))
        forbidden = (*OF_THE_CUSTOMER, CANARY) if "@revontuli.example" in str(mail["To"]) else UNSENT
        found += [f"{mail['To']}, {mail['Subject']}: {word}" for word in forbidden if word.encode() in said]
        if markers.OWN.encode() in said and markers.RIVAL.encode() in said:
            found.append(f"{mail['To']}, {mail['Subject']}: speaks of two customers")
    attached = sum(1 for mail in smtp.messages for _file in mail.iter_attachments())
    record_property(FIGURES, f"canaries: {len(smtp.messages)} mails with {attached} attached documents searched")
    assert found == []
    assert attached
    assert len(smtp.messages) > 20


def documents_say_nothing_of_it(house: House, record_property: Record) -> None:
    plan_id = house.world.own.plan_id
    versions = select(VersionDocument.pdf).join(AgreedVersion).where(AgreedVersion.plan_id == plan_id)
    orders = select(DraftDocument.pdf).where(DraftDocument.plan_id == plan_id, DraftDocument.pdf != PDF)
    papers = list(db.session.scalars(versions.where(VersionDocument.pdf != PDF)))
    drafts = [pdf for pdf in db.session.scalars(orders) if pdf]
    assert len(papers) == 1
    assert len(drafts) == 2
    record_property(FIGURES, f"canaries: {len(papers) + len(drafts)} documents searched to the last stream")
    for pdf in (*papers, *drafts):
        inside = everything_in(pdf)
        assert markers.OWN.encode() in inside
        assert [word for word in (*UNSENT, markers.RIVAL) if word.encode() in inside] == []


def _ask_for_mails(world: World) -> None:
    """One of every kind that a person can ask for."""
    mailed_links.request_sign_in_link(world.cast.approver.email, FROM_A_DESK)
    mailed_links.request_password_reset(Side.CUSTOMER, world.cast.approver.email, FROM_A_DESK)
    mailed_links.request_password_reset(Side.PROVIDER, world.cast.account_manager.email, FROM_A_DESK)
    manager = staff_actor(world.cast.account_manager)
    contact_book.invite_contact(manager, world.others.invited.id, ContactRole.PARTICIPANT)


def _agree_on_everything(world: World) -> None:
    """Whoever's turn it is answers or approves, until version 2 is there; in between both order a working draft."""
    manager, approver = staff_actor(world.cast.account_manager), contact_actor(world.cast.approver)
    plan = db.session.get_one(Plan, world.own.plan_id)
    _answer(manager, approver, db.session.get_one(Revision, world.own.ids["open_goal"]))
    draft_documents.order(approver, plan, "fi")
    draft_documents.order(manager, plan, "sv")
    while waiting := db.session.scalars(_open(plan)).first():
        _answer(manager, approver, waiting)
    assert len(db.session.scalars(select(AgreedVersion.id).where(AgreedVersion.plan_id == plan.id)).all()) == 2


def _open(plan: Plan) -> Select[Revision]:
    query = select(Revision).join(Item, Item.id == Revision.item_id)
    return query.where(Item.plan_id == plan.id, Revision.state == RevisionState.OPEN).order_by(Revision.id)


def _answer(manager: StaffActor, approver: ContactActor, revision: Revision) -> None:
    said = db.session.scalars(select(Decision).where(Decision.revision_id == revision.id).order_by(Decision.id)).all()
    assert revision.turn
    if not revision.turn.waits_for(Side.PROVIDER):
        agreement.approve(approver, revision.id, revision.fingerprint)
    elif rule.open_question(said) is not None:
        agreement.answer(manager, revision.id, revision.fingerprint, "Step by step.")
    else:
        agreement.approve(manager, revision.id, revision.fingerprint)


def _pieces(mail: EmailMessage) -> Iterator[bytes]:
    """Headers, texts and attached files, each as a reader's program would show it."""
    yield str(mail.items()).encode()
    for part in mail.walk():
        if part.get_content_maintype() == "text":
            yield part.get_content().encode()
        elif part.get_content_type() == "application/pdf":
            content = part.get_content()
            yield content if content == PDF else everything_in(content)
