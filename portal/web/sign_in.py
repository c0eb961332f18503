"""Signing in and out, on either side."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.db import begin_reading, db, writing
from portal.domain.errors import LockedOut
from portal.domain.people import passwords, sign_in
from portal.domain.people.sign_in import Arrival, Method
from portal.domain.people.tokens import TokenSpent
from portal.policy.permissions import Permission
from portal.web import current, limits
from portal.web.circumstances import of_request
from portal.web.forms.sign_in import CodeForm, SignInForm
from portal.web.guard import public, requires
from portal.web.locked import locked_words
from portal.web.returning import HALF_WAY_KEY, SEE_OTHER, go_on, welcome

blueprint = Blueprint("sign_in", __name__)


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
@limits.sign_in
def show() -> ResponseReturnValue:
    """E-mail and password."""
    form = SignInForm(next=request.args.get("next", ""))
    if not form.is_submitted():
        return go_on(form.next.data) if current.sign_in() else _page(form)
    if not form.validate():
        return _page(form), 422
    try:
        arrival = try_password(form.email.data or "", form.password.data or "")
    except LockedOut as locked:
        form.form_errors.append(locked_words(locked))
        return _page(form), 429
    if arrival is None:
        form.form_errors.append(_("The e-mail address or the password is not right."))
        return _page(form), 422
    return welcome(arrival, Method.PASSWORD, form.next.data)


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@public
@limits.second_factor
def second_factor() -> ResponseReturnValue:
    """The second step: a code of the authenticator, or a recovery code."""
    token, first, wanted = session.get(HALF_WAY_KEY, ("", Method.PASSWORD, ""))
    form = CodeForm()
    if not token:
        return redirect(url_for("sign_in.show"), SEE_OTHER)
    if not form.validate_on_submit():
        return render_template("shared/sign_in/code.html", form=form), 422 if form.is_submitted() else 200
    try:
        key, code = current.token_key(), form.code.data or ""
        arrival = sign_in.finish_second_factor(key, current.side(), token, code, Method(first), of_request())
    except TokenSpent:
        return _too_late(wanted)
    except LockedOut as locked:
        db.session.rollback()
        form.code.errors = [locked_words(locked)]
        return render_template("shared/sign_in/code.html", form=form), 429
    if arrival is None:
        form.code.errors = [_("This code is not right. Codes change every 30 seconds; each works once.")]
        return render_template("shared/sign_in/code.html", form=form), 422
    return welcome(arrival, Method(first), wanted)


@blueprint.post("/sign-out")
@requires(Permission.KEEP_OWN_ACCOUNT)
def sign_out() -> ResponseReturnValue:
    """End this device's sign-in."""
    device = current.sign_in()
    if device is not None:
        sign_in.sign_out(current.account(), device.id, of_request(device))
    session.clear()
    flash(_("You have signed out."), "success")
    return redirect(url_for("sign_in.show"), SEE_OTHER)


def try_password(email: str, password: str) -> Arrival | None:
    """One try, in two short transactions: comparing a password takes long on purpose and must hold no lock."""
    begin_reading()
    with writing():
        attempt = sign_in.begin_password(current.token_key(), current.side(), email)
    right = passwords.is_right(attempt.password_hash, password)
    with writing():
        return sign_in.finish_password(current.token_key(), attempt, right=right, circumstances=of_request())


def _page(form: SignInForm) -> str:
    return render_template("shared/sign_in/show.html", form=form, came_for_a_page=bool(form.next.data))


def _too_late(wanted: str) -> ResponseReturnValue:
    session.pop(HALF_WAY_KEY, None)
    flash(_("That took too long. Please sign in again."), "warning")
    return redirect(url_for("sign_in.show", next=wanted), SEE_OTHER)
