"""Whom to be in the demo, with one click. It exists in the demo alone."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.domain.errors import NotFound
from portal.domain.people import accounts, sign_in
from portal.domain.people.sign_in import Method
from portal.queries.internal import demo_people
from portal.web import current
from portal.web.circumstances import of_request
from portal.web.guard import public
from portal.web.returning import welcome

blueprint = Blueprint("demo", __name__)


@blueprint.get("/demo")
@public
def show() -> ResponseReturnValue:
    """The people of this side."""
    return render_template(
        "internal/demo.html", people=demo_people.colleagues(), other_side=current.config().customer_url + "/demo"
    )


@blueprint.post("/demo/sign-in")
@public
def enter() -> ResponseReturnValue:
    """Sign in as one of them."""
    account = accounts.by_email(current.side(), request.form.get("email", ""))
    if account is None:
        raise NotFound
    arrival = sign_in.arrive(current.token_key(), account, Method.PASSWORD, of_request())
    return welcome(arrival, Method.PASSWORD, None)
