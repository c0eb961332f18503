"""The menus of every page of the customer side."""

from dataclasses import dataclass

from flask import Flask, g, url_for
from flask_babel import gettext as _

from portal.db import db
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer
from portal.queries.customer.surroundings import surroundings
from portal.web.menus import Entry, entries, entry, exists, own, person


@dataclass(frozen=True)
class Company:
    """A customer by name, and the way to its home."""

    name: str
    url: str


def install(app: Flask) -> None:
    """Give every template the variables of the customer layout."""
    app.context_processor(_layout)


def home_of(customer: Customer) -> str:
    """The first page of one customer."""
    return url_for("home.show", customer_key=customer.key) if exists("home.show") else url_for("companies.show")


def _layout() -> dict[str, object]:
    page: dict[str, object] = {"side_layout": "customer/layout.html", "home_url": url_for("companies.show")}
    if g.get("failed"):
        return page
    if g.get("preview"):
        looked_at = db.session.get_one(Customer, g.preview.customer_id)
        page |= {
            "preview": True,
            "preview_end_url": url_for("preview.end"),
            "languages": [],
            "customer": Company(looked_at.name, home_of(looked_at)),
        }
    elif "account" in g:
        page |= own() | _person()
    if "customer" in g and "person" in g:
        page |= _around(g.customer)
    return page


def _person() -> dict[str, object]:
    contact: Contact = g.contact
    here = g.customer.id if "customer" in g else None
    memberships: list[tuple[Contact, Customer]] = g.memberships
    return {
        "me": person(contact.name, contact.title),
        "my_menu": entries(entry("settings.show", _("My settings"), "settings")),
        "switcher": [Company(other.name, home_of(other)) for _contact, other in memberships if other.id != here],
    }


def _around(customer: Customer) -> dict[str, object]:
    around = surroundings(customer.id, with_drafts=bool(g.get("preview")))
    home = home_of(customer)
    return {
        "customer": Company(customer.name, home),
        "home_url": home,
        "account_manager": around.account_manager,
        "nav": _rooms(around.newest_plan),
    }


def _rooms(newest_plan: int | None) -> list[Entry]:
    return entries(
        entry("home.show", _("Home"), "house"),
        entry("plans.show", _("Plan"), "file-check", plan_number=newest_plan) if newest_plan else None,
        entry("next_steps.index", _("Next steps"), "list-checks", plan_number=newest_plan) if newest_plan else None,
        entry("documents.index", _("Documents"), "folder-check"),
        entry("people.index", _("People"), "users"),
    )
