"""Where a person goes on after signing in: only to a page of this side."""

from urllib.parse import urlsplit

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.domain.people.sign_in import Arrival, Method
from portal.web import guard

NEXT_KEY = "next"
HALF_WAY_KEY = "second_factor"
SEE_OTHER = 303
HOME = "/"


def own_path(wanted: str | None) -> str:
    """The path when it is one of this side's; the front page for anything that could lead elsewhere."""
    if not wanted or wanted[0] != "/" or "\\" in wanted or not wanted.isprintable():
        return HOME
    parts = urlsplit(wanted)
    return HOME if parts.scheme or parts.netloc or wanted.startswith("//") else wanted


def go_on(wanted: str | None) -> ResponseReturnValue:
    """To the page the person came for."""
    return redirect(request.script_root + own_path(wanted), SEE_OTHER)


def welcome(arrival: Arrival, first: Method, wanted: str | None) -> ResponseReturnValue:
    """After a right first step: in, or to the second step."""
    if arrival.second_factor:
        session[HALF_WAY_KEY] = [arrival.second_factor, first.value, own_path(wanted)]
        return redirect(url_for("sign_in.second_factor"), SEE_OTHER)
    guard.remember(arrival.device_secret)
    return go_on(wanted)
