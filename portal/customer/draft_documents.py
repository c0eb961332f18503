"""Working drafts of a plan as documents, ordered and fetched by contacts."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.policy.permissions import Permission
from portal.web import plan_files
from portal.web.guard import requires

blueprint = Blueprint("draft_documents", __name__)
PLAN = "/c/<customer_key>/plans/<int:plan_number>"


@blueprint.post(f"{PLAN}/draft-documents")
@requires(Permission.TAKE_PART)
def order() -> ResponseReturnValue:
    """Have the plan made into a document as it stands."""
    return plan_files.order_draft(".show")


@blueprint.get(f"{PLAN}/draft-documents/<key>")
@requires(Permission.TAKE_PART)
def show(key: str) -> ResponseReturnValue:
    """Says that the document is being made, then that it is ready."""
    return plan_files.draft(key, "customer/draft_documents/show.html")


@blueprint.get(f"{PLAN}/draft-documents/<key>.pdf")
@requires(Permission.TAKE_PART)
def download(key: str) -> ResponseReturnValue:
    """The document, for whoever ordered it."""
    return plan_files.draft_content(key)
