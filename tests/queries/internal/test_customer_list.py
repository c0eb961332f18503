"""The list of customers goes through its indexes, so that ten thousand feel the same as ten."""

import pytest
from sqlalchemy import insert, select, text

from portal.db import db, writing
from portal.domain.people import contact_book, search_words, tokens
from portal.domain.people.actors import Circumstances
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer, sort_name
from portal.domain.people.details import ContactDetails
from portal.domain.people.invitations import accept_invitation
from portal.domain.people.roles import ContactRole
from portal.domain.people.sides import Side
from portal.domain.people.tokens import OneTimeToken, TokenPurpose
from portal.queries.internal import customers
from portal.queries.internal.customers import Filter, Sort
from tests.cast import Cast, staff_actor
from tests.statements import count_statements

KEY = b"a key for the links of these tests"


def crowd(count: int) -> None:
    with writing():
        names = [f"Yritys {number:05d} Oy" for number in range(count)]
        db.session.execute(insert(Customer), [{"name": name, "sort_name": sort_name(name)} for name in names])
        search_words.refresh(list(db.session.scalars(select(Customer.id))))


def plan_of(statement: str, database_kind: str) -> str:
    explain = "EXPLAIN QUERY PLAN" if database_kind == "sqlite" else "EXPLAIN"
    return "\n".join(str(row) for row in db.session.execute(text(f"{explain} {statement}")))


@pytest.mark.one_database
def test_names_are_read_in_the_order_of_their_index_without_sorting(cast: Cast, database_kind: str) -> None:
    crowd(500)
    query = customers.rows(staff_actor(cast.lead), Filter()).order_by(*customers.order_by(Sort.NAME)).limit(51)
    statement = str(query.compile(db.engine, compile_kwargs={"literal_binds": True}))
    found = plan_of(statement, database_kind)
    assert "USING INDEX ix_customer_sort_name_id" in found or "USING COVERING INDEX ix_customer_sort_name_id" in found
    assert "TEMP B-TREE" not in found


@pytest.mark.one_database
def test_a_word_is_looked_up_as_a_range_of_its_index(cast: Cast, database_kind: str) -> None:
    crowd(500)
    (condition,) = search_words.matches(Customer.__table__.c.id, "yrit")
    statement = str(select(Customer.id).where(condition).compile(db.engine, compile_kwargs={"literal_binds": True}))
    assert "(word>? AND word<?)" in plan_of(statement, database_kind)


def test_typing_more_words_adds_no_statement(cast: Cast) -> None:
    crowd(60)
    counts = []
    for query in ("", "y", "yritys 0001", "yritys oy 00 y o yr"):
        with count_statements() as said:
            customers.page(staff_actor(cast.lead), Filter(query=query))
        counts.append(len(said))
    assert len(set(counts)) == 1


def test_a_person_is_found_by_the_name_given_when_accepting(cast: Cast) -> None:
    with writing():
        manager = staff_actor(cast.account_manager)
        contact = contact_book.add_contact(
            manager, cast.limppula.id, ContactDetails("Outi", email="o@limppula.example")
        )
        contact_book.invite_contact(manager, contact.id, ContactRole.PARTICIPANT)
        token = db.session.scalars(select(OneTimeToken)).one()
        link = tokens.token_text(KEY, token.id, TokenPurpose.INVITATION)
        accept_invitation(KEY, Side.CUSTOMER, link, "Outi Öörni", "", Circumstances())
    found = customers.page(staff_actor(cast.account_manager), Filter(query="oorni"))
    assert [row.name for row in found.rows] == [cast.limppula.name]
    assert db.session.scalars(select(Contact.name).where(Contact.email == "o@limppula.example")).one() == "Outi Öörni"
