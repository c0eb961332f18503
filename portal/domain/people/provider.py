"""The provider: the one company that a deployment belongs to, and its settings."""

from sqlalchemy import CheckConstraint, select
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import SHARED, Model, db

ONLY_ROW = 1
PRODUCT = "Sovittu"
"""What stands where the provider has not given its name yet."""


class Provider(Model):
    """One row: the company's name and address as customers see them, and the house rules its administrators set."""

    __tablename__ = "provider"
    __table_args__ = (CheckConstraint(f"id = {ONLY_ROW}", name="only_row"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, default=ONLY_ROW)
    name: Mapped[str] = mapped_column(default="", info=SHARED)
    business_id: Mapped[str] = mapped_column(default="", info=SHARED)
    street: Mapped[str] = mapped_column(default="", info=SHARED)
    postal_code: Mapped[str] = mapped_column(default="", info=SHARED)
    city: Mapped[str] = mapped_column(default="", info=SHARED)
    locale: Mapped[str] = mapped_column(default="fi", info=SHARED)
    staff_need_second_factor: Mapped[bool] = mapped_column(default=False)
    staff_read_all_customers: Mapped[bool] = mapped_column(default=False)


def provider() -> Provider:
    """The provider's row, made by the first migration."""
    return db.session.execute(select(Provider).where(Provider.id == ONLY_ROW)).scalar_one()
