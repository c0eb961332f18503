"""The plan editor under the hands: saved while it is written, two editors, the keyboard, and no JavaScript."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.config import Config
from portal.db import writing
from portal.domain.plan import drafts
from tests.cast import Cast, StaffPerson, staff_actor
from tests.factories.people import PASSWORD
from tests.factories.plans import goal, make_plan

pytestmark = pytest.mark.one_database

OpenPage = Callable[..., Page]
DESK = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB"}


@pytest.fixture
def address(cast: Cast, live: Config) -> str:
    """A plan with three drafted goals."""
    manager = staff_actor(cast.account_manager)
    with writing():
        plan = make_plan(manager, cast.limppula.id)
        for title in ("First goal", "Second goal", "Third goal"):
            drafts.draft_item(manager, plan.id, goal(title))
    return f"{live.internal_url}/customers/{cast.limppula.key}/plans/1/"


def at_plan(page: Page, address: str, who: StaffPerson) -> Page:
    page.goto(address)
    page.get_by_label("E-mail").fill(who.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Plan 2")
    return page


def edit(page: Page, title: str) -> None:
    page.get_by_role("article").filter(has_text=title).get_by_role("link", name="Edit the draft").click()
    expect(page.get_by_label("What both sides want")).to_be_focused()


def saved(page: Page, state: str = "saved") -> None:
    expect(page.locator("#plan-saved")).to_have_attribute("data-state", state)


def test_what_is_written_is_saved_by_itself_and_two_editors_see_both_texts(
    person: OpenPage, address: str, cast: Cast
) -> None:
    aino = at_plan(person(**DESK), address, cast.account_manager)
    sampo = at_plan(person(**DESK), address, cast.team_member)
    edit(aino, "Second goal")
    edit(sampo, "Second goal")
    aino.get_by_label("What both sides want").fill("Aino’s goal")
    saved(aino)
    sampo.get_by_label("What both sides want").fill("Sampo’s goal")
    saved(sampo, "stopped")
    expect(sampo.get_by_role("alert").filter(has_text="Aino Revontaival saved another text first")).to_be_visible()
    expect(sampo.get_by_label("What both sides want")).to_have_value("Sampo’s goal")
    sampo.get_by_role("button", name="Save mine instead").click()
    saved(sampo)
    sampo.get_by_role("button", name="Done", exact=True).click()
    expect(sampo.get_by_role("heading", name="Sampo’s goal")).to_be_visible()
    aino.reload()
    expect(aino.get_by_label("What both sides want")).to_have_count(0)
    expect(aino.get_by_role("heading", name="Sampo’s goal")).to_be_visible()


def test_a_day_that_does_not_exist_is_said_where_it_is_typed(person: OpenPage, address: str, cast: Cast) -> None:
    page = at_plan(person(**DESK), address, cast.account_manager)
    edit(page, "First goal")
    page.get_by_label("Ready by").fill("32.1.2027")
    saved(page, "stopped")
    expect(page.get_by_role("alert").filter(has_text="Write the day like this")).to_be_visible()
    page.get_by_label("Ready by").fill("31.1.2027")
    saved(page)
    expect(page.get_by_text("Write the day like this")).to_have_count(0)


def test_goals_move_by_the_keyboard_and_the_focus_goes_along(person: OpenPage, address: str, cast: Cast) -> None:
    page = at_plan(person(**DESK), address, cast.account_manager)
    page.get_by_role("article").filter(has_text="Third goal").get_by_role("link", name="Edit the draft").focus()
    for order in (["First goal", "Third goal", "Second goal"], ["Third goal", "First goal", "Second goal"]):
        page.keyboard.press("Alt+ArrowUp")
        expect(page.locator("#goal-list h3")).to_have_text(order)
        expect(page.get_by_role("article").filter(has_text="Third goal")).to_be_focused()


def test_a_goal_is_drafted_and_sent_without_javascript(person: OpenPage, address: str, cast: Cast) -> None:
    page = at_plan(person(**DESK, java_script_enabled=False), address, cast.account_manager)
    page.get_by_role("button", name="Add a goal").click()
    page.get_by_label("What both sides want").fill("Typed without a script")
    page.get_by_label("Ready by").fill("30.6.2027")
    page.get_by_role("button", name="Done", exact=True).click()
    expect(page.get_by_role("heading", name="Typed without a script")).to_be_visible()
    page.get_by_role("link", name="Send for review").click()
    page.get_by_role("button", name="Send what is ticked").click()
    expect(page.get_by_text("Sent for review.")).to_be_visible()
