"""Domain errors become statuses and pages here, and nowhere else."""

import secrets

from flask import Flask, g, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as NoConnectionFree
from werkzeug.exceptions import HTTPException

from portal.db import db
from portal.domain.errors import (
    EditConflict,
    IllegalTransition,
    Invalid,
    LockedOut,
    NotAllowed,
    NotFound,
    StaleRevision,
)

STATUSES: dict[type[Exception], int] = {
    NotFound: 404,
    IllegalTransition: 409,
    StaleRevision: 409,
    EditConflict: 409,
    Invalid: 422,
    LockedOut: 429,
    CSRFError: 400,
}
PAGES = frozenset({400, 403, 404, 405, 409, 413, 422, 429, 500, 503})


def page(status: int, detail: str = "") -> ResponseReturnValue:
    """The page of a status; written without the database, which may be what failed."""
    db.session.rollback()
    g.failed = True
    shown = status if status in PAGES else 400 if status < 500 else 500
    reference = secrets.token_hex(4) if shown == 500 else ""
    html = render_template(
        f"shared/errors/{shown}.html",
        detail=detail,
        home_url=request.script_root + "/",
        back_url=None,
        reference=reference,
    )
    return html, status


def install(app: Flask) -> None:
    """Answer every error with its page."""
    refused = 403 if app.name.endswith("internal") else 404

    @app.errorhandler(HTTPException)
    def on_http_error(error: HTTPException) -> ResponseReturnValue:
        if error.code is None or error.code < 400:
            return error  # a redirect that the router raised
        return page(error.code)

    @app.errorhandler(NotAllowed)
    def on_refusal(_error: NotAllowed) -> ResponseReturnValue:
        return page(refused)

    @app.errorhandler(NoConnectionFree)
    @app.errorhandler(OperationalError)
    def on_database_away(error: OperationalError | NoConnectionFree) -> ResponseReturnValue:
        app.logger.error("the database did not answer", exc_info=error)
        return page(503)

    @app.errorhandler(500)
    def on_failure(_error: Exception) -> ResponseReturnValue:
        return page(500)

    for kind, status in STATUSES.items():
        app.register_error_handler(kind, _answer(status))


def _answer(status: int):  # type: ignore[no-untyped-def]  # Flask's handler type is any callable
    def answer(error: Exception) -> ResponseReturnValue:
        detail = (
            " ".join(_(problem, **error.values) for problem in error.problems.values())
            if isinstance(error, Invalid)
            else ""
        )
        return page(status, detail)

    return answer
