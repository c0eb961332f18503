"""Offerings and sales: what the provider sells, and what each customer bought, when and for how much."""

from collections.abc import Collection
from datetime import date
from typing import Final

from sqlalchemy import BigInteger, ForeignKey, Index, delete, extract, func, insert, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model, db

CURRENCY: Final = "EUR"
"""The currency in which customers are compared."""


class Offering(Model):
    """Something that the provider sells."""

    __tablename__ = "offering"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)


class Sale(Model):
    """One sale. Money in whole cents of `currency` (ISO 4217)."""

    __tablename__ = "sale"
    __table_args__ = (Index("ix_sale_customer_id_sold_on", "customer_id", "sold_on"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    offering_id: Mapped[int | None] = mapped_column(ForeignKey("offering.id"), index=True)
    sold_on: Mapped[date]
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    currency: Mapped[str] = mapped_column(default="EUR")
    description: Mapped[str] = mapped_column(default="")
    external_id: Mapped[str | None] = mapped_column(unique=True)


class SalesByYear(Model):
    """What one customer bought in one calendar year, kept true by whatever writes sales."""

    __tablename__ = "sales_by_year"
    __table_args__ = (Index("ix_sales_by_year_year_currency_customer_id", "year", "currency", "customer_id"),)

    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    currency: Mapped[str] = mapped_column(primary_key=True)
    amount_cents: Mapped[int] = mapped_column(BigInteger)
    sales: Mapped[int]


def add_sale(
    customer_id: int,
    sold_on: date,
    amount_cents: int,
    *,
    description: str = "",
    offering_id: int | None = None,
    currency: str = CURRENCY,
    external_id: str | None = None,
) -> Sale:
    """Write one sale down; whoever writes many calls `count_years` once after the last."""
    sale = Sale(
        customer_id=customer_id,
        sold_on=sold_on,
        amount_cents=amount_cents,
        description=description,
        offering_id=offering_id,
        currency=currency,
        external_id=external_id,
    )
    db.session.add(sale)
    return sale


def count_years(customer_ids: Collection[int]) -> None:
    """Make the yearly sums of these customers what their sales now say."""
    db.session.flush()
    ids = sorted(customer_ids)
    for start in range(0, len(ids), 500):
        _count(ids[start : start + 500])


def _count(ids: list[int]) -> None:
    year = extract("year", Sale.sold_on)
    sums = (
        select(Sale.customer_id, year, Sale.currency, func.sum(Sale.amount_cents), func.count())
        .where(Sale.customer_id.in_(ids))
        .group_by(Sale.customer_id, year, Sale.currency)
    )
    db.session.execute(delete(SalesByYear).where(SalesByYear.customer_id.in_(ids)))
    columns = ["customer_id", "year", "currency", "amount_cents", "sales"]
    db.session.execute(insert(SalesByYear).from_select(columns, sums))
