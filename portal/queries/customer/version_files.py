"""The agreed versions as files: the same bytes for both sides."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from portal.db import db
from portal.domain.people.customers import Customer
from portal.domain.plan.documents import AgreedVersion, VersionDocument
from portal.domain.plan.plans import Plan

WHOLE = 64
FINGERPRINT = re.compile(r"[0-9a-f]{16,64}")
"""A fingerprint as people copy it: whole, or its beginning."""
_NOT_IN_FILE_NAMES = re.compile(r'[\x00-\x1f\x7f/\\:*?"<>|]+')


@dataclass(frozen=True)
class VersionFile:
    """One version's document; without `sha256` it is still being made."""

    version_id: int
    number: int
    name: str
    sha256: str | None


@dataclass(frozen=True)
class VersionLine:
    """A version in a plan's list of them; without `size` its document is still being made."""

    number: int
    agreed_at: datetime
    goals: int
    fingerprint: str
    size: int | None


@dataclass(frozen=True)
class CheckedVersion:
    """What anybody may learn of a version by its fingerprint: nothing that its holder does not know."""

    number: int
    agreed_at: datetime
    fingerprint: str
    by_file: bool
    is_whole: bool
    newest: int
    newest_at: datetime


def find(plan_id: int, number: int) -> VersionFile | None:
    """The version of that number."""
    row = db.session.execute(
        select(AgreedVersion.id, Plan.starts_on, Plan.ends_on, Customer.name, VersionDocument.sha256)
        .join(Plan, Plan.id == AgreedVersion.plan_id)
        .join(Customer, Customer.id == Plan.customer_id)
        .outerjoin(VersionDocument, VersionDocument.version_id == AgreedVersion.id)
        .where(AgreedVersion.plan_id == plan_id, AgreedVersion.number == number)
    ).one_or_none()
    if row is None:
        return None
    return VersionFile(row.id, number, file_name(row.name, row.starts_on, row.ends_on, f"v{number}"), row.sha256)


def of_plan(plan_id: int) -> list[VersionLine]:
    """Every version of the plan, the newest first."""
    rows = db.session.execute(
        select(
            AgreedVersion.number,
            AgreedVersion.agreed_at,
            AgreedVersion.goals,
            AgreedVersion.fingerprint,
            VersionDocument.size,
        )
        .outerjoin(VersionDocument, VersionDocument.version_id == AgreedVersion.id)
        .where(AgreedVersion.plan_id == plan_id)
        .order_by(AgreedVersion.number.desc())
    )
    return [VersionLine(**row._mapping) for row in rows]


def content(version_id: int) -> bytes:
    """The bytes themselves."""
    return db.session.execute(select(VersionDocument.pdf).where(VersionDocument.version_id == version_id)).scalar_one()


def file_name(customer: str, starts_on: date, ends_on: date, ending: str) -> str:
    """Koillismaan Limppula Oy – Sovittu 2027 v3.pdf, in characters that every system takes."""
    years = str(starts_on.year) if starts_on.year == ends_on.year else f"{starts_on.year}–{ends_on.year}"
    kept = " ".join(_NOT_IN_FILE_NAMES.sub(" ", customer).split())[:80].strip(" .")
    return f"{kept} – Sovittu {years} {ending}.pdf"


def check(digits: str) -> CheckedVersion | None:
    """The version whose content or whose file has this fingerprint, whole or at least its first 16 digits."""
    wanted = "".join(digits.split()).lower()
    if not FINGERPRINT.fullmatch(wanted):
        return None
    for column in (AgreedVersion.fingerprint, VersionDocument.sha256):
        row = db.session.execute(
            select(AgreedVersion.plan_id, AgreedVersion.number, AgreedVersion.agreed_at, AgreedVersion.fingerprint)
            .outerjoin(VersionDocument, VersionDocument.version_id == AgreedVersion.id)
            .where(column.between(wanted, wanted + "g"))
            .limit(1)
        ).one_or_none()
        if row is not None:
            newest = select(AgreedVersion.number, AgreedVersion.agreed_at).where(AgreedVersion.plan_id == row.plan_id)
            last = db.session.execute(newest.order_by(AgreedVersion.number.desc()).limit(1)).one()
            return CheckedVersion(
                number=row.number,
                agreed_at=row.agreed_at,
                fingerprint=row.fingerprint,
                by_file=column is VersionDocument.sha256,
                is_whole=len(wanted) == WHOLE,
                newest=last.number,
                newest_at=last.agreed_at,
            )
    return None
