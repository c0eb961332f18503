"""Asking whether a document is the one that was agreed."""

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField, ValidationError

from portal.queries.customer.version_files import FINGERPRINT


class CheckForm(FlaskForm):
    """A fingerprint, whole or its beginning; a GET form, so that the address can be kept."""

    class Meta:
        csrf = False

    digits = StringField(
        _l("Fingerprint"),
        description=_l("The 64 digits on the last page of the document, or at least the first 16 of them."),
        filters=[lambda text: "".join((text or "").split()).lower()],
    )

    def validate_digits(self, field: StringField) -> None:
        if not FINGERPRINT.fullmatch(field.data or ""):
            raise ValidationError(_l("A fingerprint has the digits 0–9 and the letters a–f, from 16 to 64 of them."))
