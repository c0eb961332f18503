"""Goals of the joint plan: each on its page, and proposing one of one's own."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.customer import item_page, proposing
from portal.customer.forms.items import GoalForm
from portal.domain.plan.content import ItemKind
from portal.policy.permissions import Permission
from portal.queries.customer import plans
from portal.web import current
from portal.web.form import new_request_key
from portal.web.fresh import fresh
from portal.web.guard import requires

blueprint = Blueprint("goals", __name__)

GOALS = "/c/<customer_key>/plans/<int:plan_number>/goals"


@blueprint.get(f"{GOALS}/<int:number>")
@requires(Permission.SEE_SHARED)
def show(number: int) -> str:
    """One goal."""
    return item_page.show(ItemKind.GOAL, number)


@blueprint.get(f"{GOALS}/new")
@requires(Permission.SEE_SHARED)
def new() -> str:
    """A form for a goal of one's own."""
    return _page(GoalForm())


@blueprint.post(f"{GOALS}/new")
@requires(Permission.TAKE_PART)
@fresh
def propose() -> ResponseReturnValue:
    """Propose the goal to the provider, or suggest it to one's own approvers."""
    form = GoalForm()
    proposed = proposing.propose(form)
    if proposed is None:
        return _page(form), 422
    if proposed.number is None:
        flash(_("Your approvers see the goal now, and can propose it."), "success")
        return redirect(url_for("plans.show"), 303)
    flash(_("Your goal was sent. You see here when it is answered."), "success")
    return redirect(url_for(".show", number=proposed.number), 303)


def _page(form: GoalForm) -> str:
    once = request.form.get("once") or new_request_key()
    head = plans.head(current.plan())
    return render_template("customer/goals/new.html", form=form, once=once, plan=head, focus_page=True)
