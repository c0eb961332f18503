"""Where goals, next steps and meetings stand on a time axis, in points: the plan's period wide, what follows narrow."""

import itertools
import textwrap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from portal.documents.customer.plan_content import Goal, NextStep, PlanContent
from portal.texts import Texts

GOALS_TO_A_PLOT = 14  # a figure cannot break across pages
WIDTH = 476
LEFT = 146
RIGHT = 470
ROW = 27
_AFTERWARDS = 88  # the width of all that follows the period
_MARK = 11.6
_LABEL = 36  # characters of a title beside the plot
_MONTH_NAME = 19  # the room that a month's short name needs
_YEAR_NAME = 26
_DATE = 48


@dataclass(frozen=True)
class Axis:
    """Days as points. What lies before the first day stands at the left edge."""

    first: date
    turn: date  # the first day after the period
    last: date
    split: float

    def x(self, day: date) -> float:
        if day < self.turn:
            share = max(0, (day - self.first).days) / (self.turn - self.first).days
            return round(LEFT + (self.split - LEFT) * share, 1)
        share = min(1.0, (day - self.turn).days / max(1, (self.last - self.turn).days))
        return round(self.split + (RIGHT - self.split) * share, 1)


@dataclass(frozen=True)
class Mark:
    """A next step on a goal's line."""

    number: int
    side: str
    x: float


@dataclass(frozen=True)
class Row:
    """A goal's line, or the line of what belongs to the whole plan (no goal)."""

    goal: Goal | None
    lines: tuple[str, ...]
    y: float
    x1: float
    x2: float
    marks: tuple[Mark, ...]
    begins_before: bool = False
    label_above: bool = False


@dataclass(frozen=True)
class Plot:
    """One figure: its rows, headings (y, horizon) and the axis marks (x, name)."""

    rows: tuple[Row, ...]
    headings: tuple[tuple[float, str], ...]
    bottom: float
    split: float
    months: tuple[tuple[float, str], ...]
    years: tuple[tuple[float, str], ...]
    meetings: tuple[tuple[float, str], ...]

    @property
    def goals(self) -> list[Goal]:
        return [row.goal for row in self.rows if row.goal]


def axis_of(plan: PlanContent) -> Axis:
    """The axis runs from the period's first month to the end of the year of the last due date."""
    first, turn = plan.starts.replace(day=1), _next_month(plan.ends)
    latest = max([plan.ends, *(goal.due for goal in plan.goals), *(step.due for step in plan.next_steps)])
    if latest < turn:
        return Axis(first, turn, turn, RIGHT)
    return Axis(first, turn, date(latest.year + 1, 1, 1), RIGHT - _AFTERWARDS)


def plots(plan: PlanContent, goals: list[Goal], texts: Texts) -> list[Plot]:
    """As many figures as the goals need; next steps of the whole plan stand in the first."""
    axis = axis_of(plan)
    parts = [goals[at : at + GOALS_TO_A_PLOT] for at in range(0, len(goals), GOALS_TO_A_PLOT)] or [[]]
    return [_plot(plan, axis, part, texts, whole=number == 0) for number, part in enumerate(parts)]


def _plot(plan: PlanContent, axis: Axis, goals: list[Goal], texts: Texts, *, whole: bool) -> Plot:
    rows, headings, y = [], [], 46.0 if plan.meetings else 34.0
    common = [step for step in plan.next_steps if step.goal is None]
    if whole and common:
        rows.append(_common_row(axis, common, y + 2, texts))
        y += ROW
    for horizon, group in itertools.groupby(goals, key=lambda goal: goal.horizon):
        y += 22
        headings.append((y - 12, horizon))
        for goal in group:
            rows.append(_row(plan, axis, goal, y))
            y += ROW
    meetings = tuple((axis.x(meeting.date), texts.short_date(meeting.date)) for meeting in plan.meetings)
    months = tuple(_months(axis, texts))
    return Plot(tuple(rows), tuple(headings), y - 3.5, axis.split, months, tuple(_years(axis)), meetings)


def _row(plan: PlanContent, axis: Axis, goal: Goal, y: float) -> Row:
    x1, x2 = axis.x(goal.starts or plan.starts), axis.x(goal.due)
    marks = _marks(axis, [step for step in plan.next_steps if step.goal == goal.number], x2)
    before = goal.starts is not None and goal.starts < plan.starts
    return Row(goal, _label(goal.title), y, min(x1, x2), x2, marks, before, _crowded(axis, x2, marks))


def _crowded(axis: Axis, due: float, marks: tuple[Mark, ...]) -> bool:
    """Whether a due date has no room to the right of its diamond and must stand above the line."""
    end = due + _DATE
    return end > RIGHT or due < axis.split < end or any(due < mark.x < end + _MARK / 2 for mark in marks)


def _common_row(axis: Axis, steps: list[NextStep], y: float, texts: Texts) -> Row:
    return Row(None, _label(texts._("The whole plan")), y, LEFT, RIGHT, _marks(axis, steps, RIGHT + _MARK))


def _marks(axis: Axis, steps: list[NextStep], due: float) -> tuple[Mark, ...]:
    """The marks of next steps, beside each other and beside the diamond of the due date."""
    places = [axis.x(step.due) for step in steps]
    turn = sum(place <= due for place in places) if due - _MARK > LEFT else 0
    placed = apart(places[:turn], _MARK, LEFT, min(due - _MARK, RIGHT))
    placed += apart(places[turn:], _MARK, due + _MARK, RIGHT) if due + _MARK < RIGHT else places[turn:]
    return tuple(Mark(step.number, step.side, x) for step, x in zip(steps, placed, strict=True))


def apart(places: Iterable[float], gap: float, left: float, right: float) -> list[float]:
    """Neighbours moved so that none overlap, as little as it takes, and all within the edges."""
    found = [max(place, left) for place in places]
    if len(found) > 1:
        gap = min(gap, (right - left) / (len(found) - 1))
    for at in range(1, len(found)):
        found[at] = max(found[at], found[at - 1] + gap)
    limit = right
    for at in reversed(range(len(found))):
        found[at] = round(min(found[at], limit), 1)
        limit = found[at] - gap
    return found


def _label(title: str) -> tuple[str, ...]:
    """At most two lines beside the plot."""
    lines = textwrap.wrap(title, _LABEL)
    if len(lines) > 2:
        rest = " ".join(lines[1:])
        return lines[0], rest[: _LABEL - 2].rstrip() + " …"
    return tuple(lines)


def _months(axis: Axis, texts: Texts) -> Iterable[tuple[float, str]]:
    """Every month's line; its name as often as there is room."""
    days = list(_month_starts(axis.first, axis.turn))
    every = -(-_MONTH_NAME * len(days) // int(axis.split - LEFT))
    names = texts.short_months()
    for at, day in enumerate(days):
        yield axis.x(day), names[day.month - 1] if at % every == 0 else ""


def _years(axis: Axis) -> Iterable[tuple[float, str]]:
    """The axis's first year and every New Year; a name only where it does not touch the one before."""
    free = 0.0
    last = axis.last if axis.last > axis.turn else axis.turn
    days = [axis.first, *(date(year, 1, 1) for year in range(axis.first.year + 1, last.year + 1))]
    for day in days:
        x = axis.x(day)
        if day >= last or x >= RIGHT:
            continue
        named = x >= free and x + _YEAR_NAME <= WIDTH + 4
        yield x, str(day.year) if named else ""
        free = x + _YEAR_NAME if named else free


def _month_starts(first: date, turn: date) -> Iterable[date]:
    day = first
    while day < turn:
        yield day
        day = _next_month(day)


def _next_month(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
