"""Sending a message again, by staff who see that it failed or did not arrive."""

from sqlalchemy import select

from portal import clock
from portal.db import db
from portal.domain import audit, outbox
from portal.domain.audit import AuditEvent
from portal.domain.errors import IllegalTransition, NotAllowed, NotFound
from portal.domain.outbox import OutboxMessage
from portal.domain.people import entitlement
from portal.domain.people.actors import StaffActor
from portal.domain.people.roles import StaffRole


def send_again(actor: StaffActor, message_id: str) -> OutboxMessage:
    """Put a message back into the queue, under its old Message-ID.

    Raises NotAllowed to one who may not keep the customer, IllegalTransition while a worker has it in hand.
    """
    query = select(OutboxMessage).where(OutboxMessage.message_id == message_id)
    message = db.session.scalar(query.with_for_update())
    if message is None:
        raise NotFound
    if not _may(actor, message.customer_id):
        raise NotAllowed
    if message.leased_until is not None and message.leased_until > clock.now():
        raise IllegalTransition
    outbox.send_again(message)
    audit.record(
        AuditEvent.MESSAGE_RESENT,
        actor,
        customer_id=message.customer_id,
        plan_id=message.plan_id,
        subject=f"message:{message.id}",
        data={"kind": message.kind.value},
    )
    return message


def _may(actor: StaffActor, customer_id: int | None) -> bool:
    """Those who keep the customer; administrators what is about no customer."""
    if customer_id is None:
        return entitlement.has_role(actor, StaffRole.ADMINISTRATOR)
    return entitlement.may_keep(actor, customer_id)
