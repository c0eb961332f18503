"""How the addresses of both URL maps are filled in: an explicit value for every argument, so that none is forgotten."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

from portal.domain.people.sides import Side
from portal.domain.people.tokens import TokenPurpose
from portal.web.guard import permission_of
from tests.separation.visitors import Visitor
from tests.separation.world import Matter, World

ADDED = frozenset({"HEAD", "OPTIONS"})
"""Methods that Flask adds to what a route declares."""
LOOKING = frozenset({"GET", *ADDED})


@dataclass(frozen=True)
class Wanted:
    """For whom an address is made, and about which customer's things."""

    world: World
    side: Side
    visitor: Visitor
    matter: Matter


Value = Callable[[Wanted], int | str]


OWN: list[Value] = []
"""Those that give what is the visitor's own."""


def _own(name: str) -> Value:
    """What is the visitor's own, or for one who has none another's."""

    def value(wanted: Wanted) -> int | str:
        instead = Visitor.ACCOUNT_MANAGER if wanted.side is Side.PROVIDER else Visitor.APPROVER
        return wanted.world.passes[wanted.visitor].own.get(name) or wanted.world.passes[instead].own[name]

    OWN.append(value)
    return value


def _id(name: str) -> Value:
    return lambda wanted: wanted.matter.ids[name]


def _said(value: int | str) -> Value:
    return lambda _wanted: value


def _mailed(purpose: TokenPurpose) -> Value:
    return lambda wanted: wanted.world.mailed[wanted.side, purpose]


VALUES: Mapping[str, Value] = {
    "customer_key": lambda wanted: wanted.world.own.key,
    "plan_number": lambda wanted: wanted.world.own.plan,
    "digits": lambda wanted: wanted.matter.version,
    "name": _said("no-such-file.css"),
    "key": _own("order"),
    "view_id": _own("view"),
    "contact_id": _id("contact"),
    "assignment_id": _id("assignment"),
    "message_id": _id("message"),
    "note_id": _id("note"),
    "revision_id": _id("provider_draft"),
    "item_id": _id("goal_draft"),
    "staff_id": lambda wanted: wanted.world.cast.unassigned.id,
    "fingerprint": lambda wanted: wanted.matter.suggestion,
}
"""By the name of the argument."""

SPECIAL: Mapping[str, Value] = {
    "devices.end:number": _own("device"),
    "versions.show:number": _said(1),
    "goals.show:number": _said(2),
    "negotiation.goal:number": _said(2),
    "negotiation.next_step:number": _said(2),
    "negotiation.section:kind": _said("situation"),
    "next_steps.show:number": _said(2),
    "next_steps.done:number": _said(2),
    "next_steps.blocked:number": _said(2),
    "next_steps.reopen:number": _said(2),
    "answers:kind": _said("goals"),
    "answers:number": _said(2),
    "proposals:kind": _said("goals"),
    "proposals:number": _said(2),
    "proposals.withdraw:number": _said(3),
    "decisions:revision_id": _id("countered_goal"),
    "items.comment:item_id": _id("own_step"),
    "items.report:item_id": _id("own_step"),
    "decisions.withdraw:revision_id": _id("open_goal"),
    "messages.send_again:key": lambda wanted: wanted.matter.message,
    "invitations.show:token": _mailed(TokenPurpose.INVITATION),
    "passwords.reset:token": _mailed(TokenPurpose.PASSWORD_RESET),
    "sign_in_links.show:token": _mailed(TokenPurpose.SIGN_IN),
    "next_steps.edit:item_id": _id("step_draft"),
    "next_steps.save:item_id": _id("step_draft"),
    "sections.edit:kind": _said("situation"),
    "sections.save:kind": _said("situation"),
    "sections.edit_internal:kind": _said("potential"),
    "sections.save_internal:kind": _said("potential"),
}
"""By endpoint or room and argument, where the name alone does not say what is meant."""


FORMS: Mapping[str, Mapping[str, str]] = {
    "next_steps.blocked": {"blocked-words": "The gate is frozen."},
    "next_steps.reopen": {"reopen-words": "Not quite yet."},
    "items.report": {"progress": "open", "words": "Not quite yet."},
}
"""What is sent where an empty form would be turned away before anybody asks whose the matter is."""


@dataclass(frozen=True)
class Door:
    """One method of one route."""

    side: Side
    rule: Rule
    method: str
    permission: str
    brings: Mapping[str, str] | None = None
    """Another form than the least."""

    @property
    def endpoint(self) -> str:
        return str(self.rule.endpoint)

    @property
    def form(self) -> Mapping[str, str]:
        """The least that a POST brings."""
        least = FORMS.get(self.endpoint, {}) if self.acts else {}
        return least if self.brings is None else self.brings

    @property
    def acts(self) -> bool:
        """Whether going through this door does something."""
        return self.method not in LOOKING

    def address(self, world: World, visitor: Visitor, matter: Matter | None = None) -> str:
        """The address about *limppula* as this visitor would ask for it; ids may be those of another matter."""
        wanted = Wanted(world, self.side, visitor, matter or world.own)
        values = {name: self.value(name)(wanted) for name in self.rule.arguments}
        built = self.rule.build(values, append_unknown=False)
        assert built, f"{self.endpoint} has no address for {values}"
        return built[1]

    def absurd_address(self, world: World, visitor: Visitor, argument: str, absurd: int | str) -> str | None:
        """The same with one value replaced; None where the route itself has no place for such a value."""
        wanted = Wanted(world, self.side, visitor, world.own)
        values = {name: self.value(name)(wanted) for name in self.rule.arguments}
        if type(values[argument]) is not type(absurd):
            return None
        built = self.rule.build(values | {argument: absurd}, append_unknown=False)
        return built[1] if built else None

    def value(self, argument: str) -> Value:
        """What fills the argument in. Raises KeyError, saying what to do, for one that nobody thought of."""
        room = self.endpoint.partition(".")[0]
        found = SPECIAL.get(f"{self.endpoint}:{argument}") or SPECIAL.get(f"{room}:{argument}") or VALUES.get(argument)
        if found is None:
            raise KeyError(f"give tests/separation/addresses.py a value for <{argument}> of {self.endpoint}")
        return found


def doors(side: Side, app: Flask, *, added: bool = False) -> Iterator[Door]:
    """Every method that every route of the side declares, and those that are added to them.

    Where two routes share an address, only one of them is asked for its OPTIONS, and it does not matter which.
    """
    shared = Counter(rule.rule for rule in app.url_map.iter_rules())
    for rule in sorted(app.url_map.iter_rules(), key=lambda rule: (rule.rule, str(rule.endpoint))):
        left_out = set() if added else ADDED
        if shared[rule.rule] > 1:
            left_out = left_out | {"OPTIONS"}
        for method in sorted((rule.methods or set()) - left_out):
            yield Door(side, rule, method, permission_of(app, rule.endpoint))
