"""Quick find over customers, people and plans, from any page."""

from flask import Blueprint, render_template, request

from portal.policy.permissions import Permission
from portal.queries.internal import found
from portal.web import current
from portal.web.guard import requires

blueprint = Blueprint("find", __name__)
QUERY_LENGTH = 200


@blueprint.get("/find")
@requires(Permission.USE_INTERNAL_SIDE)
def show() -> str:
    """What begins like the words typed: a fragment under the field, or a page of its own."""
    query = request.args.get("q", "")[:QUERY_LENGTH]
    template = "_found" if request.headers.get("HX-Target") == "find-results" else "show"
    return render_template(f"internal/find/{template}.html", found=found.find(current.staff(), query), query=query)
