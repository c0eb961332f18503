"""Sending drafts for review: the preview of what goes and whom it reaches, the sending, and who has opened it."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from portal.domain.errors import NotFound, StaleRevision
from portal.domain.people import previews
from portal.domain.plan import drafts
from portal.internal import view_as_customer
from portal.internal.forms.sendings import SendingForm
from portal.policy.permissions import Permission
from portal.queries.internal import sendings
from portal.web import current
from portal.web.attempt import Attempt
from portal.web.form import request_key
from portal.web.fresh import fresh
from portal.web.guard import requires

blueprint = Blueprint("sendings", __name__)
PLAN = "/customers/<customer_key>/plans/<int:plan_number>"


@blueprint.get(f"{PLAN}/send")
@requires(Permission.DECIDE_FOR_PROVIDER)
def create() -> ResponseReturnValue:
    """Exactly what the customer will see, and whom it reaches."""
    form = SendingForm(formdata=None)
    preview = sendings.preview(current.staff(), current.plan())
    form.tick_all(preview)
    return _page(form, preview)


@blueprint.post(f"{PLAN}/send")
@requires(Permission.DECIDE_FOR_PROVIDER)
@fresh
def send() -> ResponseReturnValue:
    """The ticked drafts go; when one of them changed since the preview, nothing goes."""
    form = SendingForm()
    if form.validate():
        try:
            with Attempt(form):
                drafts.send(current.staff(), current.plan().id, form.ticked, form.note.data, request_key=request_key())
                flash(_("Sent for review."), "success")
                return redirect(url_for("sendings.index"), 303)
        except (StaleRevision, NotFound):
            return _page(form, status=409, changed=True)
    return _page(form, status=422)


@blueprint.post(f"{PLAN}/send/view-as")
@requires(Permission.DECIDE_FOR_PROVIDER)
def look() -> ResponseReturnValue:
    """The ticked drafts drawn by the customer side itself."""
    plan, form = current.plan(), SendingForm()
    preview = sendings.preview(current.staff(), plan)
    mine = {parcel.revision_id for parcel in preview.parcels}
    chosen = mine & {revision_id for revision_id, _seen in form.ticked}
    return view_as_customer.page(
        previews.grant_preview(current.staff(), plan.customer_id, plan_id=plan.id, revision_ids=chosen)
    )


@blueprint.get(f"{PLAN}/sendings")
@requires(Permission.SEE_CUSTOMER)
def index() -> str:
    """What was sent, and who has opened it."""
    plan = current.plan()
    return render_template(
        "internal/sendings/index.html", sendings=sendings.sendings(plan.id), openings=sendings.openings(plan.id)
    )


def _page(
    form: SendingForm, preview: sendings.Preview | None = None, status: int = 200, *, changed: bool = False
) -> ResponseReturnValue:
    preview = preview or sendings.preview(current.staff(), current.plan())
    if changed:
        form.form_errors.append(
            _("A draft changed since you looked, so nothing was sent. Look again at what goes; your note is kept.")
        )
        form.tick_all(preview)
    return render_template("internal/sendings/new.html", form=form, preview=preview, reach=_reach(preview)), status


def _reach(preview: sendings.Preview) -> str:
    """Maija and 2 others will see 5 goals and 12 next steps; 3 internal notes stay here."""
    kinds = [parcel.item.kind.value for parcel in preview.parcels if parcel.adds]
    goals = preview.goals_seen + kinds.count("goal")
    steps = preview.steps_seen + kinds.count("next_step")
    sentence: str = _(
        "%(who)s will see %(goals)s and %(steps)s; %(notes)s.",
        who=_readers(preview),
        goals=ngettext("%(num)s goal", "%(num)s goals", goals),
        steps=ngettext("%(num)s next step", "%(num)s next steps", steps),
        notes=ngettext("%(num)s internal note stays here", "%(num)s internal notes stay here", len(preview.internal)),
    )
    return sentence


def _readers(preview: sendings.Preview) -> str:
    """Maija, or Maija and 2 others."""
    names = [reader.name for reader in preview.readers]
    if len(names) < 2:
        return names[0] if names else str(_("Nobody"))
    return str(ngettext("%(name)s and %(num)s other", "%(name)s and %(num)s others", len(names) - 1, name=names[0]))
