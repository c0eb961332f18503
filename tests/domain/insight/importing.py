"""`portal import` as an administrator types it, and the columns of the files that the tests read."""

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from portal.cli import main
from portal.config import Config
from portal.serving import as_environment

Import = Callable[..., Result]

CUSTOMERS = ("key=customerID", "name=companyName", "street=address", "postal_code=postalCode")
CONTACTS = ("key=customerID", "customer=customerID", "name=contactName", "title=contactTitle")
SALES = ("key=orderID", "customer=customerID", "sold_on=orderDate", "unit_price=unitPrice")


def importer(config: Config, monkeypatch: pytest.MonkeyPatch) -> Import:
    """The command, with the environment of this deployment."""
    for name, value in as_environment(config).items():
        monkeypatch.setenv(name, value)
    return _run


def import_folder(run: Import, folder: Path) -> list[Result]:
    """Customers, contacts and sales of one folder, in their order."""
    lines = ("--lines", str(folder / "order-details.csv"), "--on", "orderID")
    return [
        run("customers", folder / "customers.csv", names=CUSTOMERS),
        run("contacts", folder / "customers.csv", names=CONTACTS),
        run("sales", folder / "orders.csv", *lines, names=SALES),
    ]


def _run(kind: str, file: Path, *rest: str, names: tuple[str, ...] = ()) -> Result:
    mapping = [word for name in names for word in ("--map", name)]
    return CliRunner().invoke(main, ["import", kind, str(file), *mapping, *rest])
