"""How the customer side knows its people: one account, a contact for each customer, and staff who preview."""

from flask import g, session
from sqlalchemy import select

from portal import clock
from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.people import accounts
from portal.domain.people.actors import AccountActor, ContactActor, PreviewActor
from portal.domain.people.contacts import Contact, ContactAccount
from portal.domain.people.customers import Customer
from portal.domain.people.sessions import SignIn
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.people.tokens import PreviewGrant
from portal.domain.plan.plans import Plan, PlanState
from portal.web.circumstances import of_request

PREVIEW_KEY = "preview"


class CustomerPeople:
    """Contacts, found by the account that is signed in and the customer key in the address."""

    side = Side.CUSTOMER
    sign_in_endpoint = "sign_in.show"

    def load(self, sign_in: SignIn) -> bool:
        """Put the account on `g`; which contact it is depends on the customer in the address."""
        account = db.session.get(ContactAccount, sign_in.account_id) if sign_in.account_id else None
        memberships = accounts.memberships(account.id) if account else []
        if account is None or not memberships:
            return False
        contact, customer = memberships[0]
        g.account, g.memberships, g.contact = account, memberships, contact
        g.person = AccountActor(account.id, contact.name, account.email, of_request(sign_in))
        g.person_locale = account.locale or customer.locale
        g.person_theme = account.theme
        return True

    def preview(self) -> bool:
        """Put a previewing staff member on `g`."""
        grant_id = session.get(PREVIEW_KEY)
        grant = db.session.get(PreviewGrant, grant_id) if grant_id else None
        member = db.session.get(StaffMember, grant.staff_id) if grant else None
        if grant is None or grant.expires_at <= clock.now() or member is None or not member.active:
            return False
        g.preview = grant
        drafts = frozenset(int(number) for number in grant.revision_ids.split(",") if number)
        g.person = PreviewActor(member.id, grant.customer_id, member.name, drafts)
        return True

    def customer(self, key: str) -> Customer:
        """The person's own customer of that key. Raises NotFound for anybody else's."""
        preview = g.get("person")
        if isinstance(preview, PreviewActor):
            looked_at = _customer(key, preview.customer_id)
            g.person_locale = looked_at.locale
            return looked_at
        own: list[tuple[Contact, Customer]] = g.memberships
        contact, customer = next((pair for pair in own if pair[1].key == key), (None, None))
        if contact is None or customer is None or contact.role is None:
            raise NotFound
        g.contact = contact
        g.person = ContactActor(
            contact.id, customer.id, contact.name, g.account.email, contact.role, g.person.circumstances
        )
        g.person_locale = g.account.locale or customer.locale
        return customer

    def plan(self, customer: Customer, number: int) -> Plan:
        """The customer's plan of that number, once something of it was shared. Raises NotFound."""
        found = db.session.scalar(select(Plan).where(Plan.customer_id == customer.id, Plan.number == number))
        if found is None or (found.state is PlanState.DRAFT and not isinstance(g.person, PreviewActor)):
            raise NotFound
        return found


def _customer(key: str, customer_id: int) -> Customer:
    found = db.session.scalar(select(Customer).where(Customer.key == key, Customer.id == customer_id))
    if found is None:
        raise NotFound
    return found
