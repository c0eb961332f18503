"""The way from an empty database to today's, and back."""

from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from portal import schema
from portal.config import PROJECT
from tools.check_migrations import drift


def tables(url: str) -> set[str]:
    engine = create_engine(url)
    try:
        return set(inspect(engine).get_table_names())
    finally:
        engine.dispose()


def test_an_upgraded_database_is_the_one_the_models_describe(database_url: str, empty_database_url: str) -> None:
    assert drift(database_url, empty_database_url) == []


def test_an_upgraded_database_says_it_is_current(database_url: str) -> None:
    assert schema.is_current(database_url)


def test_an_empty_database_says_it_is_not_current(empty_database_url: str) -> None:
    assert not schema.is_current(empty_database_url)


def test_upgrading_twice_changes_nothing(database_url: str, empty_database_url: str) -> None:
    schema.upgrade(database_url)
    assert drift(database_url, empty_database_url) == []


def test_all_the_way_down_leaves_no_table_and_up_again_all_of_them(database_url: str, empty_database_url: str) -> None:
    before = tables(database_url)
    schema.downgrade(database_url, "base")
    assert tables(database_url) == {"alembic_version"}
    schema.upgrade(database_url)
    assert tables(database_url) == before
    assert drift(database_url, empty_database_url) == []


def test_the_migrations_are_one_line_of_descent() -> None:
    scripts = ScriptDirectory(str(PROJECT / "migrations"))
    assert len(scripts.get_heads()) == 1
    assert len(scripts.get_bases()) == 1
