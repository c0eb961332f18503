"""Signing in by a mailed link: for contacts who have no password, or have it elsewhere."""

from flask import Blueprint, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from portal.domain.people import mailed_links, sign_in, tokens
from portal.domain.people.sides import Side
from portal.domain.people.sign_in import Method
from portal.domain.people.tokens import TokenPurpose, TokenSpent
from portal.web import current, limits
from portal.web.circumstances import of_request
from portal.web.forms.sign_in import EmailForm
from portal.web.guard import public
from portal.web.returning import NEXT_KEY, own_path, welcome
from portal.web.spent import link_spent

blueprint = Blueprint("sign_in_links", __name__)


@blueprint.route("/sign-in/link", methods=["GET", "POST"])
@public
@limits.asking_for_mail
def ask() -> ResponseReturnValue:
    """Ask for the mail; the answer is the same for every address."""
    form = EmailForm(next=request.args.get("next", ""))
    if not form.validate_on_submit():
        return render_template("customer/sign_in/link.html", form=form), 422 if form.is_submitted() else 200
    mailed_links.request_sign_in_link(form.email.data or "", of_request())
    session[NEXT_KEY] = own_path(form.next.data)
    return render_template("shared/sign_in/mailed.html", email=form.email.data, minutes=20)


@blueprint.route("/sign-in/link/<token>", methods=["GET", "POST"])
@public
@limits.mailed_link
def show(token: str) -> ResponseReturnValue:
    """Opening the link changes nothing, because mail scanners open links too; the button signs in."""
    key = current.token_key()
    try:
        if request.method == "POST":
            arrival = sign_in.use_link(key, token, of_request())
            return welcome(arrival, Method.LINK, session.get(NEXT_KEY))
        account = sign_in.holder(tokens.find(key, Side.CUSTOMER, TokenPurpose.SIGN_IN, token))
    except TokenSpent:
        return link_spent(url_for("sign_in_links.ask"), _("Send me a new link"))
    return render_template("customer/sign_in/open_link.html", email=account.email)
