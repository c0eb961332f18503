"""The entries of the audit log as sentences."""

from flask import Flask
from flask_babel import lazy_gettext as _l

from portal.domain.audit import AuditEvent
from portal.queries.internal.customer_events import Event

Told = tuple[str, object]

SOMEBODY = _l("Somebody")

WORDS: dict[AuditEvent, Told] = {
    AuditEvent.SETTINGS_CHANGED: ("settings", _l("%(person)s changed the settings")),
    AuditEvent.STAFF_INVITED: ("user-plus", _l("%(person)s invited a colleague")),
    AuditEvent.STAFF_CHANGED: ("user-cog", _l("%(person)s changed a colleague’s details")),
    AuditEvent.STAFF_DEACTIVATED: ("user-x", _l("%(person)s ended a colleague’s access")),
    AuditEvent.STAFF_REACTIVATED: ("user-check", _l("%(person)s gave a colleague access again")),
    AuditEvent.CUSTOMER_CREATED: ("building-2", _l("%(person)s added the customer")),
    AuditEvent.CUSTOMER_CHANGED: ("building-2", _l("%(person)s changed the customer’s facts")),
    AuditEvent.CUSTOMERS_IMPORTED: ("file-input", _l("%(person)s imported customers")),
    AuditEvent.CONTACTS_IMPORTED: ("file-input", _l("%(person)s imported contacts")),
    AuditEvent.SALES_IMPORTED: ("file-input", _l("%(person)s imported sales")),
    AuditEvent.POLICY_CHANGED: ("scale", _l("%(person)s changed who approves goals")),
    AuditEvent.ASSIGNED: ("users", _l("%(person)s changed the account team")),
    AuditEvent.ASSIGNMENT_ENDED: ("users", _l("%(person)s took a colleague off the account team")),
    AuditEvent.CONTACT_CREATED: ("user-plus", _l("%(person)s added a contact")),
    AuditEvent.CONTACT_CHANGED: ("user-cog", _l("%(person)s changed a contact’s details")),
    AuditEvent.CONTACT_INVITED: ("mail", _l("%(person)s sent an invitation")),
    AuditEvent.CONTACT_DEACTIVATED: ("user-x", _l("%(person)s ended a contact’s access")),
    AuditEvent.CONTACT_REACTIVATED: ("user-check", _l("%(person)s gave a contact access again")),
    AuditEvent.INVITATION_ACCEPTED: ("user-check", _l("%(person)s accepted the invitation")),
    AuditEvent.SIGNED_IN: ("log-in", _l("%(person)s signed in")),
    AuditEvent.SIGN_IN_REFUSED: ("shield-alert", _l("A sign-in was refused")),
    AuditEvent.SIGNED_OUT: ("log-out", _l("%(person)s signed out")),
    AuditEvent.LINK_REQUESTED: ("mail", _l("%(person)s asked for a sign-in link")),
    AuditEvent.PASSWORD_CHANGED: ("key-round", _l("%(person)s changed the password")),
    AuditEvent.RESET_REQUESTED: ("key-round", _l("%(person)s asked for a new password")),
    AuditEvent.SECOND_FACTOR_ON: ("shield-check", _l("%(person)s took the second factor into use")),
    AuditEvent.SECOND_FACTOR_OFF: ("shield-alert", _l("%(person)s gave up the second factor")),
    AuditEvent.RECOVERY_CODE_USED: ("shield-alert", _l("%(person)s signed in with a recovery code")),
    AuditEvent.PREVIEWED_AS_CUSTOMER: ("eye", _l("%(person)s looked at the customer’s view")),
    AuditEvent.PLAN_CREATED: ("file-check", _l("%(person)s began a plan")),
    AuditEvent.PLAN_CHANGED: ("file-check", _l("%(person)s changed the plan’s period or name")),
    AuditEvent.PLAN_CLOSED: ("file-check", _l("%(person)s closed the plan")),
    AuditEvent.DRAFTED: ("pencil", _l("%(person)s wrote a draft")),
    AuditEvent.DRAFT_CHANGED: ("pencil", _l("%(person)s edited a draft")),
    AuditEvent.DRAFT_DISCARDED: ("pencil", _l("%(person)s discarded a draft")),
    AuditEvent.SUGGESTED: ("lightbulb", _l("%(person)s suggested something to an approver")),
    AuditEvent.SENT: ("send", _l("%(person)s sent the plan for review")),
    AuditEvent.OPENED: ("lightbulb", _l("%(person)s made a proposal")),
    AuditEvent.APPROVED: ("circle-check", _l("%(person)s approved")),
    AuditEvent.CHANGE_ASKED: ("message-square-text", _l("%(person)s asked for a change")),
    AuditEvent.ASKED: ("message-square-text", _l("%(person)s asked a question")),
    AuditEvent.ANSWERED: ("message-square-text", _l("%(person)s answered")),
    AuditEvent.DECLINED: ("circle-x", _l("%(person)s declined")),
    AuditEvent.WITHDRAWN: ("undo-2", _l("%(person)s withdrew a proposal")),
    AuditEvent.COMMENTED: ("message-square-text", _l("%(person)s wrote in the discussion")),
    AuditEvent.OWNER_CHANGED: ("users", _l("%(person)s changed who is responsible")),
    AuditEvent.PROGRESS_CHANGED: ("list-checks", _l("%(person)s reported progress")),
    AuditEvent.REORDERED: ("list-checks", _l("%(person)s changed the order")),
    AuditEvent.INTERNAL_SECTION_CHANGED: ("pencil", _l("%(person)s edited an internal section")),
    AuditEvent.NOTE_WRITTEN: ("pencil", _l("%(person)s wrote an internal note")),
    AuditEvent.DRAFT_ORDERED: ("file-check", _l("%(person)s ordered a working draft")),
    AuditEvent.MESSAGE_RESENT: ("mail", _l("%(person)s sent a message again")),
    AuditEvent.DATA_EXPORTED: ("download", _l("%(person)s downloaded the data kept of them")),
}


def sentence(event: Event) -> str:
    """What happened, in the reader's language; what nobody did, the portal itself did."""
    return str(WORDS[event.event][1]) % {"person": event.person or "Sovittu"}


def kind(event: AuditEvent) -> str:
    """What kind of event it is, with nobody in particular."""
    return str(WORDS[event][1]) % {"person": str(SOMEBODY)}


def picture(event: Event) -> str:
    """The icon beside the sentence."""
    return WORDS[event.event][0]


def install(app: Flask) -> None:
    """Let templates tell events."""
    app.jinja_env.filters |= {"sentence": sentence, "picture": picture, "kind_of_event": kind}
