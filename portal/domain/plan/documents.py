"""Agreed versions and draft documents: where their bytes live."""

import hashlib
from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, LargeBinary, Text, UniqueConstraint, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, deferred, mapped_column, relationship

from portal import clock
from portal.db import SHARED, Model, UtcDateTime, db
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


def is_made(version_id: int) -> bool:
    """True when the version has its PDF."""
    query = select(VersionDocument.version_id).where(VersionDocument.version_id == version_id)
    return db.session.scalar(query) is not None


def keep(version_id: int, pdf: bytes) -> None:
    """Store a version's PDF; of two that were made at once the first stays, and no later one replaces it."""
    if is_made(version_id):
        return
    document = VersionDocument(
        version_id=version_id,
        pdf=pdf,
        size=len(pdf),
        sha256=hashlib.sha256(pdf).hexdigest(),
        made_at=clock.now(),
    )
    try:
        with db.session.begin_nested():
            db.session.add(document)
    except IntegrityError:
        return


def keep_draft(draft_id: int, pdf: bytes) -> None:
    """Store the PDF of a working draft."""
    draft = db.session.get(DraftDocument, draft_id)
    if draft is not None and draft.made_at is None:
        draft.pdf, draft.made_at = pdf, clock.now()
