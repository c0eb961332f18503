"""A forgotten password, on either side: a mail with a link, and a page that sets a new one."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.errors import Invalid
from portal.domain.people import mailed_links, own_password, sign_in, tokens
from portal.domain.people.tokens import TokenPurpose, TokenSpent
from portal.web import current, limits
from portal.web.circumstances import of_request
from portal.web.forms import problems
from portal.web.forms.sign_in import EmailForm, NewPasswordForm
from portal.web.guard import public
from portal.web.returning import SEE_OTHER
from portal.web.spent import link_spent

blueprint = Blueprint("passwords", __name__)


@blueprint.route("/password/forgot", methods=["GET", "POST"])
@public
@limits.asking_for_mail
def forgot() -> ResponseReturnValue:
    """Ask for the mail; the answer is the same for every address."""
    form = EmailForm(email=request.args.get("email", ""))
    if not form.validate_on_submit():
        return render_template("shared/sign_in/forgot.html", form=form), 422 if form.is_submitted() else 200
    mailed_links.request_password_reset(current.side(), form.email.data or "", of_request())
    return render_template("shared/sign_in/mailed.html", email=form.email.data, minutes=60)


@blueprint.route("/password/reset/<token>", methods=["GET", "POST"])
@public
@limits.mailed_link
def reset(token: str) -> ResponseReturnValue:
    """Set the new password; the link is used up when it has worked."""
    key, side, form = current.token_key(), current.side(), NewPasswordForm()
    try:
        account = sign_in.holder(tokens.find(key, side, TokenPurpose.PASSWORD_RESET, token))
        if form.validate_on_submit() and _set(form, token):
            session.clear()
            flash(_("Your password has been changed. Sign in with the new one."), "success")
            return redirect(url_for("sign_in.show"), SEE_OTHER)
    except TokenSpent:
        return link_spent(url_for("passwords.forgot"), _("Ask for a new link"))
    page = render_template("shared/sign_in/reset.html", form=form, email=account.email)
    return page, 422 if form.is_submitted() else 200


def _set(form: NewPasswordForm, token: str) -> bool:
    key, password = current.token_key(), form.password.data or ""
    try:
        own_password.reset_password(key, current.side(), token, password, of_request())
    except Invalid as refusal:
        problems.show(form, refusal)
        return False
    return True
