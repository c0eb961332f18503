"""Which revisions a reader of the customer side may know of (agreement.md, "What is stored"; trust.md).

Everything that was ever opened; of the customer's own unsent wordings one's own, and for approvers the suggestions of
colleagues; of the provider's drafts none, but in a preview those that are ticked for sending.
"""

from sqlalchemy import ColumnElement, and_, or_

from portal.domain.people.actors import PreviewActor, Viewer
from portal.domain.people.roles import ContactRole
from portal.domain.people.sides import Side
from portal.domain.plan.items import Revision, RevisionState

NEW_APPROVER = 0
"""Stands for the contact's id in a preview: a preview sees what a new approver would see."""


def contact_id(viewer: Viewer) -> int:
    """Whose turn and whose answers the page speaks of."""
    return NEW_APPROVER if isinstance(viewer, PreviewActor) else viewer.contact_id


def is_approver(viewer: Viewer) -> bool:
    """True when the page offers to decide."""
    return isinstance(viewer, PreviewActor) or viewer.role is ContactRole.APPROVER


def visible(viewer: Viewer) -> ColumnElement[bool]:
    """The condition on revisions."""
    opened = Revision.number.is_not(None)
    if isinstance(viewer, PreviewActor):
        ticked = and_(
            Revision.id.in_(viewer.draft_ids), Revision.side == Side.PROVIDER, Revision.state == RevisionState.DRAFT
        )
        return or_(opened, ticked)
    unsent = and_(Revision.number.is_(None), Revision.side == Side.CUSTOMER)
    own = and_(unsent, Revision.contact_id == viewer.contact_id)
    if not is_approver(viewer):
        return or_(opened, own)
    suggested = and_(unsent, Revision.state == RevisionState.DRAFT, Revision.suggested_at.is_not(None))
    return or_(opened, own, suggested)
