"""The outbox: what has to leave or be made after a change, written in its transaction and done by the worker.

A row is the truth and the queue at once: the worker leases due rows, does them, and records how it went, so that
a row is done at least once, with the same Message-ID on a retry.
"""

import json
import secrets
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Index, Text, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Choice, Model, UtcDateTime, db, one_of
from portal.domain.canonical import canonical

ATTEMPTS = 8
LEASE = timedelta(minutes=5)
FIRST_RETRY = timedelta(seconds=30)


class OutboxKind(StrEnum):
    """What the worker is asked to do."""

    STAFF_INVITATION = "mail.staff_invitation"
    CONTACT_INVITATION = "mail.contact_invitation"
    SIGN_IN_LINK = "mail.sign_in_link"
    PASSWORD_RESET = "mail.password_reset"  # noqa: S105  # a kind of mail, not a password
    PLAN_SENT = "mail.plan_sent"
    YOUR_TURN = "mail.your_turn"
    AGREED = "mail.agreed"
    RENDER_VERSION = "document.version"
    RENDER_DRAFT = "document.draft"

    @property
    def is_mail(self) -> bool:
        return self.value.startswith("mail.")


class OutboxState(StrEnum):
    """Where a row stands."""

    WAITING = "waiting"
    DONE = "done"
    FAILED = "failed"


class OutboxMessage(Model):
    """One thing to do, for at most one person. `payload` is JSON of ids, never of secrets or bodies."""

    __tablename__ = "outbox_message"
    __table_args__ = (
        one_of("kind", OutboxKind),
        one_of("state", OutboxState),
        Index("ix_outbox_message_state_due_at_id", "state", "due_at", "id"),
        Index("ix_outbox_message_customer_id_id", "customer_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[OutboxKind] = mapped_column(Choice(OutboxKind))
    staff_id: Mapped[int | None]
    account_id: Mapped[int | None]
    contact_id: Mapped[int | None]
    customer_id: Mapped[int | None]
    plan_id: Mapped[int | None]
    payload: Mapped[str] = mapped_column(Text, default="{}")
    message_id: Mapped[str] = mapped_column(unique=True, default=lambda: secrets.token_hex(16))
    state: Mapped[OutboxState] = mapped_column(Choice(OutboxState), default=OutboxState.WAITING)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    due_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    leased_until: Mapped[datetime | None] = mapped_column(UtcDateTime)
    attempts: Mapped[int] = mapped_column(default=0)
    done_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    last_error: Mapped[str] = mapped_column(Text, default="")
    sent_to: Mapped[str] = mapped_column(default="")
    subject: Mapped[str] = mapped_column(default="")

    @property
    def data(self) -> dict[str, int | str]:
        """The payload, read."""
        content: dict[str, int | str] = json.loads(self.payload)
        return content


def post(
    kind: OutboxKind,
    *,
    staff_id: int | None = None,
    account_id: int | None = None,
    contact_id: int | None = None,
    customer_id: int | None = None,
    plan_id: int | None = None,
    **payload: int | str | None,
) -> OutboxMessage:
    """Write one row, in the transaction of the change that owes it."""
    message = OutboxMessage(
        kind=kind,
        staff_id=staff_id,
        account_id=account_id,
        contact_id=contact_id,
        customer_id=customer_id,
        plan_id=plan_id,
        payload=canonical(payload),
        created_at=clock.now(),
        due_at=clock.now(),
    )
    db.session.add(message)
    return message


def lease(limit: int) -> list[int]:
    """Take up to `limit` due rows for this worker; another worker sees them only when the lease has run out.

    The caller commits at once, so that the lease is seen.
    """
    now = clock.now()
    free = or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until < now)
    due = (
        select(OutboxMessage.id)
        .where(OutboxMessage.state == OutboxState.WAITING, OutboxMessage.due_at <= now, free)
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )
    ids = list(db.session.scalars(due))
    db.session.execute(update(OutboxMessage).where(OutboxMessage.id.in_(ids)).values(leased_until=now + LEASE))
    return ids


def done(message: OutboxMessage, *, sent_to: str = "", subject: str = "") -> None:
    """Record that the row was done."""
    message.state = OutboxState.DONE
    message.done_at = clock.now()
    message.leased_until = None
    message.attempts += 1
    message.last_error = ""
    message.sent_to, message.subject = sent_to, subject


def failed(message: OutboxMessage, reason: str, *, for_good: bool = False) -> None:
    """Record a failed try; the next one waits twice as long, and after the last one staff see it as failed."""
    message.attempts += 1
    message.leased_until = None
    message.last_error = reason[:500]
    if for_good or message.attempts >= ATTEMPTS:
        message.state = OutboxState.FAILED
    else:
        message.due_at = clock.now() + FIRST_RETRY * 2 ** (message.attempts - 1)


def postpone(message: OutboxMessage, delay: timedelta) -> None:
    """Try again later without counting it as a failure: what the row needs is not there yet."""
    message.leased_until = None
    message.due_at = clock.now() + delay


def send_again(message: OutboxMessage) -> None:
    """Put a failed or sent row back into the queue, with the same Message-ID."""
    message.state = OutboxState.WAITING
    message.attempts = 0
    message.due_at = clock.now()
    message.leased_until = None
