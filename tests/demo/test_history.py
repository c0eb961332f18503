"""The demo's history gives every screen something worth looking at, relative to today."""

from collections import Counter

import pytest
from sqlalchemy import func, select

from portal import demo
from portal.db import db
from portal.domain import audit
from portal.domain.care.segments import CustomerSegment
from portal.domain.insight.sales import Sale
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from portal.domain.people.roles import StaffRole
from portal.domain.people.staff import StaffMember
from portal.domain.plan.documents import AgreedVersion
from portal.domain.plan.items import Revision, RevisionState, Turn
from portal.domain.plan.plans import Plan, PlanState


@pytest.mark.usefixtures("core")
def test_the_demo_has_a_company_its_customers_and_plans_in_every_state() -> None:
    demo.fill()
    roles = Counter(db.session.scalars(select(StaffMember.role)))
    assert roles.total() == 12
    assert set(roles) == set(StaffRole)
    assert db.session.scalar(select(func.count(Customer.id))) == 40
    assert (db.session.scalar(select(func.count(Contact.id))) or 0) >= 120
    assert set(db.session.scalars(select(Customer.locale))) == {"en", "fi", "sv"}
    assert db.session.scalar(select(func.count(func.distinct(CustomerSegment.segment_id)))) == 4
    assert (db.session.scalar(select(func.count(func.distinct(func.extract("year", Sale.sold_on))))) or 0) >= 3
    assert set(db.session.scalars(select(Plan.state))) == set(PlanState)
    waiting = set(db.session.scalars(select(Revision.turn).where(Revision.state == RevisionState.OPEN)))
    assert {Turn.PROVIDER, Turn.CUSTOMER} <= waiting
    versions = Counter(db.session.scalars(select(AgreedVersion.plan_id))).values()
    assert {1, 3} <= set(versions)
    assert audit.verify().intact
