"""Internal sections of a plan: what only the provider writes and reads."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Text, select
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Choice, Model, UtcDateTime, db, one_of
from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.errors import N_, EditConflict, IllegalTransition, Invalid, NotAllowed
from portal.domain.people import entitlement
from portal.domain.people.actors import StaffActor
from portal.domain.plan import plans
from portal.domain.plan.plans import PlanState

LONGEST_SECTION = 20_000


class InternalSectionKind(StrEnum):
    """The internal sections of a plan."""

    POTENTIAL = "potential"
    DEVELOPMENT_NEEDS = "development_needs"
    BUYING_PROCESS = "buying_process"
    PRIVATE_NOTES = "private_notes"


class InternalSection(Model):
    """The text of one internal section of one plan; `edits` counts savings, so that two editors notice each other."""

    __tablename__ = "internal_section"
    __table_args__ = (one_of("kind", InternalSectionKind),)

    plan_id: Mapped[int] = mapped_column(ForeignKey("plan.id"), primary_key=True)
    kind: Mapped[InternalSectionKind] = mapped_column(Choice(InternalSectionKind), primary_key=True)
    text: Mapped[str] = mapped_column(Text, default="")
    edits: Mapped[int] = mapped_column(default=0)
    edited_at: Mapped[datetime] = mapped_column(UtcDateTime, default=clock.now)
    edited_by_id: Mapped[int | None] = mapped_column(ForeignKey("staff_member.id"))


def save_internal_section(
    actor: StaffActor, plan_id: int, kind: InternalSectionKind, text: str, edits: int
) -> InternalSection:
    """Save the text; `edits` is the count of savings as the writer saw it, 0 for a section nobody has written.

    Raises EditConflict when somebody else saved first, Invalid when the text is longer than a section can be.
    """
    plan = plans.lock(plan_id)
    if not entitlement.may_take_part(actor, plan.customer_id):
        raise NotAllowed
    if plan.state is PlanState.CLOSED:
        raise IllegalTransition
    words = text.replace("\r\n", "\n").replace("\0", "").strip()
    if len(words) > LONGEST_SECTION:
        raise Invalid({"text": N_("This text is too long.")})
    section = db.session.scalar(
        select(InternalSection).where(InternalSection.plan_id == plan_id, InternalSection.kind == kind),
        execution_options={"populate_existing": True},
    )
    if section is None:
        section = InternalSection(plan_id=plan_id, kind=kind, text="", edits=0)
        db.session.add(section)
    if section.text == words:
        return section
    if section.edits != edits:
        raise EditConflict
    section.text, section.edits = words, edits + 1
    section.edited_at, section.edited_by_id = clock.now(), actor.staff_id
    db.session.flush()
    audit.record(
        AuditEvent.INTERNAL_SECTION_CHANGED,
        actor,
        customer_id=plan.customer_id,
        plan_id=plan.id,
        subject=f"internal_section:{kind.value}",
    )
    return section
