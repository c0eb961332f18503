"""The page of a mailed link that works no longer: why that may be, and the way to a new one."""

from flask import render_template
from flask.typing import ResponseReturnValue

from portal.db import db

GONE = 410


def link_spent(url: str | None = None, words: str = "") -> ResponseReturnValue:
    """Say so, and offer the next step where there is one; nothing of the request is kept."""
    db.session.rollback()
    return render_template("shared/sign_in/spent.html", next_step_url=url, next_step=words), GONE
