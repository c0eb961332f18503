"""Internal sections: saved by those of the account team, never over another's text."""

import pytest
from sqlalchemy import select

from portal.db import db, writing
from portal.domain.audit import AuditEntry, AuditEvent
from portal.domain.errors import EditConflict, IllegalTransition, Invalid, NotAllowed
from portal.domain.insight.sections import LONGEST_SECTION, InternalSectionKind, save_internal_section
from portal.domain.plan import agreement
from portal.domain.plan.plans import Plan
from tests.cast import Cast, staff_actor
from tests.factories.plans import make_plan

pytestmark = pytest.mark.usefixtures("core")

KIND = InternalSectionKind.BUYING_PROCESS


@pytest.fixture
def plan(cast: Cast) -> Plan:
    with writing():
        return make_plan(staff_actor(cast.account_manager), cast.limppula.id)


def test_a_saving_counts_and_the_same_text_again_does_not(cast: Cast, plan: Plan) -> None:
    member = staff_actor(cast.team_member)
    with writing():
        assert save_internal_section(member, plan.id, KIND, "Under 10 000 € Antti decides.\r\n\0", 0).edits == 1
        section = save_internal_section(member, plan.id, KIND, "Under 10 000 € Antti decides.", 0)
        assert (section.edits, section.text) == (1, "Under 10 000 € Antti decides.")
        assert save_internal_section(member, plan.id, KIND, "Above it Pirkko.", 1).edits == 2
    events = db.session.scalars(select(AuditEntry.event)).all()
    assert events.count(AuditEvent.INTERNAL_SECTION_CHANGED) == 2


def test_the_second_of_two_writers_is_stopped(cast: Cast, plan: Plan) -> None:
    with writing():
        save_internal_section(staff_actor(cast.team_member), plan.id, KIND, "Sampo’s", 0)
        with pytest.raises(EditConflict):
            save_internal_section(staff_actor(cast.deputy), plan.id, KIND, "Onni’s", 0)


def test_a_text_can_be_only_so_long(cast: Cast, plan: Plan) -> None:
    with writing(), pytest.raises(Invalid):
        save_internal_section(staff_actor(cast.deputy), plan.id, KIND, "a" * (LONGEST_SECTION + 1), 0)


def test_only_the_account_team_and_leads_write_and_nobody_in_a_closed_plan(cast: Cast, plan: Plan) -> None:
    with writing():
        for person in (cast.administrator, cast.unassigned, cast.rival_manager):
            with pytest.raises(NotAllowed):
                save_internal_section(staff_actor(person), plan.id, KIND, "x", 0)
        save_internal_section(staff_actor(cast.lead), plan.id, KIND, "From the lead", 0)
        agreement.close_plan(staff_actor(cast.lead), plan.id, "Over.")
        with pytest.raises(IllegalTransition):
            save_internal_section(staff_actor(cast.lead), plan.id, KIND, "Later", 1)
