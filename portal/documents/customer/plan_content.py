"""What a plan's document is made of: plain, frozen values without any database behind them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

SIDES = ("provider", "customer")

_COMPANY_FORM = re.compile(r"[\s,]+(?:oyj?|abp?|oy ab|ab oy|ky|tmi|ry|r\.y\.|osk|ltd|gmbh)\.?$", re.IGNORECASE)


@dataclass(frozen=True)
class Company:
    """One of the two sides."""

    name: str
    business_id: str
    street: str
    postal_code: str
    city: str

    @property
    def short(self) -> str:
        """The name as people say it: without the form of the company."""
        return _COMPANY_FORM.sub("", self.name) or self.name

    @property
    def address(self) -> str:
        return ", ".join(part for part in (self.street, f"{self.postal_code} {self.city}".strip()) if part)


@dataclass(frozen=True)
class Person:
    """Somebody of either side, as they were at that moment."""

    key: str
    side: str
    name: str
    title: str
    email: str
    phone: str
    role: str


@dataclass(frozen=True)
class Section:
    """One side's own word in the plan."""

    kind: str
    text: str
    author: Person | None
    at: str
    revision: int
    fingerprint: str


@dataclass(frozen=True)
class Decision:
    """One person's yes to a goal's revision; writing it is one too."""

    kind: str
    who: Person
    on_behalf_of: Person | None
    at: str


@dataclass(frozen=True)
class Goal:
    """What both sides want; empty strings and None where nothing was said."""

    number: int
    revision: int
    title: str
    description: str
    horizon: str
    measure: str
    unit: str
    baseline: str
    target: str
    starts: date | None
    due: date
    owners: Mapping[str, Person | None]
    fingerprint: str
    decisions: tuple[Decision, ...]

    @property
    def agreed_at(self) -> str:
        return max((decision.at for decision in self.decisions), default="")

    def decisions_of(self, side: str) -> list[Decision]:
        return [decision for decision in self.decisions if decision.who.side == side]


@dataclass(frozen=True)
class NextStep:
    """A dated promise by one side."""

    number: int
    goal: int | None
    title: str
    description: str
    due: date
    side: str
    owner: Person | None
    progress: str
    revision: int
    fingerprint: str


@dataclass(frozen=True)
class Meeting:
    """A fixed meeting of both sides."""

    date: date
    time: str
    place: str
    topic: str
    who: tuple[str, ...]


@dataclass(frozen=True)
class Version:
    """One agreed version in the plan's history."""

    number: int
    agreed_at: str


@dataclass(frozen=True)
class Wait:
    """A goal whose decision is one side's turn."""

    goal: int
    side: str
    names: tuple[str, ...]
    since: str
    gives_up: bool = False  # what waits is a proposal to drop the goal, which is shown as it is in force


@dataclass(frozen=True)
class DraftState:
    """What a working draft says beside its content: what waits, for whom, and what stays in force meanwhile."""

    as_of: str
    waits: tuple[Wait, ...] = ()
    in_force_version: int | None = None
    changed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        waits = tuple(Wait(**{**wait, "names": tuple(wait["names"])}) for wait in plain["waits"])
        return cls(plain["as_of"], waits, plain["in_force_version"], plain["changed"])


@dataclass(frozen=True)
class PlanContent:
    """The whole plan, with persons in place of their keys."""

    number: int
    version: int
    title: str
    starts: date
    ends: date
    agreed_at: str
    sides: Mapping[str, Company]
    policy: str
    people: Mapping[str, Person]
    sections: Mapping[str, Section]
    goals: tuple[Goal, ...]
    next_steps: tuple[NextStep, ...]
    meetings: tuple[Meeting, ...]
    versions: tuple[Version, ...]

    @property
    def period(self) -> str:
        """2027, or 2027–2028."""
        years = (self.starts.year, self.ends.year)
        return str(years[0]) if years[0] == years[1] else f"{years[0]}–{years[1]}"
