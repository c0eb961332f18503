"""Planted faults, each with what finds it: quickly where it is expected, or everywhere."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from portal.domain.people.sides import Side
from portal.policy.permissions import Permission
from tests.separation.addresses import doors
from tests.separation.altering import Alteration
from tests.separation.house import House
from tests.separation.leaks import on_pages, words_for_others
from tests.separation.matrix import ORDINARY, Cell, cells, problems
from tests.separation.trespassing import Tried
from tests.separation.visitors import Visitor

Finder = Callable[[House, bool], Iterator[str]]
"""What is found wrong in the house; near where the fault is expected, or everywhere."""


@dataclass(frozen=True)
class Mutant:
    """One fault."""

    name: str
    alter: Alteration
    found_by: Finder


def at_doors(choice: Callable[[Cell], bool]) -> Finder:
    """The access matrix; near are the chosen cells."""
    return lambda house, whole: problems(house, cells(house) if whole else cells(house, choice))


def asking(permission: Permission) -> Finder:
    """The access matrix; near are the doors of one permission."""
    return at_doors(lambda cell: cell.door.permission == permission)


def as_visitor(side: Side, visitor: Visitor) -> Finder:
    """The access matrix; near are the pages that this visitor asks for."""
    return at_doors(lambda cell: cell.door.side is side and cell.visitor is visitor and cell.door.method == "GET")


def at_endpoint(side: Side, endpoint: str) -> Finder:
    """The access matrix; near is one door."""
    return at_doors(lambda cell: cell.door.side is side and cell.door.endpoint == endpoint)


def at_address(side: Side, visitor: Visitor, address: str) -> Finder:
    """The words for other readers: at one address, or along every link."""

    def find(house: House, whole: bool) -> Iterator[str]:
        if whole:
            return (problem for _where, problem in words_for_others(house, side, visitor, fragments=True) if problem)
        answer = house.ask(side, visitor, address).get_data(as_text=True)
        return (f"{address} says {word}" for word in ORDINARY.forbidden_to(visitor) if word in answer)

    return find


def by_trespassing(trial: Callable[[House], Tried]) -> Finder:
    """One of the trials with what is not one's own."""
    return lambda house, _whole: (wrong for _what, wrong in trial(house) if wrong)


def on_page(endpoint: str, reader: Visitor = Visitor.APPROVER) -> Finder:
    """The canaries; near is one page of the customer side."""

    def find(house: House, whole: bool) -> Iterator[str]:
        app = house.apps[Side.CUSTOMER]
        found = (door for door in doors(Side.CUSTOMER, app) if door.endpoint == endpoint and door.method == "GET")
        return on_pages(house, reader, None if whole else [door.address(house.world, reader) for door in found])

    return find
