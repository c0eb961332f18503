"""Writing what happens in a plan into the audit log."""

from collections.abc import Mapping

from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.people.actors import Actor
from portal.domain.plan.items import Item, Revision
from portal.domain.plan.plans import Plan


def record(
    event: AuditEvent, actor: Actor, plan: Plan, item: Item | None = None, data: Mapping[str, object] | None = None
) -> None:
    """One entry, last in its transaction."""
    subject = f"{item.kind.value}:{item.id}" if item else f"plan:{plan.id}"
    audit.record(event, actor, customer_id=plan.customer_id, plan_id=plan.id, subject=subject, data=data)


def about(revision: Revision, *, agreed: bool, version: int | None) -> dict[str, object]:
    """What an entry says of the revision and of what came of the act."""
    return {
        "revision": revision.id,
        "number": revision.number,
        "fingerprint": revision.fingerprint,
        "agreed": agreed,
        "version": version,
    }
