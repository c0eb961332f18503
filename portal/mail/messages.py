"""A mail as plain data, and as the message that a mail server is given."""

from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import urlsplit

from portal.mail.errors import Refused
from portal.mail.headers import POLICY


@dataclass(frozen=True)
class Attachment:
    """A file that goes with a mail."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """One mail to one person, in one language."""

    to: str
    to_name: str
    subject: str
    text: str
    html: str
    locale: str
    sender_name: str
    message_id: str
    written_at: datetime
    reply_to: str = ""
    attachments: tuple[Attachment, ...] = ()


def message_id(outbox_id: str, customer_url: str) -> str:
    """The same for every try at sending the same row."""
    return f"<{outbox_id}@{_host(customer_url)}>"


def as_message(mail: Mail, mail_from: str, customer_url: str) -> EmailMessage:
    """The message in two parts, text and HTML, with its attachments. Raises Refused for an impossible address."""
    message = EmailMessage(policy=POLICY)
    try:
        message["From"] = Address(_line(mail.sender_name), addr_spec=mail_from)
        message["To"] = Address(_line(mail.to_name), addr_spec=mail.to)
        if mail.reply_to:
            message["Reply-To"] = Address(addr_spec=mail.reply_to)
    except (ValueError, IndexError) as fault:
        raise Refused(f"not a mail address: {mail.to or 'none'} ({fault})") from None
    message["Subject"] = _line(mail.subject)
    message["Date"] = format_datetime(mail.written_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message["X-Auto-Response-Suppress"] = "All"
    message["List-Id"] = f"<notices.{_host(customer_url)}>"
    message.set_content(mail.text, cte="quoted-printable")
    message.add_alternative(mail.html, subtype="html", cte="quoted-printable")
    for attachment in mail.attachments:
        main, _, sub = attachment.kind.partition("/")
        message.add_attachment(attachment.content, maintype=main, subtype=sub, filename=attachment.name)
    message["Content-Language"] = mail.locale  # last: whatever sets the content takes such headers away
    return message


def _host(url: str) -> str:
    return urlsplit(url).hostname or "localhost"


def _line(text: str) -> str:
    """One line: a header cannot hold more."""
    return " ".join(text.split())
