"""Customers: the list, a customer's page, a new one, and its facts."""

from dataclasses import replace

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.people import customer_register
from portal.domain.plan.plans import PlanState
from portal.internal import customer_filter
from portal.internal.forms.customers import CustomerForm
from portal.internal.forms.notes import NoteForm
from portal.policy.permissions import Permission
from portal.queries.internal import customer_events, customer_page, customers, plan_standings, saved_views
from portal.queries.internal.customers import Filter, Having, Sort, Waiting
from portal.web import current, languages, naming
from portal.web.attempt import Attempt
from portal.web.guard import requires

blueprint = Blueprint("customers", __name__)
CUSTOMER = "/customers/<customer_key>/"
LIST = "customer-list"
"""What htmx puts the rows into."""


@blueprint.get("/customers")
@requires(Permission.USE_INTERNAL_SIDE)
def index() -> ResponseReturnValue:
    """The list; htmx gets its rows alone."""
    wanted = customer_filter.read(request.args)
    if request.headers.get("HX-Target") == LIST:
        query = customer_filter.written(wanted)
        address = f"{url_for('customers.index')}?{query}" if query else url_for("customers.index")
        return render_template("internal/customers/_list.html", **_listed(wanted), alone=True), {"HX-Push-Url": address}
    return render_template(
        "internal/customers/index.html",
        **_listed(wanted),
        alone=False,
        peek=_peek(request.args.get("peek", "")),
        choices=customers.choices(current.staff()),
        plan_choices=[*naming.choices(PlanState).items(), (Having.NONE.value, _("No plan"))],
    )


def _listed(wanted: Filter) -> dict[str, object]:
    """What the rows and the parts that follow their filter are made of."""
    after, before = request.args.get("after"), request.args.get("before")
    return {
        "page": customers.page(current.staff(), wanted, after=after, before=before),
        "here": {"after": after, "before": before},
        "wanted": wanted,
        "written": customer_filter.written,
        "replace": replace,
        "Sort": Sort,
        "Waiting": Waiting,
        "views": saved_views.mine(current.staff()),
        "customer_prefix": url_for("customers.index") + "/",
    }


def _peek(key: str) -> dict[str, object] | None:
    """What stands beside the list of the customer whose details are looked at there."""
    row = customers.one(current.staff(), key) if key else None
    if row is None:
        return None
    return {"row": row, "people": customer_page.people(row.id), "sales": customer_page.sales(row.id)}


@blueprint.get(CUSTOMER)
@requires(Permission.SEE_CUSTOMER)
def show() -> str:
    """Everything about one customer at a glance."""
    return page_of_customer(NoteForm())


def page_of_customer(note_form: NoteForm) -> str:
    """The customer's page, with the form of a note as it was sent."""
    customer = current.customer()
    return render_template(
        "internal/customers/show.html",
        customer=customer,
        plans=plan_standings.all_of(customer.id),
        team=customer_page.team(customer.id),
        people=customer_page.people(customer.id),
        sales=customer_page.sales(customer.id),
        notes=customer_page.notes(customer.id),
        standing=customer_page.standing(customer.id),
        events=customer_events.latest(customer.id),
        note_form=note_form,
        language_names=languages.NAMES,
    )


@blueprint.route("/customers/new", methods=["GET", "POST"])
@requires(Permission.CREATE_CUSTOMER)
def create() -> ResponseReturnValue:
    """A new customer."""
    form = CustomerForm()
    if form.validate_on_submit():
        with Attempt(form):
            customer = customer_register.create_customer(current.staff(), form.details())
            return redirect(url_for("customers.show", customer_key=customer.key), 303)
    return render_template("internal/customers/new.html", form=form), 422 if form.is_submitted() else 200


@blueprint.route(f"{CUSTOMER}edit", methods=["GET", "POST"])
@requires(Permission.EDIT_CUSTOMER)
def edit() -> ResponseReturnValue:
    """The customer's facts."""
    form = CustomerForm(obj=current.customer())
    if form.validate_on_submit():
        with Attempt(form):
            customer_register.edit_customer(current.staff(), current.customer().id, form.details())
            flash(_("Saved."), "success")
            return redirect(url_for("customers.show"), 303)
    page = render_template("internal/customers/edit.html", form=form, customer=current.customer())
    return page, 422 if form.is_submitted() else 200
