"""Who must approve goals on the customer's side."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.people import customer_register
from portal.domain.people.roles import ApprovalPolicy, ContactRole
from portal.internal.forms.customers import ApprovalForm
from portal.policy.permissions import Permission
from portal.queries.internal import customer_page
from portal.queries.internal.customer_page import Access, Person
from portal.web import current
from portal.web.attempt import Attempt
from portal.web.guard import requires

blueprint = Blueprint("approval", __name__)


@blueprint.route("/customers/<customer_key>/approval", methods=["GET", "POST"])
@requires(Permission.KEEP_CONTACTS)
def edit() -> ResponseReturnValue:
    """Choose the policy; it changes who is asked from now on, never what is agreed."""
    customer = current.customer()
    approvers = [person for person in customer_page.people(customer.id) if _can_be_named(person)]
    named = next((person.id for person in approvers if person.named), 0)
    form = ApprovalForm(policy=customer.approval_policy.value, contact=named)
    form.offer({str(person.id): person.name for person in approvers})
    if form.validate_on_submit():
        with Attempt(form):
            policy = ApprovalPolicy(form.policy.data)
            customer_register.set_approval_policy(current.staff(), customer.id, policy, form.contact.data or None)
            flash(_("Saved. From now on goals are approved so."), "success")
            return redirect(url_for("contacts.index"), 303)
    page = render_template("internal/contacts/approval.html", customer=customer, form=form, approvers=approvers)
    return page, 422 if form.is_submitted() else 200


def _can_be_named(person: Person) -> bool:
    return person.role is ContactRole.APPROVER and person.access is not Access.ENDED
