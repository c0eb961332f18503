"""The mails that the demo's mail server has kept, as plain values."""

import email
import email.policy
import re
from dataclasses import dataclass
from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

NAME = re.compile(r"\d{20}-[0-9a-f]{8}")
PAGE = 50


@dataclass(frozen=True)
class KeptMail:
    """One mail."""

    name: str
    at: datetime | None
    to: str
    subject: str
    text: str
    attachments: tuple[str, ...]


def newest(folder: Path, before: str = "") -> tuple[list[KeptMail], str]:
    """A page of mails, the newest first, and the name after which the next page begins; empty when there is none."""
    names = sorted((path.stem for path in folder.glob("*.eml") if NAME.fullmatch(path.stem)), reverse=True)
    wanted = [name for name in names if not before or name < before]
    shown = [mail for name in wanted[:PAGE] if (mail := read(folder, name))]
    return shown, wanted[PAGE - 1] if len(wanted) > PAGE else ""


def read(folder: Path, name: str) -> KeptMail | None:
    """The mail of that name."""
    message = _message(folder, name)
    if message is None:
        return None
    text = message.get_body(("plain",))
    date = message["Date"]
    return KeptMail(
        name=name,
        at=date.datetime if date else None,
        to=str(message["To"] or ""),
        subject=str(message["Subject"] or ""),
        text=str(text.get_content()) if text else "",
        attachments=tuple(part.get_filename() or "" for part in message.iter_attachments()),
    )


def attachment(folder: Path, name: str, place: int) -> tuple[str, bytes] | None:
    """An attached file: its name and bytes."""
    message = _message(folder, name)
    parts = list(message.iter_attachments()) if message else []
    if not 0 <= place < len(parts):
        return None
    content = parts[place].get_payload(decode=True)
    return parts[place].get_filename() or "file", content if isinstance(content, bytes) else b""


def _message(folder: Path, name: str) -> EmailMessage | None:
    path = folder / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        return None
    return email.message_from_bytes(path.read_bytes(), policy=email.policy.default)
