"""Keeping people: customers, contacts, account teams and colleagues; who may, what is refused, what follows."""

from collections.abc import Callable

import pytest
from sqlalchemy import func, select

from portal.db import db, writing
from portal.domain.audit import AuditEntry, AuditEvent
from portal.domain.errors import IllegalTransition, Invalid, NotAllowed
from portal.domain.outbox import OutboxKind, OutboxMessage
from portal.domain.people import account_team, contact_book, customer_register, sessions, staff_register
from portal.domain.people.actors import Circumstances
from portal.domain.people.assignments import Assignment
from portal.domain.people.contacts import Contact, ContactAccount
from portal.domain.people.customers import Customer
from portal.domain.people.details import ContactDetails, CustomerDetails, ProviderDetails, StaffDetails
from portal.domain.people.entitlement import named_approver
from portal.domain.people.provider import provider
from portal.domain.people.provider_settings import change_settings
from portal.domain.people.roles import ApprovalPolicy, AssignmentRole, ContactRole, StaffRole
from portal.domain.people.search_words import CustomerWord, matches, words_of
from portal.domain.people.sessions import SignIn
from portal.domain.people.staff import StaffMember
from portal.domain.people.tokens import OneTimeToken
from tests.cast import Cast, ContactPerson, StaffPerson, contact_actor, staff_actor


def events() -> list[AuditEvent]:
    return list(db.session.scalars(select(AuditEntry.event).order_by(AuditEntry.id)))


def open_sessions(**whose: int) -> int:
    query = select(func.count()).select_from(SignIn).where(SignIn.ended_at.is_(None)).filter_by(**whose)
    return db.session.scalar(query) or 0


def waiting_tokens(**whose: int) -> int:
    query = select(func.count()).select_from(OneTimeToken).where(OneTimeToken.used_at.is_(None)).filter_by(**whose)
    return db.session.scalar(query) or 0


def found_by(query: str) -> set[str]:
    return set(db.session.scalars(select(Customer.name).where(*matches(Customer.__table__.c.id, query))))


def test_a_lead_adds_a_customer_that_is_found_by_its_name(cast: Cast) -> None:
    with writing():
        customer_register.create_customer(
            staff_actor(cast.lead), CustomerDetails("  Hämeenlinnan   Hilla Oy ", city="Hämeenlinna", external_id="77")
        )
    made = db.session.scalars(select(Customer).where(Customer.external_id == "77")).one()
    assert (made.name, made.sort_name) == ("Hämeenlinnan Hilla Oy", "hämeenlinnan hilla oy")
    assert found_by("hameen hil") == found_by("HÄMEENLINNA") == {"Hämeenlinnan Hilla Oy"}
    assert found_by("illa") == set(), "a word is found from its beginning"
    assert events() == [AuditEvent.CUSTOMER_CREATED]


def test_words_are_without_case_accents_and_signs() -> None:
    assert words_of("Åbo Öl & Bröd Ab", "1234567-1", None) == {"abo", "ol", "brod", "ab", "1234567", "1"}


@pytest.mark.parametrize("who", ["account_manager", "team_member"])
def test_only_leads_and_administrators_add_customers(cast: Cast, who: str) -> None:
    with pytest.raises(NotAllowed), writing():
        customer_register.create_customer(staff_actor(getattr(cast, who)), CustomerDetails("Oma Oy"))
    assert events() == []


def test_every_wrong_field_of_a_customer_is_named_at_once(cast: Cast) -> None:
    with pytest.raises(Invalid) as refused, writing():
        customer_register.create_customer(
            staff_actor(cast.lead), CustomerDetails(" ", city="x" * 201, locale="de", employees=-1)
        )
    assert refused.value.problems.keys() == {"name", "city", "locale", "employees"}


def test_two_customers_never_have_the_same_external_id(cast: Cast) -> None:
    lead = staff_actor(cast.lead)
    with writing():
        customer_register.create_customer(lead, CustomerDetails("Eka Oy", external_id="1"))
    with pytest.raises(Invalid) as refused, writing():
        customer_register.edit_customer(lead, cast.pulla.id, CustomerDetails("Perämeren Pulla Oy", external_id="1"))
    assert refused.value.problems.keys() == {"external_id"}


