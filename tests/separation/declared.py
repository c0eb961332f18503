"""What the acts of each room need at least, written down by hand: a route that declares less is found."""

from collections.abc import Iterator, Mapping

from portal.domain.people.sides import Side
from portal.policy.permissions import Permission
from tests.separation.addresses import doors
from tests.separation.house import House
from tests.separation.matrix import MAY

NEEDS: Mapping[Side, Mapping[str, Permission]] = {
    Side.PROVIDER: {
        "decisions": Permission.DECIDE_FOR_PROVIDER,
        "sendings": Permission.DECIDE_FOR_PROVIDER,
        "goals": Permission.DRAFT_IN_PLAN,
        "next_steps": Permission.DRAFT_IN_PLAN,
        "sections": Permission.DRAFT_IN_PLAN,
        "items": Permission.DRAFT_IN_PLAN,
        "notes": Permission.DRAFT_IN_PLAN,
        "plans.create": Permission.WRITE_PLAN,
        "plans.close": Permission.CLOSE_PLAN,
        "contacts": Permission.KEEP_CONTACTS,
        "approval": Permission.KEEP_CONTACTS,
        "segments": Permission.KEEP_CONTACTS,
        "assignments": Permission.KEEP_TEAM,
        "customers.edit": Permission.EDIT_CUSTOMER,
        "customers.create": Permission.CREATE_CUSTOMER,
        "staff": Permission.ADMINISTER,
        "provider_settings": Permission.ADMINISTER,
        "audit": Permission.ADMINISTER,
        "draft_documents": Permission.SEE_CUSTOMER,
        "view_as_customer": Permission.SEE_CUSTOMER,
    },
    Side.CUSTOMER: {
        "answers": Permission.DECIDE_FOR_CUSTOMER,
        "proposals": Permission.DECIDE_FOR_CUSTOMER,
        "proposals.suggest": Permission.TAKE_PART,
        "answers.comment": Permission.TAKE_PART,
        "review": Permission.DECIDE_FOR_CUSTOMER,
        "plans": Permission.DECIDE_FOR_CUSTOMER,
        "suggestions": Permission.DECIDE_FOR_CUSTOMER,
        "suggestions.take_back": Permission.TAKE_PART,
        "goals": Permission.TAKE_PART,
        "next_steps": Permission.TAKE_PART,
        "draft_documents": Permission.TAKE_PART,
    },
}
"""By endpoint or room: the permission without which nothing is done there. Rooms not named are about oneself."""
EVERYBODYS = frozenset({"keep_own_account", "use_internal_side", "use_customer_side", "public"})
"""What a signed-in person may do without any customer in question."""
READ_BY_ADMINISTRATORS = frozenset({"audit", "staff", "provider_settings"})
"""Rooms where looking needs as much as doing."""


def needs(house: House) -> Iterator[str]:
    """Every act that somebody may do who could not, if the route declared what the room needs."""
    for side, app in house.apps.items():
        for door in doors(side, app):
            room = door.endpoint.partition(".")[0]
            if "customer_key" in door.rule.arguments and door.permission in EVERYBODYS:
                yield f"{door.endpoint} is about a customer, and asks for nothing about one"
            if not door.acts and room not in READ_BY_ADMINISTRATORS:
                continue
            needed = NEEDS[side].get(door.endpoint) or NEEDS[side].get(room)
            if needed is None:
                if "customer_key" in door.rule.arguments or door.permission not in EVERYBODYS:
                    yield f"{door.endpoint}: say in tests/separation/declared.py what it needs"
            elif door.permission not in MAY[side] or not MAY[side][door.permission] <= MAY[side][needed]:
                yield f"{door.endpoint} asks for {door.permission}, and needs {needed.value}"
