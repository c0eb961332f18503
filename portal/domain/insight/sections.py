"""Internal sections of a plan: what only the provider writes and reads."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Choice, Model, UtcDateTime, one_of


class InternalSectionKind(StrEnum):
    """The internal sections of a plan."""

    POTENTIAL = "potential"
    DEVELOPMENT_NEEDS = "development_needs"
    BUYING_PROCESS = "buying_process"
    PRIVATE_NOTES = "private_notes"


class InternalSection(Model):
    """The text of one internal section of one plan; `edits` counts savings, so that two editors notice each other."""

    __tablename__ = "internal_section"
    __table_args__ = (one_of("kind", InternalSectionKind),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    kind: Mapped[InternalSectionKind] = mapped_column(Choice(InternalSectionKind), primary_key=True)
    text: Mapped[str] = mapped_column(Text, default="")
    edits: Mapped[int] = mapped_column(default=0)
    edited_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
