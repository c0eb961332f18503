"""The front door: the home of the one customer, or the choice between several."""

from flask import Blueprint, g, redirect, render_template
from flask.typing import ResponseReturnValue

from portal.customer.navigation import Company, home_of
from portal.db import db
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from portal.policy.permissions import Permission
from portal.web.guard import requires
from portal.web.menus import exists

blueprint = Blueprint("companies", __name__)


@blueprint.get("/")
@requires(Permission.USE_CUSTOMER_SIDE)
def show() -> ResponseReturnValue:
    """Straight on where there is nothing to choose."""
    customers = _customers()
    if len(customers) == 1 and exists("home.show"):
        return redirect(home_of(customers[0]))
    companies = [Company(customer.name, home_of(customer)) for customer in customers]
    return render_template("customer/companies/show.html", companies=companies)


def _customers() -> list[Customer]:
    if g.get("preview"):
        return [db.session.get_one(Customer, g.preview.customer_id)]
    memberships: list[tuple[Contact, Customer]] = g.memberships
    return [customer for _contact, customer in memberships]
