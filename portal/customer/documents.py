"""Every agreed version of every plan, as it was agreed."""

from flask import Blueprint, render_template

from portal.policy.permissions import Permission
from portal.queries.customer import versions
from portal.web import current
from portal.web.guard import requires

blueprint = Blueprint("documents", __name__)


@blueprint.get("/c/<customer_key>/documents")
@requires(Permission.SEE_SHARED)
def index() -> str:
    """The versions with who approved them, the newest first."""
    return render_template("customer/documents/index.html", plans=versions.of_customer(current.customer()))
