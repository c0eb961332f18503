"""One plan's pages as a signed-in staff member asks them."""

from dataclasses import dataclass

from werkzeug.test import TestResponse

from portal.db import db, writing
from portal.domain.plan.items import Revision
from portal.domain.plan.plans import Plan
from tests.cast import Cast, Company, staff_actor
from tests.factories.plans import make_plan
from tests.internal.pages import TOKEN, Desk


@dataclass
class PlanPages:
    """A desk at one plan; addresses are told from the plan's own."""

    desk: Desk
    base: str

    def get(self, path: str = "", *, htmx: bool = False) -> TestResponse:
        return self.desk.client.get(self.base + path, headers={"HX-Request": "true"} if htmx else {})

    def text(self, path: str = "") -> str:
        return self.desk.text(self.base + path)

    def post(self, path: str, *, htmx: bool = False, **fields: object) -> TestResponse:
        """Send a form of the plan's page."""
        found = TOKEN.search(self.desk.text("/settings"))
        assert found
        headers = {"HX-Request": "true"} if htmx else {}
        db.session.rollback()  # so that the test reads what the request will have written
        return self.desk.client.post(self.base + path, data={"csrf_token": found[1], **fields}, headers=headers)


def plan_of(company: Company, number: int) -> str:
    return f"/customers/{company.key}/plans/{number}/"


def new_plan(cast: Cast) -> Plan:
    """An empty plan of Limppula's."""
    with writing():
        return make_plan(staff_actor(cast.account_manager), cast.limppula.id)


def state_of(revision_id: int) -> Revision:
    """The revision as the database has it now."""
    db.session.rollback()
    return db.session.get_one(Revision, revision_id)
