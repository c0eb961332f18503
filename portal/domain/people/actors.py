"""Actors: who does something, and under which circumstances. Made by the web from a sign-in, by tests directly."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import ClassVar

from portal.domain.people.roles import AssignmentRole, ContactRole, StaffRole
from portal.domain.people.sides import Side


@dataclass(frozen=True)
class Circumstances:
    """How an act came about: kept as evidence beside a decision, erasable by the rules of retention."""

    address: str = ""
    browser: str = ""
    signed_in_by: str = ""
    signed_in_at: datetime | None = None


@dataclass(frozen=True)
class StaffActor:
    """A signed-in staff member; `assignments`: the part on the account teams of the customers an act is about."""

    side: ClassVar[Side] = Side.PROVIDER

    staff_id: int
    name: str
    email: str
    role: StaffRole
    assignments: Mapping[int, AssignmentRole] = field(default_factory=dict)
    reads_all: bool = False
    circumstances: Circumstances = Circumstances()


@dataclass(frozen=True)
class ContactActor:
    """A signed-in contact of one customer."""

    side: ClassVar[Side] = Side.CUSTOMER

    contact_id: int
    customer_id: int
    name: str
    email: str
    role: ContactRole
    circumstances: Circumstances = Circumstances()


@dataclass(frozen=True)
class AccountActor:
    """A contact's account, where no customer is in question: signing in, and one's own settings."""

    side: ClassVar[Side] = Side.CUSTOMER

    account_id: int
    name: str
    email: str
    circumstances: Circumstances = Circumstances()


@dataclass(frozen=True)
class PreviewActor:
    """A staff member looking at the customer side as the customer would see it; can do nothing there.

    Sees what a new approver would see, plus the drafts ticked in the preview of a sending.
    """

    side: ClassVar[Side] = Side.CUSTOMER

    staff_id: int
    customer_id: int
    name: str
    draft_ids: frozenset[int] = frozenset()


Actor = StaffActor | ContactActor
Viewer = ContactActor | PreviewActor
"""Who reads the customer side."""
