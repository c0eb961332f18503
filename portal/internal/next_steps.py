"""Next steps in the plan editor: added, edited in their place, saved while they are written."""

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from portal.domain.people.sides import Side
from portal.domain.plan import drafts
from portal.domain.plan.content import ItemKind, NextStepContent
from portal.domain.plan.drafts import Owners
from portal.internal import drafting, editing
from portal.internal.editing import Place
from portal.internal.forms.drafts import NextStepForm
from portal.policy.permissions import Permission
from portal.queries.internal import plan_items, plans
from portal.queries.internal.plan_items import PlanItem
from portal.web import current
from portal.web.form import request_key
from portal.web.guard import requires

blueprint = Blueprint("next_steps", __name__)
DRAFT = "/customers/<customer_key>/plans/<int:plan_number>/next-steps/drafts/<int:item_id>"


@blueprint.post("/customers/<customer_key>/plans/<int:plan_number>/next-steps/new")
@requires(Permission.DRAFT_IN_PLAN)
def create() -> ResponseReturnValue:
    """An empty next step to write into, on a goal where one is given."""
    actor, plan = current.staff(), current.plan()
    draft = drafts.draft_item(
        actor,
        plan.id,
        NextStepContent(title="", side=Side.PROVIDER),
        goal_id=request.form.get("goal", type=int),
        owners=Owners(staff_id=actor.staff_id if plan.customer_id in actor.assignments else None),
        request_key=request_key(),
    )
    return redirect(url_for("next_steps.edit", item_id=draft.item_id, _anchor=f"item-{draft.item_id}"), 303)


@blueprint.get(DRAFT)
@requires(Permission.DRAFT_IN_PLAN)
def edit(item_id: int) -> ResponseReturnValue:
    """The next step's form, in its place."""
    item = drafting.item(item_id, ItemKind.NEXT_STEP)
    form = NextStepForm(formdata=None, data=drafting.typed(item))
    _offer(form, item)
    return editing.writing(_place(item), form)


@blueprint.post(DRAFT)
@requires(Permission.DRAFT_IN_PLAN)
def save(item_id: int) -> ResponseReturnValue:
    """What was typed."""
    item, form = drafting.item(item_id, ItemKind.NEXT_STEP), NextStepForm()
    _offer(form, item)
    return editing.save(
        _place(item),
        form,
        lambda: drafting.write(item, form.content(), form.seen_edits, form.owners, form.goal.data),
        lambda: drafting.theirs(item_id, form.content()),
    )


def _offer(form: NextStepForm, item: PlanItem) -> None:
    form.offer(plans.people(current.customer().id), item)
    items = plan_items.items_of(current.staff(), current.plan())
    form.offer_goals([goal for goal in items if goal.kind is ItemKind.GOAL])


def _place(item: PlanItem) -> Place:
    return Place(
        f"item-{item.id}",
        "internal/next_steps/_next_step.html",
        "internal/next_steps/_form.html",
        lambda: {"item": drafting.item(item.id, ItemKind.NEXT_STEP)},
    )
