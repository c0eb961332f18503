"""Real trading data read in: the figures are those that the test counts for itself from the files."""

import csv
import re
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

import pytest
from sqlalchemy import func, select

from portal.db import db
from portal.domain.audit import AuditEntry
from portal.domain.insight.sales import Sale, SalesByYear
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from tests.domain.insight.importing import Import, import_folder


def rows_of(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as opened:
        return list(csv.DictReader(opened))


def cents_of_lines(folder: Path) -> dict[str, int]:
    """What each order comes to, counted in fractions."""
    sums: dict[str, Fraction] = defaultdict(Fraction)
    for line in rows_of(folder / "order-details.csv"):
        price, share = Fraction(line["unitPrice"]), Fraction(line["discount"])
        sums[line["orderID"]] += price * int(line["quantity"]) * (1 - share) * 100
    return {order: (2 * amount + 1).__floor__() // 2 for order, amount in sums.items()}


@pytest.fixture
def imported(core: object, run: Import, northwind_folder: Path) -> list[str]:
    """Everything read in; what the command said."""
    return [answer.output.strip() for answer in import_folder(run, northwind_folder)]


def test_every_customer_contact_and_order_is_read(imported: list[str]) -> None:
    assert imported == [
        "customers: 91 new, 0 changed, 0 unchanged",
        "contacts: 91 new, 0 changed, 0 unchanged",
        "sales: 830 new, 0 changed, 0 unchanged",
    ]


def test_wartian_herkku_is_in_oulu_with_its_contact_who_has_no_e_mail(imported: list[str]) -> None:
    query = select(Customer.name, Customer.city, Customer.postal_code, Contact.name, Contact.title, Contact.email)
    found = db.session.execute(
        query.join(Contact, Contact.customer_id == Customer.id).where(Customer.external_id == "WARTH")
    ).one()
    assert tuple(found) == ("Wartian Herkku", "Oulu", "90110", "Pirkko Koskitalo", "Accounting Manager", None)


def test_every_order_comes_to_what_its_lines_do(imported: list[str], northwind_folder: Path) -> None:
    counted = cents_of_lines(northwind_folder)
    orders = {row["orderID"]: row for row in rows_of(northwind_folder / "orders.csv")}
    query = select(Sale.external_id, Sale.amount_cents, Sale.sold_on, Customer.external_id.label("customer"))
    found = db.session.execute(query.join(Customer, Customer.id == Sale.customer_id)).all()
    assert len(found) == len(orders)
    for sale in found:
        order = orders[sale.external_id]
        assert (sale.amount_cents, sale.customer) == (counted[sale.external_id], order["customerID"])
        assert sale.sold_on.isoformat() == order["orderDate"][:10]


def test_the_sums_of_each_year_are_those_of_the_files(imported: list[str], northwind_folder: Path) -> None:
    counted: dict[tuple[str, int], int] = defaultdict(int)
    cents = cents_of_lines(northwind_folder)
    for order in rows_of(northwind_folder / "orders.csv"):
        counted[order["customerID"], int(order["orderDate"][:4])] += cents[order["orderID"]]
    query = select(Customer.external_id, SalesByYear.year, SalesByYear.amount_cents)
    found = db.session.execute(query.join(SalesByYear, SalesByYear.customer_id == Customer.id)).all()
    assert {(row[0], row[1]): row[2] for row in found} == counted


def test_reading_it_all_again_changes_nothing(imported: list[str], run: Import, northwind_folder: Path) -> None:
    before = db.session.scalar(select(func.count()).select_from(AuditEntry))
    outputs = [answer.output for answer in import_folder(run, northwind_folder)]
    assert [re.sub(r"^.*0 new, 0 changed, ", "", line) for line in outputs] == [
        "91 unchanged\n",
        "91 unchanged\n",
        "830 unchanged\n",
    ]
    db.session.rollback()
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == before
