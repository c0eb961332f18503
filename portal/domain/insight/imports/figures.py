"""Dates and amounts as spreadsheets write them."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Final

CENT: Final = Decimal("0.01")
MOST: Final = Decimal(10) ** 12
"""Larger than any sale; keeps cents within what a database column holds."""


def day(text: str) -> date:
    """2026-11-21, with or without a time after it, or 21.11.2026. Raises ValueError."""
    if text[:4].isdigit():
        return datetime.fromisoformat(text).date()
    return datetime.strptime(text, "%d.%m.%Y").date()  # noqa: DTZ007  # a calendar day has no zone


def number(text: str) -> Decimal:
    """14.00 or 14,00; spaces may part thousands. Raises ValueError."""
    plain = "".join(text.split()).replace(",", ".")
    try:
        value = Decimal(plain)
    except InvalidOperation:
        raise ValueError(text) from None
    if not value.is_finite() or abs(value) >= MOST or "_" in plain:
        raise ValueError(text)
    return value


def discount(text: str) -> Decimal:
    """A share from 0 to 1. Raises ValueError."""
    value = number(text)
    if not 0 <= value <= 1:
        raise ValueError(text)
    return value


def cents(amount: Decimal) -> int:
    """Whole cents, halves up."""
    return int(amount.quantize(CENT, ROUND_HALF_UP) * 100)
