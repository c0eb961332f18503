"""What a revision says: the whole wording and schedule of an item, and nothing about who owns it."""

import json
from dataclasses import asdict, dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, ClassVar, Self

from portal.domain.canonical import canonical, fingerprint
from portal.domain.errors import N_, Invalid
from portal.domain.people.sides import Side

TITLE_LENGTH = 200
TEXT_LENGTH = 20_000


class ItemKind(StrEnum):
    """The three things that are agreed by the one rule."""

    GOAL = "goal"
    NEXT_STEP = "next_step"
    SECTION = "section"


class SectionKind(StrEnum):
    """The shared sections of a plan; the last one is the customer's own word."""

    RELATIONSHIP = "relationship"
    SITUATION = "situation"
    PROVIDER_RESPONSIBILITIES = "provider_responsibilities"
    CUSTOMER_RESPONSIBILITIES = "customer_responsibilities"

    @property
    def writer(self) -> Side:
        """Whose word the section is."""
        return Side.CUSTOMER if self is SectionKind.CUSTOMER_RESPONSIBILITIES else Side.PROVIDER


class Horizon(StrEnum):
    """Whether a goal is meant for this period or beyond it."""

    SHORT = "short"
    LONG = "long"


@dataclass(frozen=True)
class _Content:
    """Common to all: canonical text, fingerprint and the checks before a side may open it."""

    kind: ClassVar[ItemKind]

    def canonical(self) -> str:
        """The canonical JSON of the content alone."""
        return canonical({"kind": self.kind.value, **{key: _plain(value) for key, value in asdict(self).items()}})

    @property
    def fingerprint(self) -> str:
        return fingerprint(self.canonical())

    def problems(self) -> dict[str, str]:
        """What keeps even a draft from being saved, by field."""
        found = {}
        for field in fields(self):
            value = getattr(self, field.name)
            longest = TITLE_LENGTH if field.name in ("title", "unit", "measure") else TEXT_LENGTH
            if isinstance(value, str) and len(value) > longest:
                found[field.name] = N_("This text is too long.")
        return found

    def gaps(self) -> dict[str, str]:
        """What keeps a draft from being opened to the other side, by field."""
        return {}

    def check(self, *, complete: bool) -> Self:
        """Return self. Raises Invalid when it may not be saved, or, with `complete`, not be opened."""
        found = self.problems() | (self.gaps() if complete else {})
        if found:
            raise Invalid(found)
        return self


@dataclass(frozen=True)
class GoalContent(_Content):
    """What both sides want. Baseline and target are decimals in `unit`; dates are whole days."""

    kind: ClassVar[ItemKind] = ItemKind.GOAL

    title: str
    description: str = ""
    horizon: Horizon = Horizon.SHORT
    measure: str = ""
    unit: str = ""
    baseline: Decimal | None = None
    target: Decimal | None = None
    starts: date | None = None
    due: date | None = None
    dropped: bool = False

    def problems(self) -> dict[str, str]:
        found = super().problems()
        if self.starts and self.due and self.due < self.starts:
            found["due"] = N_("The due date is before the start date.")
        return found

    def gaps(self) -> dict[str, str]:
        return _missing(title=self.title, due=self.due)


@dataclass(frozen=True)
class NextStepContent(_Content):
    """A dated promise by one person of one side."""

    kind: ClassVar[ItemKind] = ItemKind.NEXT_STEP

    title: str
    side: Side
    description: str = ""
    due: date | None = None
    dropped: bool = False

    def gaps(self) -> dict[str, str]:
        return _missing(title=self.title, due=self.due)


@dataclass(frozen=True)
class SectionContent(_Content):
    """A shared section: paragraphs separated by blank lines."""

    kind: ClassVar[ItemKind] = ItemKind.SECTION

    text: str

    def gaps(self) -> dict[str, str]:
        return _missing(text=self.text)


Content = GoalContent | NextStepContent | SectionContent


def read(text: str) -> Content:
    """The content that `canonical()` wrote."""
    values: dict[str, Any] = json.loads(text)
    kind = ItemKind(values.pop("kind"))
    if kind is ItemKind.SECTION:
        return SectionContent(**values)
    values["due"] = _date(values["due"])
    if kind is ItemKind.NEXT_STEP:
        return NextStepContent(**{**values, "side": Side(values["side"])})
    values |= {
        "starts": _date(values["starts"]),
        "horizon": Horizon(values["horizon"]),
        "baseline": _decimal(values["baseline"]),
        "target": _decimal(values["target"]),
    }
    return GoalContent(**values)


def title_of(content: Content) -> str:
    """What lists call it; a section has no title of its own."""
    return content.text[:TITLE_LENGTH] if isinstance(content, SectionContent) else content.title


def due_of(content: Content) -> date | None:
    """The day it is due; a section has none."""
    return None if isinstance(content, SectionContent) else content.due


def is_dropped(content: Content) -> bool:
    """True when this wording says that the item is given up."""
    return not isinstance(content, SectionContent) and content.dropped


def _missing(**values: object) -> dict[str, str]:
    return {name: N_("This is needed before it can be sent.") for name, value in values.items() if not value}


def _plain(value: object) -> object:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    if isinstance(value, date):
        return value.isoformat()
    return value


def _date(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _decimal(text: str | None) -> Decimal | None:
    return Decimal(text) if text else None


def required_words(words: str) -> str:
    """What somebody said, trimmed. Raises Invalid when nothing was said, or too much."""
    said = optional_words(words)
    if not said:
        raise Invalid({"words": N_("Say it in a few words.")})
    return said


def optional_words(words: str) -> str:
    """What somebody may have said, trimmed. Raises Invalid when it is too much."""
    if len(words) > TEXT_LENGTH:
        raise Invalid({"words": N_("This text is too long.")})
    return words.strip()
