"""The texts of a plan: what is drafted for the customer, and what stays with us."""

import pytest
from sqlalchemy import select

from portal.db import db, writing
from portal.domain.audit import AuditEntry, AuditEvent
from portal.domain.insight.sections import InternalSection, InternalSectionKind, save_internal_section
from portal.domain.plan import drafts
from portal.domain.plan.content import SectionContent, SectionKind
from portal.domain.plan.items import Item, Revision
from tests.cast import Cast, staff_actor
from tests.internal.conftest import DeskOf
from tests.internal.plan_pages import PlanPages, new_plan, plan_of


def at_plan(cast: Cast, desk_of: DeskOf, who: str = "account_manager") -> PlanPages:
    return PlanPages(desk_of(getattr(cast, who)), plan_of(cast.limppula, 1))


@pytest.mark.parametrize("kind", ["relationship", "situation", "provider_responsibilities"])
def test_a_shared_section_is_drafted_and_waits_to_be_sent(cast: Cast, desk_of: DeskOf, kind: str) -> None:
    new_plan(cast)
    pages = at_plan(cast, desk_of, "team_member")
    assert "data-autosave" in pages.text(f"sections/{kind}")
    assert pages.post(f"sections/{kind}", edits=0, text="One number answers.", done=1).status_code == 303
    revision = db.session.scalars(select(Revision).join(Item)).one()
    assert revision.wording() == SectionContent(text="One number answers.")
    assert revision.number is None
    assert "Draft, not sent" in pages.text()


def test_the_customers_own_section_is_read_but_not_written(cast: Cast, desk_of: DeskOf) -> None:
    new_plan(cast)
    pages = at_plan(cast, desk_of)
    assert "The customer has not written its part yet." in pages.text()
    assert pages.get("sections/customer_responsibilities").status_code == 404
    assert pages.post("sections/customer_responsibilities", edits=0, text="Ours now").status_code == 404


@pytest.mark.parametrize("path", ["sections/nonsense", "internal-sections/nonsense", "internal-sections/relationship"])
def test_a_section_that_there_is_not_is_not_found(cast: Cast, desk_of: DeskOf, path: str) -> None:
    new_plan(cast)
    pages = at_plan(cast, desk_of)
    assert pages.get(path).status_code == 404
    assert pages.post(path, edits=0, text="x").status_code == 404


@pytest.mark.parametrize("kind", list(InternalSectionKind))
def test_an_internal_section_is_saved_and_marked(cast: Cast, desk_of: DeskOf, kind: InternalSectionKind) -> None:
    new_plan(cast)
    pages = at_plan(cast, desk_of)
    saved = pages.post(f"internal-sections/{kind.value}", htmx=True, edits=0, text="Access control.\r\n\r\nIn spring.")
    assert saved.status_code == 200
    section = db.session.scalars(select(InternalSection)).one()
    assert (section.kind, section.text, section.edits) == (kind, "Access control.\n\nIn spring.", 1)
    form = pages.text(f"internal-sections/{kind.value}")
    for sign in ("only-us", "#eye-closed", "Only us"):
        assert sign in form
    events = db.session.scalars(select(AuditEntry.event)).all()
    assert events.count(AuditEvent.INTERNAL_SECTION_CHANGED) == 1


def test_two_writers_of_an_internal_section_overwrite_nothing(cast: Cast, desk_of: DeskOf) -> None:
    plan = new_plan(cast)
    with writing():
        save_internal_section(staff_actor(cast.team_member), plan.id, InternalSectionKind.POTENTIAL, "Sampo’s words", 0)
    pages = at_plan(cast, desk_of)
    answer = pages.post("internal-sections/potential", edits=0, text="Aino’s words")
    assert answer.status_code == 409
    assert "Sampo Routa saved another text first" in answer.text
    assert "Aino’s words" in answer.text
    assert db.session.scalars(select(InternalSection.text)).one() == "Sampo’s words"
    assert pages.post("internal-sections/potential", edits=0, over=1, text="Aino’s words").status_code == 303
    assert db.session.scalars(select(InternalSection.text)).one() == "Aino’s words"


def test_two_writers_of_a_shared_section_overwrite_nothing(cast: Cast, desk_of: DeskOf) -> None:
    plan = new_plan(cast)
    with writing():
        drafts.draft_section(
            staff_actor(cast.team_member), plan.id, SectionKind.SITUATION, SectionContent(text="Sampo’s words"), 0
        )
    pages = at_plan(cast, desk_of)
    answer = pages.post("sections/situation", htmx=True, edits=0, text="Aino’s words")
    assert answer.status_code == 409
    assert "Sampo Routa saved another text first" in answer.text
    assert db.session.scalars(select(Revision.title)).one() == "Sampo’s words"


@pytest.mark.parametrize("path", ["sections/situation", "internal-sections/potential"])
def test_a_text_longer_than_a_section_is_refused_with_words(cast: Cast, desk_of: DeskOf, path: str) -> None:
    new_plan(cast)
    answer = at_plan(cast, desk_of).post(path, edits=0, text="a" * 20_001)
    assert answer.status_code == 422
    assert "This text is too long." in answer.text
    assert "a" * 20_001 in answer.text


@pytest.mark.parametrize(("who", "status"), [("administrator", 403), ("unassigned", 404)])
def test_who_is_not_of_the_account_team_writes_nothing(cast: Cast, desk_of: DeskOf, who: str, status: int) -> None:
    new_plan(cast)
    pages = at_plan(cast, desk_of, who)
    for path in ("sections/situation", "internal-sections/potential"):
        assert pages.get(path).status_code == status
        assert pages.post(path, edits=0, text="x").status_code == status
