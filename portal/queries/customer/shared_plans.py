"""Plans and their agreed versions as the customer side shows them: plain frozen values of shared material."""

from dataclasses import dataclass
from datetime import date, datetime

from portal.domain.plan.plans import PlanState
from portal.queries.customer.shared import (
    BadgeState,
    PersonName,
    SharedGoal,
    SharedItem,
    SharedNextStep,
    SharedSection,
)


@dataclass(frozen=True)
class CoveringNote:
    """The last sending of the provider, and what was said with it."""

    sender: PersonName
    words: str
    sent_at: datetime


@dataclass(frozen=True)
class SharedVersion:
    """An agreed version; `size` is None while its document is being made."""

    plan: int
    title: str
    number: int
    agreed_at: datetime
    goals: int
    fingerprint: str
    size: int | None
    approved_by: tuple[str, ...]
    decisions: tuple["VersionDecision", ...] = ()


@dataclass(frozen=True)
class VersionDecision:
    """One yes that made a version: who, for which side, to which goal, when."""

    person: PersonName
    goal: int
    at: datetime


@dataclass(frozen=True)
class PlanHead:
    """What a plan is called, and where it stands."""

    number: int
    title: str
    starts_on: date
    ends_on: date
    state: PlanState

    @property
    def years(self) -> str:
        first, last = self.starts_on.year, self.ends_on.year
        return str(first) if first == last else f"{first}–{last}"


@dataclass(frozen=True)
class SharedPlan:
    """A whole plan as the reader may see it."""

    head: PlanHead
    goals: tuple[SharedGoal, ...]
    next_steps: tuple[SharedNextStep, ...]
    sections: tuple[SharedSection, ...]
    note: CoveringNote | None = None
    versions: tuple[SharedVersion, ...] = ()

    @property
    def items(self) -> tuple[SharedItem, ...]:
        return (*self.goals, *self.next_steps, *self.sections)

    @property
    def going_on(self) -> tuple[SharedGoal, ...]:
        return tuple(goal for goal in self.goals if goal.goes_on)

    @property
    def ended(self) -> tuple[SharedGoal, ...]:
        return tuple(goal for goal in self.goals if goal.revisions and not goal.goes_on)

    @property
    def waiting(self) -> tuple[SharedItem, ...]:
        """What waits for this reader: goals, then next steps."""
        return tuple(item for item in (*self.goals, *self.next_steps) if item.waits_for_you)

    @property
    def with_colleagues(self) -> tuple[SharedItem, ...]:
        items = (*self.goals, *self.next_steps)
        return tuple(item for item in items if item.badge.state is BadgeState.COLLEAGUE)

    @property
    def suggested(self) -> tuple[SharedItem, ...]:
        return tuple(item for item in self.items if item.suggestions)
