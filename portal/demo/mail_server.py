"""The demo's mail server: takes every mail and keeps it as a file, for the mailbox page."""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from portal import clock

TAKEN = "250 Message accepted"


class Keeper:
    """Writes each mail whole or not at all; names sort by the time of arrival."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802  # aiosmtpd's name
        content = envelope.original_content or b""
        name = f"{clock.now():%Y%m%d%H%M%S%f}-{hashlib.sha256(content).hexdigest()[:8]}.eml"
        unfinished = self._folder / f".{name}"
        unfinished.write_bytes(content)
        unfinished.rename(self._folder / name)
        return TAKEN


@contextmanager
def running(folder: Path, port: int) -> Iterator[None]:
    """Take mails on the loopback while the block runs."""
    controller = Controller(Keeper(folder), hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield
    finally:
        controller.stop()
