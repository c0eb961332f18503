"""Who stands on either side of a customer's plans, and as whom the reader reads."""

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import select

from portal.db import db
from portal.domain.people import entitlement
from portal.domain.people.actors import PreviewActor, Viewer
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember
from portal.domain.plan import agreement
from portal.domain.plan.rule import Electorate
from portal.queries.customer import sight
from portal.queries.customer.shared import PersonName


@dataclass(frozen=True)
class Parties:
    """The reader, the customer's people, and who can answer for each side."""

    viewer: Viewer
    electorate: Electorate
    contacts: Mapping[int, PersonName]
    deciders: tuple[PersonName, ...]
    """Who decides for the provider, the account manager first."""

    @property
    def reader(self) -> int:
        return sight.contact_id(self.viewer)

    @property
    def approver(self) -> bool:
        return sight.is_approver(self.viewer)

    def names(self, contact_ids: frozenset[int]) -> tuple[str, ...]:
        """Their names, in the order of the alphabet."""
        return tuple(sorted(self.contacts[one].name for one in contact_ids if one in self.contacts))


def parties(viewer: Viewer, customer: Customer) -> Parties:
    """Everybody around this customer's plans, in a constant number of statements."""
    electorate = agreement.electorate_of(customer)
    if isinstance(viewer, PreviewActor):
        approvers = electorate.approvers | {sight.NEW_APPROVER}
        electorate = Electorate(electorate.policy, approvers, electorate.named or sight.NEW_APPROVER)
    return Parties(viewer, electorate, _contacts(customer.id), _deciders(customer.id))


def _contacts(customer_id: int) -> dict[int, PersonName]:
    query = select(Contact.id, Contact.name, Contact.title).where(Contact.customer_id == customer_id)
    rows = db.session.execute(query)
    return {row.id: PersonName(row.name, Side.CUSTOMER, row.title) for row in rows}


def _deciders(customer_id: int) -> tuple[PersonName, ...]:
    ids = entitlement.deciding_staff(customer_id)
    rows = db.session.execute(
        select(StaffMember.id, StaffMember.name, StaffMember.title).where(StaffMember.id.in_(ids))
    )
    found = {row.id: PersonName(row.name, Side.PROVIDER, row.title) for row in rows}
    return tuple(found[one] for one in ids)
