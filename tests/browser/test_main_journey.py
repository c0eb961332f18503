"""The main job, by two people in two browsers: drafted, sent, haggled over on a phone, agreed, downloaded by both."""

import hashlib
import re
from email.message import EmailMessage

import pytest
from flask import Flask
from playwright.sync_api import Page, expect

from portal.config import Config
from tests.browser.steps import DESK, PHONE, OpenPage, counter_the_date, draft_a_goal, sign_in_by_form
from tests.cast import Cast
from tests.deployment import config_for
from tests.mailbox import Mailbox

pytestmark = pytest.mark.one_database

MAIJA = "maija.meikalainen@limppula.example"


@pytest.fixture
def config(database_url: str, smtp: Mailbox) -> Config:
    """Mails really leave, to the mail server of the test."""
    return config_for(database_url, smtp_port=smtp.port)


def link_in(message: EmailMessage) -> str:
    """The first address that the text of a mail gives."""
    body = message.get_body(("plain",))
    assert body
    found = re.search(r"https?://\S+", body.get_content())
    assert found
    return found[0]


def wait_for_mail(page: Page, smtp: Mailbox, address: str, path: str = "") -> EmailMessage:
    """The newest mail to the address whose text links to such a path, once the worker has sent it."""
    for _ in range(200):
        found = [mail for mail in smtp.to(address) if re.search(path, link_in(mail))]
        if found:
            return found[-1]
        page.wait_for_timeout(100)
    raise AssertionError(f"no mail to {address} with {path}: {[str(mail['Subject']) for mail in smtp.messages]}")


def digest_of_download(page: Page, link: str) -> str:
    with page.expect_download() as download:
        page.get_by_role("link", name=re.compile(link)).first.click()
    return hashlib.sha256(download.value.path().read_bytes()).hexdigest()


def test_two_people_agree_a_plan_and_download_the_same_file(
    live: Config, cast: Cast, person: OpenPage, smtp: Mailbox, customer_app: Flask
) -> None:
    manager = person(**DESK)
    sign_in_by_form(manager, live.internal_url + "/", cast.account_manager.email)

    # The account manager invites an approver …
    manager.goto(f"{live.internal_url}/customers/{cast.limppula.key}/contacts/new")
    manager.get_by_label("Name").fill("Maija Meikäläinen")
    manager.get_by_label("E-mail").fill(MAIJA)
    manager.get_by_role("button", name="Add the contact").click()
    manager.get_by_label("Approver").check()
    manager.get_by_role("button", name="Send the invitation").click()

    # … who accepts from the mail, on a phone
    maija = person(**PHONE)
    invitation = wait_for_mail(maija, smtp, MAIJA, "/invitation/")
    maija.goto(link_in(invitation))
    maija.get_by_role("button", name="Accept the invitation").click()
    expect(maija.get_by_role("heading", level=1)).to_be_visible()

    # … drafts a plan and sends it for review
    manager.goto(f"{live.internal_url}/customers/{cast.limppula.key}/plans/new")
    manager.get_by_role("button", name="Begin the plan").click()
    draft_a_goal(manager, "Cold rooms use less electricity", "30/06/2027")
    draft_a_goal(manager, "No unplanned stops", "31/03/2027")
    manager.get_by_role("link", name="Send for review").click()
    manager.get_by_label(re.compile("note", re.I)).fill("As we talked in autumn.")
    manager.get_by_role("button", name=re.compile("^Send")).last.click()
    expect(manager.get_by_role("heading", name="What was sent")).to_be_visible()

    # She opens it from the mail and counters a date
    maija.goto(link_in(wait_for_mail(maija, smtp, MAIJA, "/review")))
    maija.get_by_role("link", name="No unplanned stops").first.click()
    counter_the_date(maija, "28/05/2027")

    # The account manager accepts it
    wait_for_mail(manager, smtp, cast.account_manager.email)
    manager.goto(live.internal_url + "/")
    manager.get_by_role("link", name="No unplanned stops").first.click()
    expect(manager.locator("ins").first).to_be_visible()
    manager.get_by_role("button", name=re.compile("^Approve")).first.click()
    expect(manager.get_by_text("Agreed").first).to_be_visible()

    # She approves the rest, and both have the same file
    maija.goto(f"{live.customer_url}/")
    maija.get_by_role("link", name=re.compile("^Review")).first.click()
    maija.get_by_role("link", name=re.compile("^Approve")).first.click()
    maija.get_by_role("button", name=re.compile("^Approve")).click()
    agreed = wait_for_mail(maija, smtp, MAIJA, "/versions/|/documents|/plans/1/$")
    attached = [part.get_content() for part in agreed.iter_attachments()]

    maija.goto(f"{live.customer_url}/c/{cast.limppula.key}/documents")
    hers = digest_of_download(maija, "PDF")
    manager.goto(f"{live.internal_url}/customers/{cast.limppula.key}/plans/1/")
    his = digest_of_download(manager, "PDF")
    assert his == hers == hashlib.sha256(attached[0]).hexdigest()
