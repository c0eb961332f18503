"""Working drafts of a plan as documents, ordered and fetched by staff."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from portal.domain.errors import NotFound
from portal.domain.plan import draft_documents
from portal.policy.permissions import Permission
from portal.queries.customer import draft_files
from portal.web import current, downloads, languages
from portal.web.guard import requires

blueprint = Blueprint("draft_documents", __name__)


@blueprint.post("/customers/<customer_key>/plans/<int:plan_number>/draft-documents")
@requires(Permission.SEE_CUSTOMER)
def order() -> ResponseReturnValue:
    """Freeze the plan as it stands and have it made."""
    draft = draft_documents.order(current.staff(), current.plan(), languages.select())
    return redirect(url_for(".show", key=draft.key), 303)


@blueprint.get("/customers/<customer_key>/plans/<int:plan_number>/draft-documents/<key>")
@requires(Permission.SEE_CUSTOMER)
def show(key: str) -> ResponseReturnValue:
    """Says that the document is being made, then that it is ready."""
    draft = draft_files.read(draft_documents.find(current.staff(), current.plan(), key))
    page = render_template("internal/draft_documents/show.html", draft=draft)
    return page if draft.made else downloads.not_made_yet(page)


@blueprint.get("/customers/<customer_key>/plans/<int:plan_number>/draft-documents/<key>.pdf")
@requires(Permission.SEE_CUSTOMER)
def download(key: str) -> ResponseReturnValue:
    """The document, for whoever ordered it."""
    draft = draft_files.read(draft_documents.find(current.staff(), current.plan(), key))
    if not draft.made:
        raise NotFound
    return downloads.pdf(draft.name, draft.key, lambda: draft_files.content(draft.key))
