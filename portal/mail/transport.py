"""Handing a message to the configured mail server, and telling a no for now from a no for good."""

import smtplib
import ssl
from email.message import EmailMessage

from portal.config import Config
from portal.mail.errors import Refused, TryLater

TIMEOUT_SECONDS = 20


def send(message: EmailMessage, config: Config) -> None:
    """Returns when the server has taken the message. Raises TryLater or Refused with its own words."""
    try:
        with smtplib.SMTP(config.smtp_host, config.smtp_port, timeout=TIMEOUT_SECONDS) as server:
            _introduce(server, config)
            _hand_over(server, message)
    except smtplib.SMTPResponseException as answer:
        raise TryLater(_words(answer.smtp_code, answer.smtp_error)) from answer
    except (OSError, smtplib.SMTPException) as fault:
        raise TryLater(f"{config.smtp_host}:{config.smtp_port}: {str(fault) or type(fault).__name__}") from fault


def _introduce(server: smtplib.SMTP, config: Config) -> None:
    if config.smtp_starttls:
        server.starttls(context=ssl.create_default_context())
    if config.smtp_user:
        server.login(config.smtp_user, config.smtp_password.get_secret_value())


def _hand_over(server: smtplib.SMTP, message: EmailMessage) -> None:
    """A final no to this recipient or this message is for good; any other trouble may pass."""
    try:
        server.send_message(message)
    except smtplib.SMTPRecipientsRefused as refusal:
        code, said = next(iter(refusal.recipients.values()))
        raise _no(code, said) from refusal
    except smtplib.SMTPDataError as refusal:
        raise _no(refusal.smtp_code, refusal.smtp_error) from refusal
    except (smtplib.SMTPNotSupportedError, UnicodeError) as fault:
        raise Refused(f"the address cannot be written for this mail server: {message['To']}") from fault


def _no(code: int, said: bytes | str) -> Refused | TryLater:
    return Refused(_words(code, said)) if code >= 500 else TryLater(_words(code, said))


def _words(code: int, said: bytes | str) -> str:
    return f"{code} {said.decode(errors='replace') if isinstance(said, bytes) else said}"