def test_correcting_a_customer_records_which_fields_changed(cast: Cast) -> None:
    with writing():
        manager = staff_actor(cast.account_manager)
        customer_register.edit_customer(
            manager, cast.limppula.id, CustomerDetails(cast.limppula.name, city="Kuusamo", locale="en")
        )
    entry = db.session.scalars(select(AuditEntry)).one()
    assert (entry.event, entry.data) == (AuditEvent.CUSTOMER_CHANGED, '{"changed":["city"]}')
    assert found_by("kuusamo") == {cast.limppula.name}


def test_saving_what_is_there_already_records_nothing(cast: Cast) -> None:
    with writing():
        details = CustomerDetails(cast.limppula.name, city="Oulu", locale="en")
        customer_register.edit_customer(staff_actor(cast.account_manager), cast.limppula.id, details)
    assert events() == []


NOT_THE_KEEPERS = ["team_member", "unassigned", "rival_manager"]


@pytest.mark.parametrize("who", NOT_THE_KEEPERS)
def test_others_keep_neither_facts_nor_people_nor_policy(cast: Cast, who: str) -> None:
    other, customer_id = staff_actor(getattr(cast, who)), cast.limppula.id
    acts: list[Callable[[], object]] = [
        lambda: customer_register.edit_customer(other, customer_id, CustomerDetails("Ryöstetty Oy")),
        lambda: customer_register.set_approval_policy(other, customer_id, ApprovalPolicy.ALL),
        lambda: contact_book.add_contact(other, customer_id, ContactDetails("Outi")),
        lambda: contact_book.edit_contact(other, cast.approver.id, ContactDetails("Outi")),
        lambda: contact_book.change_contact_role(other, cast.participant.id, ContactRole.APPROVER),
        lambda: contact_book.deactivate_contact(other, cast.approver.id),
        lambda: account_team.assign(other, customer_id, cast.unassigned.id, AssignmentRole.ACCOUNT_MANAGER),
    ]
    for act in acts:
        with pytest.raises(NotAllowed), writing():
            act()
    assert events() == []


def test_the_policy_names_one_of_the_approvers(cast: Cast) -> None:
    manager = staff_actor(cast.account_manager)
    for wrong in (None, cast.participant.id, cast.rival_approver.id, cast.deactivated.id):
        with pytest.raises(Invalid), writing():
            customer_register.set_approval_policy(manager, cast.limppula.id, ApprovalPolicy.NAMED, wrong)
    with writing():
        customer_register.set_approval_policy(manager, cast.limppula.id, ApprovalPolicy.NAMED, cast.approver.id)
        customer_register.set_approval_policy(manager, cast.limppula.id, ApprovalPolicy.NAMED, cast.second_approver.id)
    assert named_approver(cast.limppula.id) == cast.second_approver.id
    with writing():
        customer_register.set_approval_policy(manager, cast.limppula.id, ApprovalPolicy.ALL, cast.approver.id)
    assert named_approver(cast.limppula.id) is None
    assert events() == [AuditEvent.POLICY_CHANGED] * 3


def test_an_invited_contact_gets_a_role_an_account_and_a_mail(cast: Cast) -> None:
    with writing():
        manager = staff_actor(cast.account_manager)
        outi = contact_book.add_contact(
            manager, cast.limppula.id, ContactDetails("Outi", email="Outi@Limppula.Example")
        )
        contact_book.invite_contact(manager, outi.id, ContactRole.APPROVER)
    outi = db.session.scalars(select(Contact).where(Contact.name == "Outi")).one()
    assert outi.account
    assert (outi.role, outi.account.email, outi.active) == (ContactRole.APPROVER, "outi@limppula.example", False)
    mail = db.session.scalars(select(OutboxMessage)).one()
    token = db.session.scalars(select(OneTimeToken)).one()
    assert (mail.kind, mail.contact_id, mail.data["token_id"]) == (OutboxKind.CONTACT_INVITATION, outi.id, token.id)
    assert events() == [AuditEvent.CONTACT_CREATED, AuditEvent.CONTACT_INVITED]


def test_a_second_invitation_ends_the_first_link(cast: Cast) -> None:
    with writing():
        manager = staff_actor(cast.account_manager)
        outi = contact_book.add_contact(
            manager, cast.limppula.id, ContactDetails("Outi", email="outi@limppula.example")
        )
        contact_book.invite_contact(manager, outi.id, ContactRole.PARTICIPANT)
        contact_book.change_contact_role(manager, outi.id, ContactRole.APPROVER)
        assert waiting_tokens(contact_id=outi.id) == 1
    assert db.session.scalar(select(func.count()).select_from(OutboxMessage)) == 2


