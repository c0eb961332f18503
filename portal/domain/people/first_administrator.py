"""The administrator of a new deployment, whom nobody inside can invite: made by a command on the machine itself."""

from sqlalchemy import select

from portal import clock
from portal.db import db
from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.errors import N_, Invalid
from portal.domain.people import inviting, passwords
from portal.domain.people.details import StaffDetails
from portal.domain.people.roles import StaffRole
from portal.domain.people.staff import StaffMember
from portal.domain.people.tokens import OneTimeToken


def appoint(name: str, email: str, *, locale: str, password: str | None = None) -> OneTimeToken | None:
    """Make the administrator: with a password, or with an invitation, whose token is returned. Raises Invalid."""
    details = StaffDetails(name=name, email=email, role=StaffRole.ADMINISTRATOR, locale=locale).cleaned()
    if password is not None:
        passwords.check(password, email=details.email, name=details.name)
    if db.session.scalar(select(StaffMember.id).where(StaffMember.email == details.email)) is not None:
        raise Invalid({"email": N_("Somebody here has this e-mail address already.")})
    member = StaffMember(
        name=details.name, email=details.email, role=StaffRole.ADMINISTRATOR, locale=locale, invited_at=clock.now()
    )
    db.session.add(member)
    db.session.flush()
    if password is None:
        inviting.mail_colleague(member)
    else:
        member.password_hash = passwords.hash_password(password)
        member.accepted_at = clock.now()
    audit.record(AuditEvent.STAFF_INVITED, None, subject=f"staff:{member.id}", data={"role": member.role.value})
    return db.session.scalar(select(OneTimeToken).where(OneTimeToken.staff_id == member.id))
