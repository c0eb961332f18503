"""The second factor: six digits of a phone's authenticator (TOTP, RFC 6238), and recovery codes for a lost phone."""

import secrets
from typing import Final

import pyotp
from sqlalchemy import delete, select, update

from portal import clock
from portal.db import db
from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.errors import N_, IllegalTransition, Invalid
from portal.domain.people import accounts
from portal.domain.people.accounts import Account
from portal.domain.people.actors import Circumstances
from portal.domain.people.sessions import RecoveryCode, hash_secret

STEP_SECONDS: Final = 30
DRIFT_STEPS: Final = 1
RECOVERY_CODES: Final = 10
GROUPS: Final = 4
GROUP_LENGTH: Final = 4
LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
"""Without those that are taken for another."""

WRONG_CODE = N_("This code is not right. Codes change every 30 seconds; each works once.")


def begin_setup(account: Account) -> str:
    """The secret to put into the authenticator: a new one, until a code of it has been given."""
    if account.totp_confirmed_at is not None:
        raise IllegalTransition
    if account.totp_secret is None:
        account.totp_secret = pyotp.random_base32()
    return account.totp_secret


def address(account: Account, issuer: str) -> str:
    """What the authenticator reads from the QR code."""
    return pyotp.TOTP(account.totp_secret or "").provisioning_uri(name=account.email, issuer_name=issuer or "Sovittu")


def switch_on(account: Account, code: str, circumstances: Circumstances) -> list[str]:
    """Ask for a code from now on, and return the recovery codes, shown this once. Raises Invalid for a wrong code."""
    if account.totp_confirmed_at is not None or account.totp_secret is None:
        raise IllegalTransition
    if not is_right(account, code):
        raise Invalid({"code": WRONG_CODE})
    account.totp_confirmed_at = clock.now()
    codes = _new_recovery_codes(account)
    _record(AuditEvent.SECOND_FACTOR_ON, account, circumstances)
    return codes


def switch_off(account: Account, circumstances: Circumstances) -> None:
    """Ask for no code any more, and forget the secret and the recovery codes."""
    if account.totp_confirmed_at is None:
        return
    account.totp_secret = account.totp_confirmed_at = account.totp_last_step = None
    _forget_recovery_codes(account)
    _record(AuditEvent.SECOND_FACTOR_OFF, account, circumstances)


def renew_recovery_codes(account: Account, circumstances: Circumstances) -> list[str]:
    """New recovery codes in place of the old ones, shown this once."""
    if account.totp_confirmed_at is None:
        raise IllegalTransition
    codes = _new_recovery_codes(account)
    _record(AuditEvent.SECOND_FACTOR_ON, account, circumstances, recovery_codes="renewed")
    return codes


def is_right(account: Account, code: str) -> bool:
    """True for the code of this moment, a step of drift allowed; no step is accepted a second time."""
    given = "".join(code.split())
    now = int(clock.now().timestamp()) // STEP_SECONDS
    totp = pyotp.TOTP(account.totp_secret or "")
    right = (step for step in range(now - DRIFT_STEPS, now + DRIFT_STEPS + 1) if _same(totp.generate_otp(step), given))
    return any(_use_step(account, step) for step in right)


def use_recovery_code(account: Account, code: str, circumstances: Circumstances) -> bool:
    """True for a recovery code of the person that has not been used; it is used up."""
    spent = (
        update(RecoveryCode)
        .filter_by(**accounts.owner(account))
        .where(RecoveryCode.code_hash == hash_secret(_plain(code)), RecoveryCode.used_at.is_(None))
        .values(used_at=clock.now())
        .returning(RecoveryCode.id)
    )
    if db.session.scalar(spent) is None:
        return False
    _record(AuditEvent.RECOVERY_CODE_USED, account, circumstances)
    return True


def recovery_codes_left(account: Account) -> int:
    """How many recovery codes still work."""
    codes = select(RecoveryCode.id).filter_by(**accounts.owner(account)).where(RecoveryCode.used_at.is_(None))
    return len(db.session.scalars(codes).all())


def _use_step(account: Account, step: int) -> bool:
    """Move the last accepted step forward; False when that step or a later one was used before."""
    table = type(account)
    moved = (
        update(table)
        .where(table.id == account.id, (table.totp_last_step.is_(None)) | (table.totp_last_step < step))
        .values(totp_last_step=step)
        .returning(table.id)
    )
    return db.session.scalar(moved) is not None


def _new_recovery_codes(account: Account) -> list[str]:
    _forget_recovery_codes(account)
    codes = ["-".join(_letters(GROUP_LENGTH) for _group in range(GROUPS)) for _code in range(RECOVERY_CODES)]
    db.session.add_all(RecoveryCode(code_hash=hash_secret(_plain(code)), **accounts.owner(account)) for code in codes)
    return codes


def _forget_recovery_codes(account: Account) -> None:
    db.session.execute(delete(RecoveryCode).filter_by(**accounts.owner(account)))


def _letters(count: int) -> str:
    return "".join(secrets.choice(LETTERS) for _letter in range(count))


def _plain(code: str) -> str:
    return "".join(letter for letter in code.lower() if letter.isalnum())


def _same(expected: str, given: str) -> bool:
    return secrets.compare_digest(expected.encode(), given.encode())


def _record(event: AuditEvent, account: Account, circumstances: Circumstances, **data: object) -> None:
    audit.record(event, accounts.actor(account, circumstances), subject=accounts.subject(account), data=data)
