"""One-time tokens in mails: the token is HMAC(key, row id), so only the worker that mails it can write it down."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Choice, Model, UtcDateTime, one_of


class TokenPurpose(StrEnum):
    """What a one-time token may be used for."""

    INVITATION = "invitation"
    SIGN_IN = "sign_in"
    PASSWORD_RESET = "password_reset"  # noqa: S105  # a purpose, not a password


class OneTimeToken(Model):
    """A token for one person and one purpose; used up by a POST, never by opening the link."""

    __tablename__ = "one_time_token"
    __table_args__ = (
        one_of("purpose", TokenPurpose),
        CheckConstraint("(staff_id IS NULL) <> (account_id IS NULL)", name="one_person"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    purpose: Mapped[TokenPurpose] = mapped_column(Choice(TokenPurpose))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("contact_account.id"), index=True)
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"), index=True)
    token_hash: Mapped[str | None] = mapped_column(unique=True)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class PreviewGrant(Model):
    """Leave for one staff member to look once at the customer side as the customer would see it."""

    __tablename__ = "preview_grant"

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int] = mapped_column(ForeignKey("staff_member.id"))
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    plan_id: Mapped[int | None]
    revision_ids: Mapped[str] = mapped_column(default="")
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
