"""The database's schema: bringing a database up to date, and saying where it differs from the models."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config as AlembicConfig
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine

from portal.config import PROJECT
from portal.domain.models import metadata


def upgrade(url: str, revision: str = "head") -> None:
    """Run every migration that the database has not seen, all in one transaction."""
    with _connection(url) as connection:
        command.upgrade(_settings(connection), revision)


def downgrade(url: str, revision: str) -> None:
    """Go back to an earlier migration."""
    with _connection(url) as connection:
        command.downgrade(_settings(connection), revision)


def make_migration(url: str, slug: str, identifier: str) -> None:
    """Write a new migration from the difference between the models and the database at `url`."""
    with _connection(url) as connection:
        command.revision(_settings(connection), message=slug, autogenerate=True, rev_id=identifier)


def is_current(url: str) -> bool:
    """True when the database has seen every migration."""
    with _connection(url) as connection:
        seen = MigrationContext.configure(connection).get_current_heads()
    return set(seen) == set(ScriptDirectory.from_config(_settings(None)).get_heads())


def differences(url: str) -> list[object]:
    """What the models say and the database does not have, or the other way round; empty when they agree."""
    with _connection(url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def _settings(connection: Connection | None) -> AlembicConfig:
    settings = AlembicConfig()
    settings.set_main_option("script_location", str(PROJECT / "migrations"))
    settings.set_main_option("file_template", "%%(year)d%%(month).2d%%(day).2d_%%(hour).2d%%(minute).2d_%%(slug)s")
    settings.set_main_option("path_separator", "os")
    settings.attributes["connection"] = connection
    return settings


@contextmanager
def _connection(url: str) -> Iterator[Connection]:
    engine = create_engine(url)
    try:
        with engine.connect() as connection:
            if engine.dialect.name == "sqlite":  # has no effect inside a transaction, so it comes before the first
                connection.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]  # a real connection
            yield connection
            connection.commit()
    finally:
        engine.dispose()
