"""The people of the world beyond the named cast, one for each kind of visitor that the cast lacks."""

from dataclasses import dataclass

from portal import clock
from portal.db import db
from portal.domain.people import account_team, contact_book
from portal.domain.people.contacts import Contact, ContactAccount
from portal.domain.people.customers import Customer
from portal.domain.people.details import ContactDetails
from portal.domain.people.roles import AssignmentRole, ContactRole, StaffRole
from portal.domain.people.staff import StaffMember
from tests.cast import Cast, ContactPerson, StaffPerson, contact_person, staff_actor, staff_person
from tests.factories.people import make_account, make_contact, make_staff
from tests.separation import markers


@dataclass(frozen=True)
class Others:
    """Who else comes to the doors."""

    lead_on_team: StaffPerson
    administrator_on_team: StaffPerson
    unassigned_member: StaffPerson
    deactivated_staff: StaffPerson
    rival_participant: ContactPerson
    guest: ContactPerson
    """A participant of *limppula* and an approver of the rival, with one account."""
    deactivated_here: ContactPerson
    """Has left *limppula* and takes part at the rival."""
    without_access: int
    """The id of a contact of *limppula* who does not sign in."""
    invited: ContactPerson
    """A contact of *limppula* who has not accepted yet."""


def make_others(cast: Cast) -> Others:
    """Everybody, and the rival's people marked, in the caller's writing transaction."""
    limppula, pulla = db.session.get_one(Customer, cast.limppula.id), db.session.get_one(Customer, cast.pulla.id)
    _mark_the_rival(pulla)
    manager, rival_manager = staff_actor(cast.account_manager), staff_actor(cast.rival_manager)
    lead, administrator = make_staff("Hilla Hanki", StaffRole.LEAD), make_staff("Uula Umpu", StaffRole.ADMINISTRATOR)
    gone = make_staff("Oula Poissa")
    for member, role in (
        (lead, AssignmentRole.TEAM_MEMBER),
        (administrator, AssignmentRole.DEPUTY),
        (gone, AssignmentRole.DEPUTY),
    ):
        account_team.assign(manager, cast.limppula.id, member.id, role, duty="Cold rooms")
    gone.deactivated_at = clock.now()
    guest_account, left_account = make_account("leena@konserni.example"), make_account("liisa@entinen.example")
    guest = make_contact(limppula, "Leena Lainassa", ContactRole.PARTICIPANT, account=guest_account)
    make_contact(pulla, f"Leena Lainassa {markers.RIVAL}", ContactRole.APPROVER, account=guest_account)
    left = make_contact(limppula, "Liisa Lähtenyt", account=left_account)
    make_contact(pulla, f"Liisa Lähtenyt {markers.RIVAL}", ContactRole.PARTICIPANT, account=left_account)
    left.deactivated_at = clock.now()
    db.session.flush()
    quiet = contact_book.add_contact(
        manager, cast.limppula.id, ContactDetails("Hiljainen Hannu", title="Baker", external_id="crm-7")
    )
    asked = ContactDetails("Kutsuttu Kaisa", email="kaisa@limppula.example", phone="040 555 0200")
    invited = contact_book.add_contact(manager, cast.limppula.id, asked)
    contact_book.invite_contact(manager, invited.id, ContactRole.APPROVER)
    theirs = ContactDetails(f"Kutsuttu {markers.RIVAL}", email="kutsuttu@pulla.example")
    contact_book.add_contact(rival_manager, cast.pulla.id, theirs)
    return Others(
        lead_on_team=staff_person(lead),
        administrator_on_team=staff_person(administrator),
        unassigned_member=staff_person(make_staff("Taru Irrallaan", StaffRole.TEAM_MEMBER)),
        deactivated_staff=staff_person(gone),
        rival_participant=contact_person(
            make_contact(pulla, f"Paavo {markers.RIVAL}", ContactRole.PARTICIPANT, email="paavo@pulla.example"), pulla
        ),
        guest=contact_person(guest, limppula),
        deactivated_here=contact_person(left, limppula),
        without_access=quiet.id,
        invited=contact_person(invited, limppula),
    )


def _mark_the_rival(pulla: Customer) -> None:
    """Let the rival's name and those of its people be known again on any page."""
    pulla.name = f"Perämeren Pulla {markers.RIVAL} Oy"
    for contact in db.session.query(Contact).filter_by(customer_id=pulla.id):
        contact.name = f"{contact.name} {markers.RIVAL}"
    db.session.flush()


def account_of(person: ContactPerson) -> ContactAccount:
    """The row with which the contact signs in."""
    return db.session.get_one(ContactAccount, person.account_id)


def member_of(person: StaffPerson) -> StaffMember:
    """The row of the staff member."""
    return db.session.get_one(StaffMember, person.id)
