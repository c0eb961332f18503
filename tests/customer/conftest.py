"""What the pages of the customer side are tested on: a plan under negotiation, and people before it."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from portal.db import writing
from portal.domain.people.sides import Side
from portal.domain.plan import drafts
from portal.domain.plan.content import SectionContent, SectionKind
from tests.cast import Cast, Person, sign_in, staff_actor
from tests.factories.plans import goal, make_plan, next_step

Visit = Callable[[Person], FlaskClient]


@pytest.fixture
def visit(customer_app: Flask, cast: Cast) -> Visit:
    """A browser in which that person is signed in; tokens of forms are proved elsewhere."""
    customer_app.config["WTF_CSRF_ENABLED"] = False

    def open_browser(person: Person) -> FlaskClient:
        return sign_in(customer_app.test_client(), person)

    return open_browser


@pytest.fixture
def home(cast: Cast) -> str:
    """The address of the customer's front page."""
    return f"/c/{cast.limppula.key}/"


@pytest.fixture
def plan(cast: Cast, home: str) -> str:
    """The address of a plan: two goals and a next step wait for the customer; one step and a section hold at once."""
    manager = staff_actor(cast.account_manager)
    with writing():
        made = make_plan(manager, cast.limppula.id)
        drafted = [
            drafts.draft_section(manager, made.id, SectionKind.SITUATION, SectionContent("It goes well."), 0),
            drafts.draft_item(manager, made.id, goal("Less electricity")),
            drafts.draft_item(manager, made.id, goal("Fewer stops")),
            drafts.draft_item(manager, made.id, next_step()),
            drafts.draft_item(manager, made.id, next_step("Send the dates", side=Side.CUSTOMER)),
        ]
        drafts.send(manager, made.id, [(one.id, one.fingerprint) for one in drafted], "Please have a look.")
    return f"{home}plans/1"
