"""Saved views: a filter of the list of customers kept under a name of one's own."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.errors import Invalid
from portal.domain.insight import saved_views
from portal.policy.permissions import Permission
from portal.web import current
from portal.web.guard import requires

blueprint = Blueprint("saved_views", __name__)


@blueprint.post("/customers/views")
@requires(Permission.USE_INTERNAL_SIDE)
def create() -> ResponseReturnValue:
    """Keep the filter that is on the page."""
    query = request.form.get("query", "")
    try:
        view = saved_views.save_view(current.staff(), request.form.get("name", ""), query)
        query = view.query
    except Invalid as refusal:
        flash(" ".join(_(problem, **refusal.values) for problem in refusal.problems.values()), "error")
    return redirect(_list(query), 303)


@blueprint.post("/customers/views/<int:view_id>/remove")
@requires(Permission.USE_INTERNAL_SIDE)
def remove(view_id: int) -> ResponseReturnValue:
    """Forget a view."""
    saved_views.remove_view(current.staff(), view_id)
    return redirect(url_for("customers.index"), 303)


def _list(query: str) -> str:
    address = url_for("customers.index")
    return f"{address}?{query}" if query else address
