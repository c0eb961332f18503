"""Forms about a plan as a whole."""

from flask_babel import lazy_gettext as _l
from wtforms.validators import InputRequired, Length

from portal.domain.plan.content import TEXT_LENGTH, TITLE_LENGTH
from portal.web.fields import DayField, LineField, WordsField
from portal.web.form import Form

TOO_LONG = _l("This text is too long.")


class PlanForm(Form):
    """A new plan's period and name."""

    title = LineField(
        _l("Name"),
        validators=[Length(max=TITLE_LENGTH, message=TOO_LONG)],
        description=_l("Such as “Better air in every school”. The period is told anyway."),
    )
    starts_on = DayField(_l("From"), [InputRequired(_l("Give the day."))])
    ends_on = DayField(_l("Until"), [InputRequired(_l("Give the day."))])


class CloseForm(Form):
    """Why a plan ends."""

    words = WordsField(
        _l("Why does the plan end?"),
        validators=[InputRequired(_l("Say it in a few words.")), Length(max=TEXT_LENGTH, message=TOO_LONG)],
    )
