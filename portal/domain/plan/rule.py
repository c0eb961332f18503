"""The rule of agreement as pure functions: which approvals are needed, which are given, whose turn it is.

Source: agreement.md, "Which approvals make it agreed" and "Whose turn". Nothing else compares sides.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from portal.domain.people.roles import ApprovalPolicy
from portal.domain.people.sides import Side
from portal.domain.plan.content import Content, ItemKind, NextStepContent
from portal.domain.plan.items import Decision, DecisionKind, Turn

QUESTIONS = (DecisionKind.ASK, DecisionKind.ASK_FOR_CHANGE)


@dataclass(frozen=True)
class Electorate:
    """Who can approve for the customer at this moment, and how they do it together."""

    policy: ApprovalPolicy
    approvers: frozenset[int]
    named: int | None

    def askable(self, kind: ItemKind) -> frozenset[int]:
        """Contacts whose yes counts for an item of this kind."""
        if kind is ItemKind.GOAL and self.policy is ApprovalPolicy.NAMED:
            return frozenset() if self.named is None else frozenset({self.named})
        return self.approvers

    def still_asked(self, kind: ItemKind, voters: Collection[int]) -> frozenset[int]:
        """Contacts whose yes can still bring the side's approval forward."""
        return self.askable(kind) - frozenset(voters)

    def has_approved(self, kind: ItemKind, voters: Collection[int]) -> bool:
        """True when the approvals of `voters` are the customer's approval. No approver at all can never mean yes."""
        if kind is not ItemKind.GOAL or self.policy is ApprovalPolicy.ANY:
            return bool(voters)
        asked = self.askable(kind)
        return bool(asked) and asked <= frozenset(voters)


def required_sides(wording: Content, writer: Side, *, was_agreed: bool) -> frozenset[Side]:
    """The sides whose approval makes the revision agreed; `was_agreed`: some revision of the item is in force."""
    if wording.kind is ItemKind.SECTION:
        return frozenset({writer})
    if isinstance(wording, NextStepContent) and not was_agreed and wording.side is writer:
        return frozenset({writer})
    return frozenset(Side)


def voters_of(decisions: Sequence[Decision]) -> frozenset[int]:
    """Contacts for whom an approval of the customer's side was given."""
    return frozenset(
        decision.on_behalf_of_id or decision.contact_id or 0
        for decision in decisions
        if decision.kind is DecisionKind.APPROVE and decision.side is Side.CUSTOMER
    )


def missing_sides(
    required: frozenset[Side], kind: ItemKind, decisions: Sequence[Decision], electorate: Electorate
) -> frozenset[Side]:
    """The required sides that have not approved."""
    given = set()
    if any(decision.kind is DecisionKind.APPROVE and decision.side is Side.PROVIDER for decision in decisions):
        given.add(Side.PROVIDER)
    if electorate.has_approved(kind, voters_of(decisions)):
        given.add(Side.CUSTOMER)
    return required - given


def open_question(decisions: Sequence[Decision]) -> Decision | None:
    """The last question that was neither answered nor made moot by the asker's own side approving."""
    question: Decision | None = None
    for decision in decisions:
        if decision.kind in QUESTIONS:
            question = decision
        elif question is not None and (
            decision.kind is DecisionKind.ANSWER
            or (decision.kind is DecisionKind.APPROVE and decision.side is question.side)
        ):
            question = None
    return question


def whose_turn(missing: frozenset[Side], decisions: Sequence[Decision]) -> Turn | None:
    """Who has to act; None when nothing is missing any more."""
    if not missing:
        return None
    question = open_question(decisions)
    if question is not None:
        return Turn(question.side.other.value)
    return Turn.BOTH if len(missing) > 1 else Turn(next(iter(missing)).value)
