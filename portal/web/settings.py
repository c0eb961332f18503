"""One's own settings, on either side: name, phone, language and colours; the way to everything about signing in."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import refresh

from portal.domain.errors import Invalid
from portal.domain.people import accounts, own_details
from portal.policy.permissions import Permission
from portal.web import current, languages
from portal.web.circumstances import of_request
from portal.web.forms import problems
from portal.web.forms.settings import DetailsForm, LanguageForm
from portal.web.guard import requires
from portal.web.returning import SEE_OTHER

blueprint = Blueprint("settings", __name__)


@blueprint.get("/settings")
@requires(Permission.KEEP_OWN_ACCOUNT)
def show() -> str:
    """Everything on one page."""
    return _page(_details(), LanguageForm(locale=languages.select()))


@blueprint.post("/settings/details")
@requires(Permission.KEEP_OWN_ACCOUNT)
def details() -> ResponseReturnValue:
    """Correct the name and the phone number."""
    form = DetailsForm()
    if not form.validate():
        return _page(form, LanguageForm(locale=languages.select())), 422
    try:
        own_details.change_own_details(
            current.account(), form.name.data or "", form.phone.data or "", of_request(current.sign_in())
        )
    except Invalid as refusal:
        problems.show(form, refusal)
        return _page(form, LanguageForm(locale=languages.select())), 422
    return _saved(_("Your details have been saved."))


@blueprint.post("/settings/language")
@requires(Permission.KEEP_OWN_ACCOUNT)
def language() -> ResponseReturnValue:
    """Choose the language of every page and mail."""
    form = LanguageForm()
    if not form.validate():
        return _page(_details(), form), 422
    own_details.choose_language(current.account(), form.locale.data)
    languages.read_in(form.locale.data)
    refresh()
    return _saved(_("From now on you read English."))


@blueprint.post("/settings/theme")
@requires(Permission.KEEP_OWN_ACCOUNT)
def theme() -> ResponseReturnValue:
    """Light, dark, or as the device has it."""
    chosen = request.form.get("theme", "")
    own_details.choose_theme(current.account(), chosen)
    answer = redirect(url_for("settings.show"), SEE_OTHER)
    languages.remember_theme(answer, chosen)
    return answer


def _details() -> DetailsForm:
    account = current.account()
    return DetailsForm(name=accounts.name_of(account), phone=accounts.phone_of(account))


def _saved(words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect(url_for("settings.show"), SEE_OTHER)


def _page(details_form: DetailsForm, language_form: LanguageForm) -> str:
    account = current.account()
    return render_template(
        "shared/settings/show.html",
        details_form=details_form,
        language_form=language_form,
        email=account.email,
        has_password=account.password_hash is not None,
        has_second_factor=account.totp_confirmed_at is not None,
    )
