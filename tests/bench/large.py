"""Large databases for the benchmarks, written in bulk: many customers, or one plan with many goals."""

from datetime import date, timedelta

from sqlalchemy import insert

from portal import clock
from portal.db import db, writing
from portal.domain.people import search_words
from portal.domain.people.actors import StaffActor
from portal.domain.people.assignments import Assignment
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer, new_customer_key
from portal.domain.people.roles import ApprovalPolicy, AssignmentRole, ContactRole
from portal.domain.plan import drafts
from portal.domain.plan.plans import Plan, PlanState
from tests.cast import Cast, staff_actor
from tests.factories.plans import goal, make_plan

TOWNS = ("Oulu", "Kemi", "Raahe", "Kajaani", "Vaasa", "Turku", "Inari")
TRADES = ("Leipomo", "Konepaja", "Pesula", "Saha", "Panimo", "Meijeri", "Varasto")


def add_customers(count: int, manager: StaffActor) -> None:
    """That many customers with two contacts and a plan each, all of one account manager."""
    with writing():
        rows = [_customer(number) for number in range(count)]
        ids = list(db.session.scalars(insert(Customer).returning(Customer.id), rows))
        db.session.execute(
            insert(Assignment),
            [
                {
                    "customer_id": i,
                    "staff_id": manager.staff_id,
                    "role": AssignmentRole.ACCOUNT_MANAGER,
                    "since": clock.now(),
                }
                for i in ids
            ],
        )
        contact = {"role": ContactRole.APPROVER, "accepted_at": clock.now(), "created_at": clock.now()}
        db.session.execute(
            insert(Contact), [{"customer_id": i, "name": f"Henkilö {n}", **contact} for i in ids for n in (1, 2)]
        )
        first = date(2027, 1, 1)
        plan = {"number": 1, "starts_on": first, "ends_on": first + timedelta(days=364), "created_at": clock.now()}
        db.session.execute(insert(Plan), [{"customer_id": i, "state": _state(i), **plan} for i in ids])
        search_words.refresh(ids)


def plan_with_goals(cast: Cast, count: int) -> Plan:
    """One plan with that many goals sent to the customer."""
    manager = staff_actor(cast.account_manager)
    with writing():
        plan = make_plan(manager, cast.limppula.id)
        made = [drafts.draft_item(manager, plan.id, goal(f"Tavoite {number}")) for number in range(count)]
        drafts.send(manager, plan.id, [(draft.id, draft.fingerprint) for draft in made], "")
        return plan


def _customer(number: int) -> dict[str, object]:
    name = f"{TOWNS[number % 7]}n {TRADES[number // 7 % 7]} {number:06} Oy"
    return {
        "key": new_customer_key(),
        "name": name,
        "sort_name": name.casefold(),
        "city": TOWNS[number % 7],
        "industry": TRADES[number // 7 % 7],
        "approval_policy": ApprovalPolicy.ANY,
        "created_at": clock.now(),
    }


def _state(number: int) -> PlanState:
    return (PlanState.DRAFT, PlanState.IN_NEGOTIATION, PlanState.AGREED)[number % 3]
