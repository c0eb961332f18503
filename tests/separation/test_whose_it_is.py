"""What is one person’s own is nobody else’s, ids of one customer mean nothing under another, forms need their token."""

from dataclasses import replace

import pytest

from portal.db import writing
from portal.domain.people.provider import provider
from portal.domain.people.sides import Side
from portal.web.guard import PUBLIC
from tests.separation import markers
from tests.separation.addresses import OWN, Door, doors
from tests.separation.house import House
from tests.separation.matrix import MAY, Cell, Rules, cells, problems, without_limits
from tests.separation.state import watched
from tests.separation.visitors import CONTACTS, STAFF, VISITORS, Visitor

pytestmark = pytest.mark.one_database

BRINGS_ITS_OWN_PROOF = {"preview.begin"}
"""Comes from a page of the other side, with a grant that works once."""


def all_doors(house: House) -> list[Door]:
    return [door for side, app in house.apps.items() for door in doors(side, app)]


def let_in(door: Door) -> list[Visitor]:
    """Everybody for whom the door opens."""
    return [visitor for visitor in VISITORS[door.side] if Cell(door, visitor).let_in]


def test_a_form_without_its_token_is_refused_and_writes_nothing(house: House) -> None:
    wrong, tried = [], 0
    house.state.written()
    with without_limits():
        for door in all_doors(house):
            if door.method == "GET" or door.endpoint in BRINGS_ITS_OWN_PROOF:
                continue
            tried += 1
            visitor = let_in(door)[0]
            answer = house.ask(door.side, visitor, door.address(house.world, visitor), door.method, with_token=False)
            if answer.status_code != 400 or house.state.written():
                wrong.append(f"{door.method} {door.rule.rule}: {answer.status}")
    house.state.restore()
    assert wrong == []
    assert tried > 40


def test_what_is_one_persons_own_is_not_found_by_anybody_else(house: House) -> None:
    wrong, tried = [], 0
    house.state.written()
    for door in all_doors(house):
        if not any(door.value(argument) in OWN for argument in door.rule.arguments):
            continue
        for visitor in let_in(door):
            for other in STAFF if door.side is Side.PROVIDER else CONTACTS:
                address = door.address(house.world, other)
                if other is visitor or address == door.address(house.world, visitor):
                    continue
                tried += 1
                answer = house.ask(door.side, visitor, address, door.method)
                if answer.status_code != 404 or house.state.written():
                    wrong.append(f"{door.method} {door.rule.rule} of {other} as {visitor}: {answer.status}")
    house.state.restore()
    assert wrong == []
    assert tried > 20


def test_ids_of_another_customer_are_not_found_under_ones_own(house: House) -> None:
    wrong, tried = [], 0
    house.state.written()
    for door in all_doors(house):
        own, foreign = (
            door.address(house.world, Visitor.LEAD, matter) for matter in (house.world.own, house.world.rival)
        )
        if "customer_key" not in door.rule.arguments or own == foreign:
            continue
        for visitor in let_in(door):
            tried += 1
            address = door.address(house.world, visitor, house.world.rival)
            answer = house.ask(door.side, visitor, address, door.method, form=door.form)
            if answer.status_code != 404 or house.state.written():
                wrong.append(f"{door.method} {door.rule.rule} as {visitor}: {answer.status}")
                house.state.restore()
    assert wrong == []
    assert tried > 40


def test_a_house_that_lets_all_staff_read_lets_them_only_read(house: House) -> None:
    """The setting opens what may be seen of a customer, and nothing that is done."""
    sees = {**MAY[Side.PROVIDER], "see_customer": frozenset(STAFF)}
    words = {
        word: readers | set(STAFF)
        for word, readers in markers.READERS.items()
        if word in (markers.PROVIDER_DRAFT, markers.TICKED_DRAFT, markers.INTERNAL, markers.RIVAL)
    }
    rules = Rules({**MAY, Side.PROVIDER: sees}, {**markers.READERS, **words})
    outsiders = (Visitor.UNASSIGNED_MANAGER, Visitor.UNASSIGNED_MEMBER, Visitor.RIVAL_MANAGER)
    with house.apps[Side.PROVIDER].app_context(), writing():
        provider().staff_read_all_customers = True
    try:
        with watched(house.config.database_url) as opened:
            chosen = cells(house, lambda cell: cell.visitor in outsiders and cell.door.permission != PUBLIC, rules)
            assert list(problems(replace(house, state=opened), chosen)) == []
    finally:
        house.state.restore()
