"""Where the tests' databases come from: one is migrated, each test gets a copy of it."""

import shutil
from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import Protocol

from tests.postgres import Server

KINDS = ("sqlite", "postgresql")


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
    """Databases on the suite's own server, copied from a migrated template by the server itself."""

    def __init__(self, server: Server, upgrade: Callable[[str], None]) -> None:
        self._server = server
        self._numbers = count(1)
        server.execute(["CREATE DATABASE migrated"])
        upgrade(server.url("migrated"))

    def empty(self) -> str:
        return self._create("template0")

    def migrated(self) -> str:
        return self._create("migrated")

    def discard(self, url: str) -> None:
        name = url.removeprefix("postgresql://postgres@/").partition("?")[0]
        self._server.execute([f"DROP DATABASE {name} WITH (FORCE)"])

    def _create(self, template: str) -> str:
        name = f"test_{next(self._numbers)}"
        self._server.execute([f"CREATE DATABASE {name} TEMPLATE {template}"])
        return self._server.url(name)
