"""The plan as plain data (format sovittu-plan/1): what a version freezes, a document shows and a file attaches.

No ids of the database, no internal text: only what both sides may see.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from portal.db import db
from portal.domain.people.assignments import Assignment
from portal.domain.people.contacts import Contact
from portal.domain.people.provider import provider
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.plan.content import ItemKind, is_dropped
from portal.domain.plan.documents import AgreedVersion
from portal.domain.plan.items import Decision, DecisionKind, Item, Revision, RevisionState
from portal.domain.plan.plans import Plan

FORMAT = "sovittu-plan/1"
Plain = dict[str, object]
PersonId = tuple[Side, int]


class People:
    """The people a plan names, each under a key of the plan's own."""

    def __init__(self) -> None:
        self.plain: dict[str, Plain] = {}
        self._keys: dict[PersonId, str] = {}

    def add(self, person: PersonId, details: Plain) -> str:
        """The person's key, given at the first mention."""
        if person not in self._keys:
            self._keys[person] = f"p{len(self._keys) + 1}"
            self.plain[self._keys[person]] = {"side": person[0].value, **details}
        return self._keys[person]

    def key(self, side: Side, person_id: int | None) -> str | None:
        """The key of a person named before; None for nobody."""
        return None if person_id is None else self._keys.get((side, person_id))


def freeze(plan: Plan, *, version: int, agreed_at: datetime) -> Plain:
    """What is in force at this moment."""
    return assemble(plan, _in_force(plan.id), version=version, agreed_at=agreed_at)


def assemble(plan: Plan, revisions: Sequence[Revision], *, version: int, agreed_at: datetime | None) -> Plain:
    """The plan as these revisions say it, at most one of each item, in a constant number of statements."""
    people = _people(plan, revisions)
    decisions = _decisions(revisions)
    _add_deciders(people, decisions)
    goals = _ordered(revisions, ItemKind.GOAL)
    numbers = {revision.item_id: revision.item.number for revision in goals}
    return {
        "format": FORMAT,
        "plan": {
            "number": plan.number,
            "title": plan.title,
            "starts": plan.starts_on.isoformat(),
            "ends": plan.ends_on.isoformat(),
            "version": version,
            "agreed_at": utc(agreed_at) if agreed_at else None,
        },
        "sides": {Side.PROVIDER.value: _company(provider()), Side.CUSTOMER.value: _company(plan.customer)},
        "policy": plan.customer.approval_policy.value,
        "people": people.plain,
        "sections": [_section(r, people, decisions[r.id]) for r in _ordered(revisions, ItemKind.SECTION)],
        "goals": [_goal(revision, people, decisions[revision.id]) for revision in goals],
        "next_steps": [_next_step(r, people, numbers) for r in _ordered(revisions, ItemKind.NEXT_STEP)],
        "meetings": [],
        "versions": _earlier(plan.id, version),
    }


def _in_force(plan_id: int) -> Sequence[Revision]:
    query = select(Revision).join(Revision.item).options(contains_eager(Revision.item))
    query = query.where(Item.plan_id == plan_id, Revision.state == RevisionState.AGREED)
    return db.session.scalars(query.execution_options(populate_existing=True)).all()


def _ordered(revisions: Iterable[Revision], kind: ItemKind) -> list[Revision]:
    """Those of one kind that are not given up: goals and steps by number, sections as the plan has them."""
    found = [r for r in revisions if r.item.kind is kind and not is_dropped(r.wording())]
    return sorted(found, key=lambda revision: (revision.item.position, revision.item.number or 0, revision.item_id))


def _people(plan: Plan, revisions: Sequence[Revision]) -> People:
    people = People()
    team = db.session.execute(
        select(Assignment, StaffMember)
        .join(StaffMember, StaffMember.id == Assignment.staff_id)
        .where(Assignment.customer_id == plan.customer_id, StaffMember.deactivated_at.is_(None))
        .order_by(Assignment.role, StaffMember.name, StaffMember.id)
    )
    for assignment, member in team:
        people.add((Side.PROVIDER, member.id), _staff(member, assignment.role.value))
    contacts = db.session.scalars(
        select(Contact).where(Contact.customer_id == plan.customer_id).order_by(Contact.role, Contact.name, Contact.id)
    ).all()
    owners = {revision.item.owner_contact_id for revision in revisions}
    for contact in contacts:
        if contact.active or contact.id in owners:
            people.add((Side.CUSTOMER, contact.id), _contact(contact))
    staff_ids = {revision.item.owner_staff_id for revision in revisions} - {None}
    for member in db.session.scalars(select(StaffMember).where(StaffMember.id.in_(staff_ids)).order_by(StaffMember.id)):
        people.add((Side.PROVIDER, member.id), _staff(member, member.role.value))
    return people


