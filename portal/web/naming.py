"""Roles, policies and states in the reader's words; `{{ role|named }}` in templates."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from portal.domain.outbox import OutboxKind, OutboxState
from portal.domain.people.roles import ApprovalPolicy, AssignmentRole, ContactRole, StaffRole
from portal.domain.plan.plans import PlanState

NAMES: dict[type[StrEnum], dict[StrEnum, object]] = {
    StaffRole: {
        StaffRole.ACCOUNT_MANAGER: _l("Account manager"),
        StaffRole.TEAM_MEMBER: _l("Team member"),
        StaffRole.LEAD: _l("Lead"),
        StaffRole.ADMINISTRATOR: _l("Administrator"),
    },
    AssignmentRole: {
        AssignmentRole.ACCOUNT_MANAGER: _l("Account manager"),
        AssignmentRole.DEPUTY: _l("Deputy"),
        AssignmentRole.TEAM_MEMBER: _l("Team member"),
    },
    ContactRole: {
        ContactRole.APPROVER: _l("Approver"),
        ContactRole.PARTICIPANT: _l("Participant"),
    },
    ApprovalPolicy: {
        ApprovalPolicy.ANY: _l("Any one approver"),
        ApprovalPolicy.ALL: _l("Every approver"),
        ApprovalPolicy.NAMED: _l("One named approver"),
    },
    PlanState: {
        PlanState.DRAFT: _l("Draft"),
        PlanState.IN_NEGOTIATION: _l("In negotiation"),
        PlanState.AGREED: _l("Agreed"),
        PlanState.CLOSED: _l("Closed"),
    },
    OutboxKind: {
        OutboxKind.STAFF_INVITATION: _l("Invitation of a colleague"),
        OutboxKind.CONTACT_INVITATION: _l("Invitation"),
        OutboxKind.SIGN_IN_LINK: _l("Sign-in link"),
        OutboxKind.PASSWORD_RESET: _l("New password"),
        OutboxKind.PLAN_SENT: _l("Plan sent for review"),
        OutboxKind.YOUR_TURN: _l("Your turn"),
        OutboxKind.AGREED: _l("Agreed plan"),
        OutboxKind.RENDER_VERSION: _l("PDF of an agreed plan"),
        OutboxKind.RENDER_DRAFT: _l("PDF of a working draft"),
    },
    OutboxState: {
        OutboxState.WAITING: _l("Waits to leave"),
        OutboxState.DONE: _l("Sent"),
        OutboxState.FAILED: _l("Failed"),
    },
}


def named(member: StrEnum) -> str:
    """The member in the reader's language."""
    return str(NAMES[type(member)][member])


def choices(kind: type[StrEnum]) -> dict[str, str]:
    """Every member with its name, for a field to choose from."""
    return {member.value: named(member) for member in kind}
