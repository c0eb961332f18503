"""Signed-in devices of both kinds of people."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Model, UtcDateTime


class SignIn(Model):
    """One signed-in device. Only the hash of its secret is stored."""

    __tablename__ = "sign_in"
    __table_args__ = (CheckConstraint("(staff_id IS NULL) <> (account_id IS NULL)", name="one_person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("contact_account.id"), index=True)
    method: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    browser: Mapped[str] = mapped_column(default="")
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    authenticated_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    seen_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class SignInAttempt(Model):
    """A try to sign in, for lock-outs that every process shares. The address tried is kept as a keyed hash."""

    __tablename__ = "sign_in_attempt"

    id: Mapped[int] = mapped_column(primary_key=True)
    subject: Mapped[str] = mapped_column(index=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, index=True)
    succeeded: Mapped[bool] = mapped_column(default=False)


class RecoveryCode(Model):
    """One of the codes that stand in for a lost second factor; each works once."""

    __tablename__ = "recovery_code"
    __table_args__ = (CheckConstraint("(staff_id IS NULL) <> (account_id IS NULL)", name="one_person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"), index=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("contact_account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(unique=True)
    used_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
