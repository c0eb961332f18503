"""Trying doors with what is not one's own: another's ids, another person's things, no form token, an unsent plan."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from portal.domain.people.sides import Side
from portal.domain.people.tokens import TokenPurpose
from portal.web.guard import PUBLIC
from tests.separation.addresses import OWN, Door, doors
from tests.separation.foreign_forms import foreign_forms
from tests.separation.house import House
from tests.separation.matrix import Cell, without_limits
from tests.separation.state import changed
from tests.separation.visitors import CONTACTS, STAFF, VISITORS, Visitor

BRINGS_ITS_OWN_PROOF = {"preview.begin"}
"""Comes from a page of the other side, with a grant that works once."""
UNSENT_PLAN = 3
"""The number of the plan of which the customer has heard nothing."""

ABSURD: tuple[int | str, ...] = (0, 2**31, 2**63, 10**40, "0", "ä" * 400, "\0", "' OR 1=1 --")
"""What no row is called."""

Tried = Iterator[tuple[str, str]]
"""Each trial by name, and what was wrong with it; empty when nothing was."""


def without_form_token(house: House) -> Tried:
    """A POST without its token is refused by every form, whoever sends it, and writes nothing."""
    house.state.written()
    with without_limits():
        for door in _all_doors(house):
            if door.acts and door.endpoint not in BRINGS_ITS_OWN_PROOF:
                visitor = _let_in(door)[0]
                yield _tried(house, door, visitor, door.address(house.world, visitor), 400, with_token=False)


def things_of_others(house: House) -> Tried:
    """What is one person's own is not found by anybody else for whom the door opens."""
    house.state.written()
    for door in _all_doors(house):
        if any(door.value(argument) in OWN for argument in door.rule.arguments):
            for visitor in _let_in(door):
                mine = door.address(house.world, visitor)
                others = {
                    door.address(house.world, other) for other in (STAFF if door.side is Side.PROVIDER else CONTACTS)
                }
                for address in sorted(others - {mine}):
                    yield _tried(house, door, visitor, address, 404)


def ids_of_the_rival(house: House) -> Tried:
    """Ids of another customer are not found under one's own, not even by those who may see both."""
    house.state.written()
    for door in _all_doors(house):
        own = door.address(house.world, Visitor.LEAD)
        if "customer_key" in door.rule.arguments and own != door.address(house.world, Visitor.LEAD, house.world.rival):
            for visitor in _let_in(door):
                yield _tried(house, door, visitor, door.address(house.world, visitor, house.world.rival), 404)


def ids_of_the_rival_in_forms(house: House) -> Tried:
    """Ids of another customer are turned away in forms too, even when they come from one who may see both."""
    house.state.written()
    for side, forms in foreign_forms(house).items():
        visitor = Visitor.LEAD_ON_TEAM if side is Side.PROVIDER else Visitor.APPROVER
        for door in _all_doors(house):
            if door.side is side and door.acts and door.endpoint in forms:
                address = door.address(house.world, visitor)
                yield _tried(house, replace(door, brings=forms[door.endpoint]), visitor, address, 404, 409, 422)


def an_unsent_plan(house: House) -> Tried:
    """A plan of which nothing was sent does not exist for the customer's people."""
    house.state.written()
    for door in _all_doors(house):
        if door.side is Side.CUSTOMER and "plan_number" in door.rule.arguments:
            for visitor in (Visitor.APPROVER, Visitor.PARTICIPANT):
                named = f"/plans/{house.world.own.plan}"
                address = door.address(house.world, visitor).replace(named, f"/plans/{UNSENT_PLAN}")
                yield _tried(house, door, visitor, address, 404)


def numbers_and_names_of_nothing(house: House) -> Tried:
    """An address that names nothing there is, however absurdly, is not found, and never breaks anything."""
    house.state.written()
    with without_limits():
        for door in _all_doors(house):
            for argument in sorted(door.rule.arguments - {"kind"}) if door.endpoint != "assets.file" else ():
                visitor = _let_in(door)[0]
                for absurd in ABSURD:
                    address = door.absurd_address(house.world, visitor, argument, absurd)
                    if address is not None:
                        yield _tried(house, door, visitor, address, 404, 410, 400)


def spent_links(house: House) -> Tried:
    """A link that was used, replaced, has expired or was made up opens nothing, on either side."""
    house.state.written()
    opened_by = {
        TokenPurpose.INVITATION: "invitations.show",
        TokenPurpose.PASSWORD_RESET: "passwords.reset",
        TokenPurpose.SIGN_IN: "sign_in_links.show",
    }
    with without_limits():
        for side, purpose, text in house.world.spent:
            for door in _all_doors(house):
                if door.side is side and door.endpoint == opened_by[purpose]:
                    address = door.address(house.world, Visitor.ANONYMOUS)
                    spent = address.replace(house.world.mailed[side, purpose], text)
                    yield _tried(house, door, Visitor.ANONYMOUS, spent, 410)


def a_wrong_method(house: House) -> Tried:
    """A method that a route does not know is answered so, to whoever asks, and does nothing."""
    house.state.written()
    for door in _all_doors(house):
        if not door.acts:
            for visitor in (Visitor.ANONYMOUS, _let_in(door)[-1]):
                wrong = replace(door, method="DELETE")
                yield _tried(house, wrong, visitor, door.address(house.world, visitor), 405)


def a_fragment_for_a_stranger(house: House) -> Tried:
    """A page that loads a part of itself is sent to the sign-in as a whole."""
    house.state.written()
    for door in _all_doors(house):
        if not door.acts and door.permission != PUBLIC:
            address = door.address(house.world, Visitor.ANONYMOUS)
            yield _tried(house, door, Visitor.ANONYMOUS, address, 401, headers={"HX-Request": "true"})


def _tried(
    house: House,
    door: Door,
    visitor: Visitor,
    address: str,
    *statuses: int,
    with_token: bool = True,
    headers: Mapping[str, str] | None = None,
) -> tuple[str, str]:
    what = f"{door.method} {door.rule.rule} ({door.side.value}) as {visitor.value}"
    try:
        answer = house.ask(
            door.side, visitor, address, door.method, form=door.form, with_token=with_token, headers=headers
        )
    except Exception as fault:  # noqa: BLE001  # whatever a door raises is a finding of its own
        house.state.restore()
        return what, f"{what}: broke off with {fault!r}"
    if changed(house.state):
        return what, f"{what}: answered {answer.status} and wrote"
    return what, "" if answer.status_code in statuses else f"{what}: answered {answer.status}, not {statuses[0]}"


def _all_doors(house: House) -> list[Door]:
    return [door for side, app in house.apps.items() for door in doors(side, app)]


def _let_in(door: Door) -> list[Visitor]:
    return [visitor for visitor in VISITORS[door.side] if Cell(door, visitor).let_in]
