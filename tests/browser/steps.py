"""What people do in several journeys, in the words of the pages."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.factories.people import PASSWORD

OpenPage = Callable[..., Page]
PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "locale": "en-GB"}
DESK = {"viewport": {"width": 1440, "height": 900}, "locale": "en-GB"}
WITHOUT_JAVASCRIPT = {"java_script_enabled": False}
MOST_TABS = 120
HAS_A_RING = """one => {
  const rings = (place, part) => getComputedStyle(place, part).outlineStyle !== "none";
  const around = place => place && (rings(place) || rings(place, "::before") || around(place.parentElement));
  return Boolean(around(one));
}"""
"""Whether the focus is seen: on the element, or on the row that its link fills."""


def sign_in_by_form(page: Page, address: str, email: str) -> None:
    """At the door, or wherever the door sends on to."""
    page.goto(address)
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_label("Password", exact=True)).to_have_count(0)


def draft_a_goal(page: Page, title: str, due: str) -> None:
    """In the editor of the plan."""
    page.get_by_role("button", name="Add a goal").click()
    form = page.locator("[data-editing]")
    form.get_by_label("What both sides want").fill(title)
    form.get_by_label("Ready by").fill(due)
    form.get_by_role("button", name="Done").click()
    expect(page.locator("[data-editing]")).to_have_count(0)
    expect(page.get_by_role("heading", name=title)).to_be_visible()


def counter_the_date(page: Page, due: str) -> None:
    """On the page of a goal, as the customer."""
    page.get_by_text("Suggest another date").click()
    page.get_by_role("textbox", name="Ready by").first.fill(due)
    page.get_by_role("button", name="Suggest this date").click()
    expect(page.get_by_text(re.compile("Waiting for Aino")).first).to_be_visible()


def tab_to(page: Page, wanted: Locator) -> None:
    """Press Tab until the focus is there, as somebody without a mouse does; it must be seen where it is."""
    for _ in range(MOST_TABS):
        page.keyboard.press("Tab")
        if wanted.count() and wanted.first.evaluate("one => one === document.activeElement"):
            assert wanted.first.evaluate(HAS_A_RING), f"one cannot see that {wanted} has the focus"
            return
    raise AssertionError(f"Tab never came to {wanted} on {page.url}")
