"""Every permission, and the one predicate that answers for guard and button alike. What is not named is refused."""

from collections.abc import Callable, Mapping
from enum import StrEnum

from portal.domain.people.actors import AccountActor, ContactActor, PreviewActor, StaffActor
from portal.domain.people.entitlement import DECIDING_ASSIGNMENTS
from portal.domain.people.roles import ContactRole, StaffRole

Person = StaffActor | ContactActor | AccountActor | PreviewActor


class Permission(StrEnum):
    """What can be asked of `can`; those about one customer take its id as subject."""

    KEEP_OWN_ACCOUNT = "keep_own_account"

    USE_INTERNAL_SIDE = "use_internal_side"
    SEE_CUSTOMER = "see_customer"
    CREATE_CUSTOMER = "create_customer"
    EDIT_CUSTOMER = "edit_customer"
    KEEP_CONTACTS = "keep_contacts"
    KEEP_TEAM = "keep_team"
    WRITE_PLAN = "write_plan"
    DRAFT_IN_PLAN = "draft_in_plan"
    DECIDE_FOR_PROVIDER = "decide_for_provider"
    CLOSE_PLAN = "close_plan"
    ADMINISTER = "administer"
    IMPORT = "import"

    USE_CUSTOMER_SIDE = "use_customer_side"
    SEE_SHARED = "see_shared"
    TAKE_PART = "take_part"
    DECIDE_FOR_CUSTOMER = "decide_for_customer"


def _staff(person: Person, _customer_id: int | None) -> bool:
    return isinstance(person, StaffActor)


def _role(*roles: StaffRole) -> "Predicate":
    return lambda person, _customer_id: isinstance(person, StaffActor) and person.role in roles


def _sees(person: Person, customer_id: int | None) -> bool:
    if not isinstance(person, StaffActor) or customer_id is None:
        return False
    sees_all = person.reads_all or person.role in (StaffRole.LEAD, StaffRole.ADMINISTRATOR)
    return sees_all or customer_id in person.assignments


def _on_team(person: Person, customer_id: int | None) -> bool:
    if not isinstance(person, StaffActor) or customer_id is None:
        return False
    return customer_id in person.assignments or person.role is StaffRole.LEAD


def _writes(person: Person, customer_id: int | None) -> bool:
    if not isinstance(person, StaffActor) or customer_id is None:
        return False
    return person.assignments.get(customer_id) in DECIDING_ASSIGNMENTS or person.role is StaffRole.LEAD


def _keeps(person: Person, customer_id: int | None) -> bool:
    administers = isinstance(person, StaffActor) and person.role is StaffRole.ADMINISTRATOR
    return customer_id is not None and (_writes(person, customer_id) or administers)


def _reads_shared(person: Person, customer_id: int | None) -> bool:
    return isinstance(person, ContactActor | PreviewActor) and person.customer_id == customer_id


def _contact(person: Person, customer_id: int | None) -> bool:
    return isinstance(person, ContactActor) and person.customer_id == customer_id


def _approver(person: Person, customer_id: int | None) -> bool:
    return isinstance(person, ContactActor) and _contact(person, customer_id) and person.role is ContactRole.APPROVER


Predicate = Callable[[Person, int | None], bool]

PREDICATES: Mapping[Permission, Predicate] = {
    Permission.KEEP_OWN_ACCOUNT: lambda person, _customer_id: isinstance(person, StaffActor | AccountActor),
    Permission.USE_INTERNAL_SIDE: _staff,
    Permission.SEE_CUSTOMER: _sees,
    Permission.CREATE_CUSTOMER: _role(StaffRole.LEAD, StaffRole.ADMINISTRATOR),
    Permission.EDIT_CUSTOMER: _keeps,
    Permission.KEEP_CONTACTS: _writes,
    Permission.KEEP_TEAM: _keeps,
    Permission.WRITE_PLAN: _writes,
    Permission.DRAFT_IN_PLAN: _on_team,
    Permission.DECIDE_FOR_PROVIDER: _writes,
    Permission.CLOSE_PLAN: _role(StaffRole.LEAD),
    Permission.ADMINISTER: _role(StaffRole.ADMINISTRATOR),
    Permission.IMPORT: _role(StaffRole.ADMINISTRATOR),
    Permission.USE_CUSTOMER_SIDE: lambda person, _customer_id: not isinstance(person, StaffActor),
    Permission.SEE_SHARED: _reads_shared,
    Permission.TAKE_PART: _contact,
    Permission.DECIDE_FOR_CUSTOMER: _approver,
}


def can(person: Person, permission: Permission, customer_id: int | None = None) -> bool:
    """True when the person may do this, to this customer where the permission is about one."""
    return PREDICATES[permission](person, customer_id)
