"""Every kind of person who may come to a door of either side, and how their cookie looks."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from portal.domain.people.sides import Side


class Visitor(StrEnum):
    """One kind of person; all of them look at the pages about the customer *limppula*."""

    ANONYMOUS = "anonymous"

    ACCOUNT_MANAGER = "account manager"
    DEPUTY = "deputy"
    TEAM_MEMBER = "team member on the account team"
    LEAD_ON_TEAM = "lead on the account team"
    ADMINISTRATOR_ON_TEAM = "administrator who is a deputy"
    LEAD = "lead, unassigned"
    ADMINISTRATOR = "administrator, unassigned"
    UNASSIGNED_MANAGER = "account manager, unassigned"
    UNASSIGNED_MEMBER = "team member, unassigned"
    RIVAL_MANAGER = "account manager of the rival"
    DEACTIVATED_STAFF = "deactivated account manager"
    EXPIRED_STAFF = "account manager with an expired sign-in"
    SIGNED_OUT_STAFF = "account manager whose device was signed out"
    CONTACT_AT_THE_STAFF_DOOR = "approver with the secret of the other side"

    APPROVER = "approver"
    PARTICIPANT = "participant"
    GUEST_PARTICIPANT = "participant who is the rival’s approver too"
    RIVAL_APPROVER = "approver of the rival"
    RIVAL_PARTICIPANT = "participant of the rival"
    DEACTIVATED_CONTACT = "deactivated approver"
    DEACTIVATED_HERE = "deactivated approver who is the rival’s participant"
    EXPIRED_CONTACT = "approver with an expired sign-in"
    SIGNED_OUT_CONTACT = "approver whose device was signed out"
    PREVIEW = "previewing account manager"
    RIVAL_PREVIEW = "previewing account manager of the rival"
    EXPIRED_PREVIEW = "account manager whose preview has expired"
    PREVIEW_OF_DEACTIVATED = "deactivated account manager in a preview"
    STAFF_AT_THE_CUSTOMER_DOOR = "account manager with the secret of the other side"


V = Visitor

STAFF = (
    *(V.ACCOUNT_MANAGER, V.DEPUTY, V.TEAM_MEMBER, V.LEAD_ON_TEAM, V.ADMINISTRATOR_ON_TEAM, V.LEAD, V.ADMINISTRATOR),
    *(V.UNASSIGNED_MANAGER, V.UNASSIGNED_MEMBER, V.RIVAL_MANAGER),
)
CONTACTS = (
    *(V.APPROVER, V.PARTICIPANT, V.GUEST_PARTICIPANT, V.RIVAL_APPROVER, V.RIVAL_PARTICIPANT, V.DEACTIVATED_HERE),
)
PREVIEWS = (V.PREVIEW, V.RIVAL_PREVIEW)

STRANGERS: Mapping[Side, tuple[Visitor, ...]] = {
    Side.PROVIDER: (
        *(V.ANONYMOUS, V.DEACTIVATED_STAFF, V.EXPIRED_STAFF, V.SIGNED_OUT_STAFF, V.CONTACT_AT_THE_STAFF_DOOR),
    ),
    Side.CUSTOMER: (
        *(V.ANONYMOUS, V.DEACTIVATED_CONTACT, V.EXPIRED_CONTACT, V.SIGNED_OUT_CONTACT, V.EXPIRED_PREVIEW),
        *(V.PREVIEW_OF_DEACTIVATED, V.STAFF_AT_THE_CUSTOMER_DOOR),
    ),
}
"""Whom each side takes for nobody."""

VISITORS: Mapping[Side, tuple[Visitor, ...]] = {
    Side.PROVIDER: (*STAFF, *STRANGERS[Side.PROVIDER]),
    Side.CUSTOMER: (*CONTACTS, *PREVIEWS, *STRANGERS[Side.CUSTOMER]),
}


@dataclass(frozen=True)
class Pass:
    """What a visitor's device has in its session cookie, and what is the visitor's own by name of its argument."""

    session: Mapping[str, object]
    own: Mapping[str, int | str]
