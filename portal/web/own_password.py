"""Changing one's own password, on either side; a contact without one may set the first."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.errors import Invalid, LockedOut
from portal.domain.people import own_password
from portal.policy.permissions import Permission
from portal.web import current
from portal.web.circumstances import of_request
from portal.web.forms import problems
from portal.web.forms.settings import PasswordForm
from portal.web.fresh import fresh
from portal.web.guard import requires
from portal.web.locked import locked_words
from portal.web.returning import SEE_OTHER

blueprint = Blueprint("own_password", __name__)


@blueprint.route("/settings/password", methods=["GET", "POST"])
@requires(Permission.KEEP_OWN_ACCOUNT)
@fresh
def change() -> ResponseReturnValue:
    """The old password, the new one; every other device is signed out."""
    form = PasswordForm()
    if not form.validate_on_submit():
        return _page(form), 422 if form.is_submitted() else 200
    device = current.device()
    old, new = form.old.data or "", form.password.data or ""
    try:
        own_password.change_password(
            current.token_key(), current.account(), old, new, of_request(device), keep=device.id
        )
    except Invalid as refusal:
        problems.show(form, refusal)
        return _page(form), 422
    except LockedOut as locked:
        form.old.errors = [locked_words(locked)]
        return _page(form), 429
    flash(_("Your password has been changed, and every other device signed out."), "success")
    return redirect(url_for("settings.show"), SEE_OTHER)


def _page(form: PasswordForm) -> str:
    account = current.account()
    if account.password_hash is None:
        del form.old
    return render_template("shared/settings/password.html", form=form, email=account.email)
