"""Who is entitled, asked of the database at the moment of the act (agreement.md, "Which approvals make it agreed")."""

from sqlalchemy import select

from portal.db import db
from portal.domain.people.actors import Actor, ContactActor, StaffActor
from portal.domain.people.assignments import Assignment
from portal.domain.people.contacts import Contact
from portal.domain.people.roles import AssignmentRole, ContactRole, StaffRole
from portal.domain.people.sides import Side
from portal.domain.people.staff import StaffMember

DECIDING_ASSIGNMENTS = (AssignmentRole.ACCOUNT_MANAGER, AssignmentRole.DEPUTY)


def may_decide(actor: Actor, customer_id: int) -> bool:
    """True when the person may decide, send and withdraw for the own side of this customer, right now."""
    if isinstance(actor, ContactActor):
        return actor.customer_id == customer_id and actor.contact_id in active_approvers(customer_id)
    return _staff_decides(actor, customer_id)


def may_take_part(actor: Actor, customer_id: int) -> bool:
    """True when the person may draft, comment and report progress for the own side of this customer, right now."""
    if isinstance(actor, ContactActor):
        return actor.customer_id == customer_id and actor.contact_id in _active_contacts(customer_id)
    return _staff_decides(actor, customer_id) or _assignment(actor, customer_id) is not None


def may_keep(actor: Actor, customer_id: int) -> bool:
    """True when the person may keep this customer's facts and account team, right now."""
    return isinstance(actor, StaffActor) and (
        _staff_decides(actor, customer_id) or has_role(actor, StaffRole.ADMINISTRATOR)
    )


def has_role(actor: Actor, *roles: StaffRole) -> bool:
    """True when the person is an active staff member in one of the roles, right now."""
    return isinstance(actor, StaffActor) and _active_role(actor) in roles


def active_approvers(customer_id: int) -> set[int]:
    """Ids of the contacts who can approve for this customer now: accepted and not deactivated."""
    return _active_contacts(customer_id, ContactRole.APPROVER)


def _active_contacts(customer_id: int, role: ContactRole | None = None) -> set[int]:
    query = select(Contact.id).where(
        Contact.customer_id == customer_id,
        Contact.accepted_at.is_not(None),
        Contact.deactivated_at.is_(None),
        Contact.role.is_not(None) if role is None else Contact.role == role,
    )
    return set(db.session.scalars(query))


def _assignment(actor: StaffActor, customer_id: int) -> AssignmentRole | None:
    query = (
        select(Assignment.role)
        .join(StaffMember, StaffMember.id == Assignment.staff_id)
        .where(
            Assignment.customer_id == customer_id,
            Assignment.staff_id == actor.staff_id,
            StaffMember.deactivated_at.is_(None),
        )
    )
    return db.session.scalar(query)


def _staff_decides(actor: StaffActor, customer_id: int) -> bool:
    if _assignment(actor, customer_id) in DECIDING_ASSIGNMENTS:
        return True
    return _active_role(actor) is StaffRole.LEAD


def _active_role(actor: StaffActor) -> StaffRole | None:
    return db.session.scalar(
        select(StaffMember.role).where(StaffMember.id == actor.staff_id, StaffMember.deactivated_at.is_(None))
    )


def may_be_responsible(side: Side, person_id: int, customer_id: int) -> bool:
    """True when the person is of that side and can be made responsible for something in this customer's plans."""
    if side is Side.CUSTOMER:
        contact = select(Contact.id).where(Contact.id == person_id, Contact.customer_id == customer_id)
        return db.session.scalar(contact.where(Contact.deactivated_at.is_(None))) is not None
    member = (
        select(Assignment.id)
        .join(StaffMember, StaffMember.id == Assignment.staff_id)
        .where(Assignment.staff_id == person_id, Assignment.customer_id == customer_id)
    )
    return db.session.scalar(member.where(StaffMember.deactivated_at.is_(None))) is not None


def named_approver(customer_id: int) -> int | None:
    """Id of the contact who alone approves goals under the policy *a named one*, while that contact can."""
    query = select(Contact.id).where(Contact.customer_id == customer_id, Contact.is_named_approver)
    named = db.session.scalar(query)
    return named if named in active_approvers(customer_id) else None


def deciding_staff(customer_id: int) -> list[int]:
    """Ids of the account manager and the deputies, the account manager first: who hears of turns."""
    query = (
        select(Assignment.staff_id)
        .join(StaffMember, StaffMember.id == Assignment.staff_id)
        .where(
            Assignment.customer_id == customer_id,
            Assignment.role.in_(DECIDING_ASSIGNMENTS),
            StaffMember.deactivated_at.is_(None),
        )
        .order_by(Assignment.role, Assignment.id)
    )
    return list(db.session.scalars(query))


def reachable_contacts(customer_id: int) -> list[int]:
    """Ids of the contacts who have access now, whatever their role."""
    return sorted(_active_contacts(customer_id))
