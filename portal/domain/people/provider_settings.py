"""The provider's name as customers see it, and the house rules: kept by administrators."""

from sqlalchemy import select

from portal.db import db
from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.errors import NotAllowed
from portal.domain.people import entitlement
from portal.domain.people.actors import StaffActor
from portal.domain.people.details import ProviderDetails, changes
from portal.domain.people.provider import Provider
from portal.domain.people.roles import StaffRole


def change_settings(actor: StaffActor, details: ProviderDetails) -> Provider:
    """Change what the settings page shows. Raises Invalid with every problem at once."""
    if not entitlement.has_role(actor, StaffRole.ADMINISTRATOR):
        raise NotAllowed
    row = db.session.execute(select(Provider).with_for_update()).scalar_one()
    changed = changes(row, details.cleaned())
    if not changed:
        return row
    for name, value in changed.items():
        setattr(row, name, value)
    db.session.flush()
    audit.record(AuditEvent.SETTINGS_CHANGED, actor, subject="provider", data={"changed": sorted(changed)})
    return row
