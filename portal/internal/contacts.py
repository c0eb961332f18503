"""The people at a customer, and their access to the customer side."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy import select

from portal.db import db
from portal.domain.errors import NotFound
from portal.domain.people import contact_book
from portal.domain.people.contacts import Contact
from portal.internal.forms.people import ContactForm, RoleForm
from portal.policy.permissions import Permission
from portal.queries.internal import customer_page
from portal.web import current
from portal.web.attempt import Attempt
from portal.web.guard import requires

blueprint = Blueprint("contacts", __name__)
CONTACTS = "/customers/<customer_key>/contacts/"
CONTACT = f"{CONTACTS}<int:contact_id>/"


@blueprint.get(CONTACTS)
@requires(Permission.SEE_CUSTOMER)
def index() -> str:
    """Everybody at the customer, and the account team beside them."""
    customer = current.customer()
    return render_template(
        "internal/contacts/index.html",
        customer=customer,
        people=customer_page.people(customer.id),
        team=customer_page.team(customer.id),
    )


@blueprint.route(f"{CONTACTS}new", methods=["GET", "POST"])
@requires(Permission.KEEP_CONTACTS)
def create() -> ResponseReturnValue:
    """A new contact; access is given on the next page."""
    form = ContactForm()
    if form.validate_on_submit():
        with Attempt(form):
            contact = contact_book.add_contact(current.staff(), current.customer().id, form.details())
            return redirect(url_for("contacts.edit", contact_id=contact.id), 303)
    return _page("new", form), 422 if form.is_submitted() else 200


@blueprint.route(f"{CONTACT}edit", methods=["GET", "POST"])
@requires(Permission.KEEP_CONTACTS)
def edit(contact_id: int) -> ResponseReturnValue:
    """A contact's facts, and what they may do."""
    contact = _contact(contact_id)
    form = ContactForm(obj=contact)
    if form.validate_on_submit():
        with Attempt(form):
            contact_book.edit_contact(current.staff(), contact.id, form.details(contact))
            flash(_("Saved."), "success")
            return redirect(url_for("contacts.index"), 303)
    return _page("edit", form, contact), 422 if form.is_submitted() else 200


@blueprint.post(f"{CONTACT}invite")
@requires(Permission.KEEP_CONTACTS)
def invite(contact_id: int) -> ResponseReturnValue:
    """Invite the contact, or invite once more."""
    contact, form = _contact(contact_id), RoleForm()
    if form.validate():
        with Attempt(form):
            contact_book.invite_contact(current.staff(), contact.id, form.chosen())
            flash(_("The invitation goes to %(email)s.", email=contact.email), "success")
            return redirect(url_for("contacts.index"), 303)
    return _page("edit", ContactForm(formdata=None, obj=contact), contact, form), 422


@blueprint.post(f"{CONTACT}role")
@requires(Permission.KEEP_CONTACTS)
def change_role(contact_id: int) -> ResponseReturnValue:
    """Make an approver of a participant, or the other way round."""
    contact, form = _contact(contact_id), RoleForm()
    if not form.validate():
        return _page("edit", ContactForm(formdata=None, obj=contact), contact, form), 422
    contact_book.change_contact_role(current.staff(), contact.id, form.chosen())
    flash(_("Saved. %(name)s signs in again before going on.", name=contact.name), "success")
    return redirect(url_for("contacts.index"), 303)


@blueprint.post(f"{CONTACT}deactivate")
@requires(Permission.KEEP_CONTACTS)
def deactivate(contact_id: int) -> ResponseReturnValue:
    """End the access at once."""
    contact = contact_book.deactivate_contact(current.staff(), _contact(contact_id).id)
    flash(_("The access of %(name)s has ended.", name=contact.name), "success")
    return redirect(url_for("contacts.index"), 303)


@blueprint.post(f"{CONTACT}reactivate")
@requires(Permission.KEEP_CONTACTS)
def reactivate(contact_id: int) -> ResponseReturnValue:
    """Let the contact in again."""
    contact = contact_book.reactivate_contact(current.staff(), _contact(contact_id).id)
    flash(_("%(name)s may come in again.", name=contact.name), "success")
    return redirect(url_for("contacts.index"), 303)


def _contact(contact_id: int) -> Contact:
    """The contact, if it is this customer's. Raises NotFound."""
    query = select(Contact).where(Contact.id == contact_id, Contact.customer_id == current.customer().id)
    found = db.session.scalar(query)
    if found is None:
        raise NotFound
    return found


def _page(name: str, form: ContactForm, contact: Contact | None = None, role_form: RoleForm | None = None) -> str:
    role = contact.role.value if contact and contact.role else None
    chosen = role_form or (RoleForm(formdata=None, role=role) if role else RoleForm(formdata=None))
    return render_template(
        f"internal/contacts/{name}.html",
        customer=current.customer(),
        form=form,
        contact=contact,
        person=customer_page.person(contact) if contact else None,
        role_form=chosen,
    )
