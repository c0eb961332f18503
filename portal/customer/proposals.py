"""Counter-proposals: another date or wording, giving up what was agreed, taking back, and suggesting to one's own."""

from dataclasses import replace

from flask import Blueprint
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.customer.answering import ITEM, Seen, said
from portal.customer.forms.items import DateForm, GoalForm, ItemForm, NextStepForm, WordsForm
from portal.customer.item_page import KINDS
from portal.domain.plan import agreement, drafts
from portal.domain.plan.agreement import Outcome
from portal.domain.plan.content import ItemKind
from portal.policy.permissions import Permission
from portal.web import current
from portal.web.fresh import fresh
from portal.web.guard import requires

blueprint = Blueprint("proposals", __name__)


@blueprint.post(f"{ITEM}/date")
@requires(Permission.DECIDE_FOR_CUSTOMER)
@fresh
def propose_date(kind: str, number: int) -> ResponseReturnValue:
    """Suggest another day for what is there otherwise."""
    form = DateForm(prefix="date-")

    def do(seen: Seen) -> Outcome:
        wording = form.wording(seen.shown.wording)
        return drafts.propose(
            current.contact(),
            seen.item.id,
            wording,
            seen_revision_id=seen.revision.id,
            words=form.words.data,
            request_key=seen.once,
        )

    return said(kind, number, "date", form, do, _("Your date was sent."))


@blueprint.post(f"{ITEM}/wording")
@requires(Permission.DECIDE_FOR_CUSTOMER)
@fresh
def propose_wording(kind: str, number: int) -> ResponseReturnValue:
    """Suggest another wording and schedule."""
    form = _worded(kind, "wording-")

    def do(seen: Seen) -> Outcome:
        return drafts.propose(
            current.contact(),
            seen.item.id,
            form.content(),
            seen_revision_id=seen.revision.id,
            words=form.words.data,
            request_key=seen.once,
        )

    return said(kind, number, "wording", form, do, _("Your wording was sent."))


@blueprint.post(f"{ITEM}/give-up")
@requires(Permission.DECIDE_FOR_CUSTOMER)
@fresh
def give_up(kind: str, number: int) -> ResponseReturnValue:
    """Suggest to drop what was agreed."""
    form = WordsForm("give_up")

    def do(seen: Seen) -> Outcome:
        wording = replace(seen.shown.wording, dropped=True)  # type: ignore[arg-type]  # goals and steps have it
        return drafts.propose(
            current.contact(),
            seen.item.id,
            wording,
            seen_revision_id=seen.revision.id,
            words=form.words.data,
            request_key=seen.once,
        )

    return said(kind, number, "give_up", form, do, _("Your suggestion to give it up was sent."))


@blueprint.post(f"{ITEM}/withdraw")
@requires(Permission.DECIDE_FOR_CUSTOMER)
@fresh
def withdraw(kind: str, number: int) -> ResponseReturnValue:
    """Take back what one's own side proposed."""

    def do(seen: Seen) -> Outcome:
        return agreement.withdraw(current.contact(), seen.revision.id)

    return said(kind, number, "withdraw", None, do, _("Your proposal was taken back."))


@blueprint.post(f"{ITEM}/suggest")
@requires(Permission.TAKE_PART)
def suggest(kind: str, number: int) -> ResponseReturnValue:
    """Suggest another wording to one's own approvers."""
    form = _worded(kind, "suggest-")

    def do(seen: Seen) -> None:
        drafts.suggest(
            current.contact(),
            current.plan().id,
            form.content(),
            item_id=seen.item.id,
            words=form.words.data,
            request_key=seen.once,
        )

    return said(kind, number, "suggest", form, do, _("Your approvers see your suggestion now."))


def _worded(kind: str, prefix: str) -> ItemForm:
    return GoalForm(prefix=prefix) if KINDS[kind] is ItemKind.GOAL else NextStepForm(prefix=prefix)
