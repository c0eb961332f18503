"""What changed between two wordings of an item: field by field, word by word, as plain segments.

A date, a number or a choice is one token: it goes or comes as a whole.
"""

import difflib
import re
from collections.abc import Callable
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from portal.domain.plan.content import Content

Value = str | bool | date | Decimal | StrEnum | None
"""What one field of a wording holds."""

Say = Callable[[str, Value], str]
"""Puts the value of a field into words in the reader's language."""

_TOKENS = re.compile(r"\s*\n\s*\n\s*|\s+|\w+(?:[.,:/’'-]\w+)*|[^\w\s]")


class Op(StrEnum):
    """What became of a stretch of text."""

    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


class Segment(NamedTuple):
    """A stretch of text of one fate; unpacks as (op, text)."""

    op: Op
    text: str


@dataclass(frozen=True)
class FieldDifference:
    """One field before and after, and the words between them. `before` is None for what is new."""

    name: str
    before: Value
    after: Value
    segments: tuple[Segment, ...]

    @property
    def changed(self) -> bool:
        return any(segment.op is not Op.SAME for segment in self.segments)


def plainly(_field: str, value: Value) -> str:
    """A value without any language: ISO dates, plain decimals, names of choices."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return value.isoformat() if isinstance(value, date) else str(value)


def differences(before: Content | None, after: Content, say: Say = plainly) -> tuple[FieldDifference, ...]:
    """Every field of `after` that says something in either wording, in the order of the fields."""
    found = []
    for field in fields(after):
        was = getattr(before, field.name, None)
        now = getattr(after, field.name)
        if not (was or now) and not isinstance(was or now, Decimal):
            continue
        found.append(FieldDifference(field.name, was, now, _between(field.name, was, now, say)))
    return tuple(found)


def changed_fields(before: Content | None, after: Content, say: Say = plainly) -> tuple[FieldDifference, ...]:
    """Only the fields that are not the same in both."""
    return tuple(found for found in differences(before, after, say) if found.before != found.after)


def changed_words(before: str, after: str) -> tuple[Segment, ...]:
    """Neighbouring words of one fate stand together; a line or paragraph break is a token of its own."""
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    segments: list[Segment] = []
    for kind, i1, i2, j1, j2 in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            segments.append(Segment(Op.SAME, "".join(new[j1:j2])))
            continue
        parts = (Segment(Op.REMOVED, "".join(old[i1:i2])), Segment(Op.ADDED, "".join(new[j1:j2])))
        segments.extend(part for part in parts if part.text)
    return tuple(_joined(segments))


def _between(name: str, was: Value, now: Value, say: Say) -> tuple[Segment, ...]:
    if _is_text(was) and _is_text(now):
        return changed_words(str(was or ""), str(now or ""))
    before, after = say(name, was), say(name, now)
    if before == after:
        return (Segment(Op.SAME, after),)
    parts = (Segment(Op.REMOVED, before), Segment(Op.ADDED, after))
    return tuple(part for part in parts if part.text)


def _is_text(value: Value) -> bool:
    return value is None or (isinstance(value, str) and not isinstance(value, StrEnum))


def _joined(segments: list[Segment]) -> list[Segment]:
    """A lone space between two changes belongs to both, so that changes read as phrases and not as single words."""
    joined: list[Segment] = []
    for place, segment in enumerate(segments):
        alone = segment.op is Op.SAME and not segment.text.strip() and "\n" not in segment.text
        if alone and 0 < place < len(segments) - 1:
            joined += [Segment(Op.REMOVED, segment.text), Segment(Op.ADDED, segment.text)]
        else:
            joined.append(segment)
    return _merged(joined)


def _merged(segments: list[Segment]) -> list[Segment]:
    """Between two unchanged stretches at most one that goes and one that comes."""
    merged: list[Segment] = []
    gone = come = ""
    for segment in [*segments, Segment(Op.SAME, "")]:
        if segment.op is Op.REMOVED:
            gone += segment.text
        elif segment.op is Op.ADDED:
            come += segment.text
        else:
            changes = [Segment(Op.REMOVED, gone), Segment(Op.ADDED, come)]
            merged += [part for part in [*changes, segment] if part.text]
            gone = come = ""
    return merged
