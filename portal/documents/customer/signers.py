"""The people whose approvals stand behind a plan."""

from collections.abc import Iterable
from dataclasses import dataclass

from portal.documents.customer.plan_content import Goal, Person


@dataclass(frozen=True)
class Signer:
    """One person's approvals: which goals, for whom, and when the last one was given."""

    person: Person
    on_behalf_of: Person | None
    goals: tuple[int, ...]
    last: str


def signers(goals: Iterable[Goal]) -> list[Signer]:
    """The provider's people first, and among them those with the most goals."""
    found: dict[tuple[str, str], Signer] = {}
    for goal in goals:
        for act in goal.decisions:
            key = (act.who.key, act.on_behalf_of.key if act.on_behalf_of else "")
            before = found.get(key, Signer(act.who, act.on_behalf_of, (), ""))
            numbers = tuple(dict.fromkeys([*before.goals, goal.number]))
            found[key] = Signer(act.who, act.on_behalf_of, numbers, max(before.last, act.at))
    return sorted(found.values(), key=_order)


def _order(signer: Signer) -> tuple[bool, int, str]:
    return signer.person.side != "provider", -len(signer.goals), signer.person.key
