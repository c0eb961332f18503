"""The plan editor, new plans, the list of all plans, and closing one."""

import re
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, select
from time_machine import Traveller

from portal import clock as portal_clock
from portal.db import db, writing
from portal.domain.plan import drafts
from portal.domain.plan.content import ItemKind
from portal.domain.plan.items import Revision, RevisionState
from portal.domain.plan.plans import Plan, PlanState
from tests.cast import Cast, contact_actor, staff_actor
from tests.factories.plans import agreed_plan, goal, many_open_items, next_step, sent_goals
from tests.internal.conftest import DeskOf
from tests.internal.plan_pages import PlanPages, new_plan, plan_of
from tests.statements import count_statements


def at_plan(cast: Cast, desk_of: DeskOf, who: str = "account_manager", number: int = 1) -> PlanPages:
    return PlanPages(desk_of(getattr(cast, who)), plan_of(cast.limppula, number))


def test_the_editor_shows_every_part_and_marks_what_is_ours_alone(cast: Cast, desk_of: DeskOf) -> None:
    plan = new_plan(cast)
    manager = staff_actor(cast.account_manager)
    with writing():
        sent_goals(manager, plan, "Less electricity")
        drafts.draft_item(manager, plan.id, goal("Fewer stops"))
        drafts.draft_item(manager, plan.id, next_step("Walk through"))
    page = at_plan(cast, desk_of).text()
    for part in ("Relationship and desired experience", "Situation", "Goals", "Next steps", "Our responsibilities"):
        assert part in page
    assert page.count('class="plan-section only-us"') == 4
    assert "Waiting for Eero or Maija, 1 minute" in page
    assert "Send for review, 2 drafts" in page
    assert "View as customer" in page


@pytest.mark.parametrize("path", ["", "send", "sendings", "goals/1"])
def test_a_plan_page_asks_the_database_as_often_for_ten_goals_as_for_a_thousand(
    cast: Cast, desk_of: DeskOf, path: str
) -> None:
    plan = new_plan(cast)
    pages = at_plan(cast, desk_of)

    def fill(count: int) -> None:
        with writing():
            many_open_items(plan, count, cast.account_manager.id)
            drafted = {"state": RevisionState.DRAFT, "number": None, "turn": None, "turn_since": None}
            many_open_items(plan, count, cast.account_manager.id, ItemKind.NEXT_STEP, **drafted)

    fill(10)
    pages.text(path)
    with count_statements() as few:
        pages.text(path)
    fill(990)
    with count_statements() as many:
        pages.text(path)
    assert len(many) == len(few), "\n".join(many.texts)


def test_a_plan_begins_with_its_period(cast: Cast, desk_of: DeskOf) -> None:
    pages = PlanPages(desk_of(cast.deputy), f"/customers/{cast.limppula.key}/plans/")
    assert pages.get("new").status_code == 200
    answer = pages.post("new", title="Better air", starts_on="1.10.2026", ends_on="30.9.2027")
    assert answer.status_code == 303
    plan = db.session.scalars(select(Plan)).one()
    assert (plan.title, plan.starts_on, plan.ends_on) == ("Better air", date(2026, 10, 1), date(2027, 9, 30))
    assert answer.location == plan_of(cast.limppula, 1)


def test_the_coming_year_is_offered(cast: Cast, desk_of: DeskOf, clock: Traveller) -> None:
    pages = PlanPages(desk_of(cast.account_manager), f"/customers/{cast.limppula.key}/plans/")
    assert re.findall(r'value="(\d+\.\d+\.\d+)"', pages.text("new")) == ["1.4.2026", "31.3.2027"]


@pytest.mark.parametrize(
    ("starts", "ends", "words"),
    [
        ("1.10.2026", "30.9.2026", "The plan must end after it starts."),
        ("32.1.2026", "30.9.2026", "Write the day like this"),
        ("", "30.9.2026", "Give the day."),
    ],
)
def test_a_period_that_does_not_hold_is_said_and_kept(
    cast: Cast, desk_of: DeskOf, starts: str, ends: str, words: str
) -> None:
    pages = PlanPages(desk_of(cast.account_manager), f"/customers/{cast.limppula.key}/plans/")
    answer = pages.post("new", title="Better air", starts_on=starts, ends_on=ends)
    assert answer.status_code == 422
    for kept in (words, f'value="{starts}"', 'value="Better air"'):
        assert kept in answer.text
    assert db.session.scalars(select(Plan)).all() == []


@pytest.mark.parametrize(("who", "status"), [("team_member", 403), ("administrator", 403), ("unassigned", 404)])
def test_only_those_who_write_the_plan_begin_one(cast: Cast, desk_of: DeskOf, who: str, status: int) -> None:
    pages = PlanPages(desk_of(getattr(cast, who)), f"/customers/{cast.limppula.key}/plans/")
    assert pages.get("new").status_code == status
    assert pages.post("new", starts_on="1.10.2026", ends_on="30.9.2027").status_code == status


