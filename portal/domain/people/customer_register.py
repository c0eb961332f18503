"""The register of customers: new ones, corrected facts, and who must approve on the customer's side."""

from sqlalchemy import select, update

from portal.db import db
from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.errors import N_, Invalid, NotAllowed, NotFound
from portal.domain.people import entitlement, search_words
from portal.domain.people.actors import StaffActor
from portal.domain.people.contacts import Contact
from portal.domain.people.customers import Customer, sort_name
from portal.domain.people.details import CustomerDetails, changes
from portal.domain.people.roles import ApprovalPolicy, ContactRole, StaffRole


def create_customer(actor: StaffActor, details: CustomerDetails) -> Customer:
    """Add a customer. Raises Invalid with every problem at once."""
    if not entitlement.has_role(actor, StaffRole.LEAD, StaffRole.ADMINISTRATOR):
        raise NotAllowed
    clean = details.cleaned()
    _refuse_taken_id(clean.external_id)
    customer = Customer(sort_name=sort_name(clean.name), **vars(clean))
    db.session.add(customer)
    db.session.flush()
    search_words.refresh([customer.id])
    _record(AuditEvent.CUSTOMER_CREATED, actor, customer.id)
    return customer


def edit_customer(actor: StaffActor, customer_id: int, details: CustomerDetails) -> Customer:
    """Correct the facts of a customer. Raises Invalid with every problem at once."""
    customer = lock(customer_id)
    if not entitlement.may_keep(actor, customer_id):
        raise NotAllowed
    clean = details.cleaned()
    changed = changes(customer, clean)
    if not changed:
        return customer
    if "external_id" in changed:
        _refuse_taken_id(clean.external_id)
    for name, value in changed.items():
        setattr(customer, name, value)
    customer.sort_name = sort_name(customer.name)
    db.session.flush()
    search_words.refresh([customer_id])
    _record(AuditEvent.CUSTOMER_CHANGED, actor, customer_id, changed=sorted(changed))
    return customer


def set_approval_policy(
    actor: StaffActor, customer_id: int, policy: ApprovalPolicy, named_contact_id: int | None = None
) -> None:
    """Say who must approve goals on the customer's side; it only changes who is asked from now on.

    Raises Invalid when *a named one* is chosen without an approver of this customer.
    """
    customer = lock(customer_id)
    if not entitlement.may_decide(actor, customer_id):
        raise NotAllowed
    named = _named(customer_id, named_contact_id) if policy is ApprovalPolicy.NAMED else None
    before = db.session.scalar(select(Contact.id).where(Contact.customer_id == customer_id, Contact.is_named_approver))
    if (customer.approval_policy, before) == (policy, named):
        return
    customer.approval_policy = policy
    theirs = update(Contact).where(Contact.customer_id == customer_id)
    db.session.execute(theirs.where(Contact.is_named_approver).values(is_named_approver=False))
    db.session.execute(theirs.where(Contact.id == named).values(is_named_approver=True))
    _record(AuditEvent.POLICY_CHANGED, actor, customer_id, policy=policy.value, contact=named)


def lock(customer_id: int) -> Customer:
    """The customer as it is now, locked against every decision until this transaction ends. Raises NotFound."""
    customer = db.session.scalar(
        select(Customer).where(Customer.id == customer_id).with_for_update(),
        execution_options={"populate_existing": True},
    )
    if customer is None:
        raise NotFound
    return customer


def _named(customer_id: int, contact_id: int | None) -> int:
    found = db.session.scalar(
        select(Contact.id).where(
            Contact.id == contact_id,
            Contact.customer_id == customer_id,
            Contact.role == ContactRole.APPROVER,
            Contact.deactivated_at.is_(None),
        )
    )
    if found is None:
        raise Invalid({"contact": N_("Choose one of the customer’s approvers.")})
    return found


def _refuse_taken_id(external_id: str | None) -> None:
    if external_id and db.session.scalar(select(Customer.id).where(Customer.external_id == external_id)):
        raise Invalid({"external_id": N_("Another customer has this id.")})


def _record(event: AuditEvent, actor: StaffActor, customer_id: int, **data: object) -> None:
    audit.record(event, actor, customer_id=customer_id, subject=f"customer:{customer_id}", data=data)
