"""A real SMTP server on the loopback that keeps what it is given."""

import email
import email.policy
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

ACCEPTED = "250 Message accepted"


@dataclass
class Mailbox:
    """The server's side of the story: every message it accepted, oldest first."""

    port: int
    messages: list[EmailMessage] = field(default_factory=list)
    answer: str = ACCEPTED
    """What it says to each message; anything but a 250 refuses it."""
    on_message: Callable[[], object] | None = None
    """What it does between taking a message and saying so."""

    def to(self, address: str) -> list[EmailMessage]:
        """The messages to one address."""
        return [message for message in self.messages if address in str(message["To"])]

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        answer = self.answer
        if answer.startswith("250"):
            assert envelope.original_content is not None
            message = email.message_from_bytes(envelope.original_content, policy=email.policy.default)
            self.messages.append(message)
            if self.on_message:
                self.on_message()
        return answer


def free_port() -> int:
    """A loopback port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def running_mail_server() -> Iterator[Mailbox]:
    mailbox = Mailbox(free_port())
    controller = Controller(mailbox, hostname="127.0.0.1", port=mailbox.port)
    controller.start()
    try:
        yield mailbox
    finally:
        controller.stop()
