"""The segment in which a customer stands."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.care.segments import put_into_segment
from portal.internal.forms.customers import SegmentForm
from portal.policy.permissions import Permission
from portal.queries.internal import customer_page, customers
from portal.web import current
from portal.web.attempt import Attempt
from portal.web.guard import requires

blueprint = Blueprint("segments", __name__)


@blueprint.route("/customers/<customer_key>/segment", methods=["GET", "POST"])
@requires(Permission.KEEP_CONTACTS)
def edit() -> ResponseReturnValue:
    """Put the customer into another segment, with the reason."""
    customer = current.customer()
    standing = customer_page.standing(customer.id)
    form = SegmentForm(segment=standing.segment_id if standing else 0, reason=standing.reason if standing else "")
    segments = customers.choices(current.staff()).segments
    form.segment.choices = {"0": _("No segment")} | {str(number): name for number, name in segments}
    if form.validate_on_submit():
        with Attempt(form):
            put_into_segment(current.staff(), customer.id, form.segment.data or None, form.reason.data or "")
            return redirect(url_for("customers.show") + "#standing", 303)
    page = render_template("internal/customers/segment.html", customer=customer, form=form)
    return page, 422 if form.is_submitted() else 200
