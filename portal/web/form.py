"""The base of every form, and the key that lets a form sent twice have one effect."""

import hashlib
import secrets

from flask import request
from flask_wtf import FlaskForm

from portal.domain.canonical import canonical


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A form of either side; `portal.web.forms.problems` shows in it what a rule refused."""


def new_request_key() -> str:
    """What a form carries so that sending it twice has one effect; `token(once=…)` puts it there."""
    return secrets.token_urlsafe(16)


def request_key() -> str | None:
    """The key of this POST: the form's own, bound to what was sent, so that other words from the same page count."""
    once = request.form.get("once")
    if not once:
        return None
    sent = sorted((name, value) for name, value in request.form.items(multi=True) if name != "csrf_token")
    return hashlib.sha256(canonical([request.path, sent]).encode()).hexdigest()
