"""A wording as rows of facts, with what changed in each, in the reader's words."""

from dataclasses import dataclass
from datetime import date

from flask_babel import gettext as _

from portal.domain.people.provider import provider
from portal.domain.people.sides import Side
from portal.domain.plan.content import Content
from portal.domain.plan.differences import FieldDifference, Op, Segment, Value, differences
from portal.web import current, languages, wording

ROWS = ("title", "text", "description", "measure", "baseline", "target", "side", "starts", "due", "horizon")
MEASURED = ("baseline", "target")


@dataclass(frozen=True)
class Fact:
    """One row: its name, and its words before and after."""

    field: str
    label: str
    segments: tuple[Segment, ...]

    @property
    def changed(self) -> bool:
        return any(segment.op is not Op.SAME for segment in self.segments)


def facts(before: Content | None, after: Content, *, title: bool = False) -> list[Fact]:
    """Every row that says something; without `before` nothing is marked as changed. The title only where it changed."""
    found = {one.name: one for one in differences(before or after, after, say)}
    rows = [_fact(found, name) for name in ROWS if name in found]
    return [row for row in rows if row.field != "title" or title or row.changed]


def changes(before: Content | None, after: Content) -> list[Fact]:
    """Only the rows in which something changed."""
    return [row for row in facts(before, after) if row.changed] if before else []


def say(field: str, value: Value) -> str:
    """A value in words; sides are called by the names of their companies, and days have their weekday."""
    if isinstance(value, Side):
        return provider().name if value is Side.PROVIDER else current.customer().name
    if isinstance(value, date):
        return languages.texts().long_date(value)
    return wording.say(field, value)


def _fact(found: dict[str, FieldDifference], name: str) -> Fact:
    one, unit = found[name], found.get("unit")
    segments = one.segments
    if name in MEASURED and unit is not None:
        segments = _whole(_measured(name, one.before, unit.before), _measured(name, one.after, unit.after))
    label = _("Wording") if name == "description" else wording.field_name(name)
    return Fact(name, label, segments)


def _measured(name: str, amount: Value, unit: Value) -> str:
    return "" if amount is None else f"{say(name, amount)} {unit or ''}".strip()


def _whole(before: str, after: str) -> tuple[Segment, ...]:
    """An amount with its unit goes or comes as a whole."""
    if before == after:
        return (Segment(Op.SAME, after),)
    return tuple(one for one in (Segment(Op.REMOVED, before), Segment(Op.ADDED, after)) if one.text)
