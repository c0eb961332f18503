"""The list of customers, a customer's page, and its people, asked over HTTP as staff do."""

import re

import pytest
from sqlalchemy import func, insert, select

from portal import clock
from portal.db import db, writing
from portal.domain.care.segments import CustomerSegment, Segment
from portal.domain.insight.notes import CustomerNote
from portal.domain.insight.sales import add_sale, count_years
from portal.domain.outbox import OutboxKind, OutboxMessage
from portal.domain.people import search_words
from portal.domain.people.assignments import Assignment
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer, sort_name
from portal.domain.people.roles import ApprovalPolicy, AssignmentRole, ContactRole
from tests.cast import Cast, contact_actor, staff_actor
from tests.factories import plans as plan_factory
from tests.internal.conftest import DeskOf
from tests.statements import count_statements

ROW = re.compile(r'<th scope="row"><a href="[^"]*/customers/[^"]+">([^<]+)</a>')


def rows(page: str) -> list[str]:
    return ROW.findall(page)


def many_customers(cast: Cast, count: int) -> None:
    """So many more customers of the account manager, each with a plan of the same kind."""
    with writing():
        first = (db.session.scalar(select(func.max(Customer.id))) or 0) + 1
        named = [(first + number, f"Yritys {number:04d} Oy") for number in range(count)]
        db.session.execute(
            insert(Customer),
            [{"id": id_, "name": name, "sort_name": sort_name(name), "city": "Kemi"} for id_, name in named],
        )
        db.session.execute(
            insert(Assignment),
            [
                {"customer_id": id_, "staff_id": cast.account_manager.id, "role": AssignmentRole.ACCOUNT_MANAGER}
                for id_, _name in named
            ],
        )
        search_words.refresh([id_ for id_, _name in named])


def test_the_list_shows_the_customers_of_ones_account_teams(cast: Cast, desk_of: DeskOf) -> None:
    assert rows(desk_of(cast.account_manager).text("/customers")) == [cast.limppula.name]
    assert rows(desk_of(cast.unassigned).text("/customers")) == []
    assert rows(desk_of(cast.lead).text("/customers")) == [cast.limppula.name, cast.pulla.name]


def test_a_staff_member_without_customers_reads_what_the_list_is_for(cast: Cast, desk_of: DeskOf) -> None:
    assert "No customers yet" in desk_of(cast.unassigned).text("/customers")


@pytest.mark.parametrize("address", ["/customers", "/customers?q=yritys", "/customers?sort=sales"])
def test_the_list_asks_the_database_as_often_for_ten_as_for_a_thousand(
    cast: Cast, desk_of: DeskOf, address: str
) -> None:
    desk = desk_of(cast.account_manager)
    many_customers(cast, 10)
    desk.text(address)
    with count_statements() as few:
        desk.text(address)
    many_customers(cast, 990)
    with count_statements() as many:
        desk.text(address)
    assert len(many) == len(few), "\n".join(many.texts)


def test_every_customer_stands_on_one_page_forwards_and_backwards(cast: Cast, desk_of: DeskOf) -> None:
    many_customers(cast, 120)
    desk = desk_of(cast.account_manager)
    for sort in ("name", "segment", "manager", "sales"):
        address, pages = f"/customers?sort={sort}", []
        while address:
            page = desk.text(address)
            pages.append(rows(page))
            older = re.search(r'rel="next" href="([^"]+)"', page)
            address = "/customers" + older.group(1).replace("&amp;", "&") if older else ""
            if older is None:
                back = re.search(r'rel="prev" href="([^"]+)"', page)
                assert back
                before = desk.text("/customers" + back.group(1).replace("&amp;", "&"))
                assert rows(before) == pages[-2]
        names = [name for page_rows in pages for name in page_rows]
        assert len(names) == len(set(names)) == 121, sort


