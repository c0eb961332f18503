"""Next steps of both sides: by month, each on its page, done or blocked in words, and new ones."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.customer import agenda, answering, item_page, proposing
from portal.customer.forms.items import NextStepForm, WordsForm
from portal.customer.item_page import Trial
from portal.domain.people.provider import provider
from portal.domain.plan import carrying_out
from portal.domain.plan.content import ItemKind
from portal.policy.permissions import Permission
from portal.queries.customer import plans
from portal.web import current
from portal.web.form import new_request_key
from portal.web.fresh import fresh
from portal.web.guard import requires

blueprint = Blueprint("next_steps", __name__)

STEPS = "/c/<customer_key>/plans/<int:plan_number>/next-steps"
PATH = item_page.PATHS[ItemKind.NEXT_STEP]


@blueprint.get(STEPS)
@requires(Permission.SEE_SHARED)
def index() -> str:
    """Everything that both sides have promised, by month."""
    plan = plans.plan(current.viewer(), current.customer(), current.plan().number)
    return render_template("customer/next_steps/index.html", plan=plan, months=agenda.months(plan.next_steps))


@blueprint.get(f"{STEPS}/<int:number>")
@requires(Permission.SEE_SHARED)
def show(number: int) -> str:
    """One next step."""
    return item_page.show(ItemKind.NEXT_STEP, number)


@blueprint.get(f"{STEPS}/new")
@requires(Permission.SEE_SHARED)
def new() -> str:
    """A form for a promise of ours, or something asked of the provider."""
    form = NextStepForm()
    form.goal.data = request.args.get("goal", 0, int)
    return _page(form)


@blueprint.post(f"{STEPS}/new")
@requires(Permission.TAKE_PART)
@fresh
def propose() -> ResponseReturnValue:
    """Promise it, ask it of the provider, or suggest it to one's own approvers."""
    form = NextStepForm()
    plan = plans.plan(current.viewer(), current.customer(), current.plan().number)
    goal = next((goal for goal in plan.going_on if goal.number == form.goal.data), None)
    proposed = proposing.propose(form, goal_id=goal.id if goal else None)
    if proposed is None:
        return _page(form), 422
    if proposed.number is None:
        flash(_("Your approvers see the next step now, and can send it."), "success")
        return redirect(url_for("plans.show"), 303)
    flash(_("The next step was sent."), "success")
    return redirect(url_for(".show", number=proposed.number), 303)


@blueprint.post(f"{STEPS}/<int:number>/done")
@requires(Permission.TAKE_PART)
def done(number: int) -> ResponseReturnValue:
    """Say that a step of ours is done."""
    item_id = _item_id(number)
    refused = answering.attempt(PATH, number, Trial("done"), lambda: carrying_out.mark_done(current.contact(), item_id))
    return refused or _back(number, _("Marked as done."))


@blueprint.post(f"{STEPS}/<int:number>/blocked")
@requires(Permission.TAKE_PART)
def blocked(number: int) -> ResponseReturnValue:
    """Say what blocks a step of ours."""
    form, item_id = WordsForm("blocked"), _item_id(number)
    refused = answering.attempt(
        PATH,
        number,
        Trial("blocked", form),
        lambda: carrying_out.mark_blocked(current.contact(), item_id, form.words.data),
    )
    return refused or _back(number, _("The other side sees what blocks it."))


@blueprint.post(f"{STEPS}/<int:number>/reopen")
@requires(Permission.TAKE_PART)
def reopen(number: int) -> ResponseReturnValue:
    """Take *done* or *blocked* back; a step of the other side needs words for it."""
    form, item_id = WordsForm("reopen"), _item_id(number)
    refused = answering.attempt(
        PATH, number, Trial("reopen", form), lambda: carrying_out.reopen(current.contact(), item_id, form.words.data)
    )
    return refused or _back(number, _("It is open again."))


def _item_id(number: int) -> int:
    item, _related = plans.item(current.viewer(), current.customer(), current.plan(), ItemKind.NEXT_STEP, number)
    return item.id


def _back(number: int, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for(".show", number=number), 303)


def _page(form: NextStepForm) -> str:
    plan = plans.plan(current.viewer(), current.customer(), current.plan().number)
    form.name_sides(provider().name, current.customer().name)
    form.name_goals([(goal.number or 0, goal.title) for goal in plan.going_on])
    once = request.form.get("once") or new_request_key()
    return render_template("customer/next_steps/new.html", form=form, once=once, plan=plan.head, focus_page=True)
