"""Today: what waits for whom, each with its act, and nothing of anybody else's."""

from datetime import timedelta
from typing import Any

import pytest
from time_machine import Traveller

from portal import clock as portal_clock
from portal.db import db, writing
from portal.domain.people.sides import Side
from portal.domain.plan import agreement, drafts, plans
from portal.domain.plan.content import ItemKind
from portal.domain.plan.drafts import Owners
from portal.domain.plan.items import Item, Progress, Revision, RevisionState, Turn
from portal.domain.plan.plans import Plan
from tests.cast import Cast, contact_actor, staff_actor
from tests.factories.plans import agreed_plan, goal, make_plan, many_open_items, next_step, sent_goals
from tests.internal.conftest import DeskOf
from tests.statements import count_statements


@pytest.fixture
def plan(cast: Cast) -> Plan:
    with writing():
        return make_plan(staff_actor(cast.account_manager), cast.limppula.id)


def asked(cast: Cast, plan: Plan, title: str = "A shared calendar") -> Revision:
    """The approver's own goal, which waits for us."""
    with writing():
        sent_goals(staff_actor(cast.account_manager), plan, "Less electricity")
        outcome = drafts.propose_item(contact_actor(cast.approver), plan.id, goal(title))
    return db.session.get_one(Revision, outcome.revision_id)


def promised(cast: Cast, plan: Plan, staff_id: int | None, in_days: int, title: str = "Walk through") -> int:
    """A next step of ours, agreed at once."""
    manager = staff_actor(cast.account_manager)
    with writing():
        due = portal_clock.today() + timedelta(days=in_days)
        draft = drafts.draft_item(manager, plan.id, next_step(title, due=due), owners=Owners(staff_id=staff_id))
        drafts.send(manager, plan.id, [(draft.id, draft.fingerprint)], "")
    return draft.item_id


def test_with_nothing_to_do_the_page_says_so(cast: Cast, desk_of: DeskOf) -> None:
    page = desk_of(cast.unassigned).text("/")
    assert "Nothing waits for you." in page
    assert "All is answered" in page


def test_what_the_customer_proposed_is_approved_where_it_stands(cast: Cast, desk_of: DeskOf, plan: Plan) -> None:
    revision = asked(cast, plan)
    desk = desk_of(cast.account_manager)
    page = desk.text("/")
    assert "A shared calendar" in page
    assert "Eero Limppunen proposed this goal" in page
    address = f"/customers/{cast.limppula.key}/plans/1/revisions/{revision.id}/approve"
    assert address in page
    fields = {"seen": revision.fingerprint, "from": "today", "once": "k"}
    answer = desk.post(address, "/", **fields)
    assert (answer.status_code, answer.location) == (303, "/")
    assert "A shared calendar" not in desk.text("/").partition("Since yesterday")[0]


def test_a_change_of_date_a_question_and_a_wish_are_told_in_words(cast: Cast, desk_of: DeskOf, plan: Plan) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        date_, question, wish = sent_goals(manager, plan, "One", "Two", "Three")
        later = goal("One", due=portal_clock.today().replace(year=2028, month=3, day=12))
        drafts.propose(approver, date_.item_id, later, seen_revision_id=date_.id)
        agreement.ask(approver, question.id, question.fingerprint, "What does it cost?")
        agreement.ask_for_change(approver, wish.id, wish.fingerprint, "Half of it will do.")
    page = desk_of(cast.account_manager).text("/")
    assert "Eero Limppunen suggests 12 Mar 2028 instead of 30 Jun 2027" in page
    assert "Eero Limppunen asks: What does it cost?" in page
    assert "Eero Limppunen wants a change: Half of it will do." in page


@pytest.mark.parametrize("who", ["team_member", "unassigned", "rival_manager", "administrator", "lead"])
def test_who_does_not_answer_for_the_customer_is_not_asked(cast: Cast, desk_of: DeskOf, plan: Plan, who: str) -> None:
    asked(cast, plan)
    page = desk_of(getattr(cast, who)).text("/")
    assert "Answer the customer" not in page


def test_a_lead_sees_the_whole_team_by_choice_and_nobody_else_does(cast: Cast, desk_of: DeskOf, plan: Plan) -> None:
    asked(cast, plan)
    lead = desk_of(cast.lead)
    assert "My team" in lead.text("/")
    assert "A shared calendar" in lead.text("/?of=team")
    other = desk_of(cast.rival_manager)
    assert "My team" not in other.text("/")
    assert "A shared calendar" not in other.text("/?of=team")


def test_ones_own_next_steps_are_late_or_come_soon_and_are_done_where_they_stand(
    cast: Cast, desk_of: DeskOf, plan: Plan, clock: Traveller
) -> None:
    late = promised(cast, plan, cast.team_member.id, 1, "Late already")
    promised(cast, plan, cast.team_member.id, 10, "Due soon")
    promised(cast, plan, cast.team_member.id, 60, "Far away")
    promised(cast, plan, cast.account_manager.id, 10, "Another’s")
    clock.shift(timedelta(days=4))
    desk = desk_of(cast.team_member)
    page = desk.text("/")
    assert "3 days late" in page
    assert page.index("Late already") < page.index("Due soon")
    assert "Far away" not in page
    assert "Another’s" not in page
    address = f"/customers/{cast.limppula.key}/plans/1/items/{late}/progress"
    assert address in page
    assert desk.post(address, "/", progress="done", **{"from": "today"}).location == "/"
    db.session.rollback()
    assert db.session.get_one(Item, late).progress is Progress.DONE
    assert "Late already" not in desk.text("/")


