"""What happened between the provider and its two customers before the tests look: everything there is, by the verbs."""

from dataclasses import dataclass, replace
from datetime import date

from portal.db import db
from portal.domain.people.actors import ContactActor, StaffActor
from portal.domain.people.sides import Side
from portal.domain.plan import agreement, carrying_out, drafts, plans
from portal.domain.plan.content import GoalContent, SectionContent, SectionKind
from portal.domain.plan.drafts import Owners
from portal.domain.plan.items import Revision
from portal.domain.plan.plans import Plan
from tests.factories.plans import goal, make_plan, next_step
from tests.separation import markers


@dataclass(frozen=True)
class Table:
    """Who sits at it: the provider's two, and the customer's two."""

    manager: StaffActor
    lead: StaffActor
    approver: ContactActor
    participant: ContactActor
    word: str
    """Stands in everything they say, to know it again."""

    def secret(self, marker: str) -> str:
        """The marker of words that not everybody at the table may read; the rival has one marker for everything."""
        return self.word if self.word == markers.RIVAL else f"{marker} {self.word}"

    @property
    def owners(self) -> Owners:
        return Owners(staff_id=self.manager.staff_id, contact_id=self.approver.contact_id)


@dataclass(frozen=True)
class Told:
    """What there is now, by the ids and numbers that addresses name."""

    plan: Plan
    open_goal: Revision
    countered_goal: Revision
    provider_draft: Revision
    ticked_draft: Revision
    step_draft: Revision
    suggestion: Revision
    own_draft: Revision
    own_step: Revision


def close_a_plan(table: Table) -> Plan:
    """Last year's plan: agreed as version 1, carried out, closed by a lead."""
    plan = plans.create_plan(table.manager, table.approver.customer_id, date(2025, 1, 1), date(2025, 12, 31))
    made = drafts.draft_item(
        table.manager, plan.id, goal(f"Last year’s goal {table.word}"), owners=table.owners, request_key=f"d{plan.id}"
    )
    drafts.send(table.manager, plan.id, [_ticked(made)], f"For last year. {table.word}", request_key=f"s{plan.id}")
    agreement.approve(table.approver, made.id, made.fingerprint, request_key=f"a{plan.id}")
    agreement.close_plan(table.lead, plan.id, f"The year is over. {table.secret(markers.INTERNAL)}")
    return plan


def only_draft(table: Table) -> Plan:
    """Next year's plan, of which the customer has heard nothing."""
    plan = make_plan(table.manager, table.approver.customer_id)
    drafts.draft_item(table.manager, plan.id, goal(f"Nobody’s yet {table.secret(markers.PROVIDER_DRAFT)}"))
    return plan


def negotiate(table: Table) -> Told:
    """This year's plan: version 1 agreed, then goals and next steps in every state, and drafts of both sides."""
    manager, approver, word = table.manager, table.approver, table.word
    plan = plans.create_plan(manager, approver.customer_id, date(2026, 1, 1), date(2026, 12, 31), f"Together {word}")
    agreed = _agree_on_first_version(table, plan)
    waiting = [_drafted(table, plan, f"{name} {word}") for name in ("Waits", "Is countered", "Is asked", "Is declined")]
    drafts.send(manager, plan.id, [_ticked(one) for one in waiting], f"Four more. {word}")
    open_goal, countered, asked, declined = waiting
    counter = drafts.propose(
        approver, countered.item_id, _later(countered), seen_revision_id=countered.id, words=f"In autumn? {word}"
    )
    agreement.ask(approver, asked.id, asked.fingerprint, f"How would that go? {word}")
    agreement.decline(approver, declined.id, declined.fingerprint, f"Not this year. {word}")
    drafts.propose_item(approver, plan.id, goal(f"The customer’s own {word}"), words=f"We want this. {word}")
    own_step = _promise(table, plan, agreed)
    _talk(table, open_goal)
    carrying_out.comment(manager, agreed.item_id, f"Well begun. {word}", request_key=f"c{plan.id}")
    drafted = _unsent(table, plan, agreed, open_goal)
    return Told(
        plan=plan,
        open_goal=open_goal,
        countered_goal=_revision(counter.revision_id),
        own_step=own_step,
        **drafted,
    )


