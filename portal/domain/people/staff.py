"""Staff members: the provider's own people."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import SHARED, Choice, Model, UtcDateTime, one_of
from portal.domain.people.roles import StaffRole


class StaffMember(Model):
    """A person at the provider."""

    __tablename__ = "staff_member"
    __table_args__ = (one_of("role", StaffRole), Index("ix_staff_member_name_id", "name", "id"))

    id: Mapped[int] = mapped_column(primary_key=True)
    email: Mapped[str] = mapped_column(unique=True, info=SHARED)
    name: Mapped[str] = mapped_column(info=SHARED)
    title: Mapped[str] = mapped_column(default="", info=SHARED)
    phone: Mapped[str] = mapped_column(default="", info=SHARED)
    role: Mapped[StaffRole] = mapped_column(Choice(StaffRole), default=StaffRole.ACCOUNT_MANAGER)
    locale: Mapped[str] = mapped_column(default="fi")
    theme: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str | None]
    totp_secret: Mapped[str | None]
    totp_confirmed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    totp_last_step: Mapped[int | None]
    invited_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    accepted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    deactivated_at: Mapped[datetime | None] = mapped_column(UtcDateTime)

    @property
    def active(self) -> bool:
        """Has accepted the invitation and is not deactivated."""
        return self.accepted_at is not None and self.deactivated_at is None
