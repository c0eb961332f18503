"""Planting a fault: a piece of the portal's own source is replaced while a trial runs."""

import inspect
import textwrap
from collections.abc import Callable
from functools import wraps
from types import ModuleType
from typing import Any

import pytest
from flask import make_response
from sqlalchemy import select, update

from portal.db import db, writing
from portal.domain.people.customers import Customer
from portal.domain.people.sides import Side
from portal.policy.permissions import PREDICATES, Permission, Predicate
from portal.web import guard
from tests.separation.house import House

Alteration = Callable[[pytest.MonkeyPatch, House], None]


def rewrite(place: ModuleType | type, name: str, old: str, new: str) -> Alteration:
    """In the source of a function or method, other words stand in the place of some."""

    def alter(patch: pytest.MonkeyPatch, _house: House) -> None:
        function = inspect.unwrap(getattr(place, name))
        source = textwrap.dedent(inspect.getsource(function))
        assert old in source, f"{place.__name__}.{name} has no “{old}” any more: plant the fault elsewhere"
        written: dict[str, Any] = {}
        exec(compile(source.replace(old, new), f"<{name}, altered>", "exec"), function.__globals__, written)  # noqa: S102  # our own source
        patch.setattr(place, name, written[name])

    return alter


def everybody_may(permission: Permission) -> Alteration:
    """The predicate says yes to whoever asks."""
    return predicate(permission, lambda _person, _customer_id: True)


def predicate(permission: Permission, instead: Predicate) -> Alteration:
    """Another predicate stands behind the permission."""
    return lambda patch, _house: patch.setitem(PREDICATES, permission, instead)


def declare(side: Side, endpoint: str, permission: str) -> Alteration:
    """The route asks for another permission."""
    return lambda patch, house: patch.setattr(house.apps[side].view_functions[endpoint], "_permission", permission)


def let_slip(endpoint: str, column: Any, *, header: bool = False) -> Alteration:
    """A page of the customer side says, at its end or in a header, what a column holds."""

    def alter(patch: pytest.MonkeyPatch, house: House) -> None:
        app = house.apps[Side.CUSTOMER]
        view = app.view_functions[endpoint]

        @wraps(view)
        def talkative(*args: Any, **values: Any) -> Any:
            answer = make_response(view(*args, **values))
            value = db.session.scalar(select(column).where(column.is_not(None)).order_by(column.desc()).limit(1))
            if header:
                answer.headers["X-Slip"] = str(value)
            else:
                answer.set_data(answer.get_data() + f"<!-- {value} -->".encode())
            return answer

        patch.setitem(app.view_functions, endpoint, talkative)

    return alter


def write_while_looking(patch: pytest.MonkeyPatch, house: House) -> None:
    """The home page of the customer side changes something that is no reading mark."""
    app = house.apps[Side.CUSTOMER]
    view = app.view_functions["home.show"]

    @wraps(view)
    def busy(*args: Any, **values: Any) -> Any:
        _scribble()
        return view(*args, **values)

    patch.setitem(app.view_functions, "home.show", busy)


def write_before_refusing(patch: pytest.MonkeyPatch, _house: House) -> None:
    """The guard writes something down before it asks for permission."""
    authorise = guard._authorise

    def late(permission: Permission) -> None:
        _scribble()
        authorise(permission)

    patch.setattr(guard, "_authorise", late)


def _scribble() -> None:
    with writing():
        db.session.execute(update(Customer).values(phone="040 555 0000"))


def both(*alterations: Alteration) -> Alteration:
    """More than one fault at once, where either alone is caught by the other's guard."""

    def alter(patch: pytest.MonkeyPatch, house: House) -> None:
        for one in alterations:
            one(patch, house)

    return alter


def unchecked_forms(patch: pytest.MonkeyPatch, house: House) -> None:
    """Nobody looks at the token of a form."""
    for app in house.apps.values():
        patch.setitem(app.config, "WTF_CSRF_CHECK_DEFAULT", value=False)
