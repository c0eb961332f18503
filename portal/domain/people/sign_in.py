"""Signing in: by password, by a mailed link or an invitation, and with the second factor where it is on.

A password is compared between two transactions, because that is slow on purpose and must hold no lock:
`begin_password`, then `passwords.is_right`, then `finish_password`. Both take as long for an unknown address.
"""

from dataclasses import dataclass
from enum import StrEnum

from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.people import accounts, lock_outs, passwords, second_factor, sessions, tokens
from portal.domain.people.accounts import Account, Owner
from portal.domain.people.actors import Circumstances
from portal.domain.people.sessions import SignIn
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.people.tokens import OneTimeToken, TokenPurpose, TokenSpent


class Method(StrEnum):
    """How the first step was made; kept with every decision as evidence."""

    PASSWORD = "password"  # noqa: S105  # a way to sign in, not a password
    LINK = "link"
    INVITATION = "invitation"


@dataclass(frozen=True)
class PasswordTry:
    """One try, counted; `password_hash` is None when nobody of that address may come in with a password."""

    attempt_id: int
    password_hash: str | None
    owner: Owner | None


@dataclass(frozen=True)
class Arrival:
    """What came of a right first step: the secret of a signed-in device, or the token that the second step needs."""

    device_secret: str = ""
    second_factor: str = ""


def lock_subject(side: Side, email: str) -> str:
    """What failures with a password are counted by: the address that was tried, on that side."""
    return f"{side.value}:{email.strip().lower()}"


def begin_password(key: bytes, side: Side, email: str) -> PasswordTry:
    """Count a try. Raises LockedOut after too many failures, for known and unknown addresses alike."""
    attempt_id = lock_outs.begin(key, lock_subject(side, email))
    account = accounts.by_email(side, email)
    if account is None:
        return PasswordTry(attempt_id, None, None)
    return PasswordTry(attempt_id, account.password_hash, accounts.owner(account))


def finish_password(key: bytes, attempt: PasswordTry, *, right: bool, circumstances: Circumstances) -> Arrival | None:
    """Let the person in when the password was right; None, and the same for every reason, when not."""
    account = accounts.by_owner(**attempt.owner) if attempt.owner else None
    if not right or account is None or account.password_hash != attempt.password_hash:
        known = accounts.subject(account) if account else ""
        audit.record(AuditEvent.SIGN_IN_REFUSED, None, subject=known, circumstances=circumstances)
        return None
    lock_outs.succeed(attempt.attempt_id)
    return arrive(key, account, Method.PASSWORD, circumstances)


def use_link(key: bytes, text: str, circumstances: Circumstances) -> Arrival:
    """Let the person in who holds a mailed sign-in link. Raises TokenSpent."""
    token = tokens.use(key, Side.CUSTOMER, TokenPurpose.SIGN_IN, text)
    return arrive(key, holder(token), Method.LINK, circumstances)


def arrive(key: bytes, account: Account, method: Method, circumstances: Circumstances) -> Arrival:
    """After a right first step: sign the device in, or ask for the second factor."""
    if account.totp_confirmed_at is None:
        return Arrival(device_secret=_begin(account, method.value, circumstances))
    token = tokens.issue(TokenPurpose.SECOND_FACTOR, **accounts.owner(account))
    return Arrival(second_factor=tokens.token_text(key, token.id, token.purpose))


def finish_second_factor(
    key: bytes, side: Side, text: str, code: str, first: Method, circumstances: Circumstances
) -> Arrival | None:
    """Sign in with a code or a recovery code; None when it is wrong. Raises TokenSpent and LockedOut."""
    account = holder(tokens.find(key, side, TokenPurpose.SECOND_FACTOR, text))
    attempt_id = lock_outs.begin(key, f"second_factor:{accounts.subject(account)}")
    used = _second_factor(account, code, circumstances)
    if not used:
        audit.record(AuditEvent.SIGN_IN_REFUSED, None, subject=accounts.subject(account), circumstances=circumstances)
        return None
    tokens.use(key, side, TokenPurpose.SECOND_FACTOR, text)
    lock_outs.succeed(attempt_id)
    return Arrival(device_secret=_begin(account, f"{first.value}+{used}", circumstances))


def confirm_password(key: bytes, account: Account, device: SignIn, password: str, circumstances: Circumstances) -> bool:
    """Prove again, by password, who is at a signed-in device. Raises LockedOut."""
    side = Side.PROVIDER if isinstance(account, StaffMember) else Side.CUSTOMER
    attempt_id = lock_outs.begin(key, lock_subject(side, account.email))
    if not passwords.is_right(account.password_hash, password):
        return False
    lock_outs.succeed(attempt_id)
    _confirm(account, device, Method.PASSWORD.value, circumstances)
    return True


def confirm_code(key: bytes, account: Account, device: SignIn, code: str, circumstances: Circumstances) -> bool:
    """Prove again, by a code of the authenticator, who is at a signed-in device. Raises LockedOut."""
    attempt_id = lock_outs.begin(key, f"second_factor:{accounts.subject(account)}")
    if not second_factor.is_right(account, code):
        return False
    lock_outs.succeed(attempt_id)
    _confirm(account, device, "totp", circumstances)
    return True


def sign_out(account: Account, sign_in_id: int, circumstances: Circumstances) -> bool:
    """End one device of the person; False when it is none of theirs."""
    ended = sessions.end(sign_in_id, **accounts.owner(account))
    if ended:
        audit.record(AuditEvent.SIGNED_OUT, accounts.actor(account, circumstances), subject=accounts.subject(account))
    return ended


def sign_out_others(account: Account, keep: int, circumstances: Circumstances) -> None:
    """End every device of the person but the one in use."""
    sessions.end_all(**accounts.owner(account), keep=keep)
    audit.record(
        AuditEvent.SIGNED_OUT,
        accounts.actor(account, circumstances),
        subject=accounts.subject(account),
        data={"others": True},
    )


def holder(token: OneTimeToken) -> Account:
    """Whom the token lets in. Raises TokenSpent when that person may not come in any more."""
    account = accounts.by_owner(staff_id=token.staff_id, account_id=token.account_id)
    if account is None:
        raise TokenSpent
    return account


def _second_factor(account: Account, code: str, circumstances: Circumstances) -> str:
    if second_factor.is_right(account, code):
        return "totp"
    return "recovery_code" if second_factor.use_recovery_code(account, code, circumstances) else ""


def _confirm(account: Account, device: SignIn, method: str, circumstances: Circumstances) -> None:
    sessions.confirm(device)
    audit.record(
        AuditEvent.SIGNED_IN,
        accounts.actor(account, circumstances),
        subject=accounts.subject(account),
        data={"method": method, "again": True},
    )


def _begin(account: Account, method: str, circumstances: Circumstances) -> str:
    secret = sessions.begin(method, circumstances, **accounts.owner(account))
    audit.record(
        AuditEvent.SIGNED_IN,
        accounts.actor(account, circumstances),
        subject=accounts.subject(account),
        data={"method": method},
    )
    return secret