@pytest.mark.parametrize(
    ("query", "found"),
    [("yri 0007", ["Yritys 0007 Oy"]), ("LIMPP", ["Koillismaan Limppula Oy"]), ("kaurala", None), ("ritys", [])],
)
def test_customers_are_found_by_the_beginnings_of_words(
    cast: Cast, desk_of: DeskOf, query: str, found: list[str] | None
) -> None:
    many_customers(cast, 10)
    with writing():
        search_words.refresh([cast.limppula.id, cast.pulla.id])
    expected = [cast.limppula.name] if found is None else found
    assert rows(desk_of(cast.account_manager).text(f"/customers?q={query}")) == expected


def test_the_filters_keep_what_fits(cast: Cast, desk_of: DeskOf) -> None:
    with writing():
        segment = Segment(name="Avain", position=1)
        db.session.add(segment)
        db.session.flush()
        db.session.add(CustomerSegment(customer_id=cast.limppula.id, segment_id=segment.id))
        plan = plan_factory.make_plan(staff_actor(cast.account_manager), cast.limppula.id)
        plan_factory.sent_goals(staff_actor(cast.account_manager), plan, "Cold rooms")
        number = segment.id
    desk = desk_of(cast.lead)
    limppula, pulla = [cast.limppula.name], [cast.pulla.name]
    for address, expected in {
        f"segment={number}": limppula,
        "segment=0": pulla,
        f"manager={cast.rival_manager.id}": pulla,
        "plan=in_negotiation": limppula,
        "plan=none": pulla,
        "plan=agreed": [],
        "waiting=customer": limppula,
        "waiting=us": [],
        "mine=1": [],
        "segment=99999999999999999999&plan=nonsense&sort=nonsense&after=nobody": [*limppula, *pulla],
    }.items():
        assert rows(desk.text(f"/customers?{address}")) == expected, address


def test_the_list_says_whose_turn_it_is(cast: Cast, desk_of: DeskOf) -> None:
    with writing():
        manager, approver = staff_actor(cast.account_manager), contact_actor(cast.approver)
        plan_factory.agreed_plan(manager, approver, "Cold rooms")
    assert "Agreed, version 1" in desk_of(cast.account_manager).text("/customers")


def test_htmx_gets_the_rows_alone_with_the_parts_that_follow_the_filter(cast: Cast, desk_of: DeskOf) -> None:
    desk = desk_of(cast.account_manager)
    answer = desk.get("/customers?q=zzz", **{"HX-Request": "true", "HX-Target": "customer-list"})
    fragment = answer.get_data(as_text=True)
    assert "<html" not in fragment
    assert "No customer fits" in fragment
    assert 'customers.csv?q=zzz"' in fragment
    assert answer.headers["Vary"].count("HX-Request")


def test_a_customer_is_looked_at_beside_the_list(cast: Cast, desk_of: DeskOf) -> None:
    many_customers(cast, 60)
    desk = desk_of(cast.account_manager)
    second = re.search(r'rel="next" href="([^"]+)"', desk.text("/customers"))
    assert second
    page = desk.text("/customers" + second.group(1))
    look = re.findall(r'href="(\?[^"]*peek=[^"]+)"', page)[-1].replace("&amp;", "&")
    beside = desk.text("/customers" + look)
    assert 'class="peek"' in beside
    assert rows(beside) == rows(page), "the list stays where it was"
    assert 'class="peek"' not in desk.text(f"/customers?peek={cast.pulla.key}"), "of one's own customers alone"


def test_the_export_has_every_row_of_the_filter_and_no_formula_that_runs(cast: Cast, desk_of: DeskOf) -> None:
    many_customers(cast, 60)
    with writing():
        evil = db.session.get_one(Customer, cast.limppula.id)
        evil.name, evil.city = '=HYPERLINK("http://evil.example")', "+358"
        add_sale(cast.limppula.id, clock.today(), 123_456)
        count_years([cast.limppula.id])
    answer = desk_of(cast.account_manager).get("/customers.csv")
    lines = answer.get_data().decode("utf-8-sig").splitlines()
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=customers-")
    assert len(lines) == 62
    (harmless,) = [line for line in lines if "HYPERLINK" in line]
    assert harmless.startswith("\"'=HYPERLINK")
    assert ",'+358," in harmless
    assert harmless.endswith(",1234.56")
    assert len(desk_of(cast.account_manager).get("/customers.csv?q=0007").get_data().splitlines()) == 2


