"""Where the house requires the second factor, a staff member without one sets it up before anything else."""

from flask import Flask, flash, g, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.people.provider import provider
from portal.web.guard import PUBLIC, permission_of

OPEN_ROOMS = ("second_factor", "sign_in")
OPEN_PAGES = ("settings.theme",)


def install(app: Flask) -> None:
    """Ask after the guard has let the person through."""
    app.before_request(lambda: _ask(app))


def _ask(app: Flask) -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or "account" not in g or permission_of(app, endpoint) == PUBLIC:
        return None
    if g.account.totp_confirmed_at or not provider().staff_need_second_factor:
        return None
    if request.blueprint in OPEN_ROOMS or endpoint in OPEN_PAGES:
        return None
    flash(_("Before anything else, set up the second step of signing in."), "warning")
    return redirect(url_for("second_factor.show"), 303)
