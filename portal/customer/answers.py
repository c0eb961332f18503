"""Everything a contact can answer to a goal or next step. A stale page never decides, it shows what changed."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.customer import item_page
from portal.customer.forms.items import DateForm, GoalForm, ItemForm, NextStepForm, WordsForm
from portal.customer.item_page import KINDS, ROOMS, Trial
from portal.db import db
from portal.domain.errors import IllegalTransition, Invalid, StaleRevision
from portal.domain.plan import agreement, carrying_out, drafts
from portal.domain.plan.agreement import Outcome
from portal.domain.plan.content import ItemKind
from portal.policy.permissions import Permission
from portal.queries.customer import plans
from portal.queries.customer.shared import SharedItem, SharedRevision
from portal.web import current
from portal.web.form import Form, request_key
from portal.web.forms import problems
from portal.web.fresh import fresh
from portal.web.guard import requires

blueprint = Blueprint("answers", __name__)

ITEM = "/c/<customer_key>/plans/<int:plan_number>/<any('goals', 'next-steps'):kind>/<int:number>"


@dataclass(frozen=True)
class Seen:
    """The item as it is, the revision that the form names, and the wording that the person had before them."""

    item: SharedItem
    revision: SharedRevision
    shown: SharedRevision
    fingerprint: str
    once: str | None


@blueprint.post(f"{ITEM}/approve")
@requires(Permission.DECIDE_FOR_CUSTOMER)
@fresh
def approve(kind: str, number: int) -> ResponseReturnValue:
    """Say yes to exactly what was seen."""

    def do(seen: Seen) -> Outcome:
        return agreement.approve(current.contact(), seen.revision.id, seen.fingerprint, request_key=seen.once)

    return _decided(kind, number, "approve", None, do, _("You approved it."))


@blueprint.post(f"{ITEM}/decline")
@requires(Permission.DECIDE_FOR_CUSTOMER)
@fresh
def decline(kind: str, number: int) -> ResponseReturnValue:
    """Say no, with the reason."""
    form = WordsForm("decline")

    def do(seen: Seen) -> Outcome:
        said = form.words.data
        return agreement.decline(current.contact(), seen.revision.id, seen.fingerprint, said, request_key=seen.once)

    return _decided(kind, number, "decline", form, do, _("You declined it, and your reason was sent."))


@blueprint.post(f"{ITEM}/ask")
@requires(Permission.DECIDE_FOR_CUSTOMER)
@fresh
def ask(kind: str, number: int) -> ResponseReturnValue:
    """Ask something before answering."""
    form = WordsForm("ask")

    def do(seen: Seen) -> Outcome:
        said = form.words.data
        return agreement.ask(current.contact(), seen.revision.id, seen.fingerprint, said, request_key=seen.once)

    return _said(kind, number, "ask", form, do, _("Your question was sent."))


@blueprint.post(f"{ITEM}/ask-for-change")
@requires(Permission.DECIDE_FOR_CUSTOMER)
@fresh
def ask_for_change(kind: str, number: int) -> ResponseReturnValue:
    """Say in words what should be otherwise."""
    form = WordsForm("change")

    def do(seen: Seen) -> Outcome:
        contact, said = current.contact(), form.words.data
        return agreement.ask_for_change(contact, seen.revision.id, seen.fingerprint, said, request_key=seen.once)

    return _said(kind, number, "change", form, do, _("Your wish was sent."))


@blueprint.post(f"{ITEM}/answer")
@requires(Permission.DECIDE_FOR_CUSTOMER)
@fresh
def answer(kind: str, number: int) -> ResponseReturnValue:
    """Answer what the provider asked."""
    form = WordsForm("answer")

    def do(seen: Seen) -> Outcome:
        said = form.words.data
        return agreement.answer(current.contact(), seen.revision.id, seen.fingerprint, said, request_key=seen.once)

    return _said(kind, number, "answer", form, do, _("Your answer was sent."))


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

    return _said(kind, number, "date", form, do, _("Your date was sent."))


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

    return _said(kind, number, "wording", form, do, _("Your wording was sent."))


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

    return _said(kind, number, "give_up", form, do, _("Your suggestion to give it up was sent."))


@blueprint.post(f"{ITEM}/withdraw")
@requires(Permission.DECIDE_FOR_CUSTOMER)
@fresh
def withdraw(kind: str, number: int) -> ResponseReturnValue:
    """Take back what one's own side proposed."""

    def do(seen: Seen) -> Outcome:
        return agreement.withdraw(current.contact(), seen.revision.id)

    return _said(kind, number, "withdraw", None, do, _("Your proposal was taken back."))


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

    return _said(kind, number, "suggest", form, do, _("Your approvers see your suggestion now."))


