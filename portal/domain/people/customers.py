"""Customers: the companies that a joint plan is made with."""

import secrets
from datetime import datetime

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import SHARED, Choice, Model, UtcDateTime, one_of
from portal.domain.people.roles import ApprovalPolicy


def new_customer_key() -> str:
    """What the customer is called in addresses: random, so that it tells nothing and cannot be guessed."""
    return secrets.token_urlsafe(12)


class Customer(Model):
    """A customer company. What the provider thinks of it stands elsewhere (insight, care)."""

    __tablename__ = "customer"
    __table_args__ = (
        one_of("approval_policy", ApprovalPolicy),
        Index("ix_customer_sort_name_id", "sort_name", "id"),
        Index("ix_customer_industry_sort_name_id", "industry", "sort_name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True, default=new_customer_key, info=SHARED)
    name: Mapped[str] = mapped_column(info=SHARED)
    sort_name: Mapped[str] = mapped_column(info=SHARED)
    business_id: Mapped[str] = mapped_column(default="", info=SHARED)
    street: Mapped[str] = mapped_column(default="", info=SHARED)
    postal_code: Mapped[str] = mapped_column(default="", info=SHARED)
    city: Mapped[str] = mapped_column(default="", info=SHARED)
    country: Mapped[str] = mapped_column(default="", info=SHARED)
    phone: Mapped[str] = mapped_column(default="", info=SHARED)
    locale: Mapped[str] = mapped_column(default="fi", info=SHARED)
    industry: Mapped[str] = mapped_column(default="")
    employees: Mapped[int | None]
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("customer.id"), index=True)
    external_id: Mapped[str | None] = mapped_column(unique=True)
    approval_policy: Mapped[ApprovalPolicy] = mapped_column(
        Choice(ApprovalPolicy), default=ApprovalPolicy.ANY, info=SHARED
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)


def sort_name(name: str) -> str:
    """The name as lists are sorted and searched by: case does not count."""
    return " ".join(name.casefold().split())
