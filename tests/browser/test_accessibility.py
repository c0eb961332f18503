"""axe on every page of both sides: in both themes, three languages, narrow and wide. Nothing scrolls sideways."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product, starmap
from typing import NamedTuple

import pytest
import time_machine
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from portal import clock
from portal.config import Config
from portal.db import writing
from portal.domain.people.sides import Side
from portal.texts import LOCALES
from portal.web.languages import THEME_COOKIE, THEMES
from tests.browser.steps import OpenPage
from tests.conftest import FIGURES, MORNING
from tests.mailbox import Mailbox
from tests.separation.addresses import Door, doors
from tests.separation.house import House
from tests.separation.state import watched
from tests.separation.visitors import Visitor
from tests.separation.world import make_world

pytestmark = pytest.mark.one_database

WIDTHS = (360, 1440)
SMALLEST = 320
TODAY = clock.today().toordinal()
READERS = {
    Side.PROVIDER: (Visitor.ACCOUNT_MANAGER, Visitor.LEAD_ON_TEAM, Visitor.ADMINISTRATOR_ON_TEAM, Visitor.ANONYMOUS),
    Side.CUSTOMER: (Visitor.APPROVER, Visitor.PREVIEW, Visitor.ANONYMOUS),
}
"""A page is read by the first of them who may."""


class Way(NamedTuple):
    """How a page is looked at."""

    theme: str
    locale: str
    width: int


WAYS = tuple(starmap(Way, product(THEMES, LOCALES, WIDTHS)))


@dataclass(frozen=True)
class Leaf:
    """A page, and who reads it."""

    door: Door
    address: str
    visitor: Visitor


@pytest.fixture
def house(
    database_url: str, config: Config, core: Flask, customer_app: Flask, internal_app: Flask, smtp: Mailbox
) -> Iterator[House]:
    """The filled world on the test's database, at the moment at which its story ends."""
    apps = {Side.PROVIDER: internal_app, Side.CUSTOMER: customer_app}
    with time_machine.travel(MORNING):
        with writing():
            world = make_world(config.token_key.get_secret_value().encode(), MORNING)
        with watched(database_url) as state:
            yield House(config, world, apps, state)


def leaves(house: House) -> Iterator[Leaf]:
    """Every address of both URL maps that answers a reader with a whole page."""
    for side, app in house.apps.items():
        for door in doors(side, app):
            found = _read_by_the_first(house, door) if door.method == "GET" else None
            if found:
                yield found


def _read_by_the_first(house: House, door: Door) -> Leaf | None:
    for visitor in READERS[door.side]:
        address = door.address(house.world, visitor)
        answer = house.ask(door.side, visitor, address)
        if answer.status_code == 200 and b"<html" in answer.get_data():
            return Leaf(door, address, visitor)
    return None


def ways_for(place: int, whole: bool) -> tuple[Way, ...]:
    """All, or one: over the pages each occurs, and over the days each for every page."""
    return WAYS if whole else (WAYS[(place + TODAY) % len(WAYS)],)


def open_leaf(page: Page, base: str, leaf: Leaf, cookie: str, way: Way) -> None:
    name, _, value = cookie.partition("=")
    cookies = {name: value, THEME_COOKIE: way.theme}
    page.context.clear_cookies()
    page.context.add_cookies([{"name": name, "value": value, "url": base} for name, value in cookies.items()])
    page.set_viewport_size({"width": way.width, "height": 800})
    page.goto(f"{base}{leaf.address}?lang={way.locale}")
    expect(page.locator("html")).to_have_attribute("data-theme", way.theme)
    expect(page.locator("html")).to_have_attribute("lang", way.locale)


def findings(page: Page) -> Iterator[str]:
    """What is wrong with the page as it stands, and whether it is too wide for the smallest screen."""
    answer = Axe().run(page, options={"preload": False})
    for rule in answer.response["violations"]:
        yield f"{rule['id']}: " + "; ".join(
            f"{node['html'][:200]} ({node['failureSummary']})" for node in rule["nodes"]
        )
    page.set_viewport_size({"width": SMALLEST, "height": 800})
    width = page.evaluate("document.documentElement.scrollWidth")
    if width > SMALLEST:
        yield f"scrolls sideways: {width} pixels wide on {SMALLEST}"


def test_axe_finds_nothing_on_any_page_and_nothing_scrolls_sideways(
    house: House, live: Config, person: OpenPage, whole: bool, record_property: Callable[[str, object], None]
) -> None:
    page = person(bypass_csp=True)
    bases = {Side.PROVIDER: live.internal_url, Side.CUSTOMER: live.customer_url}
    every, found, cells = list(leaves(house)), [], 0
    for place, leaf in enumerate(every):
        for way in ways_for(place, whole):
            open_leaf(page, bases[leaf.door.side], leaf, house.cookie(leaf.door.side, leaf.visitor), way)
            found += [f"{leaf.door.side.value} {leaf.door.endpoint} {way}: {one}" for one in findings(page)]
            cells += 1
    grid = f"{cells} of {len(every) * len(WAYS)} cells, each of {len(every)} pages also at {SMALLEST} pixels"
    record_property(FIGURES, f"axe: {grid}, {len(found)} findings")
    assert found == [], "\n".join(found)
