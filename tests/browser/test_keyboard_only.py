"""Nobody needs a mouse: signing in, reviewing and approving, finding, ordering and answering by keys alone."""

import re

import pytest
from playwright.sync_api import Page, expect

from portal.config import Config
from portal.db import writing
from portal.domain.people import search_words
from portal.domain.plan import drafts
from tests.browser.steps import DESK, OpenPage, tab_to
from tests.cast import Cast, contact_actor, staff_actor
from tests.factories.people import PASSWORD
from tests.factories.plans import goal, make_plan, sent_goals

pytestmark = pytest.mark.one_database


def sign_in_by_keys(page: Page, address: str, email: str) -> None:
    page.goto(address)
    tab_to(page, page.get_by_label("E-mail"))
    page.keyboard.type(email)
    tab_to(page, page.get_by_label("Password", exact=True))
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_label("Password", exact=True)).to_have_count(0)


def press_on(page: Page, role: str, name: str, key: str = "Enter") -> None:
    """Go to it with Tab and press the key."""
    tab_to(page, page.get_by_role(role, name=re.compile(name)))  # type: ignore[arg-type]  # Playwright names the roles
    page.keyboard.press(key)


def test_an_approver_reviews_and_approves_all_by_keys(live: Config, cast: Cast, person: OpenPage) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        sent_goals(manager, make_plan(manager, cast.limppula.id), "Less electricity", "No unplanned stops")
    page = person(**DESK)
    sign_in_by_keys(page, live.customer_url, cast.approver.email)
    press_on(page, "link", "^Review 2 goals")
    expect(page.get_by_role("heading", level=1, name="Review 2 goals")).to_be_visible()
    press_on(page, "link", "^Approve 2 goals")
    expect(page.get_by_role("heading", level=1, name="Check and approve 2 goals")).to_be_visible()
    press_on(page, "button", "^Approve 2 goals", "Space")
    expect(page.get_by_text("version 1 of the joint plan is made")).to_be_visible()


def test_an_approver_asks_before_answering_by_keys(live: Config, cast: Cast, person: OpenPage) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        sent_goals(manager, make_plan(manager, cast.limppula.id), "Less electricity")
    page = person(**DESK)
    sign_in_by_keys(page, live.customer_url, cast.approver.email)
    press_on(page, "link", "Less electricity")
    expect(page.get_by_role("heading", level=1, name="Less electricity")).to_be_visible()
    tab_to(page, page.locator("#ask > summary"))
    page.keyboard.press("Space")
    tab_to(page, page.locator("#ask textarea"))
    page.keyboard.type("How many months does it take?")
    press_on(page, "button", "^Send the question")
    expect(page.get_by_text("Your question was sent.")).to_be_visible()


def test_staff_find_order_and_answer_by_keys(live: Config, cast: Cast, person: OpenPage) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        search_words.refresh([cast.limppula.id, cast.pulla.id])
        plan = make_plan(manager, cast.limppula.id)
        sent_goals(manager, plan, "Sent goal")
        for title in ("First goal", "Second goal"):
            drafts.draft_item(manager, plan.id, goal(title))
        drafts.propose_item(contact_actor(cast.approver), plan.id, goal("A wish"))
    page = person(**DESK)
    sign_in_by_keys(page, live.internal_url + "/", cast.account_manager.email)

    # Today, and yes to what the customer wishes
    expect(page.get_by_role("heading", level=2, name="Answer the customer")).to_be_visible()
    press_on(page, "button", "^Approve.*A wish")
    expect(page.get_by_role("status").filter(has_text="Agreed.")).to_be_visible()
    page.wait_for_load_state()

    # Quick find leads to the customer
    page.keyboard.press("/")
    page.keyboard.type("limppula")
    expect(page.locator("#find-results a").first).to_be_visible()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", level=1, name=cast.limppula.name)).to_be_visible()

    # … to the plan, where a draft moves up among the goals
    press_on(page, "link", "^Open the plan")
    expect(page.locator("#goal-list h3")).to_have_count(4)
    tab_to(page, page.get_by_role("article").filter(has_text="Second goal").get_by_role("link", name="Edit the draft"))
    page.keyboard.press("Alt+ArrowUp")
    expect(page.locator("#goal-list h3")).to_have_text(["Sent goal", "Second goal", "First goal", "A wish"])
    expect(page.get_by_role("article").filter(has_text="Second goal")).to_be_focused()
