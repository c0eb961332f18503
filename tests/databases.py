"""Where the tests' databases come from: one is migrated, each test gets a copy of it."""

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Protocol, Self

import psycopg
from psycopg import sql

from tests.postgres import Server

KINDS = ("sqlite", "postgresql")
MOST_USES = 50
"""Of one PostgreSQL database: rows that were deleted still take room, since nothing is vacuumed."""

ALL_TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
ALL_SEQUENCES = "SELECT quote_ident(sequencename), last_value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1"
END_OTHERS = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND pid <> pg_backend_pid()
"""


class Databases(Protocol):
    """Gives databases of one kind by their addresses."""

    def empty(self) -> str:
        """A database without any table."""
        ...

    def migrated(self) -> str:
        """A database as `portal upgrade` leaves it."""
        ...

    def discard(self, url: str) -> None:
        """Forget a database; nothing may be connected to it by the caller any more."""
        ...


class SqliteDatabases:
    """Files in one folder; in-memory databases would give each app its own."""

    def __init__(self, folder: Path, upgrade: Callable[[str], None]) -> None:
        self._folder = folder
        self._numbers = count(1)
        self._template = folder / "template.sqlite3"
        upgrade(f"sqlite:///{self._template}")

    def empty(self) -> str:
        return f"sqlite:///{self._new_file()}"

    def migrated(self) -> str:
        file = self._new_file()
        shutil.copyfile(self._template, file)
        return f"sqlite:///{file}"

    def discard(self, url: str) -> None:
        file = Path(url.removeprefix("sqlite:///"))
        for path in file.parent.glob(f"{file.name}*"):
            path.unlink()

    def _new_file(self) -> Path:
        return self._folder / f"{next(self._numbers)}.sqlite3"


class PostgresDatabases:
    """Databases on the suite's own server. One that a test leaves is emptied for the next: copying costs much more."""

    def __init__(self, server: Server, upgrade: Callable[[str], None]) -> None:
        self._server = server
        self._numbers = count(1)
        self._emptied: list[str] = []
        self._times_used: Counter[str] = Counter()
        server.execute(["CREATE DATABASE migrated"])
        upgrade(server.url("migrated"))
        self._beginning = Beginning.of(server.url("migrated"))

    def empty(self) -> str:
        return self._create("template0")

    def migrated(self) -> str:
        url = self._emptied.pop() if self._emptied else self._create("migrated")
        self._times_used[url] += 1
        return url

    def discard(self, url: str) -> None:
        reusable = 0 < self._times_used[url] < MOST_USES
        if reusable and self._beginning.restore(url):
            self._emptied.append(url)
            return
        name = url.removeprefix("postgresql://postgres@/").partition("?")[0]
        self._server.execute([f"DROP DATABASE {name} WITH (FORCE)"])

    def _create(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self._server.execute([f"CREATE DATABASE {name} TEMPLATE {template}"])
        return self._server.url(name)


@dataclass(frozen=True)
class Beginning:
    """What a database holds when it has just been migrated, so that one in use can be taken back to it."""

    schema: tuple[object, ...]
    tables: tuple[str, ...]
    rows: dict[str, bytes]
    sequences: tuple[tuple[object, ...], ...]

    @classmethod
    def of(cls, url: str) -> Self:
        with psycopg.connect(url) as connection:
            tables = tuple(name for (name,) in connection.execute(ALL_TABLES))
            rows = {table: _copied(connection, table) for table in tables}
            sequences = tuple(connection.execute(ALL_SEQUENCES))
            return cls(_schema(connection), tables, {table: data for table, data in rows.items() if data}, sequences)

    def restore(self, url: str) -> bool:
        """Take the database back; False when its schema was changed, which only a new copy undoes."""
        with psycopg.connect(url) as connection:
            connection.execute(END_OTHERS)
            if _schema(connection) != self.schema:
                return False
            connection.execute("SET session_replication_role = replica")  # no trigger, no foreign key
            for table in self.tables:
                connection.execute(sql.SQL("DELETE FROM {}").format(sql.Identifier(table)))
            for table, data in self.rows.items():
                with connection.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(sql.Identifier(table))) as copy:
                    copy.write(data)
            for name, last_value in self.sequences:
                connection.execute("SELECT setval(%s, coalesce(%s, 1), %s)", [name, last_value, last_value is not None])
            return True


def _copied(connection: psycopg.Connection, table: str) -> bytes:
    with connection.cursor().copy(sql.SQL("COPY {} TO STDOUT").format(sql.Identifier(table))) as copy:
        return b"".join(bytes(part) for part in copy)


def _schema(connection: psycopg.Connection) -> tuple[object, ...]:
    """Something that any change of tables, constraints, indexes, triggers or functions changes too."""
    return tuple(
        value
        for catalogue in ("pg_attribute", "pg_constraint", "pg_index", "pg_trigger", "pg_proc")
        for value in connection.execute(
            sql.SQL("SELECT count(*), max(xmin::text::bigint) FROM {}").format(sql.Identifier(catalogue))
        ).fetchall()
    )
