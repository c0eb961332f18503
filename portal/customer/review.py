"""Review: what waits for the reader, and saying yes to several things at once, after seeing exactly what they are."""

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.customer import marks, readers
from portal.customer.answering import tell_version
from portal.customer.wording import things
from portal.db import db
from portal.domain.errors import IllegalTransition, NotFound, StaleRevision
from portal.domain.plan import agreement
from portal.domain.plan.content import ItemKind
from portal.policy.permissions import Permission
from portal.queries.customer import plans
from portal.queries.customer.shared import Act, SharedItem
from portal.queries.customer.shared_plans import SharedPlan
from portal.web import current
from portal.web.form import new_request_key, request_key
from portal.web.fresh import fresh
from portal.web.guard import requires

blueprint = Blueprint("review", __name__)

REVIEW = "/c/<customer_key>/plans/<int:plan_number>/review"
MOST_AT_ONCE = 500
ANSWERABLE = (ItemKind.GOAL, ItemKind.NEXT_STEP)

Picked = tuple[ItemKind, int, int, str]
"""Kind and number of an item, its revision's number, and the fingerprint that was seen."""


@blueprint.get(REVIEW)
@requires(Permission.SEE_SHARED)
def show() -> str:
    """What waits for the reader, and the other goals."""
    marks.opened()
    plan = _plan()
    return render_template("customer/review/show.html", plan=plan, waiting=plan.waiting, approvable=_approvable(plan))


@blueprint.get(f"{REVIEW}/check")
@requires(Permission.SEE_SHARED)
def check() -> ResponseReturnValue:
    """Exactly what is approved; `goals` and `steps` in the address narrow it."""
    readers.approvers_only()
    items = _approvable(_plan())
    goals, steps = _numbers("goals"), _numbers("steps")
    if goals or steps:
        wanted = {(ItemKind.GOAL, one) for one in goals} | {(ItemKind.NEXT_STEP, one) for one in steps}
        items = [item for item in items if (item.kind, item.number) in wanted]
    if not items:
        return redirect(url_for(".show"))
    return _check_page(items)


@blueprint.post(f"{REVIEW}/approve")
@requires(Permission.DECIDE_FOR_CUSTOMER)
@fresh
def approve() -> ResponseReturnValue:
    """Say yes to all of it, or, when one thing is otherwise by now, to nothing."""
    picked, once = _picked(), request_key()
    plan = _plan()
    try:
        outcomes = [_approve(plan, one, f"{once}:{one[0].value}:{one[1]}" if once else None) for one in picked]
    except (StaleRevision, IllegalTransition):
        db.session.rollback()
        return _stale(picked)
    approved = [one[0] for one in picked]
    flash(_("You approved %(things)s.", things=things(approved)), "success")
    for version in (outcome.version for outcome in outcomes if outcome.version is not None):
        tell_version(version)
    return redirect(url_for(".show"), 303)


def _approve(plan: SharedPlan, picked: Picked, once: str | None) -> agreement.Outcome:
    kind, number, revision_number, fingerprint = picked
    item = next((one for one in plan.items if (one.kind, one.number) == (kind, number)), None)
    if item is None:
        raise NotFound
    revision = next((one for one in item.revisions if one.number == revision_number), None)
    if revision is None:
        raise StaleRevision(item.id)
    return agreement.approve(current.contact(), revision.id, fingerprint, request_key=once)


def _stale(picked: list[Picked]) -> ResponseReturnValue:
    """What is otherwise now, word by word, and the chance to decide anew."""
    seen = {(kind, number): fingerprint for kind, number, _revision, fingerprint in picked}
    items = [item for item in _plan().items if (item.kind, item.number or 0) in seen]
    return _check_page(items, seen=seen), 409


def _check_page(items: list[SharedItem], seen: dict[tuple[ItemKind, int], str] | None = None) -> str:
    answerable = [item for item in items if Act.APPROVE in item.acts]
    return render_template(
        "customer/review/check.html",
        plan=plans.head(current.plan()),
        items=items,
        approvable=answerable,
        seen=seen or {},
        once=new_request_key(),
        signed_in=current.sign_in(),
        email=readers.email(),
        name=current.viewer().name,
        focus_page=True,
    )


def _plan() -> SharedPlan:
    return plans.plan(current.viewer(), current.customer(), current.plan().number)


def _approvable(plan: SharedPlan) -> list[SharedItem]:
    return [item for item in plan.waiting if Act.APPROVE in item.acts]


def _numbers(name: str) -> list[int]:
    return [int(one) for one in request.args.get(name, "").split(",") if one.isdecimal() and len(one) < 10]


def _picked() -> list[Picked]:
    found = [_parse(value) for value in request.form.getlist("item")[:MOST_AT_ONCE]]
    if not found:
        abort(400)
    return list(dict.fromkeys(found))


def _parse(value: str) -> Picked:
    parts = value.split(":")
    if len(parts) != 4 or parts[0] not in ANSWERABLE or not all(map(str.isdecimal, parts[1:3])):
        abort(400)
    return ItemKind(parts[0]), int(parts[1]), int(parts[2]), parts[3]
