"""Where an item stands for its reader: the badge, and what the reader may do. Who is asked is the rule's word."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from portal.domain.people.actors import ContactActor
from portal.domain.people.sides import Side
from portal.domain.plan import rule
from portal.domain.plan.content import ItemKind, NextStepContent
from portal.domain.plan.items import Decision, Progress, RevisionState, Turn
from portal.queries.customer.parties import Parties
from portal.queries.customer.shared import Act, Badge, BadgeState, SharedRevision

ENDED = {RevisionState.DECLINED: BadgeState.DECLINED, RevisionState.WITHDRAWN: BadgeState.WITHDRAWN}


@dataclass(frozen=True)
class Position:
    """What the badge and the acts of one item are read from."""

    kind: ItemKind
    revisions: Sequence[SharedRevision]
    turn: Turn | None
    turn_since: datetime | None
    said: Sequence[Decision]
    """To the open revision."""
    progress: Progress = Progress.OPEN
    owner_id: int | None = None
    plan_closed: bool = False

    @property
    def open(self) -> SharedRevision | None:
        return self._in_state(RevisionState.OPEN)

    @property
    def in_force(self) -> SharedRevision | None:
        return self._in_state(RevisionState.AGREED)

    @property
    def question_to_customer(self) -> bool:
        question = rule.open_question(self.said)
        return question is not None and question.side is Side.PROVIDER

    def missing(self, parties: Parties) -> frozenset[Side]:
        if self.open is None:
            return frozenset()
        required = rule.required_sides(self.open.wording, self.open.author.side, was_agreed=self.in_force is not None)
        return rule.missing_sides(required, self.kind, self.said, parties.electorate)

    def _in_state(self, state: RevisionState) -> SharedRevision | None:
        return next((revision for revision in self.revisions if revision.state is state), None)


def badge(position: Position, parties: Parties) -> Badge:
    """Whose turn it is, who can act, and since when."""
    changing = position.open is not None and position.in_force is not None
    if position.open is not None and position.turn is not None:
        state, who = _turn(position, position.turn, parties)
        return Badge(state, who, position.turn_since, changing)
    if position.in_force is not None:
        given_up = position.in_force.gives_up
        return Badge(BadgeState.GIVEN_UP if given_up else BadgeState.AGREED)
    newest = position.revisions[0].state if position.revisions else RevisionState.DRAFT
    return Badge(ENDED.get(newest, BadgeState.SUGGESTED))


def _turn(position: Position, turn: Turn, parties: Parties) -> tuple[BadgeState, tuple[str, ...]]:
    if not turn.waits_for(Side.CUSTOMER):
        return BadgeState.PROVIDER, tuple(decider.name for decider in parties.deciders)
    asked = _asked(position, parties)
    if parties.reader in asked:
        return BadgeState.YOU, parties.names(asked - {parties.reader})
    return BadgeState.COLLEAGUE, parties.names(asked)


def _asked(position: Position, parties: Parties) -> frozenset[int]:
    if position.question_to_customer:
        return parties.electorate.approvers
    return parties.electorate.still_asked(position.kind, rule.voters_of(position.said))


def acts(position: Position, parties: Parties) -> frozenset[Act]:
    """What the reader may do; what the verbs would refuse is not offered."""
    if position.plan_closed or not position.revisions:
        return frozenset()
    found = {Act.COMMENT} | _progress_acts(position, parties)
    if position.kind is ItemKind.SECTION:
        return frozenset(found)
    if not parties.approver:
        return frozenset(found | {Act.SUGGEST})
    found.add(Act.PROPOSE)
    if position.open is not None:
        found |= _answers(position, position.open, parties)
    elif position.in_force is not None and not position.in_force.gives_up:
        found.add(Act.GIVE_UP)
    return frozenset(found)


def _answers(position: Position, waiting: SharedRevision, parties: Parties) -> set[Act]:
    if waiting.author.side is Side.CUSTOMER:
        return {Act.WITHDRAW} | ({Act.ANSWER} if position.question_to_customer else set()) | _yes(position, parties)
    found = _yes(position, parties)
    if Side.CUSTOMER in position.missing(parties):
        found.add(Act.ASK)
        if parties.reader in parties.electorate.askable(position.kind):
            found.add(Act.DECLINE)
    if position.question_to_customer:
        found.add(Act.ANSWER)
    return found


def _yes(position: Position, parties: Parties) -> set[Act]:
    still = parties.electorate.still_asked(position.kind, rule.voters_of(position.said))
    return {Act.APPROVE} if Side.CUSTOMER in position.missing(parties) and parties.reader in still else set()


def _progress_acts(position: Position, parties: Parties) -> set[Act]:
    wording = position.in_force.wording if position.in_force else None
    if not isinstance(wording, NextStepContent) or wording.dropped:
        return set()
    if wording.side is Side.PROVIDER:
        return {Act.REOPEN} if position.progress is not Progress.OPEN else set()
    own = isinstance(parties.viewer, ContactActor) and position.owner_id == parties.viewer.contact_id
    return {Act.REPORT} if parties.approver or own else set()