def _add_deciders(people: People, decisions: Mapping[int, Sequence[Decision]]) -> None:
    for decision in (decision for found in decisions.values() for decision in found):
        person = decision.staff_id if decision.side is Side.PROVIDER else decision.contact_id
        details: Plain = {
            "name": decision.person_name,
            "title": "",
            "email": decision.person_email,
            "phone": "",
            "role": decision.person_role,
        }
        people.add((decision.side, person or 0), details)


def _staff(member: StaffMember, role: str) -> Plain:
    return {"name": member.name, "title": member.title, "email": member.email, "phone": member.phone, "role": role}


def _contact(contact: Contact) -> Plain:
    role = contact.role.value if contact.role else ""
    return {
        "name": contact.name,
        "title": contact.title,
        "email": contact.email or "",
        "phone": contact.phone,
        "role": role,
    }


def _company(company: object) -> Plain:
    names = ("name", "business_id", "street", "postal_code", "city")
    return {name: getattr(company, name) for name in names}


def _decisions(revisions: Sequence[Revision]) -> dict[int, list[Decision]]:
    """The approvals of each revision, oldest first."""
    query = select(Decision).where(
        Decision.revision_id.in_([revision.id for revision in revisions]), Decision.kind == DecisionKind.APPROVE
    )
    found: dict[int, list[Decision]] = defaultdict(list)
    for decision in db.session.scalars(query.order_by(Decision.id)):
        found[decision.revision_id].append(decision)
    return found


def _section(revision: Revision, people: People, decisions: Sequence[Decision]) -> Plain:
    author = decisions[0] if decisions else revision
    key = people.key(revision.side, author.staff_id or author.contact_id)
    section = revision.item.section
    return {
        "kind": section.value if section else "",
        "text": json.loads(revision.content)["text"],
        "author": key,
        "at": utc(revision.opened_at) if revision.opened_at else None,
        "revision": revision.number,
        "fingerprint": revision.fingerprint,
    }


def _goal(revision: Revision, people: People, decisions: Sequence[Decision]) -> Plain:
    return _wording(revision) | {
        "owners": {
            Side.PROVIDER.value: people.key(Side.PROVIDER, revision.item.owner_staff_id),
            Side.CUSTOMER.value: people.key(Side.CUSTOMER, revision.item.owner_contact_id),
        },
        "decisions": [_decision(revision, decision, people, first=decision is decisions[0]) for decision in decisions],
    }


def _next_step(revision: Revision, people: People, goals: Mapping[int, int | None]) -> Plain:
    item, wording = revision.item, _wording(revision)
    owner = item.owner_staff_id if wording["side"] == Side.PROVIDER.value else item.owner_contact_id
    return wording | {
        "goal": goals.get(item.goal_id or 0),
        "owner": people.key(Side(str(wording["side"])), owner),
        "progress": item.progress.value,
    }


def _wording(revision: Revision) -> Plain:
    """The content itself, with its number and fingerprint; what was left empty is an empty text."""
    content: Plain = json.loads(revision.content)
    plain = {name: "" if value is None else value for name, value in content.items() if name not in ("kind", "dropped")}
    return plain | {"number": revision.item.number, "revision": revision.number, "fingerprint": revision.fingerprint}


def _decision(revision: Revision, decision: Decision, people: People, *, first: bool) -> Plain:
    wrote = first and decision.side is revision.side
    return {
        "kind": "wrote" if wrote else "approved",
        "who": people.key(decision.side, decision.staff_id or decision.contact_id),
        "on_behalf_of": people.key(Side.CUSTOMER, decision.on_behalf_of_id),
        "at": utc(decision.at),
    }


def _earlier(plan_id: int, version: int) -> list[Plain]:
    query = select(AgreedVersion.number, AgreedVersion.agreed_at).where(
        AgreedVersion.plan_id == plan_id, AgreedVersion.number < version
    )
    rows = db.session.execute(query.order_by(AgreedVersion.number))
    return [{"number": row.number, "agreed_at": utc(row.agreed_at)} for row in rows]


def utc(moment: datetime) -> str:
    """A moment as frozen content writes it."""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
