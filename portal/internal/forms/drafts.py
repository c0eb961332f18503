"""Forms of drafts: goals, next steps and texts, saved while they are written."""

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import (  # type: ignore[attr-defined]  # SelectChoice is newer than the stubs
    IntegerField,
    RadioField,
    SelectChoice,
    SelectField,
)
from wtforms.validators import Length
from wtforms.widgets import HiddenInput

from portal.domain.people.sides import Side
from portal.domain.plan.content import TEXT_LENGTH, TITLE_LENGTH, GoalContent, Horizon, NextStepContent
from portal.domain.plan.drafts import Owners
from portal.queries.internal.plan_items import Person, PlanItem
from portal.queries.internal.plans import People
from portal.web.fields import DayField, LineField, NumberField, WordsField
from portal.web.form import Form

TOO_LONG = _l("This text is too long.")
NOBODY = _l("Nobody yet")
_LINE = [Length(max=TITLE_LENGTH, message=TOO_LONG)]
_TEXT = [Length(max=TEXT_LENGTH, message=TOO_LONG)]


def chosen(value: Any) -> int | None:
    return int(value) if value not in (None, "", "None") else None


class EditForm(Form):
    """What every form that saves itself carries: the count of savings as the writer saw it."""

    edits = IntegerField(default=0, widget=HiddenInput())
    over = IntegerField(widget=HiddenInput())
    """Given instead, when the writer has seen the other's text and wants this one in its place."""

    @property
    def seen_edits(self) -> int:
        return self.over.data if self.over.data is not None else (self.edits.data or 0)


class ItemForm(EditForm):
    """What goals and next steps have in common."""

    owner_staff = SelectField(_l("Responsible, us"), coerce=chosen, default=None)
    owner_contact = SelectField(_l("Responsible, them"), coerce=chosen, default=None)

    def offer(self, people: People, item: PlanItem | None) -> None:
        """Who can be chosen; whoever is responsible now stays in the list."""
        self.owner_staff.choices = offered(people.ours, item.owner_staff if item else None)
        self.owner_contact.choices = offered(people.theirs, item.owner_contact if item else None)

    @property
    def owners(self) -> Owners:
        return Owners(self.owner_staff.data, self.owner_contact.data)


class GoalForm(ItemForm):
    """The whole wording and schedule of a goal."""

    title = LineField(_l("What both sides want"), validators=_LINE)
    description = WordsField(_l("In more words"), validators=_TEXT)
    horizon = RadioField(
        _l("Horizon"),
        choices=[
            SelectChoice(Horizon.SHORT.value, _l("This period")),
            SelectChoice(Horizon.LONG.value, _l("Beyond this period")),
        ],
        default=Horizon.SHORT.value,
    )
    measure = LineField(_l("How we see that it came true"), validators=_LINE)
    unit = LineField(_l("Unit"), validators=_LINE)
    baseline = NumberField(_l("Now"))
    target = NumberField(_l("Target"))
    starts = DayField(_l("From"))
    due = DayField(_l("Ready by"))

    def content(self) -> GoalContent:
        """The wording that was typed."""
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
    """A dated promise by one side."""

    title = LineField(_l("What will be done"), validators=_LINE)
    description = WordsField(_l("In more words"), validators=_TEXT)
    side = RadioField(
        _l("Who promises it"),
        choices=[
            SelectChoice(Side.PROVIDER.value, _l("We do")),
            SelectChoice(Side.CUSTOMER.value, _l("We ask the customer to do it")),
        ],
        default=Side.PROVIDER.value,
    )
    due = DayField(_l("Ready by"))
    goal = SelectField(_l("On which goal"), coerce=chosen, default=None)

    def offer_goals(self, goals: Sequence[PlanItem]) -> None:
        """The goals of the plan that a next step can stand on."""
        named = [
            SelectChoice(str(goal.id), goal.shown.title or "…") for goal in goals if isinstance(goal.shown, GoalContent)
        ]
        self.goal.choices = [SelectChoice("", _l("On the plan as a whole")), *named]

    def content(self) -> NextStepContent:
        """The wording that was typed."""
        return NextStepContent(
            title=self.title.data,
            side=Side(self.side.data),
            description=self.description.data,
            due=self.due.data,
        )


class TextForm(EditForm):
    """A section's text."""

    text = WordsField(_l("Text"), validators=_TEXT)


def offered(people: Sequence[Person], owner: Person | None) -> list[SelectChoice]:
    """Nobody, these people, and whoever is responsible now."""
    named = list(people) + ([owner] if owner and owner not in people else [])
    return [SelectChoice("", NOBODY), *(SelectChoice(str(person.id), person.name) for person in named)]
