"""Every mail, in three languages: says whether anything is needed, the same in text and HTML, and links to its page."""

import email
import re
from datetime import timedelta
from email.header import decode_header, make_header
from email.message import EmailMessage

import pytest
import time_machine
from flask import Flask

from portal import clock as portal_clock
from portal.config import Config
from portal.db import db, writing
from portal.domain import outbox
from portal.domain.outbox import OutboxKind, OutboxMessage
from portal.domain.people import inviting, tokens
from portal.domain.people.contacts import Contact, ContactAccount
from portal.domain.people.staff import StaffMember
from portal.domain.people.tokens import TokenPurpose
from portal.domain.plan import agreement, drafts
from portal.jobs import mails, worker
from portal.mail.messages import Mail, as_message
from portal.texts import LOCALES, Texts
from tests.cast import Cast, contact_actor, staff_actor
from tests.factories.plans import agreed_plan, goal, make_plan, next_step
from tests.mailbox import Mailbox

UNFILLED = re.compile(r"%\(|\{\{|\{%|\bNone\b|StrictUndefined")


@pytest.fixture(params=LOCALES)
def locale(request: pytest.FixtureRequest, cast: Cast) -> str:
    """Everybody of the cast reads this language."""
    chosen: str = request.param
    with writing():
        db.session.get_one(StaffMember, cast.account_manager.id).locale = chosen
        db.session.get_one(ContactAccount, cast.approver.account_id).locale = chosen
    return chosen


def owe_invitations(cast: Cast) -> None:
    contact, member = (
        db.session.get_one(Contact, cast.approver.id),
        db.session.get_one(StaffMember, cast.account_manager.id),
    )
    contact.accepted_at = member.accepted_at = None
    inviting.mail_contact(contact)
    inviting.mail_colleague(member)


def owe_links(cast: Cast) -> None:
    for kind, purpose in (
        (OutboxKind.SIGN_IN_LINK, TokenPurpose.SIGN_IN),
        (OutboxKind.PASSWORD_RESET, TokenPurpose.PASSWORD_RESET),
    ):
        token = tokens.issue(purpose, account_id=cast.approver.account_id)
        outbox.post(kind, account_id=cast.approver.account_id, token_id=token.id)
    token = tokens.issue(TokenPurpose.PASSWORD_RESET, staff_id=cast.account_manager.id)
    outbox.post(OutboxKind.PASSWORD_RESET, staff_id=cast.account_manager.id, token_id=token.id)


def owe_a_review(cast: Cast) -> None:
    manager = staff_actor(cast.account_manager)
    plan = make_plan(manager, cast.limppula.id)
    made = [drafts.draft_item(manager, plan.id, goal(f"Goal <{name}>")) for name in ("one", "two")]
    made.append(drafts.draft_item(manager, plan.id, next_step("Order & fit the seals")))
    drafts.send(manager, plan.id, [(draft.id, draft.fingerprint) for draft in made], "Hei Eero,\n\nkatsotko <näitä>?")
    agreement.ask(contact_actor(cast.approver), made[0].id, made[0].fingerprint, "Miksi 12 %, eikä 10 %?")


def written(config: Config, kind: OutboxKind, *, staff: bool = False) -> EmailMessage:
    """The mail as the mail server would get it, written from its outbox row."""
    with writing():
        while (job := outbox.lease()) is not None:
            if job.kind is kind and (job.staff_id is not None) is staff:
                mail = mails.write(job, config)
                assert mail is not None
                return as_message(mail, config.mail_from, config.customer_url)
    raise AssertionError(f"no {kind} is owed")


def text_of(mail: EmailMessage) -> str:
    part = mail.get_body(("plain",))
    assert part is not None
    return str(part.get_content())


def html_of(mail: EmailMessage) -> str:
    part = mail.get_body(("html",))
    assert part is not None
    return str(part.get_content())


def plain(html: str) -> str:
    """What a reader of the HTML part sees."""
    seen = re.sub(r"(?s)<(style|title).*?</\1>|<[^>]+>", " ", html)
    for entity, character in {"&lt;": "<", "&gt;": ">", "&#34;": '"', "&#39;": "'", "&amp;": "&"}.items():
        seen = seen.replace(entity, character)
    return " ".join(seen.split())


