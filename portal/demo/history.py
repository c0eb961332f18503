"""Tells the demo's history in the order it happened, every act through the domain's own verbs on its own day."""

import random
from datetime import date, timedelta

from sqlalchemy import func, select, update

from portal import clock
from portal.db import db, writing
from portal.demo import company, customers, wording
from portal.demo.company import Colleague
from portal.demo.customers import Company, Course
from portal.demo.plan_stories import PlanStory, add_months
from portal.demo.telling import Calendar, Team, staff_actor
from portal.domain.care import segments
from portal.domain.insight import notes, sales, saved_views
from portal.domain.insight.sales import Offering
from portal.domain.outbox import OutboxKind, OutboxMessage, OutboxState
from portal.domain.people import account_team, contact_book, customer_register, provider_settings, staff_register
from portal.domain.people.actors import StaffActor
from portal.domain.people.contacts import Contact, ContactAccount
from portal.domain.people.details import ContactDetails, CustomerDetails
from portal.domain.people.passwords import hash_password
from portal.domain.people.roles import ApprovalPolicy, AssignmentRole, ContactRole
from portal.domain.people.staff import StaffMember
from portal.domain.plan import agreement

PASSWORD = "hiljaa hyvä tulee"  # noqa: S105  # the demo's, printed when it starts
"""Everybody's password in the demo."""

STILL_TO_SEND = timedelta(days=3)
"""Mails younger than this are really sent when the demo's worker starts; older ones were sent long ago."""

FIRST_DAY = 1100  # days ago
SALES_A_YEAR = 14
ELSEWHERE_TOO = (
    "Kuhmon Kamarimusiikkitalo Ry",
    "Päivi Mustonen",
    "hallituksen puheenjohtaja",
    "Vuokatin Urheiluopisto Ry",
)
"""A person who is a contact of two customers."""


class History:
    """The whole story; `fill` tells it."""

    def __init__(self) -> None:
        self.chance = random.Random(20)
        self.calendar = Calendar()
        self.password_hash = hash_password(PASSWORD)
        self.staff: dict[str, StaffMember] = {}
        self.segments: dict[str, int] = {}
        self.offerings: list[int] = []

    def tell(self) -> None:
        """Everything, in the order of the calendar."""
        self.calendar.on(FIRST_DAY, self.found_the_company)
        for place, firm in enumerate(customers.COMPANIES):
            self.calendar.on(FIRST_DAY - 1 - place, lambda firm=firm: self.win(firm))  # type: ignore[misc]  # a bound default
        self.calendar.tell()
        self.calendar.happenings.clear()
        for firm in customers.COMPANIES:
            self.live_with(firm)
        self.calendar.tell()

    def actor(self, key: str) -> StaffActor:
        return staff_actor(self.staff[key])

    def found_the_company(self) -> None:
        first, *others = company.STAFF
        self.staff[first.key] = self.join(first, StaffMember(**vars(first.details.cleaned())))
        db.session.flush()
        provider_settings.change_settings(self.actor(first.key), company.PROVIDER)
        for colleague in others:
            self.join(colleague, staff_register.invite_staff(self.actor(first.key), colleague.details))
        for position, name in enumerate(company.SEGMENTS):
            self.segments[name] = segments.add_segment(self.actor("tuomas"), name, position).id
        offerings = [Offering(name=name) for name in company.OFFERINGS]
        db.session.add_all(offerings)
        db.session.flush()
        self.offerings = [offering.id for offering in offerings]

    def join(self, colleague: Colleague, member: StaffMember) -> StaffMember:
        """Let a colleague accept the invitation."""
        member.invited_at = clock.now()
        if not colleague.waits:
            member.accepted_at, member.password_hash = clock.now(), self.password_hash
        db.session.add(member)
        self.staff[colleague.key] = member
        return member

    def win(self, firm: Company) -> None:
        """A new customer, its team and its people."""
        lead = self.actor("tuomas")
        details = CustomerDetails(
            name=firm.name,
            business_id=_business_id(firm.name),
            street=f"Teollisuustie {1 + len(firm.name)}",
            postal_code="90100",
            city=firm.city,
            country="FI",
            locale=firm.locale,
            industry=firm.industry,
            employees=firm.employees,
        )
        customer = customer_register.create_customer(lead, details)
        for key, role in self.team_of(firm):
            account_team.assign(lead, customer.id, self.staff[key].id, role, company.DUTIES.get(key, ""))
        segments.put_into_segment(lead, customer.id, self.segments[firm.segment])
        for name, title in firm.people:
            contact_book.add_contact(
                lead, customer.id, ContactDetails(name, title, _address(name, firm.domain), _phone(name))
            )
        self.sell(firm, customer.id)
        self.customer_ids = {**getattr(self, "customer_ids", {}), firm.name: customer.id}

    def team_of(self, firm: Company) -> list[tuple[str, AssignmentRole]]:
        second = {"pekka": "sanna", "sanna": "pekka", "oskari": "sanna", "heidi": "oskari"}[firm.manager]
        service = "mikael" if firm.locale == "sv" else "minna"
        expert = "leila" if len(firm.name) % 2 else "jussi"
        return [
            (firm.manager, AssignmentRole.ACCOUNT_MANAGER),
            (second, AssignmentRole.DEPUTY),
            (service, AssignmentRole.TEAM_MEMBER),
            (expert, AssignmentRole.TEAM_MEMBER),
        ]

    def sell(self, firm: Company, customer_id: int) -> None:
        """Three years of sales, growing a little, never the same twice."""
        count = SALES_A_YEAR * 3 if firm.sells else 0
        for place in range(count):
            day = self.calendar.today - timedelta(days=int(place * 1095 / count) + self.chance.randrange(20))
            share = 1.12 - place / count * 0.3 + self.chance.uniform(-0.15, 0.15)
            cents = round(firm.sells * share / SALES_A_YEAR * 100)
            offering = self.chance.randrange(3 + len(firm.name) % 4)
            sales.add_sale(
                customer_id, day, cents, offering_id=self.offerings[offering], description=company.OFFERINGS[offering]
            )
        sales.count_years([customer_id])

    def live_with(self, firm: Company) -> None:
        """The last months with one customer."""
        customer_id: int = self.customer_ids[firm.name]
        manager = self.actor(firm.manager)
        team = Team(manager, [self.staff[key] for key, _role in self.team_of(firm)])
        team.contacts = list(
            db.session.scalars(select(Contact).where(Contact.customer_id == customer_id).order_by(Contact.id))
        )
        if firm.course is Course.NONE:
            return
        self.calendar.on(500, lambda: self.invite(firm, team), hour=8)
        self.calendar.on(
            self.chance.randrange(5, 60),
            lambda: notes.write_note(manager, customer_id, self.chance.choice(wording.NOTES)),
        )
        if firm.course is Course.CLOSED_AND_NEW:
            self.tell_closed_plan(firm, customer_id, team)
        starts = add_months(self.calendar.today, -2).replace(day=1)
        self.story(firm, customer_id, team, starts).tell(firm.course)

    def tell_closed_plan(self, firm: Company, customer_id: int, team: Team) -> None:
        old = self.story(firm, customer_id, team, add_months(self.calendar.today, -14).replace(day=1))
        old.on(420, old.draft)
        old.on(415, old.send)
        old.on(410, old.approve_what_is_open)
        old.on(400, old.carry_out)
        lead, reason = self.actor("tuomas"), "Kausi päättyi, tavoitteet arvioitiin yhdessä."
        old.on(55, lambda: agreement.close_plan(lead, old.plan_id, reason))

    def story(self, firm: Company, customer_id: int, team: Team, starts: date) -> PlanStory:
        return PlanStory(firm, customer_id, team, self.calendar, self.chance, starts)

    def invite(self, firm: Company, team: Team) -> None:
        """Give the customer's people access, and let all but some of the last accept."""
        actor = team.manager
        for place, contact in enumerate(team.contacts):
            role = ContactRole.APPROVER if place < firm.approvers else ContactRole.PARTICIPANT
            contact_book.invite_contact(actor, contact.id, role)
            if place < 2 or len(contact.name) % 3:
                self.accept(contact)
        if firm.name == ELSEWHERE_TOO[0]:
            self.invite_from_elsewhere(actor, team)
        named = team.contacts[0].id if firm.policy is ApprovalPolicy.NAMED else None
        customer_register.set_approval_policy(actor, team.contacts[0].customer_id, firm.policy, named)

    def invite_from_elsewhere(self, actor: StaffActor, team: Team) -> None:
        _here, name, title, other = ELSEWHERE_TOO
        domain = next(firm.domain for firm in customers.COMPANIES if firm.name == other)
        details = ContactDetails(name, title, _address(name, domain), _phone(name))
        contact = contact_book.add_contact(actor, team.contacts[0].customer_id, details)
        self.accept(contact_book.invite_contact(actor, contact.id, ContactRole.APPROVER))

    def accept(self, contact: Contact) -> None:
        contact.accepted_at = clock.now()
        account = db.session.get_one(ContactAccount, contact.account_id)
        account.password_hash = self.password_hash
        db.session.flush()


