"""How the internal side knows its people and finds customers and plans for them."""

from dataclasses import replace

from flask import g
from sqlalchemy import and_, select

from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.people.actors import StaffActor
from portal.domain.people.assignments import Assignment
from portal.domain.people.customers import Customer
from portal.domain.people.provider import provider
from portal.domain.people.sessions import SignIn
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.plan.plans import Plan
from portal.policy.permissions import Permission, can
from portal.web import current
from portal.web.circumstances import of_request


class InternalPeople:
    """Staff members, and the customers that each may see."""

    side = Side.PROVIDER
    sign_in_endpoint = "sign_in.show"

    def load(self, sign_in: SignIn) -> bool:
        """Put the staff member on `g`."""
        member = db.session.get(StaffMember, sign_in.staff_id) if sign_in.staff_id else None
        if member is None or not member.active:
            return False
        g.account = member
        g.person_theme = member.theme
        g.person_locale = member.locale
        g.person = staff_actor(member, sign_in)
        return True

    def preview(self) -> bool:
        """There is no preview of the internal side."""
        return False

    def customer(self, key: str) -> Customer:
        """The customer, if the staff member may see it. Raises NotFound."""
        ours = and_(Assignment.customer_id == Customer.id, Assignment.staff_id == current.staff().staff_id)
        query = select(Customer, Assignment.role).outerjoin(Assignment, ours).where(Customer.key == key)
        row = db.session.execute(query).one_or_none()
        if row is None:
            raise NotFound
        found, part = row
        if part is not None:
            g.person = replace(current.staff(), assignments={found.id: part})
        if not can(current.staff(), Permission.SEE_CUSTOMER, found.id):
            raise NotFound
        return found

    def plan(self, customer: Customer, number: int) -> Plan:
        """The customer's plan of that number. Raises NotFound."""
        found = db.session.scalar(select(Plan).where(Plan.customer_id == customer.id, Plan.number == number))
        if found is None:
            raise NotFound
        return found


def staff_actor(member: StaffMember, sign_in: SignIn) -> StaffActor:
    """The actor of a signed-in staff member, before it is known which customer a page is about."""
    return StaffActor(
        staff_id=member.id,
        name=member.name,
        email=member.email,
        role=member.role,
        reads_all=provider().staff_read_all_customers,
        circumstances=of_request(sign_in),
    )
