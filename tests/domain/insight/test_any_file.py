"""Whatever stands in a file, it is read or refused with reasons; nothing else happens."""

import contextlib
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from portal.db import db, writing
from portal.domain.insight.imports import figures
from portal.domain.insight.imports.customers import import_customers
from portal.domain.insight.imports.problems import ImportRefused
from portal.domain.insight.imports.reading import Sheet, read
from portal.domain.insight.imports.sales import import_sales
from portal.domain.insight.sales import Sale
from portal.domain.people.customers import Customer
from tests.factories.people import make_customer

LIMIT = 1024 * 1024
pytestmark = pytest.mark.one_database

cells = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", "NULL", "=1+1", "1e9999", "-0", "NaN", "٣", "²", "2026-02-30", "31.12.9999", "x" * 300, "9" * 40]
    ),
)
files = st.one_of(
    st.binary(max_size=200),
    st.text(alphabet='ab,;"\n\r\0ä', max_size=80).map(str.encode),
)


@settings(max_examples=300, deadline=None)
@given(files)
def test_any_bytes_are_rows_or_refused(content: bytes) -> None:
    with contextlib.suppress(ImportRefused):
        assert isinstance(read("any.csv", content, LIMIT), Sheet)


@settings(max_examples=300, deadline=None)
@given(cells)
def test_any_text_is_a_figure_or_a_value_error(text: str) -> None:
    for understood in (figures.day, figures.number, figures.discount):
        try:
            understood(text)
        except ValueError:
            continue


@given(st.decimals(-(10**9), 10**9, places=4))
def test_cents_are_rounded_half_away_from_nothing(amount: Decimal) -> None:
    assert abs(Decimal(figures.cents(amount)) / 100 - amount) <= Decimal("0.005")


def csv_of(*rows: list[str]) -> bytes:
    quoted = ("".join(f'"{cell.replace(chr(34), chr(34) * 2)}",' for cell in row)[:-1] for row in rows)
    return "\n".join(quoted).encode(errors="surrogatepass")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(cells, min_size=4, max_size=4), max_size=4))
def test_any_customers_are_written_whole_or_not_at_all(core: object, found: list[list[str]]) -> None:
    before = db.session.scalar(select(func.count()).select_from(Customer)) or 0
    try:
        with writing():
            sheet = read("any.csv", csv_of(["key", "name", "city", "employees"], *found), LIMIT)
            made = import_customers(None, sheet, {}).new
    except ImportRefused:
        made = 0
    assert db.session.scalar(select(func.count()).select_from(Customer)) == before + made


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(cells, min_size=5, max_size=5), max_size=4))
def test_any_sales_are_written_whole_or_not_at_all(core: object, found: list[list[str]]) -> None:
    if db.session.scalar(select(Customer.id)) is None:
        with writing():
            make_customer("Koillismaan Limppula Oy").external_id = "L"
    before = db.session.scalar(select(func.count()).select_from(Sale)) or 0
    rows = [[row[0], "L", *row[1:]] for row in found]
    try:
        with writing():
            header = ["key", "customer", "sold_on", "unit_price", "quantity", "discount"]
            made = import_sales(None, read("any.csv", csv_of(header, *rows), LIMIT), {}).new
    except ImportRefused:
        made = 0
    assert db.session.scalar(select(func.count()).select_from(Sale)) == before + made


def test_an_amount_beyond_any_sale_is_refused(core: object) -> None:
    with writing():
        make_customer("Koillismaan Limppula Oy").external_id = "L"
    big = "999999999999"
    content = csv_of(["key", "customer", "sold_on", "unit_price", "quantity"], ["1", "L", "2026-01-01", big, big])
    with pytest.raises(ImportRefused, match="larger than any sale"), writing():
        import_sales(None, read("any.csv", content, LIMIT), {})
