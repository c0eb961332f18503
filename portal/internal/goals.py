"""Goals in the plan editor: added, edited in their place, saved while they are written."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from portal.domain.plan import drafts
from portal.domain.plan.content import GoalContent, ItemKind
from portal.internal import drafting, editing
from portal.internal.editing import Place
from portal.internal.forms.drafts import GoalForm
from portal.policy.permissions import Permission
from portal.queries.internal import plans
from portal.queries.internal.plan_items import PlanItem
from portal.web import current
from portal.web.form import request_key
from portal.web.guard import requires

blueprint = Blueprint("goals", __name__)
DRAFT = "/customers/<customer_key>/plans/<int:plan_number>/goals/drafts/<int:item_id>"


@blueprint.post("/customers/<customer_key>/plans/<int:plan_number>/goals/new")
@requires(Permission.DRAFT_IN_PLAN)
def create() -> ResponseReturnValue:
    """An empty goal to write into."""
    draft = drafts.draft_item(current.staff(), current.plan().id, GoalContent(title=""), request_key=request_key())
    return redirect(url_for("goals.edit", item_id=draft.item_id, _anchor=f"item-{draft.item_id}"), 303)


@blueprint.get(DRAFT)
@requires(Permission.DRAFT_IN_PLAN)
def edit(item_id: int) -> ResponseReturnValue:
    """The goal's form, in its place."""
    item = drafting.item(item_id, ItemKind.GOAL)
    form = GoalForm(formdata=None, data=drafting.typed(item))
    form.offer(plans.people(current.customer().id), item)
    return editing.writing(_place(item), form)


@blueprint.post(DRAFT)
@requires(Permission.DRAFT_IN_PLAN)
def save(item_id: int) -> ResponseReturnValue:
    """What was typed."""
    item, form = drafting.item(item_id, ItemKind.GOAL), GoalForm()
    form.offer(plans.people(current.customer().id), item)
    return editing.save(
        _place(item),
        form,
        lambda: drafting.write(item, form.content(), form.seen_edits, form.owners),
        lambda: drafting.theirs(item_id, form.content()),
    )


def _place(item: PlanItem) -> Place:
    return Place(
        f"item-{item.id}",
        "internal/goals/_goal.html",
        "internal/goals/_form.html",
        lambda: {"item": drafting.item(item.id, ItemKind.GOAL)},
    )
