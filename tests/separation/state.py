"""The database of the world: whether anything was written, what it holds, and how it comes back to what it was."""

import hashlib
import sqlite3
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from typing import Any, Protocol

from sqlalchemy import Engine, create_engine, text

from portal.domain.models import metadata


class State(Protocol):
    """One database as it was when this began."""

    before: str
    """The digest of then."""

    def written(self) -> bool:
        """Whether anybody has committed a write since the last look."""
        ...

    def digest(self, *, without: Collection[str] = ()) -> str:
        """Of every row of every table, but for those named."""
        ...

    def restore(self) -> None:
        """Make everything what it was."""
        ...


def changed(state: State) -> bool:
    """Whether anything is otherwise than it was; if so it is put back."""
    if not state.written() or state.digest() == state.before:
        return False
    state.restore()
    return True


@contextmanager
def watched(url: str) -> Iterator[State]:
    """The database behind the address, from now on."""
    if url.startswith("sqlite"):
        with _SqliteState(url.removeprefix("sqlite:///")) as state:
            yield state
    else:
        engine = create_engine(url)
        yield _PostgresState(engine)
        engine.dispose()


class _SqliteState:
    """A second connection to the file knows by `data_version` that another one has committed."""

    def __init__(self, file: str) -> None:
        self._file = sqlite3.connect(file)
        self._before = sqlite3.connect(":memory:")
        self._file.backup(self._before)
        self._seen = self._version()
        self.before = self.digest()

    def __enter__(self) -> "_SqliteState":
        return self

    def __exit__(self, *_error: object) -> None:
        self._file.close()
        self._before.close()

    def written(self) -> bool:
        before, self._seen = self._seen, self._version()
        return before != self._seen

    def digest(self, *, without: Collection[str] = ()) -> str:
        said = hashlib.sha256()
        for table in (one for one in metadata.sorted_tables if one.name not in without):
            said.update(repr(self._file.execute(f"SELECT * FROM {table.name} ORDER BY rowid").fetchall()).encode())  # noqa: S608  # our own tables
        return said.hexdigest()

    def restore(self) -> None:
        self._before.backup(self._file)
        self._seen = self._version()

    def _version(self) -> int:
        number: int = self._file.execute("PRAGMA data_version").fetchone()[0]
        return number


class _PostgresState:
    """The server counts transactions that write or lock; rows are kept here and put back past triggers and keys."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._rows = {table.name: self._read(table.name) for table in metadata.sorted_tables}
        self._seen = self._transactions()
        self.before = self.digest()

    def written(self) -> bool:
        before, self._seen = self._seen, self._transactions()
        return before != self._seen

    def digest(self, *, without: Collection[str] = ()) -> str:
        said = hashlib.sha256()
        for table in (one for one in metadata.sorted_tables if one.name not in without):
            said.update(repr(sorted(map(repr, self._read(table.name)))).encode())
        return said.hexdigest()

    def restore(self) -> None:
        with self._engine.begin() as connection:
            connection.execute(text("SET LOCAL session_replication_role = replica"))
            for table in metadata.sorted_tables:
                connection.execute(text(f"DELETE FROM {table.name}"))  # noqa: S608  # our own tables
                if rows := self._rows[table.name]:
                    connection.execute(_insert(table.name, rows[0]), rows)
        self._seen = self._transactions()

    def _read(self, table: str) -> list[dict[str, Any]]:
        with self._engine.connect() as connection:
            rows = connection.execute(text(f"SELECT * FROM {table}"))  # noqa: S608  # our own tables
            return [dict(row) for row in rows.mappings()]

    def _transactions(self) -> int:
        with self._engine.connect() as connection:
            return int(connection.execute(text("SELECT pg_snapshot_xmax(pg_current_snapshot())::text")).scalar_one())


def _insert(table: str, row: dict[str, Any]) -> Any:
    columns = ", ".join(f'"{name}"' for name in row)
    return text(f"INSERT INTO {table} ({columns}) VALUES ({', '.join(f':{name}' for name in row)})")  # noqa: S608  # our own tables
