"""The front page of one customer: what waits for me, what happens next, what have we agreed."""

from flask import Blueprint, render_template

from portal.customer import agenda
from portal.customer.wording import heading
from portal.policy.permissions import Permission
from portal.queries.customer import plans
from portal.web import current
from portal.web.guard import requires

blueprint = Blueprint("home", __name__)

NEXT_FEW = 5


@blueprint.get("/c/<customer_key>/")
@requires(Permission.SEE_SHARED)
def show() -> str:
    """Three questions, answered in order."""
    viewer, customer = current.viewer(), current.customer()
    running = plans.running(viewer, customer) or plans.plans(viewer, customer)[:1]
    steps = [(plan, step) for plan in running for step in plan.next_steps]
    coming = agenda.coming((step for _plan, step in steps), NEXT_FEW)
    of = {id(step): plan.head for plan, step in steps}
    return render_template(
        "customer/home/show.html",
        heading=heading(running),
        plans=running,
        coming=[(of[id(step)], step) for step in coming],
    )
