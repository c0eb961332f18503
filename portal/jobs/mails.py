"""From an outbox row to the mail it stands for: read what it says, in the reader's language, with its links."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from portal import clock
from portal.config import Config
from portal.db import db
from portal.domain.outbox import Job, OutboxKind
from portal.domain.people.tokens import OneTimeToken, token_text
from portal.links import customer_links, internal_links
from portal.mail import messages
from portal.mail.customer import access as contact_access
from portal.mail.customer import plans as contact_plans
from portal.mail.errors import NotReady, Refused
from portal.mail.internal import access as staff_access
from portal.mail.internal import plans as staff_plans
from portal.mail.letter import Letter, as_html, as_text
from portal.mail.messages import Attachment, Mail
from portal.queries.customer import mails as shared
from portal.queries.customer.mails import AgreedPlan, Reader
from portal.queries.internal import mails as own
from portal.queries.internal.mails import StaffReader
from portal.texts import Texts

Somebody = TypeVar("Somebody", Reader, StaffReader)
Written = tuple[Reader | StaffReader, Letter, tuple[Attachment, ...]]


def write(job: Job, config: Config) -> Mail | None:
    """The mail; None when it is not needed any more. Raises NotReady or Refused."""
    written = WRITERS[job.kind](job, config)
    if written is None:
        return None
    reader, letter, attachments = written
    texts = Texts(reader.locale)
    return Mail(
        to=reader.email,
        to_name=reader.name,
        subject=letter.subject,
        text=as_text(letter, texts, reader.provider_name),
        html=as_html(letter, texts, reader.provider_name),
        locale=reader.locale,
        sender_name=reader.provider_name,
        message_id=messages.message_id(job.message_id, config.customer_url),
        written_at=job.created_at,
        reply_to=reader.manager_email if isinstance(reader, Reader) else "",
        attachments=attachments,
    )


def _staff_invitation(job: Job, config: Config) -> Written:
    reader, token = _known(own.invited(job.staff_id or 0)), _token(job)
    url = internal_links(config).invitation(_text_of(token, config))
    return reader, staff_access.invitation(reader, Texts(reader.locale), url, token.expires_at), ()


def _contact_invitation(job: Job, config: Config) -> Written:
    reader, token = _known(shared.invited(job.contact_id or 0)), _token(job)
    url = customer_links(config).invitation(_text_of(token, config))
    return reader, contact_access.invitation(reader, Texts(reader.locale), url, token.expires_at), ()


def _sign_in_link(job: Job, config: Config) -> Written:
    reader, token = _known(shared.account(job.account_id or 0)), _token(job)
    url = customer_links(config).sign_in_link(_text_of(token, config))
    return reader, contact_access.sign_in_link(reader, Texts(reader.locale), url, token.expires_at), ()


def _password_reset(job: Job, config: Config) -> Written:
    token = _token(job)
    text = _text_of(token, config)
    if job.staff_id is not None:
        member = _known(own.colleague(job.staff_id))
        url = internal_links(config).password_reset(text)
        return member, staff_access.password_reset(member, Texts(member.locale), url, token.expires_at), ()
    reader = _known(shared.account(job.account_id or 0))
    url = customer_links(config).password_reset(text)
    return reader, contact_access.password_reset(reader, Texts(reader.locale), url, token.expires_at), ()


def _plan_sent(job: Job, config: Config) -> Written | None:
    reader = shared.contact(job.contact_id or 0)
    sent = shared.sent_plan(int(job.data["sending_id"]), job.contact_id or 0)
    if reader is None or sent is None:
        return None
    return reader, contact_plans.plan_sent(reader, sent, Texts(reader.locale), customer_links(config)), ()


def _your_turn(job: Job, config: Config) -> Written | None:
    if job.staff_id is not None:
        return _turn_of_staff(job, config)
    reader = shared.contact(job.contact_id or 0)
    waiting = shared.waiting_for_contact(job.plan_id or 0, job.contact_id or 0)
    if reader is None or not waiting:
        return None
    plan = shared.plan_name(job.plan_id or 0)
    return reader, contact_plans.your_turn(reader, plan, waiting, Texts(reader.locale), customer_links(config)), ()


def _turn_of_staff(job: Job, config: Config) -> Written | None:
    reader = own.colleague(job.staff_id or 0)
    waiting = shared.waiting_for_provider(job.plan_id or 0)
    if reader is None or not waiting:
        return None
    customer, plan = own.customer_name(job.customer_id or 0), shared.plan_name(job.plan_id or 0)
    texts, links = Texts(reader.locale), internal_links(config)
    return reader, staff_plans.your_turn(reader, customer, plan, waiting, texts, links), ()


def _agreed(job: Job, config: Config) -> Written | None:
    reader = own.colleague(job.staff_id) if job.staff_id else shared.contact(job.contact_id or 0)
    version = shared.agreed_plan(int(job.data["version_id"]))
    if reader is None or version is None:
        return None
    if version.pdf is None:
        raise NotReady("the document is being made")
    texts, attached = Texts(reader.locale), (_attachment(version, version.pdf),)
    if isinstance(reader, Reader):
        return reader, contact_plans.agreed(reader, version, texts, customer_links(config)), attached
    customer = own.customer_name(job.customer_id or 0)
    return reader, staff_plans.agreed(reader, customer, version, texts, internal_links(config)), attached


def _known(person: Somebody | None) -> Somebody:
    if person is None:
        raise Refused("the person has no access any more, or has accepted already")
    return person


def _token(job: Job) -> OneTimeToken:
    token = db.session.get(OneTimeToken, int(job.data["token_id"]))
    if token is None or token.used_at is not None or token.expires_at <= clock.now():
        raise Refused("the link has been used, replaced by a newer one, or has expired")
    return token


def _text_of(token: OneTimeToken, config: Config) -> str:
    return token_text(config.token_key.get_secret_value().encode(), token.id, token.purpose)


def _attachment(version: AgreedPlan, pdf: bytes) -> Attachment:
    return Attachment(version.file_name, "application/pdf", pdf)


WRITERS: Mapping[OutboxKind, Callable[[Job, Config], Written | None]] = {
    OutboxKind.STAFF_INVITATION: _staff_invitation,
    OutboxKind.CONTACT_INVITATION: _contact_invitation,
    OutboxKind.SIGN_IN_LINK: _sign_in_link,
    OutboxKind.PASSWORD_RESET: _password_reset,
    OutboxKind.PLAN_SENT: _plan_sent,
    OutboxKind.YOUR_TURN: _your_turn,
    OutboxKind.AGREED: _agreed,
}
