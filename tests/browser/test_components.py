"""Every component in a real browser: accessible in both themes, within a small screen, and quick by keyboard."""

from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from portal.config import Config
from tests.cast import Cast, sign_in

pytestmark = pytest.mark.one_database

OpenPage = Callable[..., Page]


@pytest.fixture
def styleguide(live: Config, internal_app: Flask, cast: Cast, person: OpenPage) -> OpenPage:
    """Opens the living page of components as the account manager; options as for a browser context."""
    client = sign_in(internal_app.test_client(), cast.account_manager)
    cookie = client.get_cookie("sovittu_internal")
    assert cookie

    def open_page(theme: str | None = None, **options: object) -> Page:
        page = person(**options)
        cookies = {"sovittu_internal": cookie.value, **({"theme": theme} if theme else {})}
        page.context.add_cookies(
            [{"name": name, "value": value, "url": live.customer_url} for name, value in cookies.items()]
        )
        page.goto(f"{live.internal_url}/styleguide")
        return page

    return open_page


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1440])
def test_axe_finds_nothing_on_the_page_of_components(styleguide: OpenPage, theme: str, width: int) -> None:
    page = styleguide(theme, viewport={"width": width, "height": 800}, bypass_csp=True)
    expect(page.locator("html")).to_have_attribute("data-theme", theme)
    found = Axe().run(page, options={"preload": False})
    assert found.violations_count == 0, found.generate_report()


def test_nothing_scrolls_sideways_at_320_pixels(styleguide: OpenPage) -> None:
    page = styleguide(viewport={"width": 320, "height": 640})
    assert page.evaluate("document.documentElement.scrollWidth") == 320


def test_the_summary_of_errors_takes_the_focus(styleguide: OpenPage) -> None:
    expect(styleguide().locator(".errors")).to_be_focused()


def test_what_cannot_be_undone_asks_first_and_cancel_does_nothing(styleguide: OpenPage) -> None:
    page = styleguide()
    page.get_by_role("button", name="Remove the draft").click()
    dialog = page.get_by_role("dialog", name="Remove the draft")
    expect(dialog).to_contain_text("The draft goes for good")
    dialog.get_by_role("button", name="Cancel").click()
    expect(dialog).to_be_hidden()
    assert page.url.endswith("/styleguide")
