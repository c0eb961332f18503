"""One's own second factor, on either side: on with an authenticator, recovery codes, off again."""

from datetime import timedelta

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.documents.qr_code import qr_code
from portal.domain.errors import Invalid, NotAllowed
from portal.domain.people import second_factor
from portal.domain.people.provider import provider
from portal.domain.people.sides import Side
from portal.policy.permissions import Permission
from portal.web import current, limits
from portal.web.circumstances import of_request
from portal.web.forms import problems
from portal.web.forms.settings import SetupForm
from portal.web.fresh import fresh_within
from portal.web.guard import requires
from portal.web.returning import SEE_OTHER

JUST_NOW = timedelta(minutes=15)

blueprint = Blueprint("second_factor", __name__)


@blueprint.get("/settings/second-factor")
@requires(Permission.KEEP_OWN_ACCOUNT)
def show() -> str:
    """On or off, and what to do next."""
    return _page(SetupForm())


@blueprint.post("/settings/second-factor/begin")
@requires(Permission.KEEP_OWN_ACCOUNT)
def begin() -> ResponseReturnValue:
    """Make the secret that the authenticator needs."""
    second_factor.begin_setup(current.account())
    return redirect(url_for("second_factor.show"), SEE_OTHER)


@blueprint.post("/settings/second-factor/on")
@requires(Permission.KEEP_OWN_ACCOUNT)
@limits.second_factor
def switch_on() -> ResponseReturnValue:
    """The first code turns it on; the recovery codes are shown this once."""
    form = SetupForm()
    if not form.validate():
        return _page(form), 422
    try:
        codes = second_factor.switch_on(current.account(), form.code.data or "", of_request(current.sign_in()))
    except Invalid as refusal:
        problems.show(form, refusal)
        return _page(form), 422
    return render_template("shared/settings/recovery_codes.html", codes=codes)


@blueprint.post("/settings/second-factor/recovery-codes")
@requires(Permission.KEEP_OWN_ACCOUNT)
@fresh_within(JUST_NOW)
def renew_recovery_codes() -> str:
    """New recovery codes; the old ones work no longer."""
    codes = second_factor.renew_recovery_codes(current.account(), of_request(current.sign_in()))
    return render_template("shared/settings/recovery_codes.html", codes=codes)


@blueprint.post("/settings/second-factor/off")
@requires(Permission.KEEP_OWN_ACCOUNT)
@fresh_within(JUST_NOW)
def switch_off() -> ResponseReturnValue:
    """No second step any more, unless the house requires it."""
    if required():
        raise NotAllowed
    second_factor.switch_off(current.account(), of_request(current.sign_in()))
    flash(_("Signing in asks for no code any more."), "success")
    return redirect(url_for("second_factor.show"), SEE_OTHER)


def required() -> bool:
    """True when the house requires the second factor of this person."""
    return current.side() is Side.PROVIDER and provider().staff_need_second_factor


def _page(form: SetupForm) -> str:
    account = current.account()
    on = account.totp_confirmed_at is not None
    secret = account.totp_secret if not on else None
    return render_template(
        "shared/settings/second_factor.html",
        form=form,
        on=on,
        required=required(),
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)) if secret else None,
        picture=qr_code(second_factor.address(account, provider().name)) if secret else None,
        codes_left=second_factor.recovery_codes_left(account) if on else 0,
    )
