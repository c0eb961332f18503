"""The account team of a customer."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.people import account_team
from portal.domain.people.assignments import Assignment
from portal.internal.forms.people import AssignmentForm, NewAssignmentForm
from portal.policy.permissions import Permission
from portal.queries.internal import staff
from portal.web import current
from portal.web.attempt import Attempt
from portal.web.guard import requires

blueprint = Blueprint("assignments", __name__)
TEAM = "/customers/<customer_key>/team/"


@blueprint.route(f"{TEAM}new", methods=["GET", "POST"])
@requires(Permission.KEEP_TEAM)
def create() -> ResponseReturnValue:
    """Put a colleague on the team."""
    form = NewAssignmentForm()
    form.offer(staff.not_on_team(current.customer().id))
    if form.validate_on_submit():
        with Attempt(form):
            account_team.assign(
                current.staff(), current.customer().id, form.staff.data, form.chosen(), form.duty.data or ""
            )
            return redirect(url_for("contacts.index") + "#team", 303)
    page = render_template("internal/team/new.html", customer=current.customer(), form=form)
    return page, 422 if form.is_submitted() else 200


@blueprint.route(f"{TEAM}<int:assignment_id>/edit", methods=["GET", "POST"])
@requires(Permission.KEEP_TEAM)
def edit(assignment_id: int) -> ResponseReturnValue:
    """A colleague's part on the team."""
    place = _assignment(assignment_id)
    form = AssignmentForm(role=place.role.value, duty=place.duty)
    if form.validate_on_submit():
        with Attempt(form):
            account_team.change_assignment(current.staff(), place.id, form.chosen(), form.duty.data or "")
            flash(_("Saved."), "success")
            return redirect(url_for("contacts.index") + "#team", 303)
    page = render_template("internal/team/edit.html", customer=current.customer(), form=form, place=place)
    return page, 422 if form.is_submitted() else 200


@blueprint.post(f"{TEAM}<int:assignment_id>/end")
@requires(Permission.KEEP_TEAM)
def end(assignment_id: int) -> ResponseReturnValue:
    """Take the colleague off the team."""
    place = _assignment(assignment_id)
    name = place.staff.name
    account_team.end_assignment(current.staff(), place.id)
    flash(_("%(name)s is no longer on the account team.", name=name), "success")
    return redirect(url_for("contacts.index") + "#team", 303)


def _assignment(assignment_id: int) -> Assignment:
    """The place on this customer's team. Raises NotFound."""
    found = db.session.get(Assignment, assignment_id)
    if found is None or found.customer_id != current.customer().id:
        raise NotFound
    return found