def _agree_on_first_version(table: Table, plan: Plan) -> Revision:
    manager, approver, word = table.manager, table.approver, table.word
    ticked = [
        _ticked(drafts.draft_section(manager, plan.id, kind, SectionContent(f"About {kind.value}. {word}"), 0))
        for kind in SectionKind
        if kind.writer is Side.PROVIDER
    ]
    made = _drafted(table, plan, f"Is agreed {word}")
    drafts.send(manager, plan.id, [*ticked, _ticked(made)], f"The beginning. {word}")
    agreement.approve(approver, made.id, made.fingerprint)
    own = SectionContent(f"What we see to. {word}")
    drafts.open_section(approver, plan.id, SectionKind.CUSTOMER_RESPONSIBILITIES, own, seen_edits=0)
    return made


def _promise(table: Table, plan: Plan, on: Revision) -> Revision:
    """Next steps of both sides; the participant's own is returned."""
    promised = next_step(f"Measure the doors {table.word}")
    ours = drafts.propose_item(table.manager, plan.id, promised, goal_id=on.item_id, owners=table.owners)
    carrying_out.mark_blocked(table.manager, _revision(ours.revision_id).item_id, f"The van is broken. {table.word}")
    theirs = next_step(f"Open the gates {table.word}", side=Side.CUSTOMER)
    owner = Owners(contact_id=table.participant.contact_id)
    own = drafts.propose_item(table.approver, plan.id, theirs, owners=owner)
    carrying_out.mark_done(table.participant, _revision(own.revision_id).item_id)
    asked = next_step(f"Count the pallets {table.word}", side=Side.CUSTOMER)
    drafts.propose_item(table.manager, plan.id, asked, words=f"Could you? {table.word}")
    return _revision(own.revision_id)


def _talk(table: Table, about: Revision) -> None:
    for actor in (table.manager, table.approver, table.participant):
        carrying_out.comment(actor, about.item_id, f"{actor.name} says a word. {table.word}")


def _unsent(table: Table, plan: Plan, agreed: Revision, open_goal: Revision) -> dict[str, Revision]:
    """What one side has written and not sent; each with the word of those who may read it."""
    manager, approver, participant = table.manager, table.approver, table.participant
    hidden, unwanted = table.secret(markers.PROVIDER_DRAFT), table.secret(markers.DISMISSED)
    drafts.draft_change(manager, agreed.item_id, goal(f"Changed {hidden}"), 0)
    situation = SectionContent(f"How things are. {hidden}")
    drafts.draft_section(manager, plan.id, SectionKind.SITUATION, situation, 0)
    dismissed = drafts.suggest(participant, plan.id, goal(f"A wish {unwanted}"), words=unwanted)
    drafts.dismiss_suggestion(approver, dismissed.id, f"Not ours to ask. {unwanted}")
    suggestion = table.secret(markers.SUGGESTION)
    suggested = goal(f"Suggested {suggestion}")
    return {
        "provider_draft": drafts.draft_item(manager, plan.id, goal(f"New {hidden}"), owners=table.owners),
        "ticked_draft": drafts.draft_item(manager, plan.id, goal(f"Ticked {table.secret(markers.TICKED_DRAFT)}")),
        "step_draft": drafts.draft_item(manager, plan.id, next_step(f"A step {hidden}"), goal_id=agreed.item_id),
        "suggestion": drafts.suggest(
            participant, plan.id, suggested, item_id=open_goal.item_id, words=f"Better so. {suggestion}"
        ),
        "own_draft": drafts.draft_item(approver, plan.id, goal(f"Memo {table.secret(markers.APPROVER_DRAFT)}")),
    }


def _drafted(table: Table, plan: Plan, title: str) -> Revision:
    return drafts.draft_item(table.manager, plan.id, goal(title), owners=table.owners)


def _later(revision: Revision) -> GoalContent:
    wording = revision.wording()
    assert isinstance(wording, GoalContent)
    return replace(wording, starts=date(2027, 8, 1), due=date(2027, 11, 30))


def _ticked(draft: Revision) -> tuple[int, str]:
    return draft.id, draft.fingerprint


def _revision(revision_id: int) -> Revision:
    return db.session.get_one(Revision, revision_id)
