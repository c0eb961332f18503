"""What every test may ask for: a database of its own, the two apps on it, a mail server, a clock, real data."""

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import time_machine
from flask import Flask
from jinja2 import BytecodeCache, FileSystemBytecodeCache

from portal import customer, internal
from portal.config import Config
from portal.db import writing
from portal.schema import upgrade
from portal.web.application import create_core
from tests import northwind
from tests.cast import Cast, make_cast
from tests.databases import KINDS, Databases, PostgresDatabases, SqliteDatabases
from tests.deployment import config_for, connected
from tests.mailbox import Mailbox, running_mail_server
from tests.postgres import running_server

MORNING = datetime(2026, 3, 4, 7, 0, tzinfo=UTC)
"""An ordinary Wednesday, nine o'clock in Helsinki."""

FIGURES = "figures"
"""The name of the property in which a test records what it counted; printed at the end of the run."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--database",
        choices=[*KINDS, "both"],
        default=os.environ.get("TEST_DATABASE", KINDS[0]),
        help="what the tests with a database run on (default: $TEST_DATABASE, else sqlite)",
    )
    parser.addoption("--long", action="store_true", help="run whole what is narrowed or left out to fit `make test`")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that asks for a database runs on each kind asked for; the others run once."""
    if "database_kind" not in metafunc.fixturenames:
        return
    asked: str = metafunc.config.getoption("--database")
    kinds = KINDS if asked == "both" else (asked,)
    once = metafunc.definition.get_closest_marker("one_database") is not None
    metafunc.parametrize("database_kind", kinds[:1] if once else kinds, scope="session")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out the long tests unless asked for; they are counted as deselected."""
    long = [item for item in items if item.get_closest_marker("long") and not config.getoption("--long")]
    if long:
        config.hook.pytest_deselected(items=long)
        items[:] = [item for item in items if item not in long]


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print what the tests counted: proofs have denominators."""
    reports = [report for kind in ("passed", "failed") for report in terminalreporter.stats.get(kind, [])]
    lines = {str(value) for report in reports for name, value in report.user_properties if name == FIGURES}
    if lines:
        terminalreporter.section("counted")
        for line in sorted(lines):
            terminalreporter.write_line(line)


@pytest.fixture(scope="session")
def whole(pytestconfig: pytest.Config) -> bool:
    """True in `make test-long`, where nothing is narrowed."""
    return bool(pytestconfig.getoption("--long"))


@pytest.fixture(scope="session")
def database_kind() -> str:
    """Parametrized: the kind of database this test runs on."""
    return KINDS[0]


@pytest.fixture(scope="session")
def databases(database_kind: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Databases]:
    """The source of databases, one upgraded template behind it."""
    if database_kind == "sqlite":
        yield SqliteDatabases(tmp_path_factory.mktemp("databases"), upgrade)
        return
    with running_server() as server:
        yield PostgresDatabases(server, upgrade)


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """An upgraded database that no other test sees."""
    url = databases.migrated()
    yield url
    databases.discard(url)


@pytest.fixture
def empty_database_url(databases: Databases) -> Iterator[str]:
    """A database without any table."""
    url = databases.empty()
    yield url
    databases.discard(url)


@pytest.fixture
def config(database_url: str, request: pytest.FixtureRequest) -> Config:
    """The settings of this test's deployment; its mail goes to `smtp` where the test asks for that too."""
    mailbox: Mailbox | None = request.getfixturevalue("smtp") if "smtp" in request.fixturenames else None
    return config_for(database_url, **({"smtp_port": mailbox.port} if mailbox else {}))


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> BytecodeCache:
    """Templates compiled once a run, not once an app."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def core(config: Config) -> Iterator[Flask]:
    """The database alone, with its app context pushed: for rules, read models and jobs."""
    with connected(create_core(config)) as app, app.app_context():
        yield app


@pytest.fixture
def customer_app(config: Config, compiled_templates: BytecodeCache) -> Iterator[Flask]:
    """The customer side."""
    with connected(customer.create_app(config)) as app:
        app.jinja_env.bytecode_cache = compiled_templates
        yield app


@pytest.fixture
def internal_app(config: Config, compiled_templates: BytecodeCache) -> Iterator[Flask]:
    """The internal side, on the same database."""
    with connected(internal.create_app(config)) as app:
        app.jinja_env.bytecode_cache = compiled_templates
        yield app


@pytest.fixture
def cast(core: Flask) -> Cast:
    """The named people, on this test's database."""
    with writing():
        return make_cast()


@pytest.fixture
def smtp() -> Iterator[Mailbox]:
    """A mail server on the loopback, which `config` then names."""
    with running_mail_server() as mailbox:
        yield mailbox


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """Time stands still on MORNING; `clock.shift(timedelta(days=3))` or `clock.move_to(…)` moves it."""
    with time_machine.travel(MORNING, tick=False) as traveller:
        yield traveller


@pytest.fixture
def northwind_folder() -> Path:
    """The folder with the real CSV files; a clone without them says so, CI must have them."""
    reason = northwind.what_is_missing()
    if reason is None:
        return northwind.folder()
    if os.environ.get("CI"):
        pytest.fail(reason)
    pytest.skip(reason)
