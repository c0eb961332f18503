"""The reader's own mark in a plan: when it was first and last opened, so that the other side knows that it was."""

from portal.db import writing
from portal.domain.people.actors import ContactActor
from portal.domain.plan import plans as domain_plans
from portal.queries.customer import plans
from portal.web import current


def opened() -> None:
    """Note that the reader has opened this plan, when something in it is new since the last time."""
    viewer = current.viewer()
    if isinstance(viewer, ContactActor) and plans.owed_a_mark(current.plan().id, viewer.contact_id):
        plan_id = current.plan().id
        with writing():
            domain_plans.mark_opened(plan_id, viewer.contact_id)
