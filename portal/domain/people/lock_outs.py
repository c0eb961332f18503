"""Lock-outs: after a few failures each further try waits longer. Every process knows, because the database does."""

import hashlib
import hmac
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, func, select, update

from portal import clock
from portal.db import db
from portal.domain.errors import LockedOut
from portal.domain.people.sessions import SignInAttempt

FREE_FAILURES: Final = 5
FIRST_WAIT: Final = timedelta(minutes=1)
LONGEST_WAIT: Final = timedelta(hours=1)
REMEMBERED: Final = timedelta(hours=24)


def begin(key: bytes, subject: str) -> int:
    """Count one more try at a subject, whether or not it exists. Raises LockedOut while it has to wait.

    The try counts as failed until `succeed`. The caller commits before the slow comparison.
    """
    name = _keyed(key, subject)
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < clock.now() - REMEMBERED))
    until = _waits_until(name)
    if until is not None and until > clock.now():
        raise LockedOut(until)
    attempt = SignInAttempt(subject=name, at=clock.now())
    db.session.add(attempt)
    db.session.flush()
    return attempt.id


def succeed(attempt_id: int) -> None:
    """The try was right: failures before it count no more."""
    db.session.execute(update(SignInAttempt).where(SignInAttempt.id == attempt_id).values(succeeded=True))


def forgive(key: bytes, subject: str) -> None:
    """Forget the failures: the person has proved in another way who they are."""
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.subject == _keyed(key, subject)))


def _waits_until(name: str) -> datetime | None:
    last_success = (
        select(func.coalesce(func.max(SignInAttempt.id), 0))
        .where(SignInAttempt.subject == name, SignInAttempt.succeeded)
        .scalar_subquery()
    )
    failures: Sequence[datetime] = db.session.scalars(
        select(SignInAttempt.at)
        .where(SignInAttempt.subject == name, SignInAttempt.id > last_success)
        .order_by(SignInAttempt.id)
    ).all()
    if len(failures) < FREE_FAILURES:
        return None
    wait: timedelta = FIRST_WAIT * 2 ** min(len(failures) - FREE_FAILURES, 10)
    return failures[-1] + min(wait, LONGEST_WAIT)


def _keyed(key: bytes, subject: str) -> str:
    """The subject as it is stored: addresses that strangers tried are nobody's business."""
    return hmac.new(key, f"attempt:{subject}".encode(), hashlib.sha256).hexdigest()
