"""Signed-in devices of both kinds of people."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Model, UtcDateTime, db
from portal.domain.people.actors import Circumstances

LIFETIME = timedelta(days=30)
SEEN_EVERY = timedelta(minutes=5)


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


def begin(
    method: str, circumstances: Circumstances, *, staff_id: int | None = None, account_id: int | None = None
) -> str:
    """Sign a device in and return its secret, which only the device keeps."""
    secret = secrets.token_urlsafe(32)
    db.session.add(
        SignIn(
            token_hash=hash_secret(secret),
            staff_id=staff_id,
            account_id=account_id,
            method=method,
            address=circumstances.address,
            browser=circumstances.browser[:300],
            created_at=clock.now(),
            authenticated_at=clock.now(),
            seen_at=clock.now(),
            expires_at=clock.now() + LIFETIME,
        )
    )
    return secret


def find(secret: str) -> SignIn | None:
    """The device's sign-in while it lasts."""
    found = db.session.scalar(select(SignIn).where(SignIn.token_hash == hash_secret(secret)))
    if found is None or found.ended_at is not None or found.expires_at <= clock.now():
        return None
    return found


def same_person(one: str, other: str) -> bool:
    """True when both secrets, one of which may have ended, are of devices of the same person."""
    hashes = (hash_secret(one), hash_secret(other))
    people = select(SignIn.staff_id, SignIn.account_id).where(SignIn.token_hash.in_(hashes))
    rows = db.session.execute(people).all()
    return len(rows) == 2 and rows[0] == rows[1]


def devices(*, staff_id: int | None, account_id: int | None) -> list[SignIn]:
    """Where the person is signed in, the latest seen first."""
    live = (
        select(SignIn)
        .filter_by(staff_id=staff_id, account_id=account_id)
        .where(SignIn.ended_at.is_(None), SignIn.expires_at > clock.now())
        .order_by(SignIn.seen_at.desc(), SignIn.id.desc())
    )
    return list(db.session.scalars(live))


def saw(sign_in_id: int) -> None:
    """Note that the device is in use; called no more often than SEEN_EVERY."""
    db.session.execute(update(SignIn).where(SignIn.id == sign_in_id).values(seen_at=clock.now()))


def confirm(sign_in: SignIn) -> None:
    """The person at the device has just proved again who they are."""
    sign_in.authenticated_at = clock.now()


def end(sign_in_id: int, *, staff_id: int | None, account_id: int | None) -> bool:
    """Sign one device of the person out; False when it is none of theirs."""
    mine = update(SignIn).filter_by(id=sign_in_id, staff_id=staff_id, account_id=account_id)
    ended = mine.where(SignIn.ended_at.is_(None)).values(ended_at=clock.now()).returning(SignIn.id)
    return db.session.scalar(ended) is not None


def end_all(*, staff_id: int | None = None, account_id: int | None = None, keep: int | None = None) -> None:
    """Sign every device of a person out, but for the one to keep."""
    person = SignIn.staff_id == staff_id if staff_id is not None else SignIn.account_id == account_id
    _end(person, SignIn.id != (keep or 0))


def _end(*which: ColumnElement[bool]) -> None:
    db.session.execute(update(SignIn).where(SignIn.ended_at.is_(None), *which).values(ended_at=clock.now()))


def hash_secret(secret: str) -> str:
    """What is stored of a random secret; it has enough entropy for a plain hash."""
    return hashlib.sha256(secret.encode()).hexdigest()
