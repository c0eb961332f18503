"""View as customer: a staff member's leave to look once, for half an hour, at what the customer sees."""

import secrets
from collections.abc import Collection
from datetime import timedelta
from typing import Final

from sqlalchemy import select, update

from portal import clock
from portal.db import db
from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.people.actors import StaffActor
from portal.domain.people.sessions import hash_secret
from portal.domain.people.staff import StaffMember
from portal.domain.people.tokens import PreviewGrant, TokenSpent

TO_OPEN: Final = timedelta(minutes=5)
LASTS: Final = timedelta(minutes=30)


def grant_preview(
    actor: StaffActor, customer_id: int, *, plan_id: int | None = None, revision_ids: Collection[int] = ()
) -> str:
    """Allow one look at what the customer sees, with the drafts of these revisions; returns what opens it.

    The caller has made sure that the person may see the customer, and that plan and revisions are the customer's.
    """
    token = secrets.token_urlsafe(32)
    db.session.add(
        PreviewGrant(
            staff_id=actor.staff_id,
            customer_id=customer_id,
            plan_id=plan_id,
            revision_ids=",".join(str(number) for number in sorted(set(revision_ids))),
            token_hash=hash_secret(token),
            expires_at=clock.now() + TO_OPEN,
        )
    )
    audit.record(
        AuditEvent.PREVIEWED_AS_CUSTOMER,
        actor,
        customer_id=customer_id,
        plan_id=plan_id,
        data={"drafts": len(set(revision_ids))},
    )
    return token


def open_preview(token: str) -> PreviewGrant:
    """Use the grant up and begin the half hour. Raises TokenSpent."""
    opened = (
        update(PreviewGrant)
        .where(
            PreviewGrant.token_hash == hash_secret(token),
            PreviewGrant.used_at.is_(None),
            PreviewGrant.expires_at > clock.now(),
            PreviewGrant.staff_id.in_(select(StaffMember.id).where(StaffMember.deactivated_at.is_(None))),
        )
        .values(used_at=clock.now(), expires_at=clock.now() + LASTS)
        .returning(PreviewGrant.id)
    )
    grant_id = db.session.scalar(opened)
    if grant_id is None:
        raise TokenSpent
    return db.session.get_one(PreviewGrant, grant_id, populate_existing=True)


def end_preview(grant_id: int) -> None:
    """Close the view before its time."""
    ended = update(PreviewGrant).where(PreviewGrant.id == grant_id, PreviewGrant.expires_at > clock.now())
    db.session.execute(ended.values(expires_at=clock.now()))
