"""The forms with which a goal or next step is worded, and the answers to one that waits."""

from collections.abc import Mapping
from dataclasses import asdict, replace
from typing import Any, cast

from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    RadioField,
    SelectChoice,
    SelectField,
)

from portal.domain.people.sides import Side
from portal.domain.plan.content import Content, GoalContent, Horizon, NextStepContent
from portal.web.fields import DayField, LineField, NumberField, WordsField
from portal.web.form import Form

DAY_HINT = _l("For example 28.5.2027")


LABELS = {
    "ask": _l("Your question"),
    "change": _l("What should be otherwise"),
    "answer": _l("Your answer"),
    "decline": _l("Why it does not suit"),
    "give_up": _l("Why you would give it up"),
    "comment": _l("Your comment"),
    "blocked": _l("What blocks it"),
    "reopen": _l("Why it is open again"),
    "dismiss": _l("Why not"),
}


class WordsForm(Form):
    """A few words, as a question, a reason or a comment has them; `act` says what they are for."""

    words = WordsField()

    def __init__(self, act: str, **options: Any) -> None:
        super().__init__(prefix=f"{act}-", **options)
        self.words.label.text = LABELS[act]


class DateForm(Form):
    """Another day for what is there otherwise."""

    due = DayField(_l("Ready by"), description=DAY_HINT)
    words = WordsField(_l("Why this date suits better"))

    def wording(self, before: Content) -> Content:
        """The same wording with this day."""
        return replace(before, due=self.due.data)


class ItemForm(Form):
    """What goals and next steps have in common."""

    title = LineField(_l("Title"))
    description = WordsField(_l("Description"))
    due = DayField(_l("Ready by"), description=DAY_HINT)
    words = WordsField(_l("What you want to say with it"))

    def content(self) -> GoalContent | NextStepContent:
        """The wording as it was typed."""
        raise NotImplementedError


class GoalForm(ItemForm):
    """The whole wording and schedule of a goal."""

    measure = LineField(_l("Measure"), description=_l("How you both see that the goal is reached"))
    unit = LineField(_l("Unit"), description=_l("For example kWh, days or %"))
    baseline = NumberField(_l("Baseline"), description=_l("Where it stands now"))
    target = NumberField(_l("Target"), description=_l("Where it shall be"))
    starts = DayField(_l("Starts"), description=DAY_HINT)
    horizon = RadioField(
        _l("Horizon"),
        choices=[
            SelectChoice(Horizon.SHORT.value, _l("This period")),
            SelectChoice(Horizon.LONG.value, _l("Beyond this period")),
        ],
        default=Horizon.SHORT.value,
    )

    def content(self) -> GoalContent:
        return GoalContent(
            title=self.title.data,
            description=self.description.data,
            horizon=Horizon(self.horizon.data),
            measure=self.measure.data,
            unit=self.unit.data,
            baseline=self.baseline.data,
            target=self.target.data,
            starts=self.starts.data,
            due=self.due.data,
        )


class NextStepForm(ItemForm):
    """The whole wording of a next step; `sides` names the companies."""

    side = RadioField(_l("Who does it"), default=Side.CUSTOMER.value, validate_choice=False)
    goal = SelectField(_l("For the goal"), coerce=int, default=0, validate_choice=False)

    def name_sides(self, provider: str, customer: str) -> None:
        """Offer both companies by name."""
        self.side.choices = [SelectChoice(Side.CUSTOMER.value, customer), SelectChoice(Side.PROVIDER.value, provider)]

    def name_goals(self, choices: list[tuple[int, str]]) -> None:
        """Offer the plan's goals; 0 is none of them."""
        self.goal.choices = [SelectChoice(0, _l("The plan as a whole")), *(SelectChoice(*choice) for choice in choices)]

    def content(self) -> NextStepContent:
        return NextStepContent(
            title=self.title.data,
            side=Side.PROVIDER if self.side.data == Side.PROVIDER.value else Side.CUSTOMER,
            description=self.description.data,
            due=self.due.data,
        )


class OwnerForm(Form):
    """Who of the customer's own people is responsible, by address; empty for nobody."""

    owner = SelectField(_l("Who of you is responsible"))

    def name_people(self, people: Mapping[str, str]) -> None:
        """Offer these people, by address and name."""
        self.owner.choices = [SelectChoice("", _l("Nobody yet")), *(SelectChoice(*one) for one in people.items())]


class SectionForm(Form):
    """The text of the customer's own section."""

    text = WordsField(_l("Our responsibilities"))


def worded(content: Content, prefix: str) -> ItemForm:
    """The form of a wording, filled with it."""
    values = asdict(content)
    values["horizon"] = str(values.get("horizon", ""))
    values["side"] = str(values.get("side", ""))
    kind = GoalForm if isinstance(content, GoalContent) else NextStepForm
    return cast(ItemForm, kind(data=values, prefix=prefix, formdata=None))
