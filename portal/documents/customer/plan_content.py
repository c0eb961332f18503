"""The frozen content of an agreed version, read back from its canonical JSON into plain values."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Self

from portal.documents.errors import ContentNotUnderstood

FORMAT = "sovittu-plan/1"
SIDES = ("provider", "customer")

Fit = Callable[[str], str]

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


@dataclass(frozen=True)
class DraftState:
    """What a working draft says beside its content: what waits, for whom, and what stays in force meanwhile."""

    as_of: str
    waits: tuple[Wait, ...] = ()
    in_force_version: int | None = None
    changed: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def from_plain(cls, plain: Mapping[str, Any]) -> Self:
        waits = tuple(Wait(w["goal"], w["side"], tuple(w["names"]), w["since"]) for w in plain["waits"])
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


def read_plan(content: bytes, fit: Fit = str) -> PlanContent:
    """Raises ContentNotUnderstood. Every text goes through `fit`, which puts it in letters that can be drawn."""
    try:
        plain = fitted(json.loads(content), fit)
        if plain["format"] != FORMAT:
            raise ContentNotUnderstood(f"a plan of format {plain['format']!r}, not {FORMAT}")
        return _plan(plain)
    except (KeyError, TypeError, ValueError, AttributeError) as fault:
        raise ContentNotUnderstood(f"not a {FORMAT}: {type(fault).__name__} {fault}") from fault


def read_goal(plain: Mapping[str, Any], people: Mapping[str, Person]) -> Goal:
    """One goal with its owners and decisions; a person no longer among the plan's people is nobody."""
    decisions = [_decision(act, people) for act in plain.get("decisions", ())]
    return Goal(
        number=plain["number"],
        revision=plain["revision"],
        **{name: plain[name] or "" for name in ("title", "description", "measure", "unit", "baseline", "target")},
        horizon=plain["horizon"],
        starts=date.fromisoformat(plain["starts"]) if plain["starts"] else None,
        due=date.fromisoformat(plain["due"]),
        owners={side: people.get(plain["owners"].get(side) or "") for side in SIDES},
        fingerprint=plain["fingerprint"],
        decisions=tuple(sorted(decisions, key=lambda act: act.at)),
    )


def fitted(value: Any, fit: Fit) -> Any:
    """The same plain data with every text put through `fit`."""
    if isinstance(value, dict):
        return {key: fitted(item, fit) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [fitted(item, fit) for item in value]
    return fit(value) if isinstance(value, str) else value


def _plan(plain: Mapping[str, Any]) -> PlanContent:
    plan = plain["plan"]
    people = {key: Person(key=key, **person) for key, person in plain["people"].items()}
    sections = [_section(section, people) for section in plain["sections"]]
    return PlanContent(
        number=plan["number"],
        version=plan["version"],
        title=plan["title"],
        starts=date.fromisoformat(plan["starts"]),
        ends=date.fromisoformat(plan["ends"]),
        agreed_at=plan.get("agreed_at") or "",
        sides={side: Company(**plain["sides"][side]) for side in SIDES},
        policy=plain["policy"],
        people=people,
        sections={section.kind: section for section in sections},
        goals=tuple(read_goal(goal, people) for goal in plain["goals"]),
        next_steps=tuple(sorted((_next_step(step, people) for step in plain["next_steps"]), key=_when)),
        meetings=tuple(_meeting(meeting, people) for meeting in plain["meetings"]),
        versions=tuple(Version(version["number"], version["agreed_at"]) for version in plain["versions"]),
    )


def _section(plain: Mapping[str, Any], people: Mapping[str, Person]) -> Section:
    return Section(**{**plain, "author": people.get(plain["author"] or "")})


def _decision(plain: Mapping[str, Any], people: Mapping[str, Person]) -> Decision:
    return Decision(plain["kind"], people[plain["who"]], people.get(plain["on_behalf_of"] or ""), plain["at"])


def _next_step(plain: Mapping[str, Any], people: Mapping[str, Person]) -> NextStep:
    due = date.fromisoformat(plain["due"])
    return NextStep(**{**plain, "due": due, "owner": people.get(plain["owner"] or "")})


def _meeting(plain: Mapping[str, Any], people: Mapping[str, Person]) -> Meeting:
    who = tuple(people[key].name if key in people else key for key in plain["who"])
    return Meeting(date.fromisoformat(plain["date"]), plain["time"], plain["place"], plain["topic"], who)


def _when(step: NextStep) -> tuple[date, int]:
    return step.due, step.number
