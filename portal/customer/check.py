"""Anybody may ask whether a document is the one that was agreed; the document stays with whoever asks.

Nothing is told but what its holder knows: no company, no person, no goal.
"""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from portal.customer.forms.check import CheckForm
from portal.queries.customer import version_files
from portal.web import limits
from portal.web.guard import public

blueprint = Blueprint("check", __name__)


@blueprint.get("/check")
@public
def ask() -> ResponseReturnValue:
    """The question: a file, or the fingerprint printed in it."""
    form = CheckForm(request.args)
    if "digits" not in request.args:
        return render_template("customer/check/ask.html", form=form)
    if not form.validate():
        return render_template("customer/check/ask.html", form=form), 422
    return redirect(url_for(".answer", digits=form.digits.data), 303)


@blueprint.get("/check/<digits>")
@public
@limits.checking
def answer(digits: str) -> ResponseReturnValue:
    """The answer; where a document's QR code leads."""
    form = CheckForm(data={"digits": digits})
    if not form.validate():
        return render_template("customer/check/ask.html", form=form), 404
    found = version_files.check(digits)
    return render_template("customer/check/answer.html", found=found, digits=digits), 200 if found else 404
