"""Days and numbers are understood as people write them, and what was typed is kept."""

from datetime import date
from decimal import Decimal

import pytest
from flask import Flask

from portal.web.fields import DayField, LineField, NumberField, parse_day, parse_decimal
from portal.web.form import Form


class Measured(Form):
    title = LineField("Title")
    due = DayField("Ready by")
    target = NumberField("Target")


@pytest.mark.parametrize("text", ["28.5.2027", "28.05.2027", " 28. 5. 2027 ", "28/05/2027", "28-5-2027", "2027-05-28"])
def test_a_day_is_understood_however_it_is_written(text: str) -> None:
    assert parse_day(text) == date(2027, 5, 28)


@pytest.mark.parametrize("text", ["31.2.2027", "28.5.", "28.5.27", "tomorrow", "2027-13-01", "0.1.2027"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"day|month"):
        parse_day(text)


@pytest.mark.parametrize(
    ("locale", "text", "number"),
    [
        ("fi", "54 300,5", "54300.5"),
        ("fi", "54\u00a0300,50", "54300.50"),
        ("fi", "54.5", "54.5"),
        ("fi", "1.234.567", "1234567"),
        ("sv", "\u221212,5", "-12.5"),
        ("en", "54,300.5", "54300.5"),
        ("en", "54,300", "54300"),
        ("en", "54300,5", "54300.5"),
        ("en", "362", "362"),
        ("fi", "1.234,5", "1234.5"),
    ],
)
def test_a_number_is_understood_in_the_readers_convention(locale: str, text: str, number: str) -> None:
    assert parse_decimal(text, locale) == Decimal(number)


@pytest.mark.parametrize("text", ["1e5", "12 %", "NaN", "1,2,3", "--1", "9" * 40, "٣"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"not a"):
        parse_decimal(text, "fi")


@pytest.mark.one_database
def test_what_was_typed_stays_in_the_field_beside_the_words(customer_app: Flask) -> None:
    with customer_app.test_request_context(method="POST", data={"due": "soon", "target": "much"}):
        form = Measured(meta={"csrf": False})
        assert not form.validate()
        assert 'value="soon"' in form.due()
        assert 'value="much"' in form.target()
        assert (len(form.due.errors), len(form.target.errors)) == (1, 1)


@pytest.mark.one_database
def test_a_stored_value_is_shown_in_the_readers_convention(customer_app: Flask) -> None:
    with customer_app.test_request_context("/?lang=fi"):
        form = Measured(data={"due": date(2027, 5, 28), "target": Decimal("54300.5")})
        assert 'value="28.5.2027"' in form.due()
        assert 'value="54\u00a0300,5"' in form.target()
