"""Agreed versions and draft documents: where their bytes live."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from portal import clock
from portal.db import SHARED, Model, UtcDateTime
from portal.domain.plan.plans import Plan


class AgreedVersion(Model):
    """The frozen, numbered plan both sides agreed. Never changed, never deleted (trigger, migrations)."""

    __tablename__ = "agreed_version"
    __table_args__ = (UniqueConstraint("plan_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), info=SHARED)
    number: Mapped[int] = mapped_column(info=SHARED)
    content: Mapped[str] = deferred(mapped_column(Text, info=SHARED))
    fingerprint: Mapped[str] = mapped_column(index=True, info=SHARED)
    goals: Mapped[int] = mapped_column(info=SHARED)
    locale: Mapped[str] = mapped_column(info=SHARED)
    agreed_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, info=SHARED)

    plan: Mapped[Plan] = relationship()


class VersionDocument(Model):
    """The PDF of an agreed version: made once, the same bytes for both sides for ever."""

    __tablename__ = "version_document"

    version_id: Mapped[int] = mapped_column(ForeignKey("agreed_version.id"), primary_key=True)
    pdf: Mapped[bytes] = deferred(mapped_column(LargeBinary, info=SHARED))
    size: Mapped[int] = mapped_column(info=SHARED)
    sha256: Mapped[str] = mapped_column(index=True, info=SHARED)
    made_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, info=SHARED)


class DraftDocument(Model):
    """A working draft that one person ordered: frozen when ordered, made by the worker, kept for a day."""

    __tablename__ = "draft_document"
    __table_args__ = (
        CheckConstraint("(staff_id IS NULL) <> (contact_id IS NULL)", name="one_person"),
        Index("ix_draft_document_plan_id_id", "plan_id", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(unique=True, info=SHARED)
    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"))
    staff_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))
    contact_id: Mapped[int | None] = mapped_column(ForeignKey("contact.id"))
    locale: Mapped[str] = mapped_column(info=SHARED)
    content: Mapped[str] = deferred(mapped_column(Text, info=SHARED))
    waits: Mapped[str] = deferred(mapped_column(Text, info=SHARED))
    ordered_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now, info=SHARED)
    made_at: Mapped[datetime | None] = mapped_column(UtcDateTime, info=SHARED)
    pdf: Mapped[bytes | None] = deferred(mapped_column(LargeBinary, info=SHARED))
