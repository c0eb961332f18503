"""The form on the living page of components: one field of each kind, two of them wrong."""

from werkzeug.datastructures import MultiDict
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    BooleanField,
    Form,
    RadioField,
    SelectChoice,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Regexp


class SampleForm(Form):
    """Every kind of field that pages use."""

    due = StringField(
        "Ready by",
        [Regexp(r".*2027$", message="The date is before the plan begins, 1.10.2026")],
        description="For example 28.5.2027",
    )
    reason = TextAreaField("Why this date suits better", [DataRequired("Tell in a few words why")])
    title = StringField("What both sides want", description="One sentence that both sign")
    owner = SelectField(
        "Responsible, us", choices=[SelectChoice("minna", "Minna Kärki"), SelectChoice("pekka", "Pekka Lahtinen")]
    )
    horizon = RadioField(
        "Horizon",
        choices=[SelectChoice("short", "Short, within this plan"), SelectChoice("long", "Long, over several plans")],
    )
    remind = BooleanField("Remind a week before")


def failed_sample() -> SampleForm:
    """The form as it looks after a failed attempt."""
    sent = MultiDict(
        {"due": "28.5.2026", "title": "Even temperature", "owner": "minna", "horizon": "short", "remind": "y"}
    )
    form = SampleForm(sent)
    form.validate()
    return form
