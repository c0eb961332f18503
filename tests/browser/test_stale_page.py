"""A page that has grown old decides nothing: it says what is otherwise, keeps what was typed, and lets decide anew."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from portal.config import Config
from portal.db import db, writing
from portal.domain.plan import drafts
from portal.domain.plan.items import Decision, Revision
from tests.browser.steps import DESK, PHONE, OpenPage, counter_the_date, sign_in_by_form
from tests.cast import Cast, staff_actor
from tests.factories.plans import goal, make_plan, sent_goals

pytestmark = pytest.mark.one_database


TITLE = "Less electricity"


def press(page: Page, name: str) -> int:
    """Press the button; the status of the answer."""
    with page.expect_response(lambda answer: answer.request.method == "POST") as answer:
        page.get_by_role("button", name=name, exact=True).first.click()
    return answer.value.status


def decided() -> int:
    """How many decisions there are of anybody at the customer."""
    db.session.rollback()
    return db.session.execute(select(func.count()).where(Decision.contact_id.is_not(None))).scalar_one()


@pytest.fixture
def sent(cast: Cast) -> Revision:
    """A goal that waits for the customer."""
    manager = staff_actor(cast.account_manager)
    with writing():
        return sent_goals(manager, make_plan(manager, cast.limppula.id), TITLE)[0]


@pytest.fixture
def eero(cast: Cast, live: Config, person: OpenPage, sent: Revision) -> Page:
    """An approver who has the goal open."""
    page = person(**DESK)
    sign_in_by_form(page, live.customer_url + "/", cast.approver.email)
    page.get_by_role("link", name=TITLE).first.click()
    expect(page.get_by_role("button", name="Approve this goal")).to_be_visible()
    return page


def staff_change_the_date(cast: Cast, sent: Revision) -> None:
    manager = staff_actor(cast.account_manager)
    with writing():
        later = goal(TITLE, due=date(2027, 9, 30))
        drafts.propose(manager, sent.item_id, later, seen_revision_id=sent.id, words="Autumn suits us better.")


def test_a_yes_to_what_is_no_longer_asked_counts_for_nothing_and_can_be_said_anew(
    cast: Cast, eero: Page, sent: Revision
) -> None:
    staff_change_the_date(cast, sent)
    assert press(eero, "Approve this goal") == 409
    news = eero.get_by_role("alert").filter(has_text="Something changed while you were here")
    expect(news).to_be_focused()
    expect(news.locator("del")).to_contain_text("30 June 2027")
    expect(news.locator("ins")).to_contain_text("30 September 2027")
    assert decided() == 0
    assert press(eero, "Approve this goal") == 303
    expect(eero.get_by_text("You approved it.")).to_be_visible()
    assert decided() == 1


def test_the_reason_typed_on_a_stale_page_is_still_there_and_can_be_sent(
    cast: Cast, eero: Page, sent: Revision
) -> None:
    eero.get_by_text("Decline it").first.click()
    reason = eero.locator("#decline textarea")
    reason.fill("The hall is in use until summer.")
    staff_change_the_date(cast, sent)
    assert press(eero, "Decline it") == 409
    assert decided() == 0
    expect(reason).to_be_visible()
    expect(reason).to_have_value("The hall is in use until summer.")
    assert press(eero, "Decline it") == 303
    expect(eero.get_by_text("You declined it, and your reason was sent.")).to_be_visible()
    assert decided() == 1


def test_a_yes_after_a_colleague_countered_says_so_and_records_nothing(
    cast: Cast, live: Config, person: OpenPage, eero: Page
) -> None:
    maija = person(**PHONE)
    sign_in_by_form(maija, live.customer_url + "/", cast.second_approver.email)
    maija.get_by_role("link", name=TITLE).first.click()
    counter_the_date(maija, "28/05/2027")
    before = decided()
    assert press(eero, "Approve this goal") == 409
    news = eero.get_by_role("alert").filter(has_text="Something changed while you were here")
    expect(news.locator("ins")).to_contain_text("28 May 2027")
    expect(eero.get_by_text("Waiting for Aino").first).to_be_visible()
    assert decided() == before


def test_staff_too_say_yes_only_to_what_they_see(cast: Cast, live: Config, person: OpenPage, eero: Page) -> None:
    counter_the_date(eero, "28/05/2027")
    aino = person(**DESK)
    sign_in_by_form(aino, live.internal_url + "/", cast.account_manager.email)
    aino.get_by_role("link", name=TITLE, exact=True).click()
    counter_the_date(eero, "31/08/2027")
    assert press(aino, "Approve this proposal") == 409
    expect(aino.get_by_role("alert").locator("ins").first).to_contain_text("31 Aug 2027")
    assert press(aino, "Approve this proposal") == 303
    expect(aino.get_by_text("Agreed").first).to_be_visible()