def test_an_invitation_needs_an_address_that_no_colleague_has(cast: Cast) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        without = contact_book.add_contact(manager, cast.limppula.id, ContactDetails("Outi")).id
        same = contact_book.add_contact(manager, cast.limppula.id, ContactDetails("Eki", email=cast.approver.email)).id
    for contact_id in (without, same):
        with pytest.raises(Invalid) as refused, writing():
            contact_book.invite_contact(manager, contact_id, ContactRole.PARTICIPANT)
        assert refused.value.problems.keys() == {"email"}


def test_somebody_of_another_customer_comes_in_with_the_account_they_have(cast: Cast) -> None:
    with writing():
        manager = staff_actor(cast.account_manager)
        details = ContactDetails("Pirkko", email=cast.rival_approver.email)
        pirkko = contact_book.add_contact(manager, cast.limppula.id, details)
        contact_book.invite_contact(manager, pirkko.id, ContactRole.PARTICIPANT)
        assert pirkko.account_id == cast.rival_approver.account_id


def test_an_approver_invites_colleagues_but_makes_no_approvers(cast: Cast) -> None:
    eero = contact_actor(cast.approver)
    with writing():
        outi = contact_book.add_contact(
            eero, cast.limppula.id, ContactDetails("Outi", email="outi@limppula.example")
        ).id
        contact_book.invite_contact(eero, outi, ContactRole.PARTICIPANT)
    acts: list[Callable[[], object]] = [
        lambda: contact_book.invite_contact(eero, outi, ContactRole.APPROVER),
        lambda: contact_book.change_contact_role(eero, outi, ContactRole.APPROVER),
        lambda: contact_book.deactivate_contact(eero, cast.second_approver.id),
        lambda: contact_book.add_contact(eero, cast.pulla.id, ContactDetails("Vakooja")),
        lambda: contact_book.add_contact(contact_actor(cast.participant), cast.limppula.id, ContactDetails("Outi")),
    ]
    for act in acts:
        with pytest.raises(NotAllowed), writing():
            act()


def signed_in(person: ContactPerson | StaffPerson) -> dict[str, int]:
    whose = {"staff_id": person.id} if isinstance(person, StaffPerson) else {"account_id": person.account_id}
    sessions.begin("password", Circumstances(), **whose)
    db.session.flush()
    return whose


@pytest.mark.parametrize("act", ["deactivate", "role"])
def test_deactivation_and_a_new_role_sign_a_contact_out_at_once(cast: Cast, act: str) -> None:
    with writing():
        whose = signed_in(cast.approver)
        manager = staff_actor(cast.account_manager)
        if act == "deactivate":
            contact_book.deactivate_contact(manager, cast.approver.id)
        else:
            contact_book.change_contact_role(manager, cast.approver.id, ContactRole.PARTICIPANT)
        assert open_sessions(**whose) == 0


def test_a_deactivated_contact_is_let_in_again_as_what_they_were(cast: Cast) -> None:
    manager = staff_actor(cast.account_manager)
    with pytest.raises(IllegalTransition), writing():
        contact_book.invite_contact(manager, cast.deactivated.id, ContactRole.PARTICIPANT)
    with writing():
        contact = contact_book.reactivate_contact(manager, cast.deactivated.id)
        assert (contact.active, contact.role) == (True, ContactRole.APPROVER)


def test_the_address_of_a_person_with_access_changes_only_after_the_access_has_ended(cast: Cast) -> None:
    manager, other = staff_actor(cast.account_manager), ContactDetails("Eero", email="eero@elsewhere.example")
    with pytest.raises(Invalid) as refused, writing():
        contact_book.edit_contact(manager, cast.approver.id, other)
    assert refused.value.problems.keys() == {"email"}
    with writing():
        contact_book.deactivate_contact(manager, cast.approver.id)
        contact = contact_book.edit_contact(manager, cast.approver.id, other)
        assert (contact.account_id, contact.role, contact.accepted_at) == (None, None, None)
    assert db.session.get(ContactAccount, cast.approver.account_id) is not None


def test_a_new_account_manager_makes_the_one_before_a_deputy(cast: Cast) -> None:
    with writing():
        lead = staff_actor(cast.lead)
        account_team.assign(lead, cast.limppula.id, cast.unassigned.id, AssignmentRole.ACCOUNT_MANAGER, " Talvet ")
    query = select(Assignment.staff_id, Assignment.role).where(Assignment.customer_id == cast.limppula.id)
    team = dict(db.session.execute(query).all())
    assert team[cast.unassigned.id] is AssignmentRole.ACCOUNT_MANAGER
    assert team[cast.account_manager.id] is AssignmentRole.DEPUTY


