"""Real trading data, from the spreadsheet to the agreed PDF: imported, invited by mail, agreed, downloaded by both."""

import re
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from portal.config import Config
from portal.db import db, writing
from portal.domain.people import account_team
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from portal.domain.people.roles import AssignmentRole, ContactRole, StaffRole
from portal.domain.plan import agreement, drafts, plans
from portal.domain.plan.items import Revision
from portal.jobs.worker import work_off
from tests.cast import ContactPerson, StaffPerson, company, contact_actor, sign_in, staff_actor, staff_person
from tests.documents.papers import run as read_pdf
from tests.domain.insight.importing import import_folder, importer
from tests.factories.people import make_staff
from tests.factories.plans import goal
from tests.internal.pages import TOKEN, Desk
from tests.mailbox import Mailbox

FOLDER = Path(__file__).parent / "data"


def account_manager_of(customer_id: int) -> StaffPerson:
    """An account manager whom the lead has put on the customer's account team."""
    with writing():
        lead = staff_person(make_staff("Helmi Kaamos", StaffRole.LEAD))
        manager = staff_person(make_staff("Aino Revontaival"))
        account_team.assign(staff_actor(lead), customer_id, manager.id, AssignmentRole.ACCOUNT_MANAGER)
    return manager


def invited_by_mail(desk: Desk, customer: Customer, contact: Contact, config: Config, smtp: Mailbox) -> str:
    """The path of the link in the invitation that the contact got."""
    book = f"/customers/{customer.key}/contacts/{contact.id}/"
    named = {"name": contact.name, "title": contact.title, "email": "approver@customer.example"}
    assert desk.post(f"{book}edit", f"{book}edit", **named).status_code == 303
    assert desk.post(f"{book}invite", f"{book}edit", role="approver").status_code == 303
    work_off(config)
    (mail,) = smtp.to("approver@customer.example")
    body = mail.get_body(("plain",))
    assert body
    link = re.search(rf"{re.escape(config.customer_url)}(/invitation/\S+)", body.get_content())
    assert link
    return link.group(1)


def accepted(client: FlaskClient, link: str, contact: Contact) -> None:
    token = TOKEN.search(client.get(link).get_data(as_text=True))
    assert token
    answer = client.post(link, data={"csrf_token": token.group(1), "name": contact.name, "password": ""})
    assert answer.status_code == 303, answer.get_data(as_text=True)


def agreed(manager: StaffPerson, approver: ContactPerson) -> int:
    """A plan of two goals, drafted, sent and approved; its number."""
    with writing():
        actor = staff_actor(manager)
        plan = plans.create_plan(actor, approver.customer.id, date(2027, 1, 1), date(2027, 12, 31))
        titles = ("Kylmähuoneiden sähkönkulutus laskee", "Toimitukset saapuvat aamuseitsemään mennessä")
        made = [drafts.draft_item(actor, plan.id, goal(title)) for title in titles]
        drafts.send(actor, plan.id, [(draft.id, draft.fingerprint) for draft in made], "Hyvä alku?")
        number = plan.number
    for revision_id in [draft.id for draft in made]:
        with writing():
            revision = db.session.get_one(Revision, revision_id)
            agreement.approve(contact_actor(approver), revision.id, revision.fingerprint)
    return number


@pytest.fixture(params=["our own files", "Northwind"])
def source(request: pytest.FixtureRequest) -> tuple[Path, str]:
    """A folder of files, and the key of the customer with whom a plan is made."""
    if request.param == "Northwind":
        return request.getfixturevalue("northwind_folder"), "WARTH"
    return FOLDER, "LIMPP"


def test_an_imported_customer_comes_to_an_agreed_plan_that_both_download(
    source: tuple[Path, str],
    config: Config,
    monkeypatch: pytest.MonkeyPatch,
    smtp: Mailbox,
    internal_app: Flask,
    customer_app: Flask,
) -> None:
    folder, key = source
    with internal_app.app_context():
        read_in = import_folder(importer(config, monkeypatch), folder)
        assert [answer.exit_code for answer in read_in] == [0, 0, 0]
        customer = db.session.scalars(select(Customer).where(Customer.external_id == key)).one()
        contact = db.session.scalars(select(Contact).where(Contact.customer_id == customer.id)).one()
        manager = account_manager_of(customer.id)
        desk = Desk(sign_in(internal_app.test_client(), manager))
        visitor = customer_app.test_client()
        accepted(visitor, invited_by_mail(desk, customer, contact, config, smtp), contact)
        db.session.rollback()
        contact = db.session.get_one(Contact, contact.id)
        assert contact.account_id
        approver = ContactPerson(
            *(contact.id, contact.account_id, company(customer), contact.name),
            *("approver@customer.example", ContactRole.APPROVER),
        )
        number = agreed(manager, approver)
        work_off(config)
        path = f"plans/{number}/versions/1.pdf"
        ours = desk.get(f"/customers/{customer.key}/{path}")
        theirs = visitor.get(f"/c/{customer.key}/{path}")
        assert (ours.status_code, theirs.status_code) == (200, 200)
        assert ours.get_data() == theirs.get_data()
        text = read_pdf("pdftotext", "-raw", pdf=ours.get_data())
        for words in (customer.name, contact.name, "Kylmähuoneiden sähkönkulutus laskee", "Aino Revontaival"):
            assert words in " ".join(text.split()), words
        page = desk.text(f"/customers/{customer.key}/")
        assert "Agreed, version 1" in page
