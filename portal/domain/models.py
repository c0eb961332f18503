"""Every table in one place, so that migrations and tests that walk the metadata see them all."""

from portal.db import db
from portal.domain import audit, outbox
from portal.domain.care import segments
from portal.domain.insight import notes, sales, saved_views, sections
from portal.domain.people import assignments, contacts, customers, provider, search_words, sessions, staff, tokens
from portal.domain.plan import documents, items, plans

metadata = db.metadata

__all__ = [
    "assignments",
    "audit",
    "contacts",
    "customers",
    "documents",
    "items",
    "metadata",
    "notes",
    "outbox",
    "plans",
    "provider",
    "sales",
    "saved_views",
    "search_words",
    "sections",
    "segments",
    "sessions",
    "staff",
    "tokens",
]
