"""Proposing goals and next steps of one's own: approvers to the provider, participants to their own approvers."""

from dataclasses import dataclass

from sqlalchemy import select

from portal.customer.forms.items import ItemForm
from portal.db import db
from portal.domain.errors import Invalid
from portal.domain.people.sides import Side
from portal.domain.plan import drafts
from portal.domain.plan.content import GoalContent, NextStepContent
from portal.domain.plan.drafts import Owners
from portal.domain.plan.items import Item, Revision
from portal.policy.permissions import Permission
from portal.web import current
from portal.web.form import request_key
from portal.web.forms import problems
from portal.web.guard import allowed


@dataclass(frozen=True)
class Proposed:
    """What became of a proposal; no number while it is a suggestion inside the customer's own side."""

    number: int | None


def propose(form: ItemForm, *, goal_id: int | None = None) -> Proposed | None:
    """Open what was typed, or suggest it. None when it does not hold; the form says why, and nothing is written."""
    if not form.validate():
        return None
    try:
        return _open(form, goal_id) if allowed(Permission.DECIDE_FOR_CUSTOMER) else _suggest(form, goal_id)
    except Invalid as refusal:
        db.session.rollback()
        problems.show(form, refusal)
        return None


def _open(form: ItemForm, goal_id: int | None) -> Proposed:
    contact, content = current.contact(), form.content()
    once = request_key()
    owners = Owners(contact_id=contact.contact_id) if _is_ours(content) else Owners()
    outcome = drafts.propose_item(
        contact,
        current.plan().id,
        content,
        goal_id=goal_id,
        owners=owners,
        words=form.words.data,
        request_key=once,
    )
    of = select(Revision.item_id).where(Revision.id == outcome.revision_id).scalar_subquery()
    return Proposed(db.session.scalar(select(Item.number).where(Item.id == of)))


def _suggest(form: ItemForm, goal_id: int | None) -> Proposed:
    once = request_key()
    plan_id, words = current.plan().id, form.words.data
    drafts.suggest(current.contact(), plan_id, form.content(), goal_id=goal_id, words=words, request_key=once)
    return Proposed(None)


def _is_ours(content: GoalContent | NextStepContent) -> bool:
    return isinstance(content, GoalContent) or content.side is Side.CUSTOMER
