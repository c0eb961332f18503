"""Links that a person asks for: to sign in without a password, or to choose a new one. Nobody learns who is known."""

from typing import Final

from sqlalchemy import func, select

from portal import clock
from portal.db import db
from portal.domain import audit, outbox
from portal.domain.audit import AuditEvent
from portal.domain.outbox import OutboxKind
from portal.domain.people import accounts, tokens
from portal.domain.people.accounts import Account
from portal.domain.people.actors import Circumstances
from portal.domain.people.sides import Side
from portal.domain.people.tokens import LIFETIMES, OneTimeToken, TokenPurpose

MOST_AT_ONCE: Final = 3
"""More mails of a kind to one person, while links of the earlier ones last, would only be a nuisance."""


def request_sign_in_link(email: str, circumstances: Circumstances) -> None:
    """Mail a contact a link that signs in, if the address is one of theirs."""
    account = accounts.by_email(Side.CUSTOMER, email)
    _mail(TokenPurpose.SIGN_IN, OutboxKind.SIGN_IN_LINK, account)
    _record(AuditEvent.LINK_REQUESTED, account, circumstances)


def request_password_reset(side: Side, email: str, circumstances: Circumstances) -> None:
    """Mail a link that sets a new password, if the address is known on that side."""
    account = accounts.by_email(side, email)
    _mail(TokenPurpose.PASSWORD_RESET, OutboxKind.PASSWORD_RESET, account)
    _record(AuditEvent.RESET_REQUESTED, account, circumstances)


def _mail(purpose: TokenPurpose, kind: OutboxKind, account: Account | None) -> None:
    if account is None or _waiting(purpose, account) >= MOST_AT_ONCE:
        return
    whose = accounts.owner(account)
    token = tokens.issue(purpose, **whose)
    outbox.post(kind, **whose, token_id=token.id)


def _waiting(purpose: TokenPurpose, account: Account) -> int:
    recent = (
        select(func.count(OneTimeToken.id))
        .filter_by(**accounts.owner(account))
        .where(OneTimeToken.purpose == purpose, OneTimeToken.created_at > clock.now() - LIFETIMES[purpose])
    )
    return db.session.scalar(recent) or 0


def _record(event: AuditEvent, account: Account | None, circumstances: Circumstances) -> None:
    known = accounts.subject(account) if account else ""
    audit.record(event, None, subject=known, circumstances=circumstances)
