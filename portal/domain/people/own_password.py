"""A person's own password: set anew by a mailed link, or changed while signed in. Every other device is signed out."""

from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.errors import N_, Invalid
from portal.domain.people import access, accounts, lock_outs, passwords, sign_in, tokens
from portal.domain.people.accounts import Account
from portal.domain.people.actors import Circumstances
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.people.tokens import TokenPurpose


def reset_password(key: bytes, side: Side, text: str, password: str, circumstances: Circumstances) -> Account:
    """Set the password of the person who holds the link. Raises TokenSpent, and Invalid without using the link up."""
    account = sign_in.holder(tokens.find(key, side, TokenPurpose.PASSWORD_RESET, text))
    check(account, password)
    tokens.use(key, side, TokenPurpose.PASSWORD_RESET, text)
    account.password_hash = passwords.hash_password(password)
    access.end_everything(account)
    lock_outs.forgive(key, sign_in.lock_subject(side, account.email))
    _record(account, circumstances, by="link")
    return account


def change_password(
    key: bytes, account: Account, old: str, new: str, circumstances: Circumstances, *, keep: int
) -> None:
    """Change the password, or set the first one; the device in use stays signed in. Raises Invalid and LockedOut.

    The caller commits a refused try too, so that it counts.
    """
    if account.password_hash is not None:
        attempt_id = lock_outs.begin(key, sign_in.lock_subject(side_of(account), account.email))
        if not passwords.is_right(account.password_hash, old):
            raise Invalid({"old": N_("This is not your password.")})
        lock_outs.succeed(attempt_id)
    check(account, new)
    account.password_hash = passwords.hash_password(new)
    access.end_everything(account, keep=keep)
    _record(account, circumstances, by="person")


def check(account: Account, password: str) -> None:
    """Raises Invalid when the password will not do for this person."""
    passwords.check(password, email=account.email, name=accounts.name_of(account))


def side_of(account: Account) -> Side:
    return Side.PROVIDER if isinstance(account, StaffMember) else Side.CUSTOMER


def _record(account: Account, circumstances: Circumstances, *, by: str) -> None:
    audit.record(
        AuditEvent.PASSWORD_CHANGED,
        accounts.actor(account, circumstances),
        subject=accounts.subject(account),
        data={"by": by},
    )
