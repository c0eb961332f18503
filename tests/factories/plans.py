"""Plans in every state, made through the domain's own verbs."""

from datetime import date
from decimal import Decimal

from sqlalchemy import func, insert, select

from portal import clock
from portal.db import db
from portal.domain.people.actors import ContactActor, StaffActor
from portal.domain.people.sides import Side
from portal.domain.plan import agreement, drafts, plans
from portal.domain.plan.content import GoalContent, ItemKind, NextStepContent
from portal.domain.plan.drafts import NOBODY, Owners
from portal.domain.plan.items import Item, Revision, RevisionState, Turn
from portal.domain.plan.plans import Plan


def goal(title: str = "Cold rooms use less electricity", **changes: object) -> GoalContent:
    """The wording of a complete goal."""
    values: dict[str, object] = {
        "title": title,
        "description": "New door seals and speed-controlled fans.",
        "measure": "Electricity used in a year",
        "unit": "MWh",
        "baseline": Decimal(412),
        "target": Decimal(362),
        "starts": date(2027, 1, 1),
        "due": date(2027, 6, 30),
    }
    return GoalContent(**(values | changes))  # type: ignore[arg-type]  # fields by name


def next_step(title: str = "Walk through both cold stores", **changes: object) -> NextStepContent:
    """The wording of a complete next step, promised by the provider."""
    values: dict[str, object] = {"title": title, "side": Side.PROVIDER, "due": date(2027, 1, 15)}
    return NextStepContent(**(values | changes))  # type: ignore[arg-type]  # fields by name


def make_plan(actor: StaffActor, customer_id: int) -> Plan:
    """An empty plan for the coming year."""
    year = clock.today().year + 1
    return plans.create_plan(actor, customer_id, date(year, 1, 1), date(year, 12, 31))


def sent_goals(actor: StaffActor, plan: Plan, *titles: str, owners: Owners = NOBODY) -> list[Revision]:
    """Goals drafted and sent to the customer in one sending."""
    made = [drafts.draft_item(actor, plan.id, goal(title), owners=owners) for title in titles]
    drafts.send(actor, plan.id, [(draft.id, draft.fingerprint) for draft in made], "Please have a look.")
    return made


def agreed_plan(manager: StaffActor, approver: ContactActor, *titles: str) -> Plan:
    """A plan whose goals both sides have approved: version 1 exists."""
    plan = make_plan(manager, approver.customer_id)
    for revision in sent_goals(manager, plan, *(titles or ("Cold rooms use less electricity",))):
        agreement.approve(approver, revision.id, revision.fingerprint)
    return plan


def open_revisions(plan_id: int) -> list[Revision]:
    """What waits for somebody in the plan."""
    query = select(Revision).join(Item, Item.id == Revision.item_id)
    return list(db.session.scalars(query.where(Item.plan_id == plan_id, Revision.state == RevisionState.OPEN)))


def many_open_items(plan: Plan, count: int, author_id: int, kind: ItemKind = ItemKind.GOAL, **revision: object) -> None:
    """So many more opened items in a plan, written straight into the tables, each waiting for the customer."""
    wording = goal() if kind is ItemKind.GOAL else next_step()
    first = (db.session.scalar(select(func.max(Item.id))) or 0) + 1
    number = (
        db.session.scalar(select(func.max(Item.number)).where(Item.plan_id == plan.id, Item.kind == kind)) or 0
    ) + 1
    items = [
        {"id": first + at, "plan_id": plan.id, "kind": kind, "number": number + at, "position": number + at}
        for at in range(count)
    ]
    values: dict[str, object] = {
        "number": 1,
        "side": Side.PROVIDER,
        "staff_id": author_id,
        "state": RevisionState.OPEN,
        "content": wording.canonical(),
        "fingerprint": wording.fingerprint,
        "title": wording.title,
        "due_on": wording.due,
        "opened_at": clock.now(),
        "turn": Turn.CUSTOMER,
        "turn_since": clock.now(),
    }
    db.session.execute(insert(Item), items)
    db.session.execute(insert(Revision), [{**values, **revision, "item_id": item["id"]} for item in items])
