"""The frozen content of a plan, read back from its canonical JSON."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from portal.documents.customer.plan_content import (
    SIDES,
    Company,
    Decision,
    Goal,
    Meeting,
    NextStep,
    Person,
    PlanContent,
    Section,
    Version,
)
from portal.documents.errors import ContentNotUnderstood

FORMAT = "sovittu-plan/1"

Fit = Callable[[str], str]


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
    people = {key: Person(key=key, **_said(person)) for key, person in plain["people"].items()}
    sections = [_section(section, people) for section in plain["sections"]]
    return PlanContent(
        number=plan["number"],
        version=plan["version"],
        title=plan["title"] or "",
        starts=date.fromisoformat(plan["starts"]),
        ends=date.fromisoformat(plan["ends"]),
        agreed_at=plan.get("agreed_at") or "",
        sides={side: Company(**_said(plain["sides"][side])) for side in SIDES},
        policy=plain["policy"],
        people=people,
        sections={section.kind: section for section in sections},
        goals=tuple(read_goal(goal, people) for goal in plain["goals"]),
        next_steps=tuple(sorted((_next_step(step, people) for step in plain["next_steps"]), key=_when)),
        meetings=tuple(_meeting(meeting, people) for meeting in plain["meetings"]),
        versions=tuple(Version(version["number"], version["agreed_at"]) for version in plain["versions"]),
    )


def _said(plain: Mapping[str, str | None]) -> dict[str, str]:
    """Nothing is an empty text."""
    return {name: text or "" for name, text in plain.items()}


def _section(plain: Mapping[str, Any], people: Mapping[str, Person]) -> Section:
    return Section(**{**plain, "author": people.get(plain["author"] or ""), "at": plain["at"] or ""})


def _decision(plain: Mapping[str, Any], people: Mapping[str, Person]) -> Decision:
    who, other = people[plain["who"]], people.get(plain["on_behalf_of"] or "")
    return Decision(plain["kind"], who, None if other == who else other, plain["at"])


def _next_step(plain: Mapping[str, Any], people: Mapping[str, Person]) -> NextStep:
    due = date.fromisoformat(plain["due"])
    return NextStep(**{**plain, "due": due, "owner": people.get(plain["owner"] or "")})


def _meeting(plain: Mapping[str, Any], people: Mapping[str, Person]) -> Meeting:
    who = tuple(people[key].name if key in people else key for key in plain["who"])
    return Meeting(date.fromisoformat(plain["date"]), plain["time"], plain["place"], plain["topic"], who)


def _when(step: NextStep) -> tuple[date, int]:
    return step.due, step.number
