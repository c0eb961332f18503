"""View as customer, seen from the customer side: a staff member comes in with a grant, looks, and goes."""

from flask import Blueprint, redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from portal.customer.navigation import home_of
from portal.customer.people import PREVIEW_KEY
from portal.db import db
from portal.domain.people import previews
from portal.domain.people.customers import Customer
from portal.domain.people.tokens import PreviewGrant, TokenSpent
from portal.domain.plan.plans import Plan
from portal.links import internal_links
from portal.web import current
from portal.web.guard import public
from portal.web.menus import exists
from portal.web.returning import SEE_OTHER
from portal.web.spent import link_spent

blueprint = Blueprint("preview", __name__)


@blueprint.post("/preview")
@public
def begin() -> ResponseReturnValue:
    """Use the grant up; it is the proof, so that this POST from the internal side needs no token of this one."""
    try:
        grant = previews.open_preview(request.form.get("grant", ""))
    except TokenSpent:
        return link_spent()
    session[PREVIEW_KEY] = grant.id
    return redirect(_first_page(grant), SEE_OTHER)


@blueprint.post("/preview/end")
@public
def end() -> ResponseReturnValue:
    """Close the view, and go back to where it was opened."""
    grant_id = session.pop(PREVIEW_KEY, None)
    links = internal_links(current.config())
    grant = db.session.get(PreviewGrant, grant_id) if grant_id else None
    if grant is None:
        return redirect(url_for("companies.show"), SEE_OTHER)
    previews.end_preview(grant.id)
    plan = db.session.get(Plan, grant.plan_id) if grant.plan_id else None
    customer = db.session.get_one(Customer, grant.customer_id)
    return redirect(links.plan(customer.key, plan.number) if plan else links.today(), SEE_OTHER)


def _first_page(grant: PreviewGrant) -> str:
    customer = db.session.get_one(Customer, grant.customer_id)
    plan = db.session.get(Plan, grant.plan_id) if grant.plan_id else None
    if plan is None or plan.customer_id != customer.id or not exists("plans.show"):
        return home_of(customer)
    return url_for("plans.show", customer_key=customer.key, plan_number=plan.number)
