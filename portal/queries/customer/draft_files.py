"""Working drafts as files."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from portal.db import db
from portal.domain.people.customers import Customer
from portal.domain.plan.documents import DraftDocument
from portal.domain.plan.plans import Plan
from portal.queries.customer.version_files import file_name


@dataclass(frozen=True)
class DraftFile:
    """One ordered draft."""

    key: str
    name: str
    ordered_at: datetime
    made: bool


def read(draft: DraftDocument) -> DraftFile:
    """What its orderer may know of it."""
    row = db.session.execute(
        select(Customer.name, Plan.starts_on, Plan.ends_on)
        .join(Plan, Plan.customer_id == Customer.id)
        .where(Plan.id == draft.plan_id)
    ).one()
    name = file_name(row.name, row.starts_on, row.ends_on, f"{draft.ordered_at:%Y-%m-%d} draft")
    return DraftFile(draft.key, name, draft.ordered_at, draft.made_at is not None)


def content(key: str) -> bytes:
    """The bytes of a draft that is made."""
    query = select(DraftDocument.pdf).where(DraftDocument.key == key, DraftDocument.pdf.is_not(None))
    pdf = db.session.execute(query).scalar_one()
    return pdf or b""
