"""What was sent, waits or failed, as far as the staff member may see; never what a message says."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, or_, select

from portal.db import db
from portal.domain.outbox import OutboxKind, OutboxMessage, OutboxState
from portal.domain.people.actors import StaffActor
from portal.domain.people.assignments import Assignment
from portal.domain.people.contacts import Contact, ContactAccount
from portal.domain.people.customers import Customer
from portal.domain.people.roles import AssignmentRole
from portal.domain.people.staff import StaffMember
from portal.queries.internal.visible import visible

PAGE = 50


@dataclass(frozen=True)
class Message:
    """One message or document, and how it went."""

    id: int
    key: str
    kind: OutboxKind
    state: OutboxState
    customer_id: int | None
    customer: str | None
    person: str
    address: str
    subject: str
    created_at: datetime
    done_at: datetime | None
    due_at: datetime
    attempts: int
    reason: str
    part: AssignmentRole | None
    """The reader's own part on the customer's account team."""

    @property
    def unneeded(self) -> bool:
        """It was settled before it left, so nobody got it."""
        return self.kind.is_mail and self.state is OutboxState.DONE and not self.address


@dataclass(frozen=True)
class MessagePage:
    """The newest first; `before` names the next page."""

    rows: tuple[Message, ...]
    before: int | None


def page(
    actor: StaffActor, *, state: OutboxState | None = None, customer_key: str = "", before: int | None = None
) -> MessagePage:
    """A page of messages, of one state and one customer where asked."""
    query = (
        select(
            OutboxMessage.id,
            OutboxMessage.message_id.label("key"),
            OutboxMessage.kind,
            OutboxMessage.state,
            OutboxMessage.customer_id,
            Customer.name.label("customer"),
            func.coalesce(Contact.name, StaffMember.name, ContactAccount.email, "").label("person"),
            OutboxMessage.sent_to.label("address"),
            OutboxMessage.subject,
            OutboxMessage.created_at,
            OutboxMessage.done_at,
            OutboxMessage.due_at,
            OutboxMessage.attempts,
            OutboxMessage.last_error.label("reason"),
            Assignment.role.label("part"),
        )
        .outerjoin(Customer, Customer.id == OutboxMessage.customer_id)
        .outerjoin(Assignment, and_(Assignment.customer_id == Customer.id, Assignment.staff_id == actor.staff_id))
        .outerjoin(Contact, Contact.id == OutboxMessage.contact_id)
        .outerjoin(StaffMember, StaffMember.id == OutboxMessage.staff_id)
        .outerjoin(ContactAccount, ContactAccount.id == OutboxMessage.account_id)
        .where(*_which(actor, state, customer_key, before))
        .order_by(OutboxMessage.id.desc())
        .limit(PAGE + 1)
    )
    rows = [Message(**row._mapping) for row in db.session.execute(query)]
    return MessagePage(tuple(rows[:PAGE]), rows[PAGE - 1].id if len(rows) > PAGE else None)


def _which(
    actor: StaffActor, state: OutboxState | None, customer_key: str, before: int | None
) -> Iterator[ColumnElement[bool]]:
    """A document that was made is no news; one that waits or failed keeps a mail from leaving."""
    mails = [kind for kind in OutboxKind if kind.is_mail]
    yield or_(OutboxMessage.kind.in_(mails), OutboxMessage.state != OutboxState.DONE)
    yield from visible(actor, Customer.__table__.c.id)
    if state is not None:
        yield OutboxMessage.state == state
    if customer_key:
        yield Customer.key == customer_key
    if before is not None:
        yield OutboxMessage.id < before
