"""Today, the front page: everything that waits for the reader, each with its action."""

from flask import Blueprint, render_template, request

from portal.domain.people.roles import StaffRole
from portal.policy.permissions import Permission
from portal.queries.internal import today
from portal.web import current
from portal.web.guard import requires

blueprint = Blueprint("today", __name__)


@blueprint.get("/")
@requires(Permission.USE_INTERNAL_SIDE)
def show() -> str:
    """Mine; for a lead also the whole team's."""
    leads = current.staff().role is StaffRole.LEAD
    team = leads and request.args.get("of") == "team"
    page = today.today(current.staff(), team=team)
    return render_template("internal/today/show.html", page=page, leads=leads, team=team)
