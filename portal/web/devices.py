"""Where one is signed in, on either side, and signing other devices out."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from flask import Blueprint, flash, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.errors import NotFound
from portal.domain.people import accounts, sessions, sign_in
from portal.domain.people.sessions import SignIn
from portal.policy.permissions import Permission
from portal.web import current
from portal.web.circumstances import of_request
from portal.web.guard import requires
from portal.web.returning import SEE_OTHER

BROWSERS: Final = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
SYSTEMS: Final = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)

blueprint = Blueprint("devices", __name__)


@dataclass(frozen=True)
class Device:
    """One signed-in device, as its owner knows it again."""

    id: int
    browser: str
    system: str
    address: str
    since: datetime
    seen: datetime
    here: bool


@blueprint.get("/settings/devices")
@requires(Permission.KEEP_OWN_ACCOUNT)
def index() -> str:
    """Every device, the one in use first."""
    found = [_device(row) for row in sessions.devices(**accounts.owner(current.account()))]
    return render_template("shared/settings/devices.html", devices=sorted(found, key=lambda device: not device.here))


@blueprint.post("/settings/devices/<int:number>/sign-out")
@requires(Permission.KEEP_OWN_ACCOUNT)
def end(number: int) -> ResponseReturnValue:
    """Sign one device out; this one too, if it is the one."""
    device = current.sign_in()
    if not sign_in.sign_out(current.account(), number, of_request(device)):
        raise NotFound
    if device is not None and device.id == number:
        session.clear()
        return redirect(url_for("sign_in.show"), SEE_OTHER)
    flash(_("The device has been signed out."), "success")
    return redirect(url_for("devices.index"), SEE_OTHER)


@blueprint.post("/settings/devices/sign-out-others")
@requires(Permission.KEEP_OWN_ACCOUNT)
def end_others() -> ResponseReturnValue:
    """Sign every device out but the one in use."""
    sign_in.sign_out_others(current.account(), current.device().id, of_request(current.sign_in()))
    flash(_("Every other device has been signed out."), "success")
    return redirect(url_for("devices.index"), SEE_OTHER)


def _device(row: SignIn) -> Device:
    return Device(
        id=row.id,
        browser=_named(row.browser, BROWSERS),
        system=_named(row.browser, SYSTEMS),
        address=row.address,
        since=row.created_at,
        seen=row.seen_at,
        here=row.id == current.device().id,
    )


def _named(browser: str, names: tuple[tuple[str, str], ...]) -> str:
    """The plain name in what a browser says of itself; empty when it is none of the usual ones."""
    return next((name for sign, name in names if sign in browser), "")
