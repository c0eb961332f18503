"""A plan's dates, figures and roles as its reader writes them; nothing of them breaks across lines."""

import datetime
from collections.abc import Iterable
from itertools import groupby

from portal.documents.customer.plan_content import Goal, Person
from portal.texts import NO_BREAK_SPACE, Texts

_SHORT_FIGURE = 12  # characters that fit one column in the size of figures


class PlanFormats:
    """What the template calls."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def date(self, day: datetime.date) -> str:
        return _whole(self._texts.date(day))

    def short_date(self, day: datetime.date) -> str:
        return _whole(self._texts.short_date(day))

    def long_date(self, day: datetime.date) -> str:
        return _whole(self._texts.long_date(day))

    def day(self, moment: str) -> str:
        return _whole(self._texts.date(self._texts.day_of(moment)))

    def moment(self, moment: str) -> str:
        return _whole(self._texts.moment(moment))

    def number(self, figure: str) -> str:
        return self._texts.decimal(figure)

    def amount(self, goal: Goal, figure: str) -> str:
        """38 h, 97 %, or a dash where nothing was said."""
        if not figure:
            return "–"
        space = "" if goal.unit == "%" and self._texts.locale == "en" else NO_BREAK_SPACE
        return f"{self.number(figure)}{space}{goal.unit}".strip()

    def fits(self, goal: Goal) -> bool:
        """Whether number and unit stand side by side as one figure."""
        return max(len(self.amount(goal, figure)) for figure in (goal.baseline, goal.target)) <= _SHORT_FIGURE

    def role(self, person: Person) -> str:
        _ = self._texts._
        roles = {
            "account_manager": _("account manager"),
            "deputy": _("deputy account manager"),
            "team_member": _("team member"),
            "lead": _("lead"),
            "administrator": _("administrator"),
            "approver": _("approver"),
            "participant": _("participant"),
        }
        return roles.get(person.role, "")


def ranges(numbers: Iterable[int]) -> str:
    """1–4, 7, 9–10."""
    runs = groupby(enumerate(sorted(set(numbers))), key=lambda pair: pair[1] - pair[0])
    found = []
    for _, run in runs:
        first, *rest = [number for _, number in run]
        found.append(f"{first}–{rest[-1]}" if rest else str(first))
    return ", ".join(found)


def groups(fingerprint: str, count: int = 16) -> str:
    """A fingerprint in groups of four, as people compare it."""
    return " ".join(fingerprint[at : at + 4] for at in range(0, min(len(fingerprint), 4 * count), 4))


def _whole(text: str) -> str:
    return text.replace(" ", NO_BREAK_SPACE)
