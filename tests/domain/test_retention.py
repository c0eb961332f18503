"""What is personal and old is forgotten; what was agreed stays, and the audit chain still verifies."""

from datetime import timedelta

import pytest
from sqlalchemy import func, select

from portal import clock
from portal.db import db, writing
from portal.domain import audit, retention
from portal.domain.audit import AuditPerson
from portal.domain.plan.documents import AgreedVersion
from portal.domain.plan.items import Decision, Evidence
from tests.cast import Cast, contact_actor, staff_actor
from tests.factories.plans import agreed_plan


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table)) or 0


@pytest.mark.usefixtures("core")
def test_evidence_is_forgotten_after_its_years_and_the_decision_stays(cast: Cast) -> None:
    with writing():
        agreed_plan(staff_actor(cast.account_manager), contact_actor(cast.approver))
    decisions, versions = count(Decision), count(AgreedVersion)
    assert count(Evidence) == decisions
    with writing():
        assert retention.forget(evidence_years=10) == 0
    with clock.at(clock.now() + timedelta(days=3660)), writing():
        retention.forget(evidence_years=10)
    assert (count(Evidence), count(AuditPerson)) == (0, 0)
    assert (count(Decision), count(AgreedVersion)) == (decisions, versions)
    assert audit.verify().intact
