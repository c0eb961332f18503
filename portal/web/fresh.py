"""Fresh sign-in before an act that binds: who signed in long ago proves again who they are, and loses nothing typed.

The page that asks carries every field of the form that was sent, and sends them again together with the proof.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from functools import wraps
from typing import Any, Final

from flask import g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.domain.errors import LockedOut
from portal.domain.people import mailed_links, sign_in
from portal.domain.people.contacts import ContactAccount
from portal.domain.people.sessions import SignIn
from portal.web import current
from portal.web.circumstances import of_request
from portal.web.guard import SAFE_METHODS, View, sent_form
from portal.web.locked import locked_words

FRESH_FOR: Final = timedelta(hours=12)
PASSWORD, CODE, LINK = "fresh_password", "fresh_code", "fresh_link"


def fresh(view: View) -> View:
    """This POST needs a sign-in of the last twelve hours. Stands between `requires` and the view."""
    return fresh_within(FRESH_FOR)(view)


def fresh_within(lasts: timedelta) -> Callable[[View], View]:
    """This POST needs a sign-in as fresh as that."""

    def decorate(view: View) -> View:
        @wraps(view)
        def checked(*args: Any, **kwargs: Any) -> ResponseReturnValue:
            device = current.sign_in()
            if device is None or request.method in SAFE_METHODS or clock.now() - device.authenticated_at < lasts:
                answer: ResponseReturnValue = view(*args, **kwargs)
                return answer
            problem = _prove(device)
            if problem is not None:
                return _ask(problem)
            g.person = replace(g.person, circumstances=of_request(device))
            return checked(*args, **kwargs)

        return checked

    return decorate


def _prove(device: SignIn) -> str | None:
    """Take the proof that came with the form. None when it is right, else what to say; empty when none came."""
    given, account, key = request.form, current.account(), current.token_key()
    try:
        if PASSWORD in given and account.password_hash:
            right = sign_in.confirm_password(key, account, device, given[PASSWORD], of_request(device))
            return None if right else _("This is not your password.")
        if CODE in given and account.totp_confirmed_at:
            right = sign_in.confirm_code(key, account, device, given[CODE], of_request(device))
            return None if right else _("This code is not right. Codes change every 30 seconds; each works once.")
    except LockedOut as locked:
        return locked_words(locked)
    return ""


def _ask(problem: str) -> ResponseReturnValue:
    account = current.account()
    mailed = LINK in request.form and isinstance(account, ContactAccount)
    if mailed:
        mailed_links.request_sign_in_link(account.email, of_request(current.sign_in()))
    page = render_template(
        "shared/sign_in/again.html",
        **sent_form(PASSWORD, CODE, LINK),
        email=account.email,
        problem=problem,
        mailed=mailed,
        by_password=account.password_hash is not None,
        by_code=account.password_hash is None and account.totp_confirmed_at is not None,
        by_link=isinstance(account, ContactAccount),
    )
    answer = make_response(page, 422)
    answer.headers["HX-Retarget"], answer.headers["HX-Reswap"] = "body", "innerHTML"
    return answer