def test_a_lead_closes_a_plan_with_a_reason_and_it_is_read_only_then(cast: Cast, desk_of: DeskOf) -> None:
    plan = new_plan(cast)
    with writing():
        sent_goals(staff_actor(cast.account_manager), plan, "Less electricity")
    pages = at_plan(cast, desk_of, "lead")
    assert pages.post("close", words=" ").status_code == 422
    assert pages.post("close", words="The contract ended.").status_code == 303
    assert db.session.scalars(select(Plan.state)).one() is PlanState.CLOSED
    assert db.session.scalars(select(Revision.state)).one() is RevisionState.WITHDRAWN
    page = pages.text()
    assert "The contract ended." in page
    assert "Add a goal" not in page
    assert pages.post("goals/new").status_code == 409


@pytest.mark.parametrize(("who", "status"), [("account_manager", 403), ("administrator", 403), ("unassigned", 403)])
def test_only_a_lead_closes_a_plan(cast: Cast, desk_of: DeskOf, who: str, status: int) -> None:
    new_plan(cast)
    pages = at_plan(cast, desk_of, who)
    assert pages.post("close", words="Because").status_code in (status, 404)
    assert db.session.scalars(select(Plan.state)).one() is PlanState.DRAFT


def test_an_administrator_reads_a_plan_and_writes_nothing(cast: Cast, desk_of: DeskOf) -> None:
    plan = new_plan(cast)
    with writing():
        sent_goals(staff_actor(cast.account_manager), plan, "Less electricity")
    page = at_plan(cast, desk_of, "administrator").text()
    assert "Less electricity" in page
    assert "You can read this plan." in page
    for act in ("Add a goal", "Draft a change", "Send for review"):
        assert act not in page


def test_a_plan_of_a_customer_one_may_not_see_is_not_found(cast: Cast, desk_of: DeskOf) -> None:
    new_plan(cast)
    for who in ("unassigned", "rival_manager"):
        assert at_plan(cast, desk_of, who).get().status_code == 404
    assert at_plan(cast, desk_of, number=2).get().status_code == 404
    assert PlanPages(desk_of(cast.rival_manager), plan_of(cast.pulla, 1)).get().status_code == 404


def rows(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="[^"]*/plans/(\d+)/"', page)


def many_plans(customer_id: int, count: int) -> None:
    """So many more plans, written straight into the table."""
    day = portal_clock.today()
    last = len(db.session.scalars(select(Plan.id).where(Plan.customer_id == customer_id)).all())
    values = [
        {"customer_id": customer_id, "number": last + at + 1, "starts_on": day, "ends_on": day + timedelta(days=365)}
        for at in range(count)
    ]
    db.session.execute(insert(Plan), values)


def test_the_list_has_the_plans_that_one_may_see(cast: Cast, desk_of: DeskOf) -> None:
    new_plan(cast)
    assert rows(desk_of(cast.account_manager).text("/plans")) == ["1"]
    assert rows(desk_of(cast.rival_manager).text("/plans")) == []
    assert "No plans here" in desk_of(cast.unassigned).text("/plans")
    assert rows(desk_of(cast.lead).text("/plans")) == ["1"]


def test_the_list_is_filtered_by_state(cast: Cast, desk_of: DeskOf) -> None:
    with writing():
        agreed_plan(staff_actor(cast.account_manager), contact_actor(cast.approver))
    new_plan(cast)
    desk = desk_of(cast.account_manager)
    assert rows(desk.text("/plans?state=agreed")) == ["1"]
    assert rows(desk.text("/plans?state=draft")) == ["2"]
    assert rows(desk.text("/plans?state=nonsense&before=x")) == ["2", "1"]


def test_every_plan_stands_on_one_page_forwards_and_backwards(cast: Cast, desk_of: DeskOf) -> None:
    with writing():
        many_plans(cast.limppula.id, 120)
    desk, address, last = desk_of(cast.account_manager), "/plans", ""
    forwards: list[list[str]] = []
    backwards: list[list[str]] = []
    while address:
        page = desk.text(address)
        forwards.append(rows(page))
        last = address
        address = next(iter(re.findall(r'rel="next" href="([^"]+)"', page)), "").replace("&amp;", "&")
    assert [number for page_ in forwards for number in page_] == [str(number) for number in range(120, 0, -1)]
    while last:
        page = desk.text(last)
        backwards.append(rows(page))
        last = next(iter(re.findall(r'rel="prev" href="([^"]+)"', page)), "").replace("&amp;", "&")
    assert backwards == list(reversed(forwards))


def test_the_list_asks_the_database_as_often_for_ten_plans_as_for_a_thousand(cast: Cast, desk_of: DeskOf) -> None:
    desk = desk_of(cast.account_manager)
    with writing():
        many_plans(cast.limppula.id, 10)
    desk.text("/plans")
    with count_statements() as few:
        desk.text("/plans")
    with writing():
        many_plans(cast.limppula.id, 990)
    with count_statements() as many:
        desk.text("/plans")
    assert len(many) == len(few)
