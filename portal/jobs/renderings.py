"""Making documents: drawn in a process of their own, stored in a short transaction after."""

import json

from sqlalchemy import select

from portal.config import Config
from portal.db import db, writing
from portal.documents.customer.plan_content import DraftState
from portal.documents.rendering import render_in_process
from portal.domain.outbox import Job
from portal.domain.plan import documents
from portal.domain.plan.documents import AgreedVersion, DraftDocument
from portal.links import customer_links


def version(job: Job, config: Config) -> None:
    """Make the PDF of an agreed version, once. Raises DocumentError."""
    version_id = int(job.data["version_id"])
    if documents.is_made(version_id):
        return
    query = select(AgreedVersion.content, AgreedVersion.fingerprint, AgreedVersion.locale)
    row = db.session.execute(query.where(AgreedVersion.id == version_id)).one()
    db.session.rollback()
    address = customer_links(config).checked(row.fingerprint)
    pdf = render_in_process(row.content.encode(), locale=row.locale, check_url=address)
    with writing():
        documents.keep(version_id, pdf)


def draft(job: Job, config: Config) -> None:
    """Make the PDF of a working draft; one that was forgotten meanwhile needs none. Raises DocumentError."""
    draft_id = int(job.data["draft_id"])
    query = select(DraftDocument.content, DraftDocument.waits, DraftDocument.locale, DraftDocument.made_at)
    row = db.session.execute(query.where(DraftDocument.id == draft_id)).one_or_none()
    db.session.rollback()
    if row is None or row.made_at is not None:
        return
    state = DraftState.from_plain(json.loads(row.waits))
    address = customer_links(config).check()
    pdf = render_in_process(row.content.encode(), locale=row.locale, check_url=address, draft=state)
    with writing():
        documents.keep_draft(draft_id, pdf)
