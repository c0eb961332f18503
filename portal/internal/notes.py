"""Internal notes about a customer."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.domain.insight.notes import write_note
from portal.internal.customers import page_of_customer
from portal.internal.forms.notes import NoteForm
from portal.policy.permissions import Permission
from portal.web import current
from portal.web.attempt import Attempt
from portal.web.guard import requires

blueprint = Blueprint("notes", __name__)


@blueprint.post("/customers/<customer_key>/notes")
@requires(Permission.DRAFT_IN_PLAN)
def create() -> ResponseReturnValue:
    """Write a note; one that is refused stands in the form again."""
    form = NoteForm()
    if form.validate():
        with Attempt(form):
            write_note(current.staff(), current.customer().id, form.text.data)
            return redirect(url_for("customers.show") + "#notes", 303)
    return page_of_customer(form), 422
