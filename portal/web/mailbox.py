"""The demo's mailbox: every mail that went out, for everybody to read. It exists in the demo alone."""

from io import BytesIO
from pathlib import Path

from flask import Blueprint, render_template, request, send_file
from flask.typing import ResponseReturnValue

from portal.domain.errors import NotFound
from portal.web import current, kept_mails
from portal.web.guard import public

blueprint = Blueprint("mailbox", __name__)


@blueprint.get("/demo/mailbox")
@public
def index() -> ResponseReturnValue:
    """The newest mails."""
    mails, older = kept_mails.newest(_folder(), request.args.get("before", ""))
    return render_template("shared/demo/mailbox.html", mails=mails, older=older)


@blueprint.get("/demo/mailbox/<name>")
@public
def show(name: str) -> ResponseReturnValue:
    """One mail, as its text part."""
    mail = kept_mails.read(_folder(), name)
    if mail is None:
        raise NotFound
    return render_template("shared/demo/mail.html", mail=mail)


@blueprint.get("/demo/mailbox/<name>/<int:place>")
@public
def attachment(name: str, place: int) -> ResponseReturnValue:
    """A file that went with a mail."""
    found = kept_mails.attachment(_folder(), name, place)
    if found is None:
        raise NotFound
    return send_file(BytesIO(found[1]), as_attachment=True, download_name=found[0])


def _folder() -> Path:
    return current.config().demo_folder / "mail"
