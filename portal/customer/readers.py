"""As whom a page is read: a preview is drawn as a new approver would see it, and can do nothing."""

from portal.domain.errors import NotFound
from portal.domain.people.actors import ContactActor
from portal.queries.customer import sight
from portal.web import current


def decides() -> bool:
    """True when the page offers to decide for the customer."""
    return sight.is_approver(current.viewer())


def approvers_only() -> None:
    """This page is for approvers, and for those who look at what they see. Raises NotFound."""
    if not decides():
        raise NotFound


def email() -> str:
    """The address that the reader signs in with; none in a preview."""
    viewer = current.viewer()
    return viewer.email if isinstance(viewer, ContactActor) else ""
