"""The roles people have on either side (product.md, "Who uses it"), and how a customer approves."""

from enum import StrEnum


class StaffRole(StrEnum):
    """What a staff member may do across customers."""

    ACCOUNT_MANAGER = "account_manager"
    TEAM_MEMBER = "team_member"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"


class AssignmentRole(StrEnum):
    """A staff member's part on one customer's account team; one is the account manager."""

    ACCOUNT_MANAGER = "account_manager"
    DEPUTY = "deputy"
    TEAM_MEMBER = "team_member"


class ContactRole(StrEnum):
    """What a contact may do on the customer side; a contact without access has no role."""

    APPROVER = "approver"
    PARTICIPANT = "participant"


class ApprovalPolicy(StrEnum):
    """Who must approve a goal on the customer's side (agreement.md)."""

    ANY = "any"
    ALL = "all"
    NAMED = "named"
