"""Nothing that is internal reaches a customer: a canary in every internal text, another value in every other column."""

from collections.abc import Callable, Iterator

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, Text

from portal.db import SHARED
from portal.domain.models import metadata
from portal.domain.people.sides import Side
from tests.conftest import FIGURES
from tests.separation.columns import STRUCTURE, Treatment, internal_columns, name_of, treatment
from tests.separation.crawling import Read, crawl
from tests.separation.house import House
from tests.separation.leaks import before_and_after, differences, engine_of, in_documents, in_mails, words_for_others
from tests.separation.planting import NOBODYS, own_in_the_export, own_on_pages, plant
from tests.separation.visitors import CONTACTS, PREVIEWS, STAFF, Visitor

pytestmark = pytest.mark.one_database

READERS = (Visitor.ANONYMOUS, Visitor.APPROVER, Visitor.PARTICIPANT, Visitor.PREVIEW)
FEW = (
    *(Visitor.TEAM_MEMBER, Visitor.ADMINISTRATOR, Visitor.UNASSIGNED_MANAGER),
    *(Visitor.APPROVER, Visitor.PARTICIPANT, Visitor.PREVIEW, Visitor.RIVAL_APPROVER),
)
Record = Callable[[str, object], None]


def test_every_internal_column_of_the_world_gets_a_canary_or_another_value(
    house: House, record_property: Record
) -> None:
    canaries = plant(engine_of(house), NOBODYS)
    assert {column for column, rows in canaries.items() if not rows} == set(), "the world has no value for these"
    texts = sum(treatment(column) is Treatment.CANARY for column in internal_columns())
    record_property(
        FIGURES, f"canaries: {texts} text columns, {len(canaries) - texts} others, {sum(canaries.values())} values"
    )


def test_columns_called_structure_exist_and_are_not_shared() -> None:
    columns = {name_of(column): column for table in metadata.sorted_tables for column in table.columns}
    assert {name for name in STRUCTURE if name not in columns or columns[name].info.get("shared")} == set()


def test_a_new_column_is_internal_until_it_says_otherwise() -> None:
    new = (Column("thought", Text), Column("worth", Integer), Column("word", Text, info=SHARED))
    Table("new", MetaData(), Column("id", Integer, primary_key=True), *new)
    assert [treatment(column) for column in new] == [Treatment.CANARY, Treatment.CHANGE, Treatment.SHARED]


@pytest.mark.parametrize("reader", READERS)
def test_no_page_of_the_customer_side_says_or_depends_on_what_is_internal(
    house: House, reader: Visitor, record_property: Record
) -> None:
    own = own_on_pages(engine_of(house), house.world.passes[reader].own.get("device"))
    before, after, canaries = before_and_after(house, own, lambda: crawl(house, Side.CUSTOMER, reader))
    record_property(FIGURES, f"canaries: {len(after)} answers to {reader.value} searched and compared")
    assert list(differences(before, after, canaries)) == []
    assert len(before) == len(after)


@pytest.mark.parametrize("reader", [Visitor.APPROVER, Visitor.PARTICIPANT])
def test_ones_own_data_are_ones_own_alone(house: House, reader: Visitor) -> None:
    own = own_in_the_export(engine_of(house), house.world.passes[reader].own["device"])

    def read() -> Iterator[Read]:
        answer = house.ask(Side.CUSTOMER, reader, "/settings/own-data", "POST")
        assert answer.status_code == 200
        yield "own data", answer.get_data()

    assert list(differences(*before_and_after(house, own, read))) == []


@pytest.mark.parametrize("side", list(Side))
def test_nobody_reads_drafts_of_the_other_side_or_anything_of_a_rival(
    house: House, side: Side, whole: bool, record_property: Record
) -> None:
    """Along every link, not only at the addresses that the matrix tries."""
    everybody = STAFF if side is Side.PROVIDER else (*CONTACTS, *PREVIEWS)
    found = [
        one
        for visitor in everybody
        if whole or visitor in FEW
        for one in words_for_others(house, side, visitor, fragments=whole)
    ]
    record_property(FIGURES, f"words for others: {len(found)} answers of the {side.value} side searched")
    assert [problem for _where, problem in found if problem] == []


def test_no_mail_and_no_frozen_content_says_what_is_internal_or_unsent(house: House) -> None:
    assert list(in_mails(house)) == []
    assert list(in_documents(house)) == []
