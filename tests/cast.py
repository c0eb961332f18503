"""The named cast: the same people in every test, on either side, and how they act and sign in.

`cast` (a fixture) is on the database of the test; the people are plain values that outlive every session.
"""

from dataclasses import dataclass, replace

from flask.testing import FlaskClient
from sqlalchemy import select

from portal import clock
from portal.db import db, writing
from portal.domain.people import sessions
from portal.domain.people.actors import Circumstances, ContactActor, StaffActor
from portal.domain.people.assignments import Assignment
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from portal.domain.people.provider import provider
from portal.domain.people.roles import AssignmentRole, ContactRole, StaffRole
from portal.domain.people.staff import StaffMember
from portal.web.guard import SESSION_KEY
from tests.factories.people import make_assignment, make_contact, make_customer, make_staff

FROM_A_DESK = Circumstances(address="192.0.2.7", browser="Cast/1.0", signed_in_by="password")


@dataclass(frozen=True)
class Company:
    """A customer."""

    id: int
    key: str
    name: str


@dataclass(frozen=True)
class StaffPerson:
    """Somebody at the provider."""

    id: int
    name: str
    email: str
    role: StaffRole


@dataclass(frozen=True)
class ContactPerson:
    """Somebody at a customer."""

    id: int
    account_id: int
    customer: Company
    name: str
    email: str
    role: ContactRole


Person = StaffPerson | ContactPerson


@dataclass(frozen=True)
class Cast:
    """Who is who. `limppula` is the customer of the account team; `pulla` is its rival, looked after by another."""

    limppula: Company
    pulla: Company
    account_manager: StaffPerson
    deputy: StaffPerson
    team_member: StaffPerson
    lead: StaffPerson
    administrator: StaffPerson
    unassigned: StaffPerson
    """An account manager of neither."""
    rival_manager: StaffPerson
    """The account manager of `pulla`."""
    approver: ContactPerson
    second_approver: ContactPerson
    participant: ContactPerson
    deactivated: ContactPerson
    """Was an approver of `limppula`."""
    rival_approver: ContactPerson


def make_cast() -> Cast:
    """Everybody, in the caller's writing transaction."""
    house = provider()
    house.name, house.city, house.locale = "Revontuli Kiinteistöpalvelut Oy", "Oulu", "en"
    limppula, pulla = make_customer("Koillismaan Limppula Oy"), make_customer("Perämeren Pulla Oy")
    aino = make_staff("Aino Revontaival", title="Account manager")
    onni = make_staff("Onni Halla", title="Account manager")
    sampo = make_staff("Sampo Routa", StaffRole.TEAM_MEMBER, title="Service manager")
    rauha = make_staff("Rauha Nuoska")
    make_assignment(aino, limppula, AssignmentRole.ACCOUNT_MANAGER)
    make_assignment(onni, limppula, AssignmentRole.DEPUTY)
    make_assignment(sampo, limppula, AssignmentRole.TEAM_MEMBER)
    make_assignment(rauha, pulla, AssignmentRole.ACCOUNT_MANAGER)
    eero = make_contact(limppula, "Eero Limppunen", title="Managing director")
    maija = make_contact(limppula, "Maija Kaurala")
    oksana = make_contact(limppula, "Oksana Kovalenko", ContactRole.PARTICIPANT)
    yrjo = make_contact(limppula, "Yrjö Entinen")
    yrjo.deactivated_at = clock.now()
    pirkko = make_contact(pulla, "Pirkko Pulla")
    db.session.flush()
    return Cast(
        limppula=company(limppula),
        pulla=company(pulla),
        account_manager=staff_person(aino),
        deputy=staff_person(onni),
        team_member=staff_person(sampo),
        lead=staff_person(make_staff("Helmi Kaamos", StaffRole.LEAD)),
        administrator=staff_person(make_staff("Veikko Avain", StaffRole.ADMINISTRATOR)),
        unassigned=staff_person(make_staff("Tuulikki Vapaa")),
        rival_manager=staff_person(rauha),
        approver=contact_person(eero, limppula),
        second_approver=contact_person(maija, limppula),
        participant=contact_person(oksana, limppula),
        deactivated=contact_person(yrjo, limppula),
        rival_approver=contact_person(pirkko, pulla),
    )


def company(customer: Customer) -> Company:
    return Company(customer.id, customer.key, customer.name)


def staff_person(member: StaffMember) -> StaffPerson:
    return StaffPerson(member.id, member.name, member.email, member.role)


def contact_person(contact: Contact, customer: Customer) -> ContactPerson:
    """The person behind a contact with access."""
    assert contact.account_id
    assert contact.email
    assert contact.role
    return ContactPerson(contact.id, contact.account_id, company(customer), contact.name, contact.email, contact.role)


def staff_actor(person: StaffPerson) -> StaffActor:
    """The staff member as a verb knows them, with the account teams of this moment."""
    teams = db.session.execute(select(Assignment.customer_id, Assignment.role).where(Assignment.staff_id == person.id))
    return StaffActor(
        staff_id=person.id,
        name=person.name,
        email=person.email,
        role=person.role,
        assignments=dict(teams.all()),
        circumstances=replace(FROM_A_DESK, signed_in_at=clock.now()),
    )


def contact_actor(person: ContactPerson) -> ContactActor:
    """The contact as a verb knows them."""
    return ContactActor(
        contact_id=person.id,
        customer_id=person.customer.id,
        name=person.name,
        email=person.email,
        role=person.role,
        circumstances=replace(FROM_A_DESK, signed_in_at=clock.now()),
    )


def actor_of(person: Person) -> StaffActor | ContactActor:
    """The person as a verb knows them; `staff_actor` and `contact_actor` where the test knows the side."""
    return staff_actor(person) if isinstance(person, StaffPerson) else contact_actor(person)


def sign_in(client: FlaskClient, person: Person) -> FlaskClient:
    """Sign the client in as that person: a real row, a real cookie, no form. Gives the client back."""
    staff_id = person.id if isinstance(person, StaffPerson) else None
    account_id = person.account_id if isinstance(person, ContactPerson) else None
    with client.application.app_context(), writing():
        secret = sessions.begin("password", FROM_A_DESK, staff_id=staff_id, account_id=account_id)
    with client.session_transaction() as session:
        session[SESSION_KEY] = secret
    return client