def test_the_customer_page_tells_people_plans_sales_and_notes(cast: Cast, desk_of: DeskOf) -> None:
    with writing():
        manager = staff_actor(cast.account_manager)
        plan_factory.agreed_plan(manager, contact_actor(cast.approver), "Cold rooms use less")
        add_sale(cast.limppula.id, clock.today(), 5_430_050)
        count_years([cast.limppula.id])
        db.session.add(CustomerNote(customer_id=cast.limppula.id, staff_id=cast.lead.id, text="Kahvi oli hyvää"))
    page = desk_of(cast.account_manager).text(f"/customers/{cast.limppula.key}/")
    for words in (
        *(cast.limppula.name, "Agreed, version 1", "54,301", "Kahvi oli hyvää", "Only us"),
        *(f"{cast.account_manager.name} sent the plan for review", f"{cast.approver.name} approved"),
        *("Cold rooms use less", cast.participant.name, cast.deputy.name, "Any one approver"),
    ):
        assert words in page, words


def test_the_customer_page_asks_the_database_as_often_with_much_as_with_little(cast: Cast, desk_of: DeskOf) -> None:
    desk, address = desk_of(cast.account_manager), f"/customers/{cast.limppula.key}/"
    desk.text(address)
    with count_statements() as little:
        desk.text(address)
    with writing():
        manager = staff_actor(cast.account_manager)
        for number in range(3):
            plan = plan_factory.make_plan(manager, cast.limppula.id)
            plan_factory.sent_goals(manager, plan, *(f"Goal {number} {goal}" for goal in range(8)))
        contacts = [{"customer_id": cast.limppula.id, "name": f"Matti {number}"} for number in range(1000)]
        db.session.execute(insert(Contact), contacts)
    with count_statements() as much:
        desk.text(address)
    assert len(much) == len(little), "\n".join(much.texts)


@pytest.mark.parametrize("room", ["", "edit", "contacts/", "contacts/new", "team/new", "approval", "segment"])
def test_a_customer_that_one_does_not_see_is_not_there(cast: Cast, desk_of: DeskOf, room: str) -> None:
    assert desk_of(cast.unassigned).get(f"/customers/{cast.limppula.key}/{room}").status_code == 404
    assert desk_of(cast.account_manager).get(f"/customers/{cast.pulla.key}/{room}").status_code == 404
    assert desk_of(cast.lead).get(f"/customers/no-such-key/{room}").status_code == 404


@pytest.mark.parametrize("room", ["edit", "contacts/new", "team/new", "approval", "segment"])
def test_a_team_member_reads_but_does_not_keep(cast: Cast, desk_of: DeskOf, room: str) -> None:
    desk = desk_of(cast.team_member)
    assert desk.get(f"/customers/{cast.limppula.key}/{room}").status_code == 403
    page = desk.text(f"/customers/{cast.limppula.key}/contacts/")
    assert "Add a contact" not in page
    assert "Take off" not in page


def test_a_lead_adds_a_customer(cast: Cast, desk_of: DeskOf) -> None:
    desk = desk_of(cast.lead)
    answer = desk.post("/customers/new", "/customers/new", name=" Uusi   Oy ", locale="fi", employees="1 200")
    assert answer.status_code == 303
    made = db.session.scalars(select(Customer).where(Customer.name == "Uusi Oy")).one()
    assert (answer.headers["Location"], made.employees) == (f"/customers/{made.key}/", 1200)


