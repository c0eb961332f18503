"""Contacts: people at a customer, and the one account with which each of them signs in."""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal import clock
from portal.db import SHARED, Choice, Model, UtcDateTime, one_of
from portal.domain.people.customers import Customer
from portal.domain.people.roles import ContactRole


class ContactAccount(Model):
    """One sign-in per person and e-mail address, whatever the number of customers the person is a contact of."""

    __tablename__ = "contact_account"

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True, info=SHARED)
    locale: Mapped[str] = mapped_column(default="", info=SHARED)
    theme: Mapped[str] = mapped_column(default="", info=SHARED)
    password_hash: Mapped[str | None]
    totp_secret: Mapped[str | None]
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    totp_last_step: Mapped[int | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, info=SHARED)


class Contact(Model):
    """A person at one customer; may or may not have access."""

    __tablename__ = "contact"
    __table_args__ = (
        one_of("role", ContactRole),
        UniqueConstraint("customer_id", "account_id"),
        UniqueConstraint("customer_id", "external_id"),
        Index(
            "uq_contact_one_named_approver",
            "customer_id",
            unique=True,
            sqlite_where=text("is_named_approver"),
            postgresql_where=text("is_named_approver"),
        ),
        Index("ix_contact_customer_id_name_id", "customer_id", "name", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    customer_id: Mapped[int] = mapped_column(ForeignKey("customer.id"))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("contact_account.id"), index=True)
    name: Mapped[str] = mapped_column(info=SHARED)
    title: Mapped[str] = mapped_column(default="", info=SHARED)
    email: Mapped[str | None] = mapped_column(index=True, info=SHARED)
    phone: Mapped[str] = mapped_column(default="", info=SHARED)
    role: Mapped[ContactRole | None] = mapped_column(Choice(ContactRole), info=SHARED)
    is_named_approver: Mapped[bool] = mapped_column(default=False, info=SHARED)
    external_id: Mapped[str | None]
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    invited_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=SHARED)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=SHARED)
    deactivated_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=SHARED)

    customer: Mapped[Customer] = relationship(foreign_keys=[customer_id])
    account: Mapped[ContactAccount | None] = relationship()

    @property
    def active(self) -> bool:
        """Has accepted the invitation and is not deactivated."""
        return self.role is not None and self.accepted_at is not None and self.deactivated_at is None
