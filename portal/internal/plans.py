"""Plans: the editor, a new plan, the list of all that one may see, and closing one."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal import clock
from portal.domain.plan import agreement
from portal.domain.plan import plans as plan_rules
from portal.domain.plan.plans import PlanState
from portal.internal.forms.plans import CloseForm, PlanForm
from portal.policy.permissions import Permission
from portal.queries.internal import plans
from portal.web import current, paging
from portal.web.attempt import Attempt
from portal.web.fresh import fresh
from portal.web.guard import requires

blueprint = Blueprint("plans", __name__)
PLAN = "/customers/<customer_key>/plans/<int:plan_number>/"


@blueprint.get(PLAN)
@requires(Permission.SEE_CUSTOMER)
def show() -> str:
    """The plan editor."""
    return render_template("internal/plans/show.html", editor=plans.editor(current.staff(), current.plan()), place=None)


@blueprint.route("/customers/<customer_key>/plans/new", methods=["GET", "POST"])
@requires(Permission.WRITE_PLAN)
def create() -> ResponseReturnValue:
    """A new plan for the customer."""
    starts_on, ends_on = plan_rules.coming_year(clock.today())
    form = PlanForm(data={"starts_on": starts_on, "ends_on": ends_on})
    if form.validate_on_submit():
        with Attempt(form):
            plan = plan_rules.create_plan(
                current.staff(), current.customer().id, form.starts_on.data, form.ends_on.data, form.title.data
            )
            return redirect(url_for("plans.show", plan_number=plan.number), 303)
    return render_template("internal/plans/new.html", form=form), 422 if form.is_submitted() else 200


@blueprint.get("/plans")
@requires(Permission.USE_INTERNAL_SIDE)
def index() -> str:
    """Every plan that one may see, newest first."""
    states = {state.value: state for state in PlanState}
    chosen = states.get(request.args.get("state", ""))
    page = plans.plan_list(current.staff(), chosen, before=paging.edge("before"), after=paging.edge("after"))
    counts = plans.plans_by_state(current.staff())
    return render_template("internal/plans/index.html", page=page, chosen=chosen, counts=counts, states=states)


@blueprint.route(f"{PLAN}close", methods=["GET", "POST"])
@requires(Permission.CLOSE_PLAN)
@fresh
def close() -> ResponseReturnValue:
    """End the plan, with the reason."""
    form = CloseForm()
    if form.validate_on_submit():
        with Attempt(form):
            agreement.close_plan(current.staff(), current.plan().id, form.words.data)
            flash(_("The plan is closed. Nothing opens in it any more."), "success")
            return redirect(url_for("plans.show"), 303)
    return render_template("internal/plans/close.html", form=form), 422 if form.is_submitted() else 200
