"""Forms in which somebody writes another customer's ids in the place of one's own; each must be turned away."""

from collections.abc import Mapping

from portal.db import db
from portal.domain.people.sides import Side
from portal.domain.plan.items import Revision
from tests.separation.house import House

Forms = Mapping[str, Mapping[str, str]]


def foreign_forms(house: House) -> Mapping[Side, Forms]:
    """By endpoint: a form that would do something, were its ids not the rival's."""
    world, ids = house.world, house.world.rival.ids
    people = {"staff": str(world.cast.rival_manager.id), "contact": str(world.cast.rival_approver.id)}
    with house.apps[Side.PROVIDER].app_context():
        draft = db.session.get_one(Revision, ids["provider_draft"]).fingerprint
        waiting = db.session.get_one(Revision, ids["open_goal"]).fingerprint
    goal = {"title": "Anything", "edits": "1"}
    return {
        Side.PROVIDER: {
            "items.own": {"person": people["staff"]},
            "goals.save": {**goal, "owner_contact": people["contact"], "done": "1"},
            "next_steps.create": {"goal": str(ids["goal_draft"])},
            "next_steps.save": {**goal, "side": "provider", "goal": str(ids["goal_draft"]), "done": "1"},
            "sendings.send": {"drafts": f"{ids['provider_draft']}:{draft}", "note": "Here you are."},
            "approval.edit": {"policy": "named", "contact": people["contact"]},
            "decisions.approve": {"seen": waiting},
        },
        Side.CUSTOMER: {
            "answers.approve": {"revision": "1", "seen": waiting},
            "review.approve": {"item": f"goal:2:1:{waiting}"},
        },
    }
