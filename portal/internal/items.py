"""What is done to any item of a plan where it stands, without a form of its own."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.plan import carrying_out, drafts
from portal.domain.plan.content import ItemKind
from portal.domain.plan.items import Item, Progress, Revision
from portal.internal import negotiation
from portal.internal.decisions import back_to
from portal.internal.editing import wants_fragment
from portal.internal.forms.answers import OwnerForm, ReasonForm, WordsForm
from portal.policy.permissions import Permission
from portal.queries.internal import plan_items, plans
from portal.queries.internal.negotiation import Act
from portal.web import current
from portal.web.attempt import Attempt
from portal.web.form import Form, request_key
from portal.web.guard import requires

blueprint = Blueprint("items", __name__)
PLAN = "/customers/<customer_key>/plans/<int:plan_number>"
LISTS = {ItemKind.GOAL: "internal/plans/_goal_list.html", ItemKind.NEXT_STEP: "internal/plans/_next_step_list.html"}


@blueprint.post(f"{PLAN}/items/<int:item_id>/move")
@requires(Permission.WRITE_PLAN)
def move(item_id: int) -> ResponseReturnValue:
    """One place up or down."""
    ensure_of_plan(item_id)
    offset = -1 if request.form.get("offset") == "-1" else 1
    kind = carrying_out.move_item(current.staff(), item_id, offset).kind
    if not wants_fragment() or kind not in LISTS:
        return redirect(url_for("plans.show", _anchor=f"item-{item_id}"), 303)
    editor = plans.editor(current.staff(), current.plan())
    return render_template(LISTS[kind], editor=editor, place=None, moved=item_id)


@blueprint.post(f"{PLAN}/drafts/<int:revision_id>/discard")
@requires(Permission.DRAFT_IN_PLAN)
def discard(revision_id: int) -> ResponseReturnValue:
    """Throw a draft away."""
    ensure_of_plan(_item_id(revision_id))
    drafts.discard(current.staff(), revision_id)
    flash(_("The draft is removed. Nobody outside has seen it."), "success")
    return redirect(url_for("plans.show"), 303)


@blueprint.post(f"{PLAN}/drafts/<int:revision_id>/renew")
@requires(Permission.DRAFT_IN_PLAN)
def renew(revision_id: int) -> ResponseReturnValue:
    """Keep a draft on top of what was proposed since it was begun."""
    item_id = _item_id(revision_id)
    ensure_of_plan(item_id)
    drafts.renew(current.staff(), revision_id, request.form.get("seen", 0, type=int))
    flash(_("Your draft now stands on top of the newest proposal."), "success")
    return redirect(url_for("plans.show", _anchor=f"item-{item_id}"), 303)


@blueprint.post(f"{PLAN}/items/<int:item_id>/comment")
@requires(Permission.DRAFT_IN_PLAN)
def comment(item_id: int) -> ResponseReturnValue:
    """Say something to the customer about the item."""
    form = WordsForm()
    return _carry_out(
        Act.COMMENT,
        form,
        item_id,
        lambda: carrying_out.comment(current.staff(), item_id, form.words.data, request_key=request_key()),
    )


@blueprint.post(f"{PLAN}/items/<int:item_id>/owner")
@requires(Permission.DECIDE_FOR_PROVIDER)
def own(item_id: int) -> ResponseReturnValue:
    """Make somebody of us responsible."""
    item, form = plan_items.item_of(current.staff(), current.plan(), item_id), OwnerForm()
    form.offer(plans.people(current.customer().id), item)
    return _carry_out(
        Act.OWN, form, item_id, lambda: carrying_out.set_owner(current.staff(), item_id, form.person.data)
    )


@blueprint.post(f"{PLAN}/items/<int:item_id>/progress")
@requires(Permission.DRAFT_IN_PLAN)
def report(item_id: int) -> ResponseReturnValue:
    """Done, blocked, or taken up again."""
    form, progress = ReasonForm(), request.form.get("progress", "")
    verbs = {
        Progress.DONE: lambda: carrying_out.mark_done(current.staff(), item_id),
        Progress.BLOCKED: lambda: carrying_out.mark_blocked(current.staff(), item_id, form.words.data),
        Progress.OPEN: lambda: carrying_out.reopen(current.staff(), item_id, form.words.data),
    }
    if progress not in set(Progress):
        raise NotFound
    act = Act.REOPEN if progress == Progress.OPEN else Act.REPORT
    return _carry_out(act, form, item_id, verbs[Progress(progress)])


def _carry_out(act: Act, form: Form, item_id: int, do: Callable[[], object]) -> ResponseReturnValue:
    ensure_of_plan(item_id)
    if form.validate():
        with Attempt(form):
            do()
            flash(_("Saved."), "success")
            return back_to(item_id)
    return negotiation.page(item_id, {act: form}, status=422)


def ensure_of_plan(item_id: int) -> None:
    """Raises NotFound for an item of another plan than the one in the address."""
    item = db.session.get(Item, item_id)
    if item is None or item.plan_id != current.plan().id:
        raise NotFound


def _item_id(revision_id: int) -> int:
    revision = db.session.get(Revision, revision_id)
    if revision is None:
        raise NotFound
    return revision.item_id
