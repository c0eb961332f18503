"""People who act at the very same moment: real threads on a real database, one winner each, nothing lost.

Figures to reach: trust.md. `make test` runs some rounds of each race, the long run 10,000 in all.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select

from portal import clock
from portal.db import db, writing
from portal.domain import audit
from portal.domain.errors import DomainError, IllegalTransition, NotAllowed, StaleRevision
from portal.domain.people.contacts import Contact
from portal.domain.plan import agreement, drafts
from portal.domain.plan.documents import AgreedVersion
from portal.domain.plan.items import Decision, DecisionKind, Revision, RevisionState
from tests.cast import Cast, contact_actor, staff_actor
from tests.factories.plans import goal, make_plan, sent_goals

Act = Callable[[], object]


@dataclass(frozen=True)
class Race:
    """One open goal, and what two people do with it at once."""

    cast: Cast
    plan_id: int
    revision_id: int
    item_id: int
    seen: str

    def approve(self, who: str) -> Act:
        actor = contact_actor(getattr(self.cast, who))
        return lambda: agreement.approve(actor, self.revision_id, self.seen)

    def counter(self) -> Act:
        actor = contact_actor(self.cast.second_approver)
        return lambda: drafts.propose(actor, self.item_id, goal("Later"), seen_revision_id=self.revision_id)

    def withdraw(self) -> Act:
        return lambda: agreement.withdraw(staff_actor(self.cast.account_manager), self.revision_id)

    def deactivate(self) -> Act:
        def act() -> None:
            db.session.get_one(Contact, self.cast.approver.id).deactivated_at = clock.now()

        return act


RACES: dict[str, Callable[[Race], tuple[Act, Act]]] = {
    "the same approver twice": lambda race: (race.approve("approver"), race.approve("approver")),
    "two approvers": lambda race: (race.approve("approver"), race.approve("second_approver")),
    "approve against counter": lambda race: (race.approve("approver"), race.counter()),
    "approve against withdraw": lambda race: (race.approve("approver"), race.withdraw()),
    "approve against deactivation": lambda race: (race.approve("approver"), race.deactivate()),
}


def run_at_once(app: Flask, *acts: Act) -> list[BaseException | None]:
    """Every act in a thread of its own, begun together; what each raised."""
    gate = threading.Barrier(len(acts))
    raised: list[BaseException | None] = [None] * len(acts)

    def run(place: int, act: Act) -> None:
        with app.app_context():
            gate.wait()
            try:
                with writing():
                    act()
            except DomainError as error:
                raised[place] = error
            finally:
                db.session.remove()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


def new_race(cast: Cast) -> Race:
    manager = staff_actor(cast.account_manager)
    with writing():
        db.session.get_one(Contact, cast.approver.id).deactivated_at = None
        plan = make_plan(manager, cast.limppula.id)
        (revision,) = sent_goals(manager, plan, "Less electricity")
        return Race(cast, plan.id, revision.id, revision.item_id, revision.fingerprint)


@pytest.mark.parametrize("name", RACES)
def test_of_two_acts_at_once_the_result_is_some_order_of_them(core: Flask, cast: Cast, name: str, whole: bool) -> None:
    for _ in range(2000 if whole else 12):
        race = new_race(cast)
        raised = run_at_once(core, *RACES[name](race))
        assert all(isinstance(error, StaleRevision | IllegalTransition | NotAllowed) for error in raised if error)
        assert raised.count(None) >= 1
        states = db.session.scalars(select(Revision.state).where(Revision.item_id == race.item_id)).all()
        approvals = db.session.scalars(
            select(Decision).where(
                Decision.revision_id == race.revision_id,
                Decision.kind == DecisionKind.APPROVE,
                Decision.contact_id.is_not(None),
            )
        ).all()
        agreed = states.count(RevisionState.AGREED)
        assert (agreed, len(approvals)) in {(0, 0), (1, 1)}
        versions = db.session.scalars(select(AgreedVersion.number).where(AgreedVersion.plan_id == race.plan_id)).all()
        assert versions == [1] * agreed
        db.session.rollback()
    assert audit.verify().intact
