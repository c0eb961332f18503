"""For the tests of the internal side: a desk for anybody of the cast."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.cast import Cast, StaffPerson, sign_in
from tests.internal.pages import Desk

DeskOf = Callable[[StaffPerson], Desk]


@pytest.fixture
def desk_of(cast: Cast, internal_app: Flask) -> DeskOf:
    """Signs one of the cast in."""
    return lambda person: Desk(sign_in(internal_app.test_client(), person))
