"""A plan's documents as both sides serve them: agreed versions, and working drafts for whoever ordered them."""

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.errors import NotFound
from portal.domain.plan import draft_documents
from portal.queries.customer import draft_files, version_files
from portal.queries.customer.draft_files import DraftFile
from portal.web import current, downloads, languages


def version(number: int, waiting_page: str) -> ResponseReturnValue:
    """The PDF; until the worker has made it, a page that waits for it."""
    found = version_files.find(current.plan().id, number)
    if found is None:
        raise NotFound
    if found.sha256 is None:
        return downloads.not_made_yet(render_template(waiting_page, number=number))
    return downloads.pdf(found.name, found.sha256, lambda: version_files.content(found.version_id))


def order_draft(page: str) -> ResponseReturnValue:
    """Freeze the plan as it stands, have it made, and go on to the page of the order."""
    draft = draft_documents.order(current.actor(), current.plan(), languages.select())
    return redirect(url_for(page, key=draft.key), 303)


def draft(key: str, page: str) -> ResponseReturnValue:
    """The page of an order: being made, then ready."""
    found = _ordered(key)
    shown = render_template(page, draft=found)
    return shown if found.made else downloads.not_made_yet(shown)


def draft_content(key: str) -> ResponseReturnValue:
    """The draft itself."""
    found = _ordered(key)
    if not found.made:
        raise NotFound
    return downloads.pdf(found.name, found.key, lambda: draft_files.content(found.key))


def _ordered(key: str) -> DraftFile:
    return draft_files.read(draft_documents.find(current.actor(), current.plan(), key))
