"""Forms of what is said to one revision."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, SelectField
from wtforms.validators import InputRequired, Length

from portal.domain.plan.content import TEXT_LENGTH, ItemKind
from portal.internal.forms.drafts import GoalForm, NextStepForm, chosen, offered
from portal.queries.internal.plan_items import PlanItem
from portal.queries.internal.plans import People
from portal.web.fields import WordsField
from portal.web.form import Form

_LENGTH = Length(max=TEXT_LENGTH, message=_l("This text is too long."))


class SeenForm(Form):
    """An answer names exactly what was seen, by its fingerprint."""

    seen = HiddenField()


class WordsForm(SeenForm):
    """An answer in words."""

    words = WordsField(_l("In your words"), validators=[InputRequired(_l("Say it in a few words.")), _LENGTH])


class ReasonForm(SeenForm):
    """Words that may be left out."""

    words = WordsField(_l("Why"), validators=[_LENGTH])


class OwnerForm(Form):
    """Who of us is responsible."""

    person = SelectField(_l("Responsible, us"), coerce=chosen, default=None)

    def offer(self, people: People, item: PlanItem) -> None:
        """The account team, and whoever is responsible now."""
        self.person.choices = offered(people.ours, item.owner_staff)


class CounterGoalForm(GoalForm):
    """Another wording or schedule of a goal, sent at once."""

    words = WordsField(_l("Why"), validators=[_LENGTH])
    seen = HiddenField()


class CounterNextStepForm(NextStepForm):
    """Another wording or schedule of a next step, sent at once."""

    words = WordsField(_l("Why"), validators=[_LENGTH])
    seen = HiddenField()


CounterForm = CounterGoalForm | CounterNextStepForm


def counter_form(item: PlanItem, **options: object) -> CounterForm:
    """The form of another proposal for the item; who is responsible and on which goal is no part of it."""
    form: CounterForm = (CounterGoalForm if item.kind is ItemKind.GOAL else CounterNextStepForm)(**options)
    for name in ("owner_staff", "owner_contact", "goal", "edits", "over"):
        if name in form:
            del form[name]
    return form
