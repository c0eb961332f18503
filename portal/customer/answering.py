"""Taking an answer from the page of an item: what was seen, one act, and the page that says what came of it."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.customer import item_page
from portal.customer.item_page import KINDS, ROOMS, Trial
from portal.db import db
from portal.domain.errors import IllegalTransition, Invalid, StaleRevision
from portal.domain.plan.agreement import Outcome
from portal.queries.customer import plans
from portal.queries.customer.shared import SharedItem, SharedRevision
from portal.web import current
from portal.web.form import Form, request_key
from portal.web.forms import problems

ITEM = "/c/<customer_key>/plans/<int:plan_number>/<any('goals', 'next-steps'):kind>/<int:number>"


@dataclass(frozen=True)
class Seen:
    """The item as it is, the revision that the form names, and the wording that the person had before them."""

    item: SharedItem
    revision: SharedRevision
    shown: SharedRevision
    fingerprint: str
    once: str | None


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


def decided(
    kind: str, number: int, act: str, form: Form | None, do: Callable[[Seen], Outcome], words: str
) -> ResponseReturnValue:
    """Go on to what else waits."""
    refused, outcome = _attempt(kind, number, act, form, do)
    if refused is not None:
        return refused
    _tell(words, outcome)
    return redirect(url_for("review.show"), 303)


def said(
    kind: str, number: int, act: str, form: Form | None, do: Callable[[Seen], Outcome | None], words: str
) -> ResponseReturnValue:
    """Back to the item, where the answer stands now."""
    refused, outcome = _attempt(kind, number, act, form, do)
    if refused is not None:
        return refused
    _tell(words, outcome)
    return back(kind, number)


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


def back(kind: str, number: int, anchor: str | None = None) -> ResponseReturnValue:
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
