"""The outbox: what has to leave or be made after a change, written in its transaction and done by the worker.

A row is the truth and the queue at once: the worker leases due rows, does them, and records how it went, so that
a row is done at least once, with the same Message-ID on a retry.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import ColumnElement, Index, Text, and_, or_, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Choice, Model, UtcDateTime, db, one_of
from portal.domain.canonical import canonical

LEASE = timedelta(minutes=5)
FIRST_RETRY = timedelta(seconds=30)
LONGEST_RETRY = timedelta(hours=1)
ATTEMPTS = 55  # so a mail server may be away for two days before staff see a mail as failed
FIRST_LOOK = timedelta(seconds=2)
LONGEST_LOOK = timedelta(minutes=10)


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


@dataclass(frozen=True)
class Job:
    """A leased row as the worker sees it, apart from any transaction."""

    id: int
    kind: OutboxKind
    staff_id: int | None
    account_id: int | None
    contact_id: int | None
    customer_id: int | None
    plan_id: int | None
    data: dict[str, int | str]
    message_id: str
    created_at: datetime


def anything_due() -> bool:
    """True when a worker could lease something now; asked without the write lock."""
    return db.session.scalar(select(OutboxMessage.id).where(_is_due()).limit(1)) is not None


def lease() -> Job | None:
    """Take the row that has been due longest; another worker sees it only when the lease has run out.

    The caller commits at once, so that the lease is seen.
    """
    due = (
        select(OutboxMessage)
        .where(_is_due())
        .order_by(OutboxMessage.due_at, OutboxMessage.id)
        .limit(1)
        .with_for_update(skip_locked=True)
    )
    message = db.session.scalar(due, execution_options={"populate_existing": True})
    if message is None:
        return None
    message.leased_until = clock.now() + LEASE
    return Job(
        id=message.id,
        kind=message.kind,
        staff_id=message.staff_id,
        account_id=message.account_id,
        contact_id=message.contact_id,
        customer_id=message.customer_id,
        plan_id=message.plan_id,
        data=message.data,
        message_id=message.message_id,
        created_at=message.created_at,
    )


def held(job: Job) -> OutboxMessage | None:
    """The job's row, locked, to record how it went; None when another worker has finished it meanwhile."""
    fresh = select(OutboxMessage).where(OutboxMessage.id == job.id, OutboxMessage.state == OutboxState.WAITING)
    return db.session.scalar(fresh.with_for_update(), execution_options={"populate_existing": True})


def _is_due() -> ColumnElement[bool]:
    now = clock.now()
    free = or_(OutboxMessage.leased_until.is_(None), OutboxMessage.leased_until < now)
    return and_(OutboxMessage.state == OutboxState.WAITING, OutboxMessage.due_at <= now, free)


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
        message.due_at = clock.now() + min(FIRST_RETRY * 2 ** min(message.attempts - 1, 10), LONGEST_RETRY)


def postpone(message: OutboxMessage, reason: str) -> None:
    """Try again later without counting it as a failure: what the row needs is not there yet."""
    message.leased_until = None
    message.last_error = reason[:500]
    waited = clock.now() - message.created_at
    message.due_at = clock.now() + max(FIRST_LOOK, min(waited / 4, LONGEST_LOOK))


def send_again(message: OutboxMessage) -> None:
    """Put a failed or sent row back into the queue, with the same Message-ID."""
    message.state = OutboxState.WAITING
    message.attempts = 0
    message.due_at = clock.now()
    message.leased_until = None
