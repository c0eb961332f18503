"""Agreed versions as files, for staff."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.policy.permissions import Permission
from portal.queries.customer import version_files
from portal.web import current, plan_files
from portal.web.guard import requires

blueprint = Blueprint("versions", __name__)


@blueprint.get("/customers/<customer_key>/plans/<int:plan_number>/versions")
@requires(Permission.SEE_CUSTOMER)
def index() -> ResponseReturnValue:
    """Every agreed version, and the way to a working draft."""
    return render_template(
        "internal/versions/index.html", plan=current.plan(), versions=version_files.of_plan(current.plan().id)
    )


@blueprint.get("/customers/<customer_key>/plans/<int:plan_number>/versions/<int:number>.pdf")
@requires(Permission.SEE_CUSTOMER)
def show(number: int) -> ResponseReturnValue:
    """The PDF; until the worker has made it, a page that waits for it."""
    return plan_files.version(number, "internal/versions/waiting.html")
