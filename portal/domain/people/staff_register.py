"""The provider's own people: invited, given roles, deactivated; kept by administrators."""

from sqlalchemy import func, select

from portal import clock
from portal.db import db
from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.errors import N_, IllegalTransition, Invalid, NotAllowed, NotFound
from portal.domain.people import access, entitlement, inviting
from portal.domain.people.actors import StaffActor
from portal.domain.people.details import StaffDetails, changes
from portal.domain.people.roles import StaffRole
from portal.domain.people.staff import StaffMember

LAST_ADMINISTRATOR = N_("Somebody has to administer. Make another colleague an administrator first.")


def invite_staff(actor: StaffActor, details: StaffDetails) -> StaffMember:
    """Invite a colleague by mail. Raises Invalid with every problem at once."""
    _authorise(actor)
    clean = details.cleaned()
    _refuse_taken_email(clean.email)
    member = StaffMember(invited_at=clock.now(), **vars(clean))
    db.session.add(member)
    db.session.flush()
    inviting.mail_colleague(member)
    _record(AuditEvent.STAFF_INVITED, actor, member, role=member.role.value)
    return member


def invite_staff_again(actor: StaffActor, staff_id: int) -> StaffMember:
    """Mail the invitation once more; the links of the earlier mails end."""
    member = _locked(actor, staff_id)
    if member.accepted_at is not None or member.deactivated_at is not None:
        raise IllegalTransition
    member.invited_at = clock.now()
    inviting.mail_colleague(member)
    _record(AuditEvent.STAFF_INVITED, actor, member, role=member.role.value)
    return member


def edit_staff(actor: StaffActor, staff_id: int, details: StaffDetails) -> StaffMember:
    """Correct a colleague's facts and role. A new role or address asks every device to sign in again."""
    member = _locked(actor, staff_id)
    changed = changes(member, details.cleaned())
    if not changed:
        return member
    if "email" in changed:
        _refuse_taken_email(str(changed["email"]))
    if "role" in changed:
        _keep_an_administrator(member)
    for name, value in changed.items():
        setattr(member, name, value)
    db.session.flush()
    if changed.keys() & {"role", "email"}:
        access.end_access(staff_id=staff_id)
        _invite_if_awaited(member)
    _record(AuditEvent.STAFF_CHANGED, actor, member, changed=sorted(changed), role=member.role.value)
    return member


def deactivate_staff(actor: StaffActor, staff_id: int) -> StaffMember:
    """End the colleague's access at once: sessions, links and tokens. Account teams stay until a handover."""
    member = _locked(actor, staff_id)
    if member.deactivated_at is not None:
        return member
    _keep_an_administrator(member)
    member.deactivated_at = clock.now()
    db.session.flush()
    access.end_access(staff_id=staff_id)
    _record(AuditEvent.STAFF_DEACTIVATED, actor, member)
    return member


def reactivate_staff(actor: StaffActor, staff_id: int) -> StaffMember:
    """Let the colleague in again, in the role they had."""
    member = _locked(actor, staff_id)
    if member.deactivated_at is None:
        return member
    member.deactivated_at = None
    _record(AuditEvent.STAFF_REACTIVATED, actor, member)
    return member


def _authorise(actor: StaffActor) -> None:
    if not entitlement.has_role(actor, StaffRole.ADMINISTRATOR):
        raise NotAllowed


def _locked(actor: StaffActor, staff_id: int) -> StaffMember:
    """The colleague, and every administrator, locked: two of them cannot remove each other at once."""
    _authorise(actor)
    db.session.execute(
        select(StaffMember.id)
        .where(StaffMember.role == StaffRole.ADMINISTRATOR)
        .order_by(StaffMember.id)
        .with_for_update()
    )
    member = db.session.get(StaffMember, staff_id, populate_existing=True, with_for_update=True)
    if member is None:
        raise NotFound
    return member


def _keep_an_administrator(member: StaffMember) -> None:
    """Refuse to take the last active administrator away."""
    if member.role is not StaffRole.ADMINISTRATOR or not member.active:
        return
    others = select(func.count()).where(
        StaffMember.role == StaffRole.ADMINISTRATOR,
        StaffMember.accepted_at.is_not(None),
        StaffMember.deactivated_at.is_(None),
        StaffMember.id != member.id,
    )
    if not db.session.scalar(others):
        raise Invalid({"role": LAST_ADMINISTRATOR})


def _invite_if_awaited(member: StaffMember) -> None:
    """The link that was mailed has just ended; who has not come in yet gets a new one."""
    if member.accepted_at is None and member.deactivated_at is None:
        inviting.mail_colleague(member)


def _refuse_taken_email(email: str) -> None:
    if db.session.scalar(select(StaffMember.id).where(StaffMember.email == email)) is not None:
        raise Invalid({"email": N_("A colleague with this e-mail address is here already.")})


def _record(event: AuditEvent, actor: StaffActor, member: StaffMember, **data: object) -> None:
    audit.record(event, actor, subject=f"staff:{member.id}", data=data)
