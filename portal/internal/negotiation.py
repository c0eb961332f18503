"""The page of one goal, next step or section: proposals, who said what, the discussion, and every answer."""

from collections.abc import Mapping
from dataclasses import asdict

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from portal.domain.errors import NotFound
from portal.domain.plan.content import ItemKind, SectionKind
from portal.internal.forms.answers import OwnerForm, ReasonForm, SeenForm, WordsForm, counter_form
from portal.policy.permissions import Permission
from portal.queries.internal import negotiation, plans
from portal.queries.internal.negotiation import Act, Negotiation
from portal.web import current
from portal.web.form import Form
from portal.web.guard import requires

blueprint = Blueprint("negotiation", __name__)
PLAN = "/customers/<customer_key>/plans/<int:plan_number>"
WORDS: Mapping[Act, type[Form]] = {
    Act.ASK: WordsForm,
    Act.ASK_FOR_CHANGE: WordsForm,
    Act.ANSWER: WordsForm,
    Act.DECLINE: WordsForm,
    Act.GIVE_UP: WordsForm,
    Act.COMMENT: WordsForm,
    Act.APPROVE: SeenForm,
    Act.WITHDRAW: SeenForm,
    Act.REPORT: ReasonForm,
    Act.REOPEN: ReasonForm,
}


@blueprint.get(f"{PLAN}/goals/<int:number>")
@requires(Permission.SEE_CUSTOMER)
def goal(number: int) -> ResponseReturnValue:
    """One goal."""
    return page(negotiation.item_id_of(current.plan().id, ItemKind.GOAL, number))


@blueprint.get(f"{PLAN}/next-steps/<int:number>")
@requires(Permission.SEE_CUSTOMER)
def next_step(number: int) -> ResponseReturnValue:
    """One next step."""
    return page(negotiation.item_id_of(current.plan().id, ItemKind.NEXT_STEP, number))


@blueprint.get(f"{PLAN}/sections/<kind>/history")
@requires(Permission.SEE_CUSTOMER)
def section(kind: str) -> ResponseReturnValue:
    """One section's wordings."""
    items = plans.editor(current.staff(), current.plan()).sections
    found = next((one.item for one in items if one.kind == kind and one.item and one.item.newest), None)
    if kind not in set(SectionKind) or found is None:
        raise NotFound
    return page(found.id)


def page(
    item_id: int,
    typed: Mapping[Act, Form] | None = None,
    *,
    seen_revision_id: int | None = None,
    decided: bool = False,
    status: int = 200,
) -> ResponseReturnValue:
    """The item's page, with a form as it was typed; `seen_revision_id` names what a stale answer was about."""
    found = negotiation.negotiation(current.staff(), current.plan(), item_id)
    stale = found.revision(seen_revision_id) if seen_revision_id else None
    html = render_template(
        "internal/negotiation/show.html",
        page=found,
        by_act=_named_apart({**_forms(found), **(typed or {})}),
        typed_acts={act.value for act in typed or {}},
        stale=stale,
        decided=decided,
        unplaced=_unplaced(found, typed or {}),
    )
    return html, status


def _named_apart(forms: Mapping[Act, Form]) -> dict[str, Form]:
    """Every form's fields with ids of their own, since they stand on one page."""
    for act, form in forms.items():
        for field in form:
            field.id = f"{act.value}-{field.name}"
    return {act.value: form for act, form in forms.items()}


def _unplaced(found: Negotiation, typed: Mapping[Act, Form]) -> list[str]:
    """Words that were typed into an answer that cannot be given any more; they are shown, to be copied."""
    return [form["words"].data for act, form in typed.items() if act not in found.acts and "words" in form]


def _forms(found: Negotiation) -> dict[Act, Form]:
    """A fresh form for everything that the reader may do."""
    forms: dict[Act, Form] = {act: form(formdata=None) for act, form in WORDS.items() if act in found.acts}
    if Act.COUNTER in found.acts:
        forms[Act.COUNTER] = counter_form(found.item, formdata=None, data=asdict(found.item.opened.content))
    if Act.OWN in found.acts:
        owner = found.item.owner_staff
        form = OwnerForm(formdata=None, data={"person": owner.id if owner else None})
        form.offer(plans.people(current.customer().id), found.item)
        forms[Act.OWN] = form
    return forms
