"""The provider's own name and house rules: kept by administrators."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.people import provider_settings
from portal.domain.people.provider import provider
from portal.internal.forms.provider_settings import ProviderForm
from portal.policy.permissions import Permission
from portal.web import current
from portal.web.attempt import Attempt
from portal.web.guard import requires

blueprint = Blueprint("provider_settings", __name__)


@blueprint.route("/settings/provider", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def show() -> ResponseReturnValue:
    """The settings, and changing them."""
    form = ProviderForm(obj=provider())
    if form.validate_on_submit():
        with Attempt(form):
            provider_settings.change_settings(current.staff(), form.details())
            flash(_("Saved."), "success")
            return redirect(url_for("provider_settings.show"), 303)
    return render_template("internal/provider_settings/show.html", form=form), 422 if form.is_submitted() else 200
