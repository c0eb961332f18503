"""The filled world, built once a run, and a copy of it with both apps for every test."""

from collections.abc import Iterator

import pytest
import time_machine
from jinja2 import BytecodeCache

from portal import customer, internal
from portal.db import writing
from portal.domain.people.sides import Side
from portal.web.application import create_core
from tests.conftest import MORNING
from tests.databases import Databases
from tests.deployment import config_for, connected
from tests.separation.house import House
from tests.separation.state import watched
from tests.separation.world import make_world


@pytest.fixture(scope="session")
def built(databases: Databases, compiled_templates: BytecodeCache) -> Iterator[House]:
    """Both sides of a deployment in which the world stands."""
    url = databases.migrated()
    config = config_for(url)
    with (
        time_machine.travel(MORNING, tick=False),
        connected(create_core(config)) as core,
        core.app_context(),
        writing(),
    ):
        world = make_world(config.token_key.get_secret_value().encode(), MORNING)
    apps = {Side.PROVIDER: internal.create_app(config), Side.CUSTOMER: customer.create_app(config)}
    for app in apps.values():
        app.jinja_env.bytecode_cache = compiled_templates
    with watched(url) as state, connected(apps[Side.PROVIDER]), connected(apps[Side.CUSTOMER]):
        yield House(config, world, apps, state)
    databases.discard(url)


@pytest.fixture
def house(built: House) -> Iterator[House]:
    """The same at the moment at which its story ends; afterwards everything is again as it was."""
    with time_machine.travel(MORNING, tick=False):
        yield built
        built.state.restore()
