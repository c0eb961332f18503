"""Forgetting by the rules of retention: what is personal and old goes, what was agreed and the audit chain stay."""

from datetime import timedelta

from sqlalchemy import delete, select

from portal import clock
from portal.db import db
from portal.domain.audit import AuditEntry, AuditPerson
from portal.domain.people.sessions import SignInAttempt
from portal.domain.plan.documents import DraftDocument
from portal.domain.plan.items import Decision, Evidence

ATTEMPTS_KEPT = timedelta(days=30)
DRAFTS_KEPT = timedelta(days=1)
YEAR = timedelta(days=365.25)


def forget(evidence_years: int) -> int:
    """Delete what has been kept long enough; returns how many rows that was.

    Evidence and the audit log's personal data: `evidence_years`. Working drafts: a day. Tries to sign in: a month.
    """
    now = clock.now()
    old_decisions = select(Decision.id).where(Decision.at < now - evidence_years * YEAR)
    old_entries = select(AuditEntry.id).where(AuditEntry.at < now - evidence_years * YEAR)
    due = (
        delete(Evidence).where(Evidence.decision_id.in_(old_decisions)),
        delete(AuditPerson).where(AuditPerson.entry_id.in_(old_entries)),
        delete(DraftDocument).where(DraftDocument.ordered_at < now - DRAFTS_KEPT),
        delete(SignInAttempt).where(SignInAttempt.at < now - ATTEMPTS_KEPT),
    )
    return sum(db.session.execute(statement).rowcount for statement in due)  # type: ignore[attr-defined]  # a DELETE counts
