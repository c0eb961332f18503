"""The form of a sending."""

from flask_babel import lazy_gettext as _l
from wtforms import SelectMultipleField
from wtforms.validators import Length

from portal.domain.plan.content import TEXT_LENGTH
from portal.domain.plan.drafts import Ticked
from portal.queries.internal.sendings import Preview
from portal.web.fields import WordsField
from portal.web.form import Form


class SendingForm(Form):
    """Which drafts go, each by the fingerprint that was seen, and the note that covers them."""

    drafts = SelectMultipleField(_l("What goes"), validate_choice=False)
    note = WordsField(
        _l("Covering note"),
        validators=[Length(max=TEXT_LENGTH, message=_l("This text is too long."))],
        description=_l("Stands above the goals and in the e-mail."),
    )

    def tick_all(self, preview: Preview) -> None:
        """Everything that is complete goes unless it is unticked."""
        self.drafts.data = [parcel.ticked for parcel in preview.parcels if parcel.complete]

    @property
    def ticked(self) -> list[Ticked]:
        """Revision ids and fingerprints; what is not of this shape counts as a draft that changed."""
        pairs = (value.partition(":") for value in self.drafts.data or [])
        return [(int(number) if number.isascii() and number.isdigit() else 0, seen) for number, _, seen in pairs]
