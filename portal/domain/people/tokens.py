"""One-time tokens: row id and HMAC(key, row id), so that nothing stored can open anything.

Only the worker that mails a token writes it down, and it computes the same one again when it sends again.
"""

import base64
import hashlib
import hmac
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import CheckConstraint, ForeignKey, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Choice, Model, UtcDateTime, db, one_of
from portal.domain.errors import DomainError
from portal.domain.people.sides import Side


class TokenPurpose(StrEnum):
    """What a one-time token may be used for."""

    INVITATION = "invitation"
    SIGN_IN = "sign_in"
    PASSWORD_RESET = "password_reset"  # noqa: S105  # a purpose, not a password
    SECOND_FACTOR = "second_factor"


LIFETIMES: Final = {
    TokenPurpose.INVITATION: timedelta(days=14),
    TokenPurpose.SIGN_IN: timedelta(minutes=20),
    TokenPurpose.PASSWORD_RESET: timedelta(minutes=60),
    TokenPurpose.SECOND_FACTOR: timedelta(minutes=10),
}


class TokenSpent(DomainError):
    """The token was used, has expired, was ended, or never was; which of these is not told."""


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


def token_text(key: bytes, row_id: int, purpose: TokenPurpose) -> str:
    """The token as it stands in an address."""
    proof = hmac.new(key, f"{purpose.value}:{row_id}".encode(), hashlib.sha256).digest()
    return f"{row_id}.{base64.urlsafe_b64encode(proof).decode().rstrip('=')}"


def issue(
    purpose: TokenPurpose, *, staff_id: int | None = None, account_id: int | None = None, contact_id: int | None = None
) -> OneTimeToken:
    """A new token for the person; an invitation of a contact names the contact beside the account."""
    token = OneTimeToken(
        purpose=purpose,
        staff_id=staff_id,
        account_id=account_id,
        contact_id=contact_id,
        created_at=clock.now(),
        expires_at=clock.now() + LIFETIMES[purpose],
    )
    db.session.add(token)
    db.session.flush()
    return token


def find(key: bytes, side: Side, purpose: TokenPurpose, text: str) -> OneTimeToken:
    """The token of a person on that side, while it can be used; looking changes nothing. Raises TokenSpent."""
    number = text.partition(".")[0]
    row_id = int(number) if number.isascii() and number.isdigit() and len(number) < 16 else 0
    genuine = hmac.compare_digest(token_text(key, row_id, purpose).encode(), text.encode())
    found = db.session.scalar(select(OneTimeToken).where(OneTimeToken.id == row_id, OneTimeToken.purpose == purpose))
    if not genuine or found is None or found.used_at is not None or found.expires_at <= clock.now():
        raise TokenSpent
    if (found.staff_id is not None) is not (side is Side.PROVIDER):
        raise TokenSpent
    return found


def use(key: bytes, side: Side, purpose: TokenPurpose, text: str) -> OneTimeToken:
    """Use the token up; of two who try at once, one raises TokenSpent."""
    token = find(key, side, purpose, text)
    spent = update(OneTimeToken).where(OneTimeToken.id == token.id, OneTimeToken.used_at.is_(None))
    if db.session.scalar(spent.values(used_at=clock.now()).returning(OneTimeToken.id)) is None:
        raise TokenSpent
    return token


def end_all(*, staff_id: int | None = None, account_id: int | None = None, contact_id: int | None = None) -> None:
    """End every token that waits for any of these."""
    given = (
        (OneTimeToken.staff_id, staff_id),
        (OneTimeToken.account_id, account_id),
        (OneTimeToken.contact_id, contact_id),
    )
    whose = or_(*(column == number for column, number in given if number is not None))
    db.session.execute(update(OneTimeToken).where(OneTimeToken.used_at.is_(None), whose).values(used_at=clock.now()))
