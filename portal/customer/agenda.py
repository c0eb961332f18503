"""Next steps in the order of their days."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from portal.domain.plan.items import Progress
from portal.queries.customer.shared import SharedNextStep


@dataclass(frozen=True)
class Month:
    """The steps of one month; `first` is its first day."""

    first: date
    steps: tuple[SharedNextStep, ...]


def months(steps: Iterable[SharedNextStep]) -> list[Month]:
    """Steps that go on, by the month in which they are due."""
    going_on = sorted((step for step in steps if step.goes_on and step.due), key=_order)
    return [Month(first, tuple(group)) for first, group in groupby(going_on, key=_month)]


def coming(steps: Iterable[SharedNextStep], how_many: int) -> list[SharedNextStep]:
    """The first of those in force that are not done, late ones before all others."""
    promised = [step for step in steps if step.in_force and step.goes_on and step.progress is not Progress.DONE]
    return sorted(promised, key=_order)[:how_many]


def _order(step: SharedNextStep) -> tuple[date, int]:
    return step.due or date.max, step.number or 0


def _month(step: SharedNextStep) -> date:
    return (step.due or date.max).replace(day=1)
