"""Whom to be in the demo, with one click. It exists in the demo alone."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from portal.queries.customer import demo_people
from portal.web import current, one_click
from portal.web.guard import public

blueprint = Blueprint("demo", __name__)


@blueprint.get("/demo")
@public
def show() -> ResponseReturnValue:
    """The people of this side."""
    return render_template(
        "customer/demo.html", people=demo_people.contacts(), other_side=current.config().internal_url + "/demo"
    )


@blueprint.post("/demo/sign-in")
@public
def enter() -> ResponseReturnValue:
    """Sign in as one of them."""
    return one_click.sign_in_as(request.form.get("email", ""))
