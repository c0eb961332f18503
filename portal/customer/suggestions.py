"""What colleagues suggest to their own approvers; the provider sees it only once an approver has sent it."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.customer.facts import facts
from portal.customer.forms.items import WordsForm
from portal.customer.item_page import ROOMS
from portal.db import db
from portal.domain.errors import IllegalTransition, Invalid, NotFound, StaleRevision
from portal.domain.plan import drafts
from portal.policy.permissions import Permission
from portal.queries.customer import plans
from portal.queries.customer.shared import SharedItem, SharedRevision
from portal.web import current
from portal.web.forms import problems
from portal.web.fresh import fresh
from portal.web.guard import requires

blueprint = Blueprint("suggestions", __name__)

SUGGESTION = "/c/<customer_key>/plans/<int:plan_number>/suggestions/<fingerprint>"


@blueprint.get(SUGGESTION)
@requires(Permission.TAKE_PART)
def show(fingerprint: str) -> str:
    """What is suggested, by whom, and against what."""
    return _page(*_find(fingerprint), WordsForm("dismiss"))


@blueprint.post(f"{SUGGESTION}/send")
@requires(Permission.DECIDE_FOR_CUSTOMER)
@fresh
def send(fingerprint: str) -> ResponseReturnValue:
    """Send it to the provider as the company's own proposal."""
    try:
        item, suggested = _find(fingerprint)
    except NotFound:
        return _sent_before(fingerprint)
    try:
        drafts.open_suggestion(current.contact(), suggested.id, suggested.fingerprint)
    except (StaleRevision, IllegalTransition):
        db.session.rollback()
        return _page(*_find(fingerprint), WordsForm("dismiss"), stale=True), 409
    flash(_("You sent the suggestion of %(name)s.", name=suggested.author.name), "success")
    if item.number:
        return redirect(url_for(f"{ROOMS[item.kind]}.show", number=item.number), 303)
    return redirect(url_for("plans.show"), 303)


@blueprint.post(f"{SUGGESTION}/dismiss")
@requires(Permission.DECIDE_FOR_CUSTOMER)
def dismiss(fingerprint: str) -> ResponseReturnValue:
    """Say no to it, in words that the colleague sees."""
    (_item, suggested), form = _find(fingerprint), WordsForm("dismiss")
    try:
        drafts.dismiss_suggestion(current.contact(), suggested.id, form.words.data)
    except Invalid as refusal:
        db.session.rollback()
        problems.show(form, refusal)
        return _page(*_find(fingerprint), form), 422
    flash(_("%(name)s sees your answer.", name=suggested.author.name), "success")
    return redirect(url_for("plans.show"), 303)


@blueprint.post(f"{SUGGESTION}/take-back")
@requires(Permission.TAKE_PART)
def take_back(fingerprint: str) -> ResponseReturnValue:
    """Take one's own suggestion back."""
    _item, suggested = _find(fingerprint)
    drafts.discard(current.contact(), suggested.id)
    flash(_("Your suggestion is gone."), "success")
    return redirect(url_for("plans.show"), 303)


def _sent_before(fingerprint: str) -> ResponseReturnValue:
    """To the page of what was a suggestion until a moment ago. Raises NotFound when it never was one."""
    plan = plans.plan(current.viewer(), current.customer(), current.plan().number)
    answerable = (*plan.goals, *plan.next_steps)
    sent = next((item for item in answerable if item.revision_of(fingerprint)), None)
    if sent is None:
        raise NotFound
    return redirect(url_for(f"{ROOMS[sent.kind]}.show", number=sent.number), 303)


def _find(fingerprint: str) -> tuple[SharedItem, SharedRevision]:
    item = plans.suggestion(current.viewer(), current.customer(), current.plan(), fingerprint)
    return item, next(one for one in item.suggestions if one.fingerprint == fingerprint)


def _page(item: SharedItem, suggested: SharedRevision, form: WordsForm, *, stale: bool = False) -> str:
    before = item.asked if item.revisions else None
    return render_template(
        "customer/suggestions/show.html",
        item=item,
        suggested=suggested,
        facts=facts(before.wording if before else None, suggested.wording),
        form=form,
        stale=stale,
        seen=request.path,
        plan=plans.head(current.plan()),
        focus_page=True,
    )