def check(mail: EmailMessage, locale: str, *links: str) -> None:
    text, html = text_of(mail), html_of(mail)
    assert mail["Content-Language"] == locale
    assert f'<html lang="{locale}">' in html
    for part in (str(mail["Subject"]), text, html):
        assert not UNFILLED.search(part), part
    addresses = set(re.findall(r"http://localhost[^\s\"<]*", text))
    assert addresses == set(re.findall(r"http://localhost[^\s\"<]*", html))
    for link in links:
        assert any(re.fullmatch(f"http://localhost{link}", address) for address in addresses), addresses
    words = set(re.findall(r"[\w<>&%?,]+", re.sub(r"http://\S+", "", text)))
    assert words - set(re.findall(r"[\w<>&%?,]+", plain(html))) <= {">"}
    assert "http" not in re.sub(r'href="http://localhost|http://localhost', "", html), "a mail loads nothing"


def test_invitations(core: Flask, config: Config, cast: Cast, locale: str) -> None:
    with writing():
        owe_invitations(cast)
    check(written(config, OutboxKind.CONTACT_INVITATION), locale, r"/invitation/\d+\.[\w-]+")
    check(written(config, OutboxKind.STAFF_INVITATION, staff=True), locale, r"/internal/invitation/\d+\.[\w-]+")


def test_links_that_were_asked_for(core: Flask, config: Config, cast: Cast, locale: str) -> None:
    with writing():
        owe_links(cast)
    check(written(config, OutboxKind.SIGN_IN_LINK), locale, r"/sign-in/link/\d+\.[\w-]+")
    check(written(config, OutboxKind.PASSWORD_RESET), locale, r"/password/reset/\d+\.[\w-]+")
    check(written(config, OutboxKind.PASSWORD_RESET, staff=True), locale, r"/internal/password/reset/\d+\.[\w-]+")


def test_a_plan_sent_for_review(core: Flask, config: Config, cast: Cast, locale: str) -> None:
    with writing():
        owe_a_review(cast)
    mail = written(config, OutboxKind.PLAN_SENT)
    check(mail, locale, rf"/c/{cast.limppula.key}/plans/1/review")
    assert "> katsotko <näitä>?" in text_of(mail)
    assert "katsotko &lt;näitä&gt;?" in html_of(mail)
    assert mail["Reply-To"] == cast.account_manager.email


def test_your_turn_on_the_internal_side(core: Flask, config: Config, cast: Cast, locale: str) -> None:
    with writing():
        owe_a_review(cast)
    mail = written(config, OutboxKind.YOUR_TURN, staff=True)
    check(mail, locale, rf"/internal/customers/{cast.limppula.key}/plans/1/goals/1")
    assert "Miksi 12 %, eikä 10 %?" in text_of(mail)
    assert cast.approver.name in text_of(mail)
    assert cast.limppula.name in str(mail["Subject"])


def test_your_turn_on_the_customer_side(core: Flask, config: Config, cast: Cast, locale: str) -> None:
    with writing():
        owe_a_review(cast)
        asked = agreement.newest_opened(1)
        assert asked is not None
        manager = staff_actor(cast.account_manager)
        agreement.answer(manager, asked.id, asked.fingerprint, "Because the seals alone save 9 %.")
        asked.sending_id = None
        outbox.post(OutboxKind.YOUR_TURN, contact_id=cast.approver.id, customer_id=cast.limppula.id, plan_id=1)
    mail = written(config, OutboxKind.YOUR_TURN)
    check(mail, locale, rf"/c/{cast.limppula.key}/plans/1/goals/1", rf"/c/{cast.limppula.key}/plans/1/review")
    assert "Because the seals alone save 9 %." in text_of(mail)


