"""The account team of a customer: who looks after it, and one of them as its account manager."""

from sqlalchemy import select

from portal import clock
from portal.db import db
from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.errors import N_, Invalid, NotAllowed, NotFound
from portal.domain.people import customer_register, entitlement
from portal.domain.people.actors import StaffActor
from portal.domain.people.assignments import Assignment
from portal.domain.people.details import LINE_LENGTH, TOO_LONG, one_line
from portal.domain.people.roles import AssignmentRole
from portal.domain.people.staff import StaffMember


def assign(actor: StaffActor, customer_id: int, staff_id: int, role: AssignmentRole, duty: str = "") -> Assignment:
    """Put a colleague on the account team; a new account manager makes the one before a deputy.

    Raises Invalid when the colleague is on the team already or has left.
    """
    _authorise(actor, customer_id)
    member = db.session.get(StaffMember, staff_id)
    if member is None or member.deactivated_at is not None:
        raise Invalid({"staff": N_("Choose a colleague.")})
    if db.session.scalar(select(Assignment.id).filter_by(customer_id=customer_id, staff_id=staff_id)) is not None:
        raise Invalid({"staff": N_("This colleague is on the account team already.")})
    assignment = Assignment(customer_id=customer_id, staff_id=staff_id, duty=_duty(duty), since=clock.now())
    _give_role(assignment, role)
    db.session.add(assignment)
    db.session.flush()
    _record(AuditEvent.ASSIGNED, actor, assignment)
    return assignment


def change_assignment(actor: StaffActor, assignment_id: int, role: AssignmentRole, duty: str = "") -> Assignment:
    """Give a colleague on the team another part; a new account manager makes the one before a deputy."""
    assignment = _locked(actor, assignment_id)
    if (assignment.role, assignment.duty) == (role, _duty(duty)):
        return assignment
    assignment.duty = _duty(duty)
    _give_role(assignment, role)
    db.session.flush()
    _record(AuditEvent.ASSIGNED, actor, assignment)
    return assignment


def end_assignment(actor: StaffActor, assignment_id: int) -> None:
    """Take a colleague off the account team."""
    assignment = _locked(actor, assignment_id)
    db.session.delete(assignment)
    db.session.flush()
    _record(AuditEvent.ASSIGNMENT_ENDED, actor, assignment)


def _authorise(actor: StaffActor, customer_id: int) -> None:
    customer_register.lock(customer_id)
    if not entitlement.may_keep(actor, customer_id):
        raise NotAllowed


def _locked(actor: StaffActor, assignment_id: int) -> Assignment:
    assignment = db.session.get(Assignment, assignment_id)
    if assignment is None:
        raise NotFound
    _authorise(actor, assignment.customer_id)
    return assignment


def _give_role(assignment: Assignment, role: AssignmentRole) -> None:
    if role is AssignmentRole.ACCOUNT_MANAGER:
        before = db.session.scalar(
            select(Assignment).where(
                Assignment.customer_id == assignment.customer_id, Assignment.role == AssignmentRole.ACCOUNT_MANAGER
            )
        )
        if before is not None and before is not assignment:
            before.role = AssignmentRole.DEPUTY
            db.session.flush()
    assignment.role = role


def _duty(text: str) -> str:
    duty = one_line(text)
    if len(duty) > LINE_LENGTH:
        raise Invalid({"duty": TOO_LONG}, most=LINE_LENGTH)
    return duty


def _record(event: AuditEvent, actor: StaffActor, assignment: Assignment) -> None:
    audit.record(
        event,
        actor,
        customer_id=assignment.customer_id,
        subject=f"staff:{assignment.staff_id}",
        data={"role": assignment.role.value},
    )
