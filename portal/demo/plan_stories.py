"""The story of one customer's plan: drafted, sent, haggled over, agreed, carried out, closed."""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from sqlalchemy import select

from portal.db import db
from portal.demo import wording
from portal.demo.customers import Company, Course
from portal.demo.telling import Calendar, Team
from portal.demo.wording import GOALS, Goal
from portal.domain.insight.sections import InternalSectionKind, save_internal_section
from portal.domain.people.roles import ApprovalPolicy
from portal.domain.people.sides import Side
from portal.domain.plan import agreement, carrying_out, drafts, plans
from portal.domain.plan.content import GoalContent, Horizon, NextStepContent, SectionContent, SectionKind
from portal.domain.plan.drafts import Owners
from portal.domain.plan.items import Item, Revision, RevisionState


def add_months(day: date, months: int) -> date:
    """A working day about the middle of the month that many months on."""
    year, month = divmod(day.month - 1 + months, 12)
    return working_day(date(day.year + year, month + 1, 15))


def working_day(day: date) -> date:
    """The day itself, or the Friday before a weekend."""
    return day - timedelta(days=max(0, day.weekday() - 4))


def read_goal(revision: Revision) -> GoalContent:
    """The wording of a goal's revision."""
    content = revision.wording()
    assert isinstance(content, GoalContent)  # noqa: S101  # the stories change goals only
    return content


