"""Documents: every agreed version, who approved it and when, its fingerprint and its file."""

from datetime import date

from sqlalchemy import select

from portal.db import db, writing
from portal.domain.plan import agreement, drafts
from portal.domain.plan.documents import AgreedVersion
from portal.domain.plan.items import Revision
from tests.cast import Cast, contact_actor, staff_actor
from tests.customer.conftest import Visit
from tests.customer.pages import read
from tests.factories.plans import agreed_plan, goal


def test_before_anything_is_agreed_the_page_says_what_will_come(visit: Visit, home: str, plan: str, cast: Cast) -> None:
    assert "Nothing is agreed yet" in read(visit(cast.approver), f"{home}documents").text
    del plan


def test_every_version_is_listed_with_its_approvals_fingerprint_and_file(visit: Visit, home: str, cast: Cast) -> None:
    manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
    with writing():
        agreed_plan(manager, approver, "Less electricity")
        first = db.session.scalars(select(Revision)).one()
        later = goal("Less electricity", due=date(2027, 9, 30))
        changed = drafts.propose(manager, first.item_id, later, seen_revision_id=first.id)
        newest = db.session.get_one(Revision, changed.revision_id)
        agreement.approve(approver, newest.id, newest.fingerprint)
    page = read(visit(cast.participant), f"{home}documents")
    assert page.text.index("Version 2, agreed") < page.text.index("Version 1, agreed")
    for version in db.session.scalars(select(AgreedVersion)):
        assert version.fingerprint in page.text
        assert f"{home}plans/1/versions/{version.number}.pdf" in page.html
    assert "Goal 1: Eero Limppunen, Koillismaan Limppula Oy" in page.text


def test_another_customers_documents_are_not_found(visit: Visit, home: str, cast: Cast) -> None:
    assert read(visit(cast.rival_approver), f"{home}documents").status == 404
