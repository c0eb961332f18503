"""The audit log: append-only, each entry holding the hash of the one before; personal data beside the chain.

The database's triggers refuse to change or delete an entry (migrations). Writing an entry locks the head of the
chain, so it comes last in a transaction.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, select, update
from sqlalchemy.orm import Mapped, mapped_column

from portal import clock
from portal.db import Choice, Model, UtcDateTime, db, one_of
from portal.domain.canonical import canonical, fingerprint
from portal.domain.people.actors import AccountActor, Actor, Circumstances, ContactActor, StaffActor

GENESIS = "0" * 64
ONLY_ROW = 1


class AuditEvent(StrEnum):
    """Everything that is ever audited."""

    SETTINGS_CHANGED = "settings.changed"
    STAFF_INVITED = "staff.invited"
    STAFF_CHANGED = "staff.changed"
    STAFF_DEACTIVATED = "staff.deactivated"
    STAFF_REACTIVATED = "staff.reactivated"
    CUSTOMER_CREATED = "customer.created"
    CUSTOMER_CHANGED = "customer.changed"
    CUSTOMERS_IMPORTED = "customers.imported"
    CONTACTS_IMPORTED = "contacts.imported"
    SALES_IMPORTED = "sales.imported"
    POLICY_CHANGED = "customer.policy_changed"
    ASSIGNED = "assignment.made"
    ASSIGNMENT_ENDED = "assignment.ended"
    CONTACT_CREATED = "contact.created"
    CONTACT_CHANGED = "contact.changed"
    CONTACT_INVITED = "contact.invited"
    CONTACT_DEACTIVATED = "contact.deactivated"
    CONTACT_REACTIVATED = "contact.reactivated"
    INVITATION_ACCEPTED = "invitation.accepted"
    SIGNED_IN = "sign_in.succeeded"
    SIGN_IN_REFUSED = "sign_in.refused"
    SIGNED_OUT = "sign_in.ended"
    LINK_REQUESTED = "sign_in.link_requested"
    PASSWORD_CHANGED = "password.changed"  # noqa: S105  # an event, not a password
    RESET_REQUESTED = "password.reset_requested"  # an event, not a password
    SECOND_FACTOR_ON = "second_factor.on"
    SECOND_FACTOR_OFF = "second_factor.off"
    RECOVERY_CODE_USED = "second_factor.recovery_code_used"
    PREVIEWED_AS_CUSTOMER = "preview.opened"
    PLAN_CREATED = "plan.created"
    PLAN_CHANGED = "plan.changed"
    PLAN_CLOSED = "plan.closed"
    DRAFTED = "revision.drafted"
    DRAFT_CHANGED = "revision.draft_changed"
    DRAFT_DISCARDED = "revision.draft_discarded"
    SUGGESTED = "revision.suggested"
    SENT = "plan.sent"
    OPENED = "revision.opened"
    APPROVED = "revision.approved"
    CHANGE_ASKED = "revision.change_asked"
    ASKED = "revision.asked"
    ANSWERED = "revision.answered"
    DECLINED = "revision.declined"
    WITHDRAWN = "revision.withdrawn"
    COMMENTED = "item.commented"
    OWNER_CHANGED = "item.owner_changed"
    PROGRESS_CHANGED = "item.progress_changed"
    REORDERED = "plan.reordered"
    INTERNAL_SECTION_CHANGED = "plan.internal_section_changed"
    NOTE_WRITTEN = "customer.note_written"
    DRAFT_ORDERED = "document.draft_ordered"
    MESSAGE_RESENT = "message.resent"
    DATA_EXPORTED = "person.data_exported"


class AuditEntry(Model):
    """One link of the chain. `data` is canonical JSON without personal data."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        one_of("event", AuditEvent),
        Index("ix_audit_entry_customer_id_id", "customer_id", "id"),
        Index("ix_audit_entry_event_id", "event", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    event: Mapped[AuditEvent] = mapped_column(Choice(AuditEvent))
    actor_side: Mapped[str] = mapped_column(default="")
    actor_id: Mapped[int | None]
    customer_id: Mapped[int | None]
    plan_id: Mapped[int | None] = mapped_column(index=True)
    subject: Mapped[str] = mapped_column(default="")
    data: Mapped[str] = mapped_column(Text, default="{}")
    previous_hash: Mapped[str]
    hash: Mapped[str]

    def computed_hash(self) -> str:
        """What `hash` must be for this entry's content and place in the chain."""
        content = {
            "id": self.id,
            "at": self.at.isoformat(),
            "event": self.event.value,
            "actor": [self.actor_side, self.actor_id],
            "customer": self.customer_id,
            "plan": self.plan_id,
            "subject": self.subject,
            "data": json.loads(self.data),
        }
        return fingerprint(self.previous_hash + canonical(content))


class AuditPerson(Model):
    """Personal data of an entry, beside the chain: who, from where. May be erased; the chain still verifies."""

    __tablename__ = "audit_person"

    entry_id: Mapped[int] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)
    name: Mapped[str] = mapped_column(default="")
    email: Mapped[str] = mapped_column(default="", index=True)
    address: Mapped[str] = mapped_column(default="")
    browser: Mapped[str] = mapped_column(default="")