def fill() -> None:
    """Fill an empty, upgraded database with the story, in one transaction. Runs in an app context."""
    with writing():
        History().tell()
        view_owner = db.session.scalars(select(StaffMember).where(StaffMember.name == "Pekka Lahtinen")).one()
        saved_views.save_view(staff_actor(view_owner), "Neuvottelussa", "state=in_negotiation")
        _send_long_ago()


def _send_long_ago() -> None:
    """Let the old mails have left when they were written."""
    old = OutboxMessage.created_at < clock.now() - STILL_TO_SEND
    mails = OutboxMessage.kind.in_([kind for kind in OutboxKind if kind.is_mail])
    to_contact = select(Contact.email).where(Contact.id == OutboxMessage.contact_id).scalar_subquery()
    to_colleague = select(StaffMember.email).where(StaffMember.id == OutboxMessage.staff_id).scalar_subquery()
    sent = {
        OutboxMessage.state: OutboxState.DONE,
        OutboxMessage.attempts: 1,
        OutboxMessage.done_at: OutboxMessage.created_at,
        OutboxMessage.sent_to: func.coalesce(to_contact, to_colleague, ""),
    }
    db.session.execute(update(OutboxMessage).where(old, mails).values(sent))


def _address(name: str, domain: str) -> str:
    plain = name.lower().translate(str.maketrans("äöåé", "aoae")).replace(" ", ".")
    return f"{plain}@{domain}"


def _phone(name: str) -> str:
    return f"040 555 {1000 + sum(map(ord, name)) % 9000}"


def _business_id(name: str) -> str:
    """A business id of the right form with a right check digit, in a range that is not given out."""
    number = f"99{sum(ord(letter) * place for place, letter in enumerate(name, start=1)) % 100_000:05}"
    rest = sum(int(digit) * weight for digit, weight in zip(number, (7, 9, 10, 5, 8, 4, 2), strict=True)) % 11
    return f"{number}-{0 if rest in (0, 1) else 11 - rest}"
