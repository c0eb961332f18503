"""Agreed versions as the customer lists them; what they say comes from their frozen content."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, func, select

from portal.db import db
from portal.domain.people.customers import Customer
from portal.domain.people.sides import Side
from portal.domain.plan.documents import AgreedVersion, VersionDocument
from portal.domain.plan.plans import Plan
from portal.queries.customer.shared import PersonName
from portal.queries.customer.shared_plans import PlanHead, SharedVersion, VersionDecision


def latest(plan_ids: Sequence[int]) -> dict[int, tuple[SharedVersion, ...]]:
    """The newest version of each plan, if it has one."""
    newest = select(func.max(AgreedVersion.id)).where(AgreedVersion.plan_id.in_(plan_ids))
    rows = _rows(AgreedVersion.id.in_(newest.group_by(AgreedVersion.plan_id)))
    return {row.plan_id: (_version(row),) for row in rows}


def of_customer(customer: Customer) -> list[tuple[PlanHead, list[SharedVersion]]]:
    """Every agreed version of every plan, the newest plan and version first."""
    found: dict[PlanHead, list[SharedVersion]] = defaultdict(list)
    for row in _rows(Plan.customer_id == customer.id):
        found[PlanHead(row.plan_number, row.title, row.starts_on, row.ends_on, row.state)].append(_version(row))
    return list(found.items())


def _rows(where: ColumnElement[bool]) -> Iterable[Row[*tuple[Any, ...]]]:
    query = (
        select(
            AgreedVersion.plan_id,
            AgreedVersion.number,
            AgreedVersion.content,
            AgreedVersion.fingerprint,
            AgreedVersion.goals,
            AgreedVersion.agreed_at,
            VersionDocument.size,
            Plan.number.label("plan_number"),
            Plan.title,
            Plan.starts_on,
            Plan.ends_on,
            Plan.state,
        )
        .join(Plan, Plan.id == AgreedVersion.plan_id)
        .outerjoin(VersionDocument, VersionDocument.version_id == AgreedVersion.id)
    )
    return db.session.execute(query.where(where).order_by(Plan.number.desc(), AgreedVersion.number.desc()))


def _version(row: Row[*tuple[Any, ...]]) -> SharedVersion:
    content: dict[str, Any] = json.loads(row.content)
    decisions = tuple(_decisions(content))
    return SharedVersion(
        plan=row.plan_number,
        title=row.title,
        number=row.number,
        agreed_at=row.agreed_at,
        goals=row.goals,
        fingerprint=row.fingerprint,
        size=row.size,
        approved_by=tuple(dict.fromkeys(decision.person.name for decision in decisions)),
        decisions=decisions,
    )


def _decisions(content: dict[str, Any]) -> Iterable[VersionDecision]:
    for goal in content["goals"]:
        for decision in goal["decisions"]:
            person = content["people"].get(decision["who"])
            if person is not None:
                name = PersonName(person["name"], Side(person["side"]), person["title"])
                yield VersionDecision(name, goal["number"], datetime.fromisoformat(decision["at"]))