@blueprint.post(f"{ITEM}/comments")
@requires(Permission.TAKE_PART)
def comment(kind: str, number: int) -> ResponseReturnValue:
    """Say something in the discussion; it decides nothing."""
    form = WordsForm("comment")

    def do(item_id: int) -> None:
        once = request_key()
        carrying_out.comment(current.contact(), item_id, form.words.data, request_key=once)

    item, _related = plans.item(current.viewer(), current.customer(), current.plan(), KINDS[kind], number)
    return attempt(kind, number, Trial("comment", form), lambda: do(item.id)) or _back(kind, number, "talk")


def attempt(kind: str, number: int, trial: Trial, do: Callable[[], object]) -> ResponseReturnValue | None:
    """Do it. None when it went through, else the page that says why not, with what was typed; nothing is written."""
    refusal, status, shown = None, 422, trial
    if trial.form is not None and not trial.form.validate():
        return item_page.show(KINDS[kind], number, trial), status
    try:
        do()
    except Invalid as invalid:
        refusal = invalid
    except (StaleRevision, IllegalTransition):
        status, shown = 409, replace(trial, stale=True)
    else:
        return None
    db.session.rollback()
    if refusal is not None:
        if trial.form is None:
            raise refusal
        problems.show(trial.form, refusal)
    return item_page.show(KINDS[kind], number, shown), status


def _decided(
    kind: str, number: int, act: str, form: Form | None, do: Callable[[Seen], Outcome], words: str
) -> ResponseReturnValue:
    """Go on to what else waits."""
    refused, outcome = _attempt(kind, number, act, form, do)
    if refused is not None:
        return refused
    _tell(words, outcome)
    return redirect(url_for("review.show"), 303)


def _said(
    kind: str, number: int, act: str, form: Form | None, do: Callable[[Seen], Outcome | None], words: str
) -> ResponseReturnValue:
    """Back to the item, where the answer stands now."""
    refused, outcome = _attempt(kind, number, act, form, do)
    if refused is not None:
        return refused
    _tell(words, outcome)
    return _back(kind, number)


def _attempt(
    kind: str, number: int, act: str, form: Form | None, do: Callable[[Seen], Outcome | None]
) -> tuple[ResponseReturnValue | None, Outcome | None]:
    outcomes: list[Outcome | None] = []
    trial = Trial(act, form, request.form.get("seen", ""))
    refused = attempt(kind, number, trial, lambda: outcomes.append(do(_seen(kind, number))))
    return refused, (outcomes[0] if outcomes else None)


def _seen(kind: str, number: int) -> Seen:
    item, _related = plans.item(current.viewer(), current.customer(), current.plan(), KINDS[kind], number)
    named = request.form.get("revision", type=int)
    revision = next((one for one in item.revisions if one.number == named), None)
    fingerprint = request.form.get("seen", "")
    shown = item.revision_of(fingerprint)
    if revision is None or shown is None:
        raise StaleRevision(item.id)
    return Seen(item, revision, shown, fingerprint, request_key())


def _worded(kind: str, prefix: str) -> ItemForm:
    return GoalForm(prefix=prefix) if KINDS[kind] is ItemKind.GOAL else NextStepForm(prefix=prefix)


def _back(kind: str, number: int, anchor: str | None = None) -> ResponseReturnValue:
    return redirect(url_for(f"{ROOMS[KINDS[kind]]}.show", number=number, _anchor=anchor), 303)


def _tell(words: str, outcome: Outcome | None) -> None:
    flash(words, "success")
    if outcome is not None and outcome.version is not None:
        tell_version(outcome.version)


def tell_version(number: int) -> None:
    """Say that everything is agreed now."""
    flash(
        _("Every goal is agreed: version %(number)s of the joint plan is made, as PDF for both of us.", number=number)
    )
