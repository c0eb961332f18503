"""Nothing that is internal reaches a customer: a canary in every internal text, another value in every other column."""

import re
from collections.abc import Callable, Iterable, Mapping

import pytest
from sqlalchemy import Column, Engine, Integer, MetaData, Table, Text

from portal.db import SHARED, db
from portal.domain.models import metadata
from portal.domain.people.sides import Side
from tests.conftest import FIGURES
from tests.separation.columns import CANARY, STRUCTURE, Treatment, internal_columns, name_of, treatment
from tests.separation.crawling import Read, crawl
from tests.separation.house import House
from tests.separation.matrix import ORDINARY
from tests.separation.planting import Own, Planted, own_in_the_export, own_on_pages, plant
from tests.separation.visitors import CONTACTS, PREVIEWS, STAFF, Visitor

pytestmark = pytest.mark.one_database

READERS = (Visitor.ANONYMOUS, Visitor.APPROVER, Visitor.PARTICIPANT, Visitor.PREVIEW)
Record = Callable[[str, object], None]


@pytest.fixture
def engine(house: House) -> Engine:
    """The database of the world."""
    with house.apps[Side.CUSTOMER].app_context():
        return db.engine


def said(canaries: Planted, answers: Iterable[Read]) -> list[str]:
    """Which columns were read where."""
    names = list(canaries)
    return sorted(
        {
            f"{where}: {names[int(number)]}"
            for where, answer in answers
            for number in re.findall(rb"%b(\d+)x" % CANARY.encode(), answer)
        }
    )


def twice(
    house: House, engine: Engine, own: Own, read: Callable[[], Mapping[str, bytes]]
) -> tuple[Mapping[str, bytes], Mapping[str, bytes], Planted]:
    """What is read before anything was planted, and after."""
    try:
        before = read()
        house.state.restore()
        canaries = plant(engine, own)
        return before, read(), canaries
    finally:
        house.state.restore()


def test_every_internal_column_of_the_world_gets_a_canary_or_another_value(
    house: House, engine: Engine, record_property: Record
) -> None:
    canaries = plant(engine, {})
    house.state.restore()
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
    house: House, engine: Engine, reader: Visitor, record_property: Record
) -> None:
    own = own_on_pages(engine, house.world.passes[reader].own.get("device"))
    before, after, canaries = twice(house, engine, own, lambda: dict(crawl(house, Side.CUSTOMER, reader)))
    record_property(FIGURES, f"canaries: {len(after)} answers to {reader.value} searched and compared")
    assert said(canaries, after.items()) == []
    assert [where for where in before if before[where] != after.get(where)] == []
    assert len(before) == len(after)


@pytest.mark.parametrize("reader", [Visitor.APPROVER, Visitor.PARTICIPANT])
def test_ones_own_data_are_ones_own_alone(house: House, engine: Engine, reader: Visitor) -> None:
    own = own_in_the_export(engine, house.world.passes[reader].own["device"])

    def read() -> Mapping[str, bytes]:
        answer = house.ask(Side.CUSTOMER, reader, "/settings/own-data", "POST")
        assert answer.status_code == 200
        return {"own data": answer.get_data()}

    before, after, canaries = twice(house, engine, own, read)
    assert said(canaries, after.items()) == []
    assert before == after


@pytest.mark.parametrize("side", list(Side))
def test_nobody_reads_drafts_of_the_other_side_or_anything_of_a_rival(
    house: House, side: Side, whole: bool, record_property: Record
) -> None:
    """Along every link, not only at the addresses that the matrix tries."""
    everybody = STAFF if side is Side.PROVIDER else (*CONTACTS, *PREVIEWS)
    few = (Visitor.TEAM_MEMBER, Visitor.ADMINISTRATOR, Visitor.UNASSIGNED_MANAGER, *CONTACTS[:2], Visitor.PREVIEW)
    count, found = 0, []
    for visitor in everybody if whole else [one for one in everybody if one in few]:
        for where, answer in crawl(house, side, visitor, fragments=whole):
            count += 1
            found += [
                f"{visitor}: {where} says {word}" for word in ORDINARY.forbidden_to(visitor) if word.encode() in answer
            ]
    house.state.restore()
    record_property(FIGURES, f"words for others: {count} answers of the {side.value} side searched")
    assert found == []
