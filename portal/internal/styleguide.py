"""The living page of every component, in the demo and in tests."""

from flask import Blueprint, render_template

from portal.internal.forms.styleguide import failed_sample
from portal.policy.permissions import Permission
from portal.web.guard import requires

blueprint = Blueprint("styleguide", __name__)


@blueprint.get("/styleguide")
@requires(Permission.USE_INTERNAL_SIDE)
def show() -> str:
    """Every part in every state."""
    return render_template("internal/styleguide.html", form=failed_sample())