def test_a_colleague_stands_on_an_account_team_once(cast: Cast) -> None:
    with pytest.raises(Invalid), writing():
        account_team.assign(staff_actor(cast.lead), cast.limppula.id, cast.deputy.id, AssignmentRole.TEAM_MEMBER)


def test_a_colleague_who_leaves_the_team_may_decide_no_longer(cast: Cast) -> None:
    deputy = staff_actor(cast.deputy)
    with writing():
        place = db.session.scalars(select(Assignment).filter_by(staff_id=cast.deputy.id)).one()
        account_team.end_assignment(staff_actor(cast.account_manager), place.id)
    with pytest.raises(NotAllowed), writing():
        contact_book.add_contact(deputy, cast.limppula.id, ContactDetails("Outi"))


def test_an_administrator_invites_a_colleague(cast: Cast) -> None:
    with writing():
        details = StaffDetails("Uusi Tulokas", "Uusi@Revontuli.Example", StaffRole.TEAM_MEMBER, locale="sv")
        member = staff_register.invite_staff(staff_actor(cast.administrator), details)
        assert (member.email, member.active, waiting_tokens(staff_id=member.id)) == ("uusi@revontuli.example", False, 1)
        staff_register.invite_staff_again(staff_actor(cast.administrator), member.id)
        assert waiting_tokens(staff_id=member.id) == 1
    assert db.session.scalars(select(OutboxMessage.kind)).all() == [OutboxKind.STAFF_INVITATION] * 2


def test_only_administrators_keep_the_staff_and_the_settings(cast: Cast) -> None:
    lead = staff_actor(cast.lead)
    for act in (
        lambda: staff_register.invite_staff(lead, StaffDetails("A", "a@b.example", StaffRole.LEAD)),
        lambda: staff_register.deactivate_staff(lead, cast.unassigned.id),
        lambda: change_settings(lead, ProviderDetails("Oma Oy")),
    ):
        with pytest.raises(NotAllowed), writing():
            act()


def test_a_colleague_is_signed_out_by_deactivation_and_by_a_new_role(cast: Cast) -> None:
    administrator = staff_actor(cast.administrator)
    with writing():
        whose, others = signed_in(cast.unassigned), signed_in(cast.deputy)
        staff_register.deactivate_staff(administrator, cast.unassigned.id)
        details = StaffDetails(cast.deputy.name, cast.deputy.email, StaffRole.LEAD, "Account manager", locale="en")
        staff_register.edit_staff(administrator, cast.deputy.id, details)
        assert open_sessions(**whose) == open_sessions(**others) == 0
    with writing():
        assert staff_register.reactivate_staff(administrator, cast.unassigned.id).active


def test_the_last_administrator_stays(cast: Cast) -> None:
    administrator = staff_actor(cast.administrator)
    with pytest.raises(Invalid), writing():
        staff_register.deactivate_staff(administrator, cast.administrator.id)
    with writing():
        details = StaffDetails("Toinen", "toinen@revontuli.example", StaffRole.ADMINISTRATOR)
        staff_register.invite_staff(administrator, details)
    with pytest.raises(Invalid), writing():  # the second has not come in yet
        staff_register.deactivate_staff(administrator, cast.administrator.id)


def test_the_settings_change_what_customers_see_of_the_provider(cast: Cast) -> None:
    with writing():
        change_settings(staff_actor(cast.administrator), ProviderDetails("Revontuli Oy", staff_need_second_factor=True))
    assert (provider().name, provider().staff_need_second_factor) == ("Revontuli Oy", True)
    assert events() == [AuditEvent.SETTINGS_CHANGED]


def test_no_staff_address_is_taken_twice(cast: Cast) -> None:
    details = StaffDetails("Toinen", cast.lead.email, StaffRole.TEAM_MEMBER)
    with pytest.raises(Invalid), writing():
        staff_register.invite_staff(staff_actor(cast.administrator), details)
    assert db.session.scalar(select(func.count()).select_from(StaffMember)) == 7


def test_the_words_of_a_contact_find_the_customer(cast: Cast) -> None:
    with writing():
        contact_book.add_contact(staff_actor(cast.account_manager), cast.limppula.id, ContactDetails("Outi Öörni"))
    assert found_by("oorni limp") == {cast.limppula.name}
    assert db.session.get(CustomerWord, ("oorni", cast.limppula.id))
