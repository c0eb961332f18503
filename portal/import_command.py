"""`portal import`: the spreadsheets of another system read in from the command line."""

from collections.abc import Callable
from pathlib import Path

import click

from portal.config import Config
from portal.db import writing
from portal.domain.insight.imports.comparing import Outcome
from portal.domain.insight.imports.contacts import import_contacts
from portal.domain.insight.imports.customers import import_customers
from portal.domain.insight.imports.problems import SHOWN, ImportRefused
from portal.domain.insight.imports.reading import Sheet, read
from portal.domain.insight.imports.sales import Lines, import_sales
from portal.domain.people.actors import StaffActor

KINDS = ("customers", "contacts", "sales")
"""What can be imported; contacts and sales name customers, which come first."""


class FieldMapping(click.ParamType[tuple[str, str]]):
    """field=Column, where the column may have spaces."""

    name = "field=Column"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, str]:
        field, equals, column = str(value).partition("=")
        if not (field.strip() and equals and column.strip()):
            self.fail(f"{value!r} does not say field=Column", param, ctx)
        return field.strip(), column.strip()


def run(
    config: Config,
    kind: str,
    file: Path,
    names: dict[str, str],
    *,
    lines: Path | None = None,
    on: str | None = None,
    dry_run: bool = False,
) -> str:
    """Import one file, all of it or nothing, and say what was done. Raises ImportRefused."""
    if (lines is None) != (on is None):
        raise click.UsageError("--lines and --on belong together: --lines FILE --on COLUMN")
    if lines is not None and kind != "sales":
        raise click.UsageError("--lines is for sales, whose order lines stand in a file of their own")
    sheet = _sheet(config, file)
    second = Lines(_sheet(config, lines), on) if lines and on else None
    if dry_run:
        return _told(kind, _import(kind, sheet, names, second, dry_run=True), dry_run=True)
    with writing():
        return _told(kind, _import(kind, sheet, names, second, dry_run=False), dry_run=False)


def refusal(fault: ImportRefused) -> str:
    """What was wrong, line by line, and that nothing was imported."""
    rest = len(fault.problems) - SHOWN
    more = [f"… and {rest} more"] if rest > 0 else []
    return "\n".join(["nothing was imported:", str(fault), *more])


def _sheet(config: Config, file: Path) -> Sheet:
    with file.open("rb") as opened:
        return read(file.name, opened.read(config.import_limit_bytes + 1), config.import_limit_bytes)


def _import(kind: str, sheet: Sheet, names: dict[str, str], lines: Lines | None, *, dry_run: bool) -> Outcome:
    if kind == "sales":
        return import_sales(None, sheet, names, lines=lines, dry_run=dry_run)
    verb: Callable[..., Outcome] = import_customers if kind == "customers" else import_contacts
    nobody: StaffActor | None = None
    return verb(nobody, sheet, names, dry_run=dry_run)


def _told(kind: str, outcome: Outcome, *, dry_run: bool) -> str:
    counts = f"{outcome.new} new, {outcome.changed} changed, {outcome.unchanged} unchanged"
    return f"{kind}, dry run: {counts}; nothing was written" if dry_run else f"{kind}: {counts}"