class AuditHead(Model):
    """The end of the chain: one row, locked by every writer."""

    __tablename__ = "audit_head"
    __table_args__ = (CheckConstraint(f"id = {ONLY_ROW}", name="only_row"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    entries: Mapped[int] = mapped_column(default=0)
    hash: Mapped[str] = mapped_column(default=GENESIS)


def record(
    event: AuditEvent,
    actor: Actor | AccountActor | None,
    *,
    customer_id: int | None = None,
    plan_id: int | None = None,
    subject: str = "",
    data: Mapping[str, object] | None = None,
    circumstances: Circumstances | None = None,
) -> AuditEntry:
    """Append one entry to the chain, in the transaction of the change it tells of.

    No actor means the system itself or, with circumstances, somebody who has not proved who they are.
    """
    head = db.session.execute(
        select(AuditHead.entries, AuditHead.hash).where(AuditHead.id == ONLY_ROW).with_for_update()
    ).one()
    entry = AuditEntry(
        id=head.entries + 1,
        at=clock.now(),
        event=event,
        actor_side=actor.side.value if actor else "",
        actor_id=_person_id(actor),
        customer_id=customer_id,
        plan_id=plan_id,
        subject=subject,
        data=canonical(dict(data or {})),
        previous_hash=head.hash,
    )
    entry.hash = entry.computed_hash()
    db.session.add(entry)
    db.session.flush()
    where = actor.circumstances if actor else circumstances
    if where:
        name, email = (actor.name, actor.email) if actor else ("", "")
        db.session.add(
            AuditPerson(entry_id=entry.id, name=name, email=email, address=where.address, browser=where.browser)
        )
    db.session.execute(update(AuditHead).where(AuditHead.id == ONLY_ROW).values(entries=entry.id, hash=entry.hash))
    return entry


def _person_id(actor: Actor | AccountActor | None) -> int | None:
    """The staff member or contact; an account is named by the entry's subject."""
    if isinstance(actor, StaffActor):
        return actor.staff_id
    return actor.contact_id if isinstance(actor, ContactActor) else None


@dataclass(frozen=True)
class Verification:
    """What the check of the chain found; `first_bad` names the first entry that does not fit."""

    entries: int
    first_bad: int | None
    reason: str = ""

    @property
    def intact(self) -> bool:
        return self.first_bad is None


def verify() -> Verification:
    """Walk the whole chain from its beginning and compare it with its head."""
    previous, count = GENESIS, 0
    query = select(AuditEntry).order_by(AuditEntry.id).execution_options(yield_per=1000)
    with db.session.scalars(query) as entries:
        for entry in entries:
            count += 1
            if entry.id != count:
                return Verification(count, count, f"entry {count} is missing")
            if entry.previous_hash != previous:
                return Verification(count, entry.id, "does not follow the entry before it")
            if entry.hash != entry.computed_hash():
                return Verification(count, entry.id, "was changed after it was written")
            previous = entry.hash
    head = db.session.execute(select(AuditHead.entries, AuditHead.hash)).one()
    if (head.entries, head.hash) != (count, previous):
        return Verification(count, count + 1, "entries at the end are missing")
    return Verification(count, None)
