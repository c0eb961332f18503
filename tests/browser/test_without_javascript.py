"""The main job with JavaScript switched off on both sides: drafted, sent, countered, approved, seen."""

import re

import pytest
from playwright.sync_api import expect

from portal.config import Config
from tests.browser.steps import (
    DESK,
    PHONE,
    WITHOUT_JAVASCRIPT,
    OpenPage,
    counter_the_date,
    draft_a_goal,
    sign_in_by_form,
)
from tests.cast import Cast

pytestmark = pytest.mark.one_database


def test_a_plan_is_drafted_sent_countered_and_agreed_without_javascript(
    live: Config, cast: Cast, person: OpenPage
) -> None:
    manager, approver = person(**DESK, **WITHOUT_JAVASCRIPT), person(**PHONE, **WITHOUT_JAVASCRIPT)

    # The account manager drafts two goals and sends them
    sign_in_by_form(manager, live.internal_url + "/", cast.account_manager.email)
    manager.goto(f"{live.internal_url}/customers/{cast.limppula.key}/plans/new")
    manager.get_by_role("button", name="Begin the plan").click()
    draft_a_goal(manager, "Cold rooms use less electricity", "30/06/2027")
    draft_a_goal(manager, "No unplanned stops", "31/03/2027")
    manager.get_by_role("link", name="Send for review").click()
    manager.get_by_role("button", name="Send what is ticked").click()
    expect(manager.get_by_text("Sent for review.")).to_be_visible()

    # The approver counters one date and approves the other goal
    sign_in_by_form(approver, live.customer_url + "/", cast.approver.email)
    approver.get_by_role("link", name=re.compile("^Review 2 goals")).click()
    approver.get_by_role("link", name="No unplanned stops").click()
    counter_the_date(approver, "28/05/2027")
    approver.get_by_role("link", name="The whole plan").first.click()
    approver.get_by_role("link", name="Cold rooms use less electricity").first.click()
    approver.get_by_role("button", name="Approve this goal").click()
    expect(approver.get_by_text("You approved it.")).to_be_visible()

    # The account manager sees both, word by word, and agrees
    manager.goto(live.internal_url + "/")
    expect(manager.get_by_text(re.compile("Eero Limppunen suggests .*28 May 2027"))).to_be_visible()
    manager.get_by_role("link", name="No unplanned stops", exact=True).click()
    expect(manager.locator("ins", has_text="28 May 2027").first).to_be_visible()
    manager.get_by_role("button", name="Approve this proposal").click()
    manager.goto(f"{live.internal_url}/customers/{cast.limppula.key}/plans/1/")
    expect(manager.get_by_role("link", name=re.compile("Version 1")).first).to_be_visible()

    # … and the approver finds version 1
    approver.goto(live.customer_url + "/")
    expect(approver.get_by_text("2 agreed").first).to_be_visible()
