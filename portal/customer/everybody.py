"""The people on both sides, and how the customer approves."""

from flask import Blueprint, render_template

from portal.policy.permissions import Permission
from portal.queries.customer.people import people
from portal.web import current
from portal.web.guard import requires

blueprint = Blueprint("people", __name__)


@blueprint.get("/c/<customer_key>/people")
@requires(Permission.SEE_SHARED)
def index() -> str:
    """Who is who, and how to reach them."""
    return render_template("customer/people/index.html", people=people(current.customer()))
