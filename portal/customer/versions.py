"""Agreed versions as files: the same bytes that the provider gets."""

from flask import Blueprint
from flask.typing import ResponseReturnValue

from portal.policy.permissions import Permission
from portal.web import plan_files
from portal.web.guard import requires

blueprint = Blueprint("versions", __name__)


@blueprint.get("/c/<customer_key>/plans/<int:plan_number>/versions/<int:number>.pdf")
@requires(Permission.SEE_SHARED)
def show(number: int) -> ResponseReturnValue:
    """The PDF; until the worker has made it, a page that waits for it."""
    return plan_files.version(number, "customer/versions/waiting.html")
