"""The joint plan as a whole, and the customer's own section of it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.customer import agenda, marks, readers
from portal.customer.forms.items import SectionForm
from portal.db import db
from portal.domain.errors import EditConflict, Invalid
from portal.domain.plan import drafts
from portal.domain.plan.content import SectionContent, SectionKind
from portal.policy.permissions import Permission
from portal.queries.customer import plans
from portal.queries.customer.shared import SharedSection
from portal.queries.customer.shared_plans import SharedPlan
from portal.web import current
from portal.web.forms import problems
from portal.web.fresh import fresh
from portal.web.guard import requires

blueprint = Blueprint("plans", __name__)

PLAN = "/c/<customer_key>/plans/<int:plan_number>/"
NEXT_FEW = 8
OURS = SectionKind.CUSTOMER_RESPONSIBILITIES


@blueprint.get(PLAN)
@requires(Permission.SEE_SHARED)
def show() -> str:
    """Everything in one read."""
    marks.opened()
    plan = _plan()
    return render_template("customer/plans/show.html", plan=plan, coming=agenda.coming(plan.next_steps, NEXT_FEW))


@blueprint.get(f"{PLAN}responsibilities")
@requires(Permission.SEE_SHARED)
def edit() -> str:
    """The text of the customer's own section."""
    readers.approvers_only()
    section = _ours(_plan())
    return _page(SectionForm(data={"text": section.text if section else ""}), section)


@blueprint.post(f"{PLAN}responsibilities")
@requires(Permission.DECIDE_FOR_CUSTOMER)
@fresh
def write() -> ResponseReturnValue:
    """Put the text into the plan; it is the customer's word and needs nobody's yes."""
    form, section = SectionForm(), _ours(_plan())
    seen = section.shown.fingerprint if section else ""
    if section and section.shown.wording == SectionContent(form.text.data):
        return redirect(url_for(".show"), 303)
    if request.form.get("seen", "") != seen:
        return _page(form, section, stale=True), 409
    try:
        drafts.open_section(current.contact(), current.plan().id, OURS, SectionContent(form.text.data), seen_edits=0)
    except (Invalid, EditConflict) as refusal:
        db.session.rollback()
        if isinstance(refusal, Invalid):
            problems.show(form, refusal)
        return _page(form, section, stale=isinstance(refusal, EditConflict)), 422
    flash(_("Your responsibilities are in the plan now."), "success")
    return redirect(url_for(".show", _anchor="responsibilities"), 303)


def _plan() -> SharedPlan:
    return plans.plan(current.viewer(), current.customer(), current.plan().number)


def _ours(plan: SharedPlan) -> SharedSection | None:
    return next((one for one in plan.sections if one.section is OURS and one.revisions), None)


def _page(form: SectionForm, section: SharedSection | None, *, stale: bool = False) -> str:
    return render_template(
        "customer/plans/responsibilities.html",
        form=form,
        section=section,
        stale=stale,
        plan=plans.head(current.plan()),
        focus_page=True,
    )