def test_a_wrong_form_is_shown_again_with_what_was_typed(cast: Cast, desk_of: DeskOf) -> None:
    desk, address = desk_of(cast.lead), f"/customers/{cast.limppula.key}/edit"
    answer = desk.post(address, address, name=" ", city="x" * 201, employees="many", locale="fi")
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert "Give a whole number of people" in page
    assert 'value="many"' in page
    answer = desk.post(address, address, name="Ok Oy", city="x" * 201, locale="fi")
    page = answer.get_data(as_text=True)
    assert (answer.status_code, "longer than 200" in page, "x" * 201 in page) == (422, True, True)
    assert db.session.get_one(Customer, cast.limppula.id).name == cast.limppula.name


def test_facts_are_corrected(cast: Cast, desk_of: DeskOf) -> None:
    desk, address = desk_of(cast.account_manager), f"/customers/{cast.limppula.key}/edit"
    answer = desk.post(address, address, name=cast.limppula.name, city="Kuusamo", locale="sv")
    assert answer.status_code == 303
    assert "Kuusamo" in desk.text(f"/customers/{cast.limppula.key}/")


def test_a_note_is_written_and_an_empty_one_is_not(cast: Cast, desk_of: DeskOf) -> None:
    desk, home = desk_of(cast.team_member), f"/customers/{cast.limppula.key}/"
    assert desk.post(f"{home}notes", home, text="Puhutaan <b>myöhemmin</b>").status_code == 303
    assert "Puhutaan &lt;b&gt;myöhemmin&lt;/b&gt;" in desk.text(home)
    refused = desk.post(f"{home}notes", home, text="  ")
    assert (refused.status_code, "Write the note first." in refused.get_data(as_text=True)) == (422, True)
    long = desk.post(f"{home}notes", home, text="x" * 20_001)
    assert (long.status_code, "x" * 20_001 in long.get_data(as_text=True)) == (422, True)
    assert db.session.scalar(select(func.count()).select_from(CustomerNote)) == 1


def test_a_contact_is_added_invited_and_ended(cast: Cast, desk_of: DeskOf) -> None:
    desk, book = desk_of(cast.account_manager), f"/customers/{cast.limppula.key}/contacts/"
    answer = desk.post(f"{book}new", f"{book}new", name="Outi Uusi", email="outi@limppula.example")
    page = answer.headers["Location"]
    contact_id = int(page.split("/")[-2])
    assert desk.post(f"{book}{contact_id}/invite", page, role="approver").status_code == 303
    assert "Approver, invited today" in desk.text(book)
    mails = db.session.scalars(select(OutboxMessage)).all()
    assert [(mail.kind, mail.contact_id) for mail in mails] == [(OutboxKind.CONTACT_INVITATION, contact_id)]
    assert desk.post(f"{book}{contact_id}/deactivate", page).status_code == 303
    assert "Access has ended" in desk.text(book)
    assert desk.post(f"{book}{contact_id}/reactivate", page).status_code == 303


def test_an_invitation_without_an_address_says_what_is_missing(cast: Cast, desk_of: DeskOf) -> None:
    desk, book = desk_of(cast.account_manager), f"/customers/{cast.limppula.key}/contacts/"
    page = desk.post(f"{book}new", f"{book}new", name="Outi Uusi").headers["Location"]
    answer = desk.post(page.replace("edit", "invite"), page, role="approver")
    assert answer.status_code == 422
    assert "Give the e-mail address to which the invitation goes." in answer.get_data(as_text=True)


@pytest.mark.parametrize("act", ["edit", "invite", "role", "deactivate", "reactivate"])
def test_a_contact_of_another_customer_is_not_there(cast: Cast, desk_of: DeskOf, act: str) -> None:
    desk, book = desk_of(cast.account_manager), f"/customers/{cast.limppula.key}/contacts/"
    answer = desk.post(f"{book}{cast.rival_approver.id}/{act}", f"{book}new", role="participant", name="Ryöstetty")
    assert answer.status_code == 404
    rival = db.session.get_one(Contact, cast.rival_approver.id)
    assert (rival.name, rival.role, rival.active) == (cast.rival_approver.name, ContactRole.APPROVER, True)


