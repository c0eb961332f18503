"""Offerings and sales: what the provider sells, and what each customer bought, when and for how much."""

from datetime import date

from sqlalchemy import BigInteger, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Model


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
