"""What the rules refuse. The web turns each into a status and a page in one place (portal/web/errors.py)."""

from collections.abc import Mapping
from datetime import datetime


def N_(text: str) -> str:  # noqa: N802  # gettext's own name for "translate later"
    """Marks an English message id for the catalogues; the side that shows it translates it."""
    return text


class DomainError(Exception):
    """A rule said no; nothing was written."""


class NotFound(DomainError):
    """There is no such thing for this person."""


class NotAllowed(DomainError):
    """The person may not do this."""


class IllegalTransition(DomainError):
    """The thing is not in a state from which this can happen."""


class StaleRevision(DomainError):
    """The person decided on a revision that is no longer open; nothing was recorded."""

    def __init__(self, item_id: int, seen_revision_id: int | None = None) -> None:
        super().__init__(f"item {item_id} has changed since revision {seen_revision_id} was seen")
        self.item_id = item_id
        self.seen_revision_id = seen_revision_id


class EditConflict(DomainError):
    """Somebody else saved the same text first; what was typed is not lost but kept by the caller."""


class LockedOut(DomainError):
    """Too many tries failed; the next one counts only after a wait."""

    def __init__(self, until: datetime) -> None:
        super().__init__(f"locked until {until}")
        self.until = until


class Invalid(DomainError):
    """What was given does not hold. `problems` maps a field to an English message id with its values."""

    def __init__(self, problems: Mapping[str, str], **values: object) -> None:
        super().__init__("; ".join(f"{field}: {problem}" for field, problem in problems.items()))
        self.problems = dict(problems)
        self.values = values
