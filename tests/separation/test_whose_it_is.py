"""What is one person's own is nobody else's, one customer's ids mean nothing under another, forms need their token."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from portal.db import writing
from portal.domain.people.provider import provider
from portal.domain.people.sides import Side
from portal.policy.permissions import Permission
from portal.web.guard import PUBLIC
from tests.conftest import FIGURES
from tests.separation import markers
from tests.separation.declared import NEEDS, needs
from tests.separation.house import House
from tests.separation.matrix import MAY, Rules, cells, problems
from tests.separation.state import watched
from tests.separation.trespassing import (
    Tried,
    a_fragment_for_a_stranger,
    a_wrong_method,
    an_unsent_plan,
    ids_of_the_rival,
    ids_of_the_rival_in_forms,
    numbers_and_names_of_nothing,
    spent_links,
    things_of_others,
    without_form_token,
)
from tests.separation.visitors import STAFF, Visitor

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("trial", "least"),
    [
        pytest.param(without_form_token, 40, id="a form without its token is refused"),
        pytest.param(things_of_others, 20, id="what is one person's own is not found by anybody else"),
        pytest.param(ids_of_the_rival, 60, id="ids of another customer are not found under one's own"),
        pytest.param(ids_of_the_rival_in_forms, 8, id="ids of another customer are turned away in forms"),
        pytest.param(numbers_and_names_of_nothing, 400, id="an address of nothing is not found"),
        pytest.param(a_wrong_method, 100, id="a method that a route does not know does nothing"),
        pytest.param(a_fragment_for_a_stranger, 60, id="a fragment for a stranger leads to the sign-in"),
        pytest.param(spent_links, 5, id="a link that was used or has expired opens nothing"),
        pytest.param(an_unsent_plan, 60, id="a plan of which nothing was sent does not exist for the customer"),
    ],
)
def test_trespassing_is_refused_and_writes_nothing(
    house: House, trial: Callable[[House], Tried], least: int, record_property: Callable[[str, object], None]
) -> None:
    tried = list(trial(house))
    record_property(FIGURES, f"trespassing: {trial.__name__.replace('_', ' ')}: {len(tried)} trials")
    assert [wrong for _what, wrong in tried if wrong] == []
    assert len(tried) > least


def test_rooms_ask_for_the_permission_that_their_acts_need(house: House) -> None:
    """The matrix believes what a route declares; this does not."""
    assert list(needs(house)) == []
    assert {permission for table in NEEDS.values() for permission in table.values()} <= set(Permission)


def test_a_house_that_lets_all_staff_read_lets_them_only_read(house: House) -> None:
    """The setting opens what may be seen of a customer, and nothing that is done."""
    sees = {**MAY[Side.PROVIDER], Permission.SEE_CUSTOMER: frozenset(STAFF)}
    everybodys = (markers.PROVIDER_DRAFT, markers.TICKED_DRAFT, markers.INTERNAL, markers.OWN, markers.RIVAL)
    words = {word: markers.READERS[word] | set(STAFF) for word in everybodys}
    rules = Rules({**MAY, Side.PROVIDER: sees}, {**markers.READERS, **words})
    outsiders = (Visitor.UNASSIGNED_MANAGER, Visitor.UNASSIGNED_MEMBER, Visitor.RIVAL_MANAGER)
    with house.apps[Side.PROVIDER].app_context(), writing():
        provider().staff_read_all_customers = True
    with watched(house.config.database_url) as opened:
        chosen = cells(house, lambda cell: cell.visitor in outsiders and cell.door.permission != PUBLIC, rules)
        assert list(problems(replace(house, state=opened), chosen)) == []
