"""The provider's own people: kept by administrators."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.db import db
from portal.domain.errors import Invalid, NotFound
from portal.domain.people import staff_register
from portal.domain.people.staff import StaffMember
from portal.internal.forms.people import StaffForm
from portal.policy.permissions import Permission
from portal.queries.internal import staff
from portal.web import current, paging
from portal.web.attempt import Attempt
from portal.web.guard import requires

blueprint = Blueprint("staff", __name__)


@blueprint.get("/staff")
@requires(Permission.ADMINISTER)
def index() -> str:
    """Everybody who works here, by name."""
    return render_template("internal/staff/index.html", page=staff.page(paging.edge("after")))


@blueprint.route("/staff/new", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def create() -> ResponseReturnValue:
    """Invite a colleague."""
    form = StaffForm()
    if form.validate_on_submit():
        with Attempt(form):
            member = staff_register.invite_staff(current.staff(), form.details())
            flash(_("The invitation goes to %(email)s.", email=member.email), "success")
            return redirect(url_for("staff.index"), 303)
    return render_template("internal/staff/new.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route("/staff/<int:staff_id>/edit", methods=["GET", "POST"])
@requires(Permission.ADMINISTER)
def edit(staff_id: int) -> ResponseReturnValue:
    """A colleague's facts and role."""
    member = _member(staff_id)
    form = StaffForm(obj=member)
    if form.validate_on_submit():
        with Attempt(form):
            staff_register.edit_staff(current.staff(), staff_id, form.details())
            flash(_("Saved."), "success")
            return redirect(url_for("staff.index"), 303)
    page = render_template("internal/staff/edit.html", form=form, member=member)
    return page, 422 if form.is_submitted() else 200


@blueprint.post("/staff/<int:staff_id>/invite")
@requires(Permission.ADMINISTER)
def invite(staff_id: int) -> ResponseReturnValue:
    """Mail the invitation once more."""
    member = staff_register.invite_staff_again(current.staff(), _member(staff_id).id)
    flash(_("The invitation goes to %(email)s.", email=member.email), "success")
    return redirect(url_for("staff.index"), 303)


@blueprint.post("/staff/<int:staff_id>/deactivate")
@requires(Permission.ADMINISTER)
def deactivate(staff_id: int) -> ResponseReturnValue:
    """End a colleague's access at once."""
    member = _member(staff_id)
    try:
        staff_register.deactivate_staff(current.staff(), member.id)
        flash(_("The access of %(name)s has ended.", name=member.name), "success")
    except Invalid as refusal:
        flash(" ".join(_(problem) for problem in refusal.problems.values()), "error")
    return redirect(url_for("staff.index"), 303)


@blueprint.post("/staff/<int:staff_id>/reactivate")
@requires(Permission.ADMINISTER)
def reactivate(staff_id: int) -> ResponseReturnValue:
    """Let a colleague in again."""
    member = staff_register.reactivate_staff(current.staff(), _member(staff_id).id)
    flash(_("%(name)s may come in again.", name=member.name), "success")
    return redirect(url_for("staff.index"), 303)


def _member(staff_id: int) -> StaffMember:
    member = db.session.get(StaffMember, staff_id)
    if member is None:
        raise NotFound
    return member
