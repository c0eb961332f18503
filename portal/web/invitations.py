"""Invitations, on either side: opening the link shows who invites to what, a POST accepts."""

from flask import Blueprint, g, render_template
from flask.typing import ResponseReturnValue

from portal.domain.errors import Invalid
from portal.domain.people import invitations, sign_in
from portal.domain.people.invitations import Invitation
from portal.domain.people.sides import Side
from portal.domain.people.sign_in import Arrival, Method
from portal.domain.people.tokens import TokenSpent
from portal.web import current, languages, limits
from portal.web.circumstances import of_request
from portal.web.forms import problems
from portal.web.forms.sign_in import InvitationForm
from portal.web.guard import public
from portal.web.returning import HOME, welcome
from portal.web.spent import link_spent

blueprint = Blueprint("invitations", __name__)


@blueprint.route("/invitation/<token>", methods=["GET", "POST"])
@public
@limits.mailed_link
def show(token: str) -> ResponseReturnValue:
    """Confirm the name, choose a password (a contact may go on without), and come in."""
    try:
        invitation = invitations.look_at(current.token_key(), current.side(), token)
        _read_in(invitation.locale)
        form = InvitationForm(name=invitation.name)
        arrival = _accept(form, token) if form.validate_on_submit() else None
    except TokenSpent:
        return link_spent()
    if arrival is not None:
        return welcome(arrival, Method.INVITATION, HOME)
    return _page(form, invitation), 422 if form.is_submitted() else 200


def _accept(form: InvitationForm, token: str) -> Arrival | None:
    key, name, password = current.token_key(), form.name.data or "", form.password.data or ""
    try:
        account = invitations.accept_invitation(key, current.side(), token, name, password, of_request())
    except Invalid as refusal:
        problems.show(form, refusal)
        return None
    return sign_in.arrive(key, account, Method.INVITATION, of_request())


def _page(form: InvitationForm, invitation: Invitation) -> str:
    return render_template(
        "shared/sign_in/invitation.html",
        form=form,
        invitation=invitation,
        password_needed=current.side() is Side.PROVIDER,
    )


def _read_in(locale: str) -> None:
    """Show the page in the language that the invitation was written in, until the reader chooses."""
    g.person_locale = locale
    languages.forget()