def test_a_promise_that_nobody_has_taken_waits_for_the_account_manager(cast: Cast, desk_of: DeskOf, plan: Plan) -> None:
    promised(cast, plan, None, 3, "Nobody’s yet")
    assert "Nobody’s yet" in desk_of(cast.account_manager).text("/")
    assert "Nobody’s yet" not in desk_of(cast.team_member).text("/")


def test_what_the_customer_promised_is_not_ours_to_do(cast: Cast, desk_of: DeskOf, plan: Plan) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        theirs = next_step("Theirs to do", side=Side.CUSTOMER, due=portal_clock.today())
        draft = drafts.draft_item(manager, plan.id, theirs, owners=Owners(staff_id=cast.account_manager.id))
        drafts.send(manager, plan.id, [(draft.id, draft.fingerprint)], "")
        agreement.approve(contact_actor(cast.approver), draft.id, draft.fingerprint)
    assert "Theirs to do" not in desk_of(cast.account_manager).text("/")


def test_what_waits_for_customers_is_told_with_who_has_opened_it(
    cast: Cast, desk_of: DeskOf, plan: Plan, clock: Traveller
) -> None:
    with writing():
        sent_goals(staff_actor(cast.account_manager), plan, "One", "Two")
    clock.shift(timedelta(days=4))
    desk = desk_of(cast.team_member)
    page = desk.text("/")
    assert "2 goals, 4 days" in page
    assert "Not opened yet" in page
    with writing():
        plans.mark_opened(plan.id, cast.approver.id)
    assert "Opened by Eero Limppunen" in desk.text("/")


def test_drafts_that_were_not_sent_and_plans_that_end_are_told(cast: Cast, desk_of: DeskOf, clock: Traveller) -> None:
    with writing():
        plan = agreed_plan(staff_actor(cast.account_manager), contact_actor(cast.approver))
        drafts.draft_item(staff_actor(cast.account_manager), plan.id, goal("Unsent"))
        ends = plan.ends_on
    desk = desk_of(cast.deputy)
    assert "Drafts that were not sent" in desk.text("/")
    assert "Plans that end soon" not in desk.text("/")
    clock.shift(ends - portal_clock.today() - timedelta(days=30))
    assert "Plans that end soon" in desk_of(cast.deputy).text("/")


def test_what_customers_did_since_yesterday_is_told_and_their_unsent_wordings_are_not(
    cast: Cast, desk_of: DeskOf, clock: Traveller
) -> None:
    with writing():
        plan = agreed_plan(staff_actor(cast.account_manager), contact_actor(cast.approver), "Less electricity")
        drafts.suggest(contact_actor(cast.participant), plan.id, goal("A secret wish"))
    desk = desk_of(cast.account_manager)
    lately = desk.text("/").partition("Since yesterday")[2]
    assert "Eero Limppunen" in lately
    assert "A secret wish" not in desk.text("/")
    clock.shift(timedelta(days=2))
    assert "Customers have not done anything since yesterday." in desk_of(cast.account_manager).text("/")


def test_the_menu_counts_what_waits(cast: Cast, desk_of: DeskOf, plan: Plan) -> None:
    asked(cast, plan)
    assert '<span class="count" data-turn="you">1' in desk_of(cast.account_manager).text("/plans")
    assert '<span class="count" data-turn="you">' not in desk_of(cast.team_member).text("/plans")


@pytest.mark.parametrize("address", ["/", "/?of=team"])
def test_the_page_asks_the_database_as_often_for_ten_as_for_a_thousand(
    cast: Cast, desk_of: DeskOf, plan: Plan, address: str
) -> None:
    desk = desk_of(cast.account_manager if address == "/" else cast.lead)

    def fill(count: int) -> None:
        ours: dict[str, Any] = {
            "turn": Turn.PROVIDER,
            "side": Side.CUSTOMER,
            "staff_id": None,
            "contact_id": cast.approver.id,
        }
        agreed: dict[str, Any] = {
            "state": RevisionState.AGREED,
            "turn": None,
            "turn_since": None,
            "due_on": portal_clock.today(),
        }
        drafted: dict[str, Any] = {"state": RevisionState.DRAFT, "number": None, "turn": None, "turn_since": None}
        with writing():
            many_open_items(plan, count, cast.account_manager.id, **ours)
            many_open_items(plan, count, cast.account_manager.id)
            many_open_items(plan, count, cast.account_manager.id, ItemKind.NEXT_STEP, **agreed)
            many_open_items(plan, count, cast.account_manager.id, **drafted)

    fill(10)
    desk.text(address)
    with count_statements() as few:
        desk.text(address)
    fill(990)
    with count_statements() as many:
        page = desk.text(address)
    assert len(many) == len(few), "\n".join(many.texts)
    assert page.count("Read and answer") == 50
