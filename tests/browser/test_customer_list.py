"""The list of customers under one's fingers: it follows the typing, the address follows it, and back leads back."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from portal.config import Config
from portal.db import writing
from portal.domain.people import search_words
from tests.cast import Cast
from tests.factories.people import PASSWORD

pytestmark = pytest.mark.one_database

OpenPage = Callable[..., Page]


@pytest.fixture
def desk(cast: Cast, live: Config, person: OpenPage) -> Page:
    """A lead's browser, signed in, on the list."""
    with writing():
        search_words.refresh([cast.limppula.id, cast.pulla.id])
    page = person(locale="en-GB")
    page.goto(live.internal_url + "/")
    page.get_by_label("E-mail").fill(cast.lead.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_role("link", name="Customers", exact=True).click()
    expect(page.locator("tbody tr")).to_have_count(2)
    return page


def test_the_list_follows_what_is_typed(cast: Cast, desk: Page) -> None:
    search = desk.get_by_label("Search customers")
    search.press_sequentially("limp")
    expect(desk.locator("tbody tr")).to_have_count(1)
    expect(desk).to_have_url(re.compile(r"/customers\?q=limp$"))
    expect(search).to_be_focused()
    expect(desk.locator("#announce")).to_have_text("1 customer on this page")
    expect(desk.get_by_role("link", name="Export")).to_have_attribute("href", re.compile(r"\?q=limp$"))
    desk.get_by_label("Plan").select_option("none")
    expect(desk).to_have_url(re.compile(r"/customers\?q=limp&plan=none$"))
    desk.go_back()
    expect(desk).to_have_url(re.compile(r"/customers\?q=limp$"))
    expect(search).to_have_value("limp")
    search.fill("zzz")
    expect(desk.get_by_role("heading", name="No customer fits")).to_be_visible()


def test_quick_find_opens_a_customer_from_the_keyboard(cast: Cast, desk: Page) -> None:
    desk.keyboard.press("/")
    desk.keyboard.type("pulla")
    expect(desk.locator("#find-results a").first).to_be_visible()
    desk.keyboard.press("ArrowDown")
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("heading", name=cast.pulla.name, level=1)).to_be_visible()
