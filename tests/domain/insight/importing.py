"""`portal import` as an administrator types it."""

from collections.abc import Callable
from pathlib import Path

from click.testing import CliRunner, Result

from portal.cli import main

Import = Callable[..., Result]


def run_import(kind: str, file: Path, *rest: str, names: tuple[str, ...] = ()) -> Result:
    """`portal import KIND FILE --map …`, on the database that the environment names."""
    mapping = [word for name in names for word in ("--map", name)]
    return CliRunner().invoke(main, ["import", kind, str(file), *mapping, *rest])
