"""Agreed versions: freezing the plan as plain data at the moment when its last waiting goal is settled."""

import json

from sqlalchemy import func, select

from portal import clock
from portal.db import db
from portal.domain import outbox
from portal.domain.canonical import canonical, fingerprint
from portal.domain.outbox import OutboxKind
from portal.domain.people import entitlement
from portal.domain.plan.documents import AgreedVersion
from portal.domain.plan.frozen import freeze
from portal.domain.plan.plans import Plan

Frozen = dict[str, object]


def issue_if_new(plan: Plan) -> int | None:
    """Freeze the next version when the goals in force differ from the last version's. Returns its number."""
    last = db.session.scalar(
        select(AgreedVersion).where(AgreedVersion.plan_id == plan.id).order_by(AgreedVersion.number.desc()).limit(1)
    )
    number = last.number + 1 if last else 1
    content = freeze(plan, version=number, agreed_at=clock.now())
    if last is not None and _goals(json.loads(last.content)) == _goals(content):
        return None
    text = canonical(content)
    version = AgreedVersion(
        plan_id=plan.id,
        number=number,
        content=text,
        fingerprint=fingerprint(text),
        goals=len(_goals(content)),
        locale=plan.customer.locale,
        agreed_at=clock.now(),
    )
    db.session.add(version)
    db.session.flush()
    _tell(plan, version)
    return number


def count(plan_id: int) -> int:
    """How many versions the plan has."""
    return db.session.scalar(select(func.count()).where(AgreedVersion.plan_id == plan_id)) or 0


def _goals(content: Frozen) -> dict[int, str]:
    goals = content["goals"]
    assert isinstance(goals, list)  # noqa: S101  # the shape that `freeze` gives
    return {goal["number"]: goal["fingerprint"] for goal in goals}


def _tell(plan: Plan, version: AgreedVersion) -> None:
    told: dict[str, int] = {"customer_id": plan.customer_id, "plan_id": plan.id}
    outbox.post(OutboxKind.RENDER_VERSION, **told, version_id=version.id)
    for contact_id in entitlement.reachable_contacts(plan.customer_id):
        outbox.post(OutboxKind.AGREED, contact_id=contact_id, **told, version_id=version.id)
    for staff_id in entitlement.deciding_staff(plan.customer_id):
        outbox.post(OutboxKind.AGREED, staff_id=staff_id, **told, version_id=version.id)
