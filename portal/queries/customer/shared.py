"""People, goals, next steps and sections as the customer side shows them: plain frozen values of shared material."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from portal.domain.people.sides import Side
from portal.domain.plan.content import Content, ItemKind, SectionKind, is_dropped, read
from portal.domain.plan.items import DecisionKind, Progress, RevisionState


@dataclass(frozen=True)
class PersonName:
    """Somebody of one side, as pages name them."""

    name: str
    side: Side
    title: str = ""

    @property
    def initials(self) -> str:
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else self.name

    @property
    def of_provider(self) -> bool:
        return self.side is Side.PROVIDER


class BadgeState(StrEnum):
    """What the badge of an item says."""

    YOU = "you"
    COLLEAGUE = "colleague"
    PROVIDER = "provider"
    AGREED = "agreed"
    GIVEN_UP = "given_up"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    SUGGESTED = "suggested"


@dataclass(frozen=True)
class Badge:
    """Whose turn it is, who can act (names), and since when."""

    state: BadgeState
    who: tuple[str, ...] = ()
    since: datetime | None = None
    changing: bool = False
    """True while something agreed stays in force below what waits."""


class Act(StrEnum):
    """What this reader may do about an item now."""

    APPROVE = "approve"
    DECLINE = "decline"
    ASK = "ask"
    ANSWER = "answer"
    PROPOSE = "propose"
    WITHDRAW = "withdraw"
    GIVE_UP = "give_up"
    SUGGEST = "suggest"
    COMMENT = "comment"
    REPORT = "report"
    REOPEN = "reopen"


@dataclass(frozen=True)
class SharedDecision:
    """What one person said to one revision, and when."""

    kind: DecisionKind
    person: PersonName
    words: str
    at: datetime


@dataclass(frozen=True)
class SharedRevision:
    """One exact wording that both sides can see, or a suggestion inside the customer's own side."""

    id: int
    number: int | None
    author: PersonName
    state: RevisionState
    content: str
    fingerprint: str
    words: str
    opened_at: datetime | None
    decisions: tuple[SharedDecision, ...] = ()

    @cached_property
    def wording(self) -> Content:
        return read(self.content)

    @property
    def gives_up(self) -> bool:
        return is_dropped(self.wording)

    @property
    def approvals(self) -> tuple[SharedDecision, ...]:
        return tuple(said for said in self.decisions if said.kind is DecisionKind.APPROVE)


@dataclass(frozen=True)
class Said:
    """A word in the discussion; `kind` when it came with a decision."""

    person: PersonName
    words: str
    at: datetime
    kind: DecisionKind | None = None
    revision: int | None = None


@dataclass(frozen=True)
class SharedItem:
    """A goal, next step or section as the reader may see it. Revisions stand newest first."""

    id: int
    kind: ItemKind
    number: int | None
    position: int
    provider_owner: PersonName | None
    customer_owner: PersonName | None
    revisions: tuple[SharedRevision, ...]
    suggestions: tuple[SharedRevision, ...]
    """Of the customer's own side, not seen by the provider."""
    badge: Badge
    acts: frozenset[Act]
    discussion: tuple[Said, ...] = ()

    @cached_property
    def open(self) -> SharedRevision | None:
        """What waits for somebody."""
        return self._in_state(RevisionState.OPEN)

    @cached_property
    def in_force(self) -> SharedRevision | None:
        """What is agreed."""
        return self._in_state(RevisionState.AGREED)

    @property
    def newest(self) -> SharedRevision | None:
        return self.revisions[0] if self.revisions else None

    @property
    def shown(self) -> SharedRevision:
        """What speaks for the item: what is in force, else what waits, else the last that was said."""
        return self.in_force or self.open or self.newest or self.suggestions[0]

    @property
    def asked(self) -> SharedRevision:
        """What there is to answer: what waits, else what speaks for the item."""
        return self.open or self.shown

    @property
    def goes_on(self) -> bool:
        """False for what was declined, withdrawn or given up."""
        live = self.open or self.in_force
        return live is not None and not (live is self.in_force and live.gives_up)

    @property
    def live_suggestions(self) -> tuple[SharedRevision, ...]:
        """Suggestions that nobody has answered."""
        return tuple(one for one in self.suggestions if one.state is RevisionState.DRAFT)

    @property
    def refused_suggestions(self) -> tuple[SharedRevision, ...]:
        """The reader's own, to which an approver has said no."""
        return tuple(one for one in self.suggestions if one.state is RevisionState.DECLINED)

    @property
    def waits_for_you(self) -> bool:
        return self.badge.state is BadgeState.YOU

    @property
    def title(self) -> str:
        return str(getattr(self.shown.wording, "title", ""))

    @property
    def due(self) -> date | None:
        return getattr(self.shown.wording, "due", None)

    def revision_of(self, fingerprint: str) -> SharedRevision | None:
        """The revision with this fingerprint, the newest of them."""
        return next((revision for revision in self.revisions if revision.fingerprint == fingerprint), None)

    def before(self, revision: SharedRevision) -> SharedRevision | None:
        """What a revision is compared with: what is in force, else the one it followed; None for the first."""
        if self.in_force is not None and self.in_force is not revision:
            return self.in_force
        older = [other for other in self.revisions if (other.number or 0) < (revision.number or 0)]
        return older[0] if older else None

    def _in_state(self, state: RevisionState) -> SharedRevision | None:
        return next((revision for revision in self.revisions if revision.state is state), None)


@dataclass(frozen=True)
class SharedGoal(SharedItem):
    """A goal."""


@dataclass(frozen=True)
class SharedNextStep(SharedItem):
    """A dated promise of one side."""

    goal: int | None = None
    progress: Progress = Progress.OPEN
    progress_words: str = ""
    progress_at: datetime | None = None

    @property
    def promised_by(self) -> Side:
        return Side(getattr(self.shown.wording, "side", Side.PROVIDER))

    @property
    def owner(self) -> PersonName | None:
        return self.provider_owner if self.promised_by is Side.PROVIDER else self.customer_owner


@dataclass(frozen=True)
class SharedSection(SharedItem):
    """A section with its writer's side."""

    section: SectionKind = SectionKind.SITUATION

    @property
    def text(self) -> str:
        return str(getattr(self.shown.wording, "text", ""))
