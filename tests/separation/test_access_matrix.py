"""Both URL maps × every method × every kind of person: who comes in, who does not; a refusal writes nothing."""

from collections.abc import Callable

import pytest

from portal.domain.people.sides import Side
from portal.policy.permissions import Permission
from tests.conftest import FIGURES
from tests.separation.addresses import ADDED, doors
from tests.separation.house import House
from tests.separation.matrix import MAY, Cell, cells, problems
from tests.separation.visitors import Visitor

OUTSIDERS = (Visitor.UNASSIGNED_MANAGER, Visitor.RIVAL_APPROVER)
pytestmark = pytest.mark.one_database


def test_every_argument_of_every_address_has_a_value(house: House) -> None:
    without = set()
    for side, app in house.apps.items():
        for door in doors(side, app):
            for argument in door.rule.arguments:
                try:
                    door.value(argument)
                except KeyError as missing:
                    without.add(str(missing))
    assert without == set()


def test_the_table_names_every_permission() -> None:
    assert {permission for table in MAY.values() for permission in table} == set(Permission)


def own_method(cell: Cell) -> bool:
    """What Flask adds to a route is tried by everybody in the long run, and always by those who are furthest away."""
    return cell.door.method not in ADDED or cell.visitor in (Visitor.ANONYMOUS, *OUTSIDERS)


@pytest.mark.parametrize("side", list(Side))
def test_everybody_comes_in_where_the_table_says_and_nowhere_else(
    house: House, side: Side, whole: bool, record_property: Callable[[str, object], None]
) -> None:
    tried = list(cells(house, lambda cell: cell.door.side is side and (whole or own_method(cell))))
    found = list(problems(house, tried))
    refused = sum(not cell.let_in for cell in tried)
    record_property(
        FIGURES, f"access matrix, {side.value} side: {len(tried)} cells, {refused} refusals, {len(found)} problems"
    )
    assert found == [], "\n".join(found)