def test_agreed(
    core: Flask, config: Config, cast: Cast, locale: str, smtp: Mailbox, clock: time_machine.Traveller
) -> None:
    with writing():
        agreed_plan(staff_actor(cast.account_manager), contact_actor(cast.approver), "One", "Two")
    for _look in range(2):
        worker.work_off(config)
        clock.shift(timedelta(minutes=5))
    texts = Texts(locale)
    heading = texts._("%(plan)s is agreed", plan=texts._("Joint plan %(period)s", period=2027))
    (mail,) = [mail for mail in smtp.to(cast.approver.email) if heading in text_of(mail)]
    (own,) = [mail for mail in smtp.to(cast.account_manager.email) if list(mail.iter_attachments())]
    files = [next(one.iter_attachments()) for one in (mail, own)]
    assert files[0].get_content() == files[1].get_content()
    assert files[0].get_filename() == "Koillismaan Limppula Oy – Sovittu 2027 v1.pdf"
    check(mail, locale, rf"/c/{cast.limppula.key}/plans/1/")
    check(own, locale, rf"/internal/customers/{cast.limppula.key}/plans/1/")


def test_the_subject_says_whether_anything_is_needed(core: Flask, config: Config, cast: Cast) -> None:
    with writing():
        owe_a_review(cast)
    assert str(written(config, OutboxKind.PLAN_SENT)["Subject"]) == (
        f"Needs your answer: Joint plan {portal_clock.today().year + 1}, 1 goal"
    )


def test_a_participant_is_only_informed(core: Flask, config: Config, cast: Cast) -> None:
    with writing():
        owe_a_review(cast)
        for message in db.session.query(OutboxMessage).filter_by(kind=OutboxKind.PLAN_SENT):
            message.contact_id = cast.participant.id
    assert str(written(config, OutboxKind.PLAN_SENT)["Subject"]).startswith("For your information:")


def test_a_link_that_was_replaced_is_not_mailed(core: Flask, config: Config, cast: Cast, smtp: Mailbox) -> None:
    with writing():
        owe_invitations(cast)
        owe_invitations(cast)
    worker.work_off(config)
    assert len(smtp.to(cast.approver.email)) == 1
    failed = db.session.query(OutboxMessage).filter(OutboxMessage.last_error != "").all()
    assert {message.last_error for message in failed} == {
        "the link has been used, replaced by a newer one, or has expired"
    }


def test_an_address_that_is_none_fails_for_good(core: Flask, config: Config, cast: Cast, smtp: Mailbox) -> None:
    with writing():
        db.session.get_one(StaffMember, cast.account_manager.id).email = "not an address"
        owe_invitations(cast)
    worker.work_off(config)
    db.session.rollback()
    failed = db.session.query(OutboxMessage).filter_by(kind=OutboxKind.STAFF_INVITATION).one()
    assert failed.state == "failed"
    assert "not a mail address" in failed.last_error


def test_a_name_cannot_add_a_header(core: Flask, config: Config, cast: Cast) -> None:
    with writing():
        db.session.get_one(Contact, cast.approver.id).name = "Eero\r\nBcc: everybody@example.com"
        owe_invitations(cast)
    mail = written(config, OutboxKind.CONTACT_INVITATION)
    assert mail["Bcc"] is None
    assert "everybody@example.com" not in [address.addr_spec for address in mail["To"].addresses]


@pytest.mark.parametrize("length", range(3, 60, 4))
def test_long_words_of_any_language_come_out_of_the_headers_as_they_went_in(length: int) -> None:
    words = " ".join(["Kiinteistöpalvelut", "ja", "pitkä", "pätkä", "äöå", "tekstiä", "for", "us", "–", "Åbo"] * 4)
    mail = Mail(
        to="eero@limppula.example",
        to_name=words[: length * 2],
        subject=words[:length] + " Oy ja pitkä pätkä",
        text="",
        html="",
        locale="fi",
        sender_name=words[:length],
        message_id="<1@localhost>",
        written_at=portal_clock.now(),
    )
    content = as_message(mail, "sovittu@localhost", "http://localhost").as_bytes()
    assert max(len(line) for line in content.splitlines()) <= 78
    read = email.message_from_bytes(content)
    for name, wanted in (("Subject", mail.subject), ("From", mail.sender_name), ("To", mail.to_name)):
        seen = str(make_header(decode_header(read[name]))).partition("<")[0]
        assert " ".join(wanted.split()) == seen.strip()
    assert read["To"].endswith(" <eero@limppula.example>")
