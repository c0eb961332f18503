"""What administrators keep: colleagues, the provider's settings, and reading the audit log."""

import re

import pytest
from sqlalchemy import select

from portal.db import db, writing
from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.people.provider import provider
from portal.domain.people.roles import StaffRole
from portal.domain.people.staff import StaffMember
from portal.internal.event_words import WORDS
from tests.cast import Cast, staff_actor
from tests.factories.people import make_staff
from tests.internal.conftest import DeskOf
from tests.statements import count_statements

PAGES = ("/staff", "/staff/new", "/settings/provider", "/audit")


@pytest.mark.parametrize("address", PAGES)
def test_only_administrators_come_in(cast: Cast, desk_of: DeskOf, address: str) -> None:
    for person in (cast.account_manager, cast.team_member, cast.lead):
        assert desk_of(person).get(address).status_code == 403
    desk_of(cast.administrator).text(address)


def test_a_colleague_is_invited_changed_ended_and_let_in_again(cast: Cast, desk_of: DeskOf) -> None:
    desk = desk_of(cast.administrator)
    fields = {"name": "Uusi Tulokas", "email": "uusi@revontuli.example", "locale": "fi"}
    assert desk.post("/staff/new", "/staff/new", **fields, role="team_member").status_code == 303
    member = db.session.scalars(select(StaffMember).where(StaffMember.name == "Uusi Tulokas")).one()
    page = f"/staff/{member.id}/edit"
    assert "Invited today" in desk.text("/staff")
    assert desk.post(f"/staff/{member.id}/invite", page).status_code == 303
    assert desk.post(page, page, **fields, role="lead").status_code == 303
    db.session.rollback()
    assert db.session.get_one(StaffMember, member.id).role is StaffRole.LEAD
    assert desk.post(f"/staff/{member.id}/deactivate", page).status_code == 303
    assert "Ended" in desk.text("/staff")
    assert desk.post(f"/staff/{member.id}/reactivate", page).status_code == 303


def test_wrong_details_of_a_colleague_are_shown_again(cast: Cast, desk_of: DeskOf) -> None:
    desk = desk_of(cast.administrator)
    for email, problem in (("nobody", "This is not an e-mail address"), (cast.lead.email, "is here already")):
        answer = desk.post("/staff/new", "/staff/new", name="Uusi", email=email, locale="fi", role="lead")
        page = answer.get_data(as_text=True)
        assert (answer.status_code, problem in page, f'value="{email}"' in page) == (422, True, True)
    assert desk.post("/staff/new", "/staff/new", name="Uusi", email="a@b.fi", locale="fi", role="x").status_code == 422


def test_the_last_administrator_cannot_end_the_own_access(cast: Cast, desk_of: DeskOf) -> None:
    desk = desk_of(cast.administrator)
    desk.post(f"/staff/{cast.administrator.id}/deactivate", "/staff/new")
    assert "Somebody has to administer" in desk.text("/staff")


def test_a_colleague_who_does_not_exist_is_not_there(cast: Cast, desk_of: DeskOf) -> None:
    desk = desk_of(cast.administrator)
    assert desk.get("/staff/4711/edit").status_code == 404
    for act in ("invite", "deactivate", "reactivate"):
        assert desk.post(f"/staff/4711/{act}", "/staff/new").status_code == 404


def test_the_settings_are_kept(cast: Cast, desk_of: DeskOf) -> None:
    desk = desk_of(cast.administrator)
    answer = desk.post(
        "/settings/provider", "/settings/provider", name="Revontuli Oy", locale="sv", staff_read_all_customers="y"
    )
    assert answer.status_code == 303
    db.session.rollback()
    assert (provider().name, provider().staff_read_all_customers) == ("Revontuli Oy", True)
    assert "Revontuli Oy" in desk.text("/settings/provider")
    assert cast.limppula.name in desk_of(cast.unassigned).text("/customers")
    assert desk.post("/settings/provider", "/settings/provider", name=" ", locale="sv").status_code == 422


def written(count: int, cast: Cast) -> None:
    with writing():
        actor = staff_actor(cast.administrator)
        for number in range(count):
            subject = f"staff:{cast.lead.id}" if number % 2 else f"contact:{cast.approver.id}"
            audit.record(AuditEvent.STAFF_CHANGED, actor, customer_id=cast.limppula.id, subject=subject)


def test_the_audit_log_is_read_page_by_page_to_its_end_and_back(cast: Cast, desk_of: DeskOf) -> None:
    written(120, cast)
    desk, address, page = desk_of(cast.administrator), "/audit", ""
    seen = []
    while address:
        page = desk.text(address)
        seen.append(re.findall(r'<td class="num" data-rank="3">(\d+)</td>', page))
        older = re.search(r'rel="next" href="([^"]+)"', page)
        address = older.group(1) if older else ""
    numbers = [int(number) for page_numbers in seen for number in page_numbers]
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) == len(set(numbers)) >= 120
    newer = re.search(r'rel="prev" href="([^"]+)"', page)
    assert newer
    back = re.findall(r'<td class="num" data-rank="3">(\d+)</td>', desk.text(newer.group(1).replace("&amp;", "&")))
    assert back == seen[-2]


def test_the_audit_log_is_filtered_by_kind_and_person(cast: Cast, desk_of: DeskOf) -> None:
    written(2, cast)
    desk = desk_of(cast.administrator)
    assert "changed a colleague’s details" in desk.text("/audit?event=staff.changed").partition("<tbody>")[2]
    assert "No entry fits" in desk.text("/audit?event=plan.sent")
    assert "No entry fits" in desk.text("/audit?person=nobody@example.fi")
    assert cast.lead.name in desk.text(f"/audit?person={cast.administrator.email.upper()}")


def test_the_lists_ask_the_database_as_often_for_ten_as_for_many(cast: Cast, desk_of: DeskOf) -> None:
    desk = desk_of(cast.administrator)
    written(10, cast)
    counts = []
    for round_name in ("Eka", "Toka"):
        for address in ("/audit", "/staff"):
            desk.text(address)
            with count_statements() as said:
                desk.text(address)
            counts.append(len(said))
        written(90, cast)
        with writing():
            for number in range(90):
                make_staff(f"{round_name} {number}")
    assert counts[:2] == counts[2:]


def test_every_event_has_its_sentence() -> None:
    assert set(WORDS) == set(AuditEvent)


@pytest.mark.parametrize(
    "address",
    [
        *("/audit?before=99999999999999999999", "/staff?after=-1", "/plans?before=99999999999&after=x"),
        *("/audit?person=%00", "/customers?industry=%00&q=%00&after=%00", "/customers?manager=²", "/find?q=%00"),
        *("/customers?peek=%00", "/customers/%00/", "/customers.csv?after=%00", "/staff/99999999999999999999/edit"),
    ],
)
def test_nonsense_in_an_address_is_never_a_failure(cast: Cast, desk_of: DeskOf, address: str) -> None:
    assert desk_of(cast.administrator).get(address).status_code in (200, 400, 404)


def test_zero_bytes_in_a_form_are_refused_with_a_page(cast: Cast, desk_of: DeskOf) -> None:
    answer = desk_of(cast.administrator).post("/staff/new", "/staff/new", name="A\0B", email="a@b.fi", role="lead")
    assert answer.status_code == 400
    assert "<h1" in answer.get_data(as_text=True)
