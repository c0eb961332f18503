"""The base of every form, and the key that lets a form sent twice have one effect."""

import secrets

from flask_wtf import FlaskForm


class Form(FlaskForm):  # type: ignore[misc]  # flask-wtf has no types
    """A form of either side; `portal.web.forms.problems` shows in it what a rule refused."""


def new_request_key() -> str:
    """What a form carries so that sending it twice has one effect; `token(once=…)` puts it there."""
    return secrets.token_urlsafe(16)
