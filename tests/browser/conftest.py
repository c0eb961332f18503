"""A real browser before a real server: what journeys and the accessibility grid stand on.

What a browser shows does not depend on the database: mark the modules here `pytestmark = pytest.mark.one_database`.
"""

import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from portal.config import Config
from tests.live import serving_here

DEBIAN_CHROMIUM = Path("/usr/bin/chromium")
ANSWERS_WITH_WORDS = re.compile(r"the server responded with a status of (409|422)")
"""What Chromium says on the console when a stale page or a wrong field is answered; the page shows it."""


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, object]) -> dict[str, object]:
    """The system's Chromium where there is one; else the one that set-up brought for Playwright."""
    named = os.environ.get("CHROMIUM") or (str(DEBIAN_CHROMIUM) if DEBIAN_CHROMIUM.exists() else None)
    return {**browser_type_launch_args, **({"executable_path": named} if named else {})}


@pytest.fixture
def live(config: Config) -> Iterator[Config]:
    """The portal, served with its worker on the test's database; `live.customer_url` and `live.internal_url`."""
    with serving_here(config) as served:
        yield served


@pytest.fixture
def person(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Opens a page in a browser context of its own, as another person would; options as for `new_context`.

    At the end of the test no page may have complained: no console error, no refused resource, no script fault.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def note(message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not ANSWERS_WITH_WORDS.search(message.text):
            complaints.append(f"{message.location.get('url', '')}: {message.text}")

    def open_page(**options: object) -> Page:
        context = browser.new_context(**options)  # type: ignore[arg-type]  # Playwright checks its own options
        contexts.append(context)
        page = context.new_page()
        page.on("console", note)
        page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []
