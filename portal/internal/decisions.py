"""What the provider says to one revision: each POST names the revision and the fingerprint that was seen.

A revision that is no longer open is answered with what changed; nothing is recorded and what was typed stays.
"""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.errors import EditConflict, IllegalTransition, StaleRevision
from portal.domain.people.actors import StaffActor
from portal.domain.plan import agreement, drafts
from portal.domain.plan.agreement import Outcome
from portal.domain.plan.content import ItemKind, SectionContent
from portal.internal import negotiation as pages
from portal.internal.forms.answers import SeenForm, WordsForm, counter_form
from portal.policy.permissions import Permission
from portal.queries.internal import negotiation, plan_items
from portal.queries.internal.negotiation import Act
from portal.web import current
from portal.web.attempt import Attempt
from portal.web.form import Form, request_key
from portal.web.fresh import fresh
from portal.web.guard import requires

blueprint = Blueprint("decisions", __name__)
REVISION = "/customers/<customer_key>/plans/<int:plan_number>/revisions/<int:revision_id>"
Verb = Callable[..., Outcome]


@blueprint.post(f"{REVISION}/approve")
@requires(Permission.DECIDE_FOR_PROVIDER)
@fresh
def approve(revision_id: int) -> ResponseReturnValue:
    """Yes, to exactly this revision."""
    form = SeenForm()
    return _answer(
        Act.APPROVE,
        form,
        revision_id,
        lambda: agreement.approve(current.staff(), revision_id, form.seen.data or "", request_key=request_key()),
    )


@blueprint.post(f"{REVISION}/ask")
@requires(Permission.DECIDE_FOR_PROVIDER)
@fresh
def ask(revision_id: int) -> ResponseReturnValue:
    """A question before deciding."""
    return _in_words(Act.ASK, revision_id, agreement.ask)


@blueprint.post(f"{REVISION}/ask-for-change")
@requires(Permission.DECIDE_FOR_PROVIDER)
@fresh
def ask_for_change(revision_id: int) -> ResponseReturnValue:
    """What should be otherwise, in words."""
    return _in_words(Act.ASK_FOR_CHANGE, revision_id, agreement.ask_for_change)


@blueprint.post(f"{REVISION}/answer")
@requires(Permission.DECIDE_FOR_PROVIDER)
@fresh
def answer(revision_id: int) -> ResponseReturnValue:
    """An answer to the customer's question."""
    return _in_words(Act.ANSWER, revision_id, agreement.answer)


@blueprint.post(f"{REVISION}/decline")
@requires(Permission.DECIDE_FOR_PROVIDER)
@fresh
def decline(revision_id: int) -> ResponseReturnValue:
    """No, with the reason."""
    return _in_words(Act.DECLINE, revision_id, agreement.decline)


@blueprint.post(f"{REVISION}/withdraw")
@requires(Permission.DECIDE_FOR_PROVIDER)
@fresh
def withdraw(revision_id: int) -> ResponseReturnValue:
    """Take one's own proposal back."""
    return _answer(Act.WITHDRAW, SeenForm(), revision_id, lambda: agreement.withdraw(current.staff(), revision_id))


@blueprint.post(f"{REVISION}/counter")
@requires(Permission.DECIDE_FOR_PROVIDER)
@fresh
def counter(revision_id: int) -> ResponseReturnValue:
    """Another wording or schedule, sent at once."""
    item = plan_items.item_of(current.staff(), current.plan(), _item_id(revision_id))
    form = counter_form(item)

    def propose() -> Outcome:
        actor: StaffActor = current.staff()
        return drafts.propose(
            actor,
            item.id,
            form.content(),
            seen_revision_id=revision_id,
            words=form.words.data,
            request_key=request_key(),
        )

    return _answer(Act.COUNTER, form, revision_id, propose)


@blueprint.post(f"{REVISION}/give-up")
@requires(Permission.DECIDE_FOR_PROVIDER)
@fresh
def give_up(revision_id: int) -> ResponseReturnValue:
    """Propose that what was agreed is given up."""
    item = plan_items.item_of(current.staff(), current.plan(), _item_id(revision_id))
    form = WordsForm()

    def propose() -> Outcome:
        wording = item.opened.content
        if isinstance(wording, SectionContent):
            raise IllegalTransition
        dropped = replace(wording, dropped=True)
        return drafts.propose(
            current.staff(),
            item.id,
            dropped,
            seen_revision_id=revision_id,
            words=form.words.data,
            request_key=request_key(),
        )

    return _answer(Act.GIVE_UP, form, revision_id, propose)


def back_to(item_id: int) -> ResponseReturnValue:
    """To Today where the answer was given there, else to the item's own page."""
    if request.form.get("from") == "today":
        return redirect(url_for("today.show"), 303)
    item = plan_items.item_of(current.staff(), current.plan(), item_id)
    if item.section is not None:
        return redirect(url_for("plans.show", _anchor=f"section-{item.section.value}"), 303)
    if item.number is None:
        return redirect(url_for("plans.show", _anchor=f"item-{item.id}"), 303)
    room = "negotiation.goal" if item.kind is ItemKind.GOAL else "negotiation.next_step"
    return redirect(url_for(room, number=item.number), 303)


def _in_words(act: Act, revision_id: int, verb: Verb) -> ResponseReturnValue:
    form = WordsForm()
    return _answer(
        act,
        form,
        revision_id,
        lambda: verb(current.staff(), revision_id, form.seen.data or "", form.words.data, request_key=request_key()),
    )


def _answer(act: Act, form: Form, revision_id: int, do: Callable[[], Outcome]) -> ResponseReturnValue:
    item_id = _item_id(revision_id)
    if not form.validate():
        return pages.page(item_id, {act: form}, status=422)
    try:
        with Attempt(form):
            flash(_words(act, do()), "success")
            return back_to(item_id)
    except StaleRevision:
        return pages.page(item_id, {act: form}, seen_revision_id=revision_id, status=409)
    except IllegalTransition:
        return pages.page(item_id, {act: form}, decided=True, status=409)
    except EditConflict:
        form.form_errors.append(_("A colleague has an unsent draft of this. Send or remove it first."))
        return pages.page(item_id, {act: form}, status=409)
    return pages.page(item_id, {act: form}, status=422)


def _words(act: Act, outcome: Outcome) -> str:
    """What came of it."""
    if outcome.version is not None:
        return str(_("Agreed. Version %(number)s of the plan is ready for both sides.", number=outcome.version))
    if outcome.agreed:
        return str(_("Agreed."))
    said = {
        Act.APPROVE: _("Your yes is recorded."),
        Act.DECLINE: _("Declined, with your words."),
        Act.WITHDRAW: _("Your proposal is withdrawn."),
        Act.ANSWER: _("Your answer is with the customer."),
    }
    return str(said.get(act, _("It is with the customer now.")))


def _item_id(revision_id: int) -> int:
    return negotiation.item_id_of_revision(current.plan().id, revision_id)
