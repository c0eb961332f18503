"""The form of an internal note."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired

from portal.web.fields import WordsField
from portal.web.form import Form


class NoteForm(Form):
    """A note that only staff read."""

    text = WordsField(_l("A note for us"), validators=[InputRequired(_l("Write the note first."))])