def test_the_approval_policy_names_an_approver(cast: Cast, desk_of: DeskOf) -> None:
    desk, address = desk_of(cast.account_manager), f"/customers/{cast.limppula.key}/approval"
    assert desk.post(address, address, policy="named", contact="0").status_code == 422
    assert desk.post(address, address, policy="named", contact=cast.participant.id).status_code == 422
    assert desk.post(address, address, policy="named", contact=cast.approver.id).status_code == 303
    assert db.session.get_one(Customer, cast.limppula.id).approval_policy is ApprovalPolicy.NAMED
    assert f"One named approver: {cast.approver.name}" in desk.text(f"/customers/{cast.limppula.key}/contacts/")


def test_a_colleague_joins_the_team_changes_part_and_leaves(cast: Cast, desk_of: DeskOf) -> None:
    desk, team = desk_of(cast.account_manager), f"/customers/{cast.limppula.key}/team/"
    new = desk.post(f"{team}new", f"{team}new", staff=cast.unassigned.id, role="team_member", duty="Lumityöt")
    assert new.status_code == 303
    place = db.session.scalars(select(Assignment).filter_by(staff_id=cast.unassigned.id)).one().id
    edit = f"{team}{place}/edit"
    assert desk.post(edit, edit, role="deputy", duty="Lumityöt").status_code == 303
    page = desk.text(f"/customers/{cast.limppula.key}/contacts/")
    assert "Lumityöt" in page
    assert desk.post(f"{team}{place}/end", edit).status_code == 303
    assert "Lumityöt" not in desk.text(f"/customers/{cast.limppula.key}/contacts/")
    other = db.session.scalars(select(Assignment).filter_by(staff_id=cast.rival_manager.id)).one().id
    assert desk.post(f"{team}{other}/end", f"{team}new").status_code == 404


def test_the_segment_changes_with_its_reason(cast: Cast, desk_of: DeskOf) -> None:
    with writing():
        db.session.add(Segment(id=7, name="Avain", position=1))
    desk, address = desk_of(cast.account_manager), f"/customers/{cast.limppula.key}/segment"
    assert desk.post(address, address, segment="9", reason="").status_code == 422
    assert desk.post(address, address, segment="7", reason="Ostaa kaiken").status_code == 303
    page = desk.text(f"/customers/{cast.limppula.key}/")
    assert "Avain" in page
    assert "Ostaa kaiken" in page


def test_a_view_is_saved_shown_and_removed_and_is_ones_own(cast: Cast, desk_of: DeskOf) -> None:
    desk = desk_of(cast.lead)
    saved = desk.post("/customers/views", "/customers", name="Odottaa", query="waiting=us&after=x")
    assert saved.headers["Location"] == "/customers?waiting=us"
    page = desk.text("/customers")
    remove = re.search(r'action="(/customers/views/\d+/remove)"', page)
    assert remove
    assert "Odottaa" not in desk_of(cast.administrator).text("/customers")
    assert desk_of(cast.administrator).post(remove.group(1), "/customers").status_code == 404
    assert desk.post(remove.group(1), "/customers").status_code == 303
    assert "Odottaa" not in desk.text("/customers")


def test_quick_find_answers_with_customers_people_and_plans_that_one_sees(cast: Cast, desk_of: DeskOf) -> None:
    with writing():
        search_words.refresh([cast.limppula.id, cast.pulla.id])
        plan_factory.make_plan(staff_actor(cast.account_manager), cast.limppula.id)
    desk = desk_of(cast.account_manager)
    fragment = desk.get("/find?q=limppu", **{"HX-Request": "true", "HX-Target": "find-results"}).get_data(as_text=True)
    assert "<html" not in fragment
    for words in (cast.limppula.name, "Eero Limppunen", "Care plan 1"):
        assert words in fragment, words
    assert cast.pulla.name not in desk.text("/find?q=pulla")
    assert "Nothing begins with" in desk.text("/find?q=pulla")
    assert desk.get("/find?q=" + "x " * 500).status_code == 200
