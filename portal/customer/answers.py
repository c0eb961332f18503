"""Deciding on a goal or next step, asking, answering, and talking about it. A stale page never decides."""

from flask import Blueprint, flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.customer import item_page
from portal.customer.answering import ITEM, Seen, attempt, back, decided, said
from portal.customer.forms.items import WordsForm
from portal.customer.item_page import KINDS, Trial
from portal.domain.plan import agreement, carrying_out
from portal.domain.plan.agreement import Outcome
from portal.policy.permissions import Permission
from portal.queries.customer import plans
from portal.queries.customer.people import who_can_take_on
from portal.web import current
from portal.web.form import request_key
from portal.web.fresh import fresh
from portal.web.guard import requires

blueprint = Blueprint("answers", __name__)


@blueprint.post(f"{ITEM}/approve")
@requires(Permission.DECIDE_FOR_CUSTOMER)
@fresh
def approve(kind: str, number: int) -> ResponseReturnValue:
    """Say yes to exactly what was seen."""

    def do(seen: Seen) -> Outcome:
        return agreement.approve(current.contact(), seen.revision.id, seen.fingerprint, request_key=seen.once)

    return decided(kind, number, "approve", None, do, _("You approved it."))


@blueprint.post(f"{ITEM}/decline")
@requires(Permission.DECIDE_FOR_CUSTOMER)
@fresh
def decline(kind: str, number: int) -> ResponseReturnValue:
    """Say no, with the reason."""
    form = WordsForm("decline")

    def do(seen: Seen) -> Outcome:
        spoken = form.words.data
        return agreement.decline(current.contact(), seen.revision.id, seen.fingerprint, spoken, request_key=seen.once)

    return decided(kind, number, "decline", form, do, _("You declined it, and your reason was sent."))


@blueprint.post(f"{ITEM}/ask")
@requires(Permission.DECIDE_FOR_CUSTOMER)
@fresh
def ask(kind: str, number: int) -> ResponseReturnValue:
    """Ask something before answering."""
    form = WordsForm("ask")

    def do(seen: Seen) -> Outcome:
        spoken = form.words.data
        return agreement.ask(current.contact(), seen.revision.id, seen.fingerprint, spoken, request_key=seen.once)

    return said(kind, number, "ask", form, do, _("Your question was sent."))


@blueprint.post(f"{ITEM}/ask-for-change")
@requires(Permission.DECIDE_FOR_CUSTOMER)
@fresh
def ask_for_change(kind: str, number: int) -> ResponseReturnValue:
    """Say in words what should be otherwise."""
    form = WordsForm("change")

    def do(seen: Seen) -> Outcome:
        contact, spoken = current.contact(), form.words.data
        return agreement.ask_for_change(contact, seen.revision.id, seen.fingerprint, spoken, request_key=seen.once)

    return said(kind, number, "change", form, do, _("Your wish was sent."))


@blueprint.post(f"{ITEM}/answer")
@requires(Permission.DECIDE_FOR_CUSTOMER)
@fresh
def answer(kind: str, number: int) -> ResponseReturnValue:
    """Answer what the provider asked."""
    form = WordsForm("answer")

    def do(seen: Seen) -> Outcome:
        spoken = form.words.data
        return agreement.answer(current.contact(), seen.revision.id, seen.fingerprint, spoken, request_key=seen.once)

    return said(kind, number, "answer", form, do, _("Your answer was sent."))


@blueprint.post(f"{ITEM}/owner")
@requires(Permission.DECIDE_FOR_CUSTOMER)
def choose_owner(kind: str, number: int) -> ResponseReturnValue:
    """Make one of the customer's own people responsible; that reopens nothing."""
    form = item_page.owner_form()
    item, _related = plans.item(current.viewer(), current.customer(), current.plan(), KINDS[kind], number)

    def do() -> None:
        contact_id, _name = who_can_take_on(current.customer()).get(form.owner.data, (None, ""))
        carrying_out.set_owner(current.contact(), item.id, contact_id)

    refused = attempt(kind, number, Trial("owner", form), do)
    if refused is not None:
        return refused
    flash(_("The other side sees who of you is responsible."), "success")
    return back(kind, number)


@blueprint.post(f"{ITEM}/comments")
@requires(Permission.TAKE_PART)
def comment(kind: str, number: int) -> ResponseReturnValue:
    """Say something in the discussion; it decides nothing."""
    form = WordsForm("comment")

    def do(item_id: int) -> None:
        once = request_key()
        carrying_out.comment(current.contact(), item_id, form.words.data, request_key=once)

    item, _related = plans.item(current.viewer(), current.customer(), current.plan(), KINDS[kind], number)
    return attempt(kind, number, Trial("comment", form), lambda: do(item.id)) or back(kind, number, "talk")