@dataclass
class PlanStory:
    """One plan from its first draft on; every method tells one chapter on the given day."""

    firm: Company
    customer_id: int
    team: Team
    calendar: Calendar
    chance: random.Random
    starts: date
    plan_id: int = 0
    goals: list[Revision] = field(default_factory=list)
    steps: list[Revision] = field(default_factory=list)

    def tell(self, course: Course) -> None:
        """The whole story as far as the course goes."""
        day = self.chance.randrange(38, 52)
        self.on(day, self.draft)
        chapters: dict[Course, Callable[[float], None]] = {
            Course.DRAFT: lambda _day: None,
            Course.WAITS_FOR_CUSTOMER: self.wait_for_customer,
            Course.WAITS_FOR_US: self.wait_for_us,
            Course.HALF_APPROVED: self.approve_half,
            Course.AGREED: self.agree,
            Course.AGREED_THRICE: self.agree_thrice,
            Course.CLOSED_AND_NEW: lambda _day: None,
        }
        chapters[course](day)

    def on(self, days_ago: float, act: Callable[[], object], hour: int = 9) -> None:
        self.calendar.on(days_ago, act, hour)

    # Chapters

    def wait_for_customer(self, _day: float) -> None:
        sent = self.chance.choice([2, 4, 9])
        self.on(sent, self.send)
        if sent > 2:
            self.on(sent - 1, self.open, hour=12)
            self.on(1, lambda: self.comment(1), hour=14)

    def wait_for_us(self, day: float) -> None:
        self.on(day - 20, self.send)
        self.on(day - 21, self.open, hour=12)
        self.on(4, lambda: self.approve(self.goals[0]), hour=10)
        self.on(3, lambda: self.counter_date(self.goals[1]), hour=11)
        self.on(0.2, lambda: self.ask(self.goals[2]), hour=8)
        self.on(0.1, self.propose_own_goal, hour=9)

    def approve_half(self, day: float) -> None:
        self.on(day - 24, self.send)
        self.on(day - 25, self.open, hour=12)
        for place in range(len(self.choice) // 2):
            self.on(6 - place, lambda place=place: self.approve(self.goals[place]), hour=13)  # type: ignore[misc]  # a bound default
        self.on(2, lambda: self.ask_for_change(self.goals[-1]), hour=15)

    def agree(self, day: float) -> None:
        self.on(day - 12, self.send)
        self.on(day - 13, self.open, hour=12)
        self.on(day - 14, lambda: self.counter_date(self.goals[1]), hour=13)
        self.on(day - 16, lambda: self.accept_counter(self.goals[1]), hour=9)
        self.on(day - 18, self.approve_what_is_open, hour=10)
        self.on(day - 19, self.carry_out, hour=10)

    def agree_thrice(self, day: float) -> None:
        self.agree(day)
        self.on(14, lambda: self.change_target(self.goals[0]), hour=10)
        self.on(12, self.approve_what_is_open, hour=10)
        self.on(6, lambda: self.change_target(self.goals[2]), hour=10)
        self.on(4, self.approve_what_is_open, hour=16)

    # Acts

    @property
    def choice(self) -> list[Goal]:
        """The goals of this customer, the same every time."""
        first = sum(map(ord, self.firm.name)) % len(GOALS)
        count = 4 + len(self.firm.name) % 3
        return [GOALS[(first + place) % len(GOALS)] for place in range(count)]

    def draft(self) -> None:
        manager, locale = self.team.manager, self.firm.locale
        self.plan_id = plans.create_plan(
            manager, self.customer_id, self.starts, add_months(self.starts, 12).replace(day=1) - timedelta(days=1)
        ).id
        for kind in (SectionKind.RELATIONSHIP, SectionKind.SITUATION, SectionKind.PROVIDER_RESPONSIBILITIES):
            text = wording.SECTIONS[kind.value][locale].format(year=self.starts.year - 3 - len(self.firm.name) % 9)
            drafts.draft_section(manager, self.plan_id, kind, SectionContent(text), 0)
        for goal in self.choice:
            self.goals.append(drafts.draft_item(manager, self.plan_id, self.goal_content(goal), owners=self.owners()))
        self.draft_steps()
        for internal in InternalSectionKind:
            save_internal_section(manager, self.plan_id, internal, wording.INTERNAL[internal.value], 0)

    def draft_steps(self) -> None:
        for place, side in enumerate([Side.PROVIDER, Side.CUSTOMER, Side.PROVIDER, Side.CUSTOMER, Side.PROVIDER]):
            texts = wording.OUR_STEPS if side is Side.PROVIDER else wording.THEIR_STEPS
            words = texts[(place + len(self.firm.name)) % len(texts)][self.firm.locale]
            due = working_day(self.calendar.today + timedelta(days=-9 + 11 * place))
            content = NextStepContent(title=words, side=side, due=due)
            goal = self.goals[place % len(self.goals)].item_id if place % 3 != 1 else None
            self.steps.append(
                drafts.draft_item(self.team.manager, self.plan_id, content, goal_id=goal, owners=self.owners(place))
            )

    def owners(self, place: int = 0) -> Owners:
        members = self.team.members
        contact = self.team.contacts[(place + 2) % len(self.team.contacts)]
        return Owners(members[place % len(members)].id, contact.id)

    def goal_content(self, goal: Goal) -> GoalContent:
        title, description, measure = goal.text(self.firm.locale)
        return GoalContent(
            title=title,
            description=description,
            horizon=Horizon.LONG if goal.long else Horizon.SHORT,
            measure=measure,
            unit=goal.unit[self.firm.locale],
            baseline=Decimal(goal.baseline),
            target=Decimal(goal.target),
            starts=self.starts,
            due=add_months(self.starts, goal.months),
        )

    def send(self) -> None:
        ticked = [(draft.id, draft.fingerprint) for draft in self.revisions(RevisionState.DRAFT)]
        drafts.send(self.team.manager, self.plan_id, ticked, wording.NOTE[self.firm.locale])

    def revisions(self, state: RevisionState) -> list[Revision]:
        query = select(Revision).join(Item, Item.id == Revision.item_id)
        found = query.where(Item.plan_id == self.plan_id, Revision.state == state).order_by(Revision.id)
        return list(db.session.scalars(found))

    def open(self) -> None:
        plans.mark_opened(self.plan_id, self.team.contacts[0].id)

    def approvers(self) -> list[int]:
        """Places of those who say yes: all of them where all must."""
        return list(range(self.firm.approvers)) if self.firm.policy is ApprovalPolicy.ALL else [0]

    def approve(self, first: Revision) -> None:
        revision = self.newest(first)
        for place in self.approvers():
            agreement.approve(self.team.contact(place), revision.id, revision.fingerprint)

    def approve_what_is_open(self) -> None:
        for revision in self.revisions(RevisionState.OPEN):
            self.approve(revision)

    def counter_date(self, first: Revision) -> None:
        revision = self.newest(first)
        content = read_goal(revision)
        changed = replace(content, due=working_day((content.due or self.starts) + timedelta(days=61)))
        words = wording.LATER[self.firm.locale]
        drafts.propose(self.team.contact(0), first.item_id, changed, seen_revision_id=revision.id, words=words)

    def accept_counter(self, first: Revision) -> None:
        revision = self.newest(first)
        agreement.approve(self.team.manager, revision.id, revision.fingerprint)

    def change_target(self, first: Revision) -> None:
        revision = self.newest(first)
        content = read_goal(revision)
        changed = replace(content, target=(content.target or Decimal(0)) + 1)
        drafts.propose(self.team.manager, first.item_id, changed, seen_revision_id=revision.id)

    def ask(self, first: Revision) -> None:
        revision = self.newest(first)
        agreement.ask(self.team.contact(0), revision.id, revision.fingerprint, wording.QUESTION[self.firm.locale])

    def ask_for_change(self, first: Revision) -> None:
        revision = self.newest(first)
        agreement.ask_for_change(
            self.team.contact(0), revision.id, revision.fingerprint, wording.LATER[self.firm.locale]
        )

    def comment(self, place: int) -> None:
        carrying_out.comment(self.team.contact(0), self.goals[place].item_id, wording.COMMENT[self.firm.locale])

    def propose_own_goal(self) -> None:
        title, description = wording.OWN_GOAL[self.firm.locale]
        content = GoalContent(title=title, description=description, starts=None, due=add_months(self.starts, 4))
        owners = Owners(contact_id=self.team.contacts[2].id)
        drafts.propose_item(self.team.contact(0), self.plan_id, content, owners=owners)

    def carry_out(self) -> None:
        """Early next steps done, one blocked, and the customer's own word on its part."""
        text = SectionContent(wording.SECTIONS["customer_responsibilities"][self.firm.locale])
        drafts.open_section(
            self.team.contact(0), self.plan_id, SectionKind.CUSTOMER_RESPONSIBILITIES, text, seen_edits=0
        )
        carrying_out.mark_done(self.team.manager, self.steps[0].item_id)
        if len(self.firm.name) % 2:
            carrying_out.mark_blocked(self.team.manager, self.steps[2].item_id, wording.BLOCKED[self.firm.locale])

    def newest(self, first: Revision) -> Revision:
        found = agreement.newest_opened(first.item_id)
        assert found is not None  # noqa: S101  # it was sent in an earlier chapter
        return found
