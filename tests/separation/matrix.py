"""The access matrix: which kind of visitor may go through which door, written down by hand, and the trial of it.

The table is what product.md says, not what `can` answers: the two must agree.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from werkzeug.test import TestResponse

from portal.domain.people.sides import Side
from portal.policy.permissions import Permission
from portal.web import limits
from portal.web.guard import PUBLIC
from tests.separation.addresses import Door, doors
from tests.separation.house import House
from tests.separation.markers import READERS
from tests.separation.visitors import CONTACTS, PREVIEWS, STAFF, STRANGERS, VISITORS, Visitor

ON_THE_TEAM = frozenset(
    {Visitor.ACCOUNT_MANAGER, Visitor.DEPUTY, Visitor.TEAM_MEMBER, Visitor.LEAD_ON_TEAM, Visitor.ADMINISTRATOR_ON_TEAM}
)
LEADS = frozenset({Visitor.LEAD, Visitor.LEAD_ON_TEAM})
ADMINISTRATORS = frozenset({Visitor.ADMINISTRATOR, Visitor.ADMINISTRATOR_ON_TEAM})
WRITERS = frozenset({Visitor.ACCOUNT_MANAGER, Visitor.DEPUTY, Visitor.ADMINISTRATOR_ON_TEAM}) | LEADS

MAY: Mapping[Side, Mapping[str, frozenset[Visitor]]] = {
    Side.PROVIDER: {
        Permission.KEEP_OWN_ACCOUNT: frozenset(STAFF),
        Permission.USE_INTERNAL_SIDE: frozenset(STAFF),
        Permission.SEE_CUSTOMER: ON_THE_TEAM | LEADS | ADMINISTRATORS,
        Permission.CREATE_CUSTOMER: LEADS | ADMINISTRATORS,
        Permission.EDIT_CUSTOMER: WRITERS | ADMINISTRATORS,
        Permission.KEEP_CONTACTS: WRITERS,
        Permission.KEEP_TEAM: WRITERS | ADMINISTRATORS,
        Permission.WRITE_PLAN: WRITERS,
        Permission.DRAFT_IN_PLAN: ON_THE_TEAM | LEADS,
        Permission.DECIDE_FOR_PROVIDER: WRITERS,
        Permission.CLOSE_PLAN: LEADS,
        Permission.ADMINISTER: ADMINISTRATORS,
        Permission.IMPORT: ADMINISTRATORS,
    },
    Side.CUSTOMER: {
        Permission.KEEP_OWN_ACCOUNT: frozenset(CONTACTS),
        Permission.USE_CUSTOMER_SIDE: frozenset({*CONTACTS, *PREVIEWS}),
        Permission.SEE_SHARED: frozenset(
            {Visitor.APPROVER, Visitor.PARTICIPANT, Visitor.GUEST_PARTICIPANT, Visitor.PREVIEW}
        ),
        Permission.TAKE_PART: frozenset({Visitor.APPROVER, Visitor.PARTICIPANT, Visitor.GUEST_PARTICIPANT}),
        Permission.DECIDE_FOR_CUSTOMER: frozenset({Visitor.APPROVER}),
    },
}

MORE_STRICTLY: Mapping[str, frozenset[Visitor]] = {
    "messages.send_again": WRITERS | ADMINISTRATORS,
    "next_steps.done": frozenset({Visitor.APPROVER, Visitor.PARTICIPANT}),
    "next_steps.reopen": frozenset({Visitor.APPROVER, Visitor.PARTICIPANT}),
    "next_steps.blocked": frozenset({Visitor.APPROVER, Visitor.PARTICIPANT}),
    "review.check": frozenset({Visitor.APPROVER, Visitor.PREVIEW}),
    "plans.edit": frozenset({Visitor.APPROVER, Visitor.PREVIEW}),
    "suggestions.show": frozenset({Visitor.APPROVER, Visitor.PARTICIPANT}),
    "suggestions.take_back": frozenset({Visitor.PARTICIPANT}),
}
"""Doors behind which more is asked than the permission: whose customer, whose next step, whose suggestion it is."""

READING_MARKS = ("plan_opening",)
"""What a contact's GET may write: when the plan was opened. A preview and staff leave none."""
NOTHING_TO_SEE = frozenset({"assets.file"})
"""Public doors whose address of the table leads to nothing on purpose."""


@dataclass(frozen=True)
class Rules:
    """Who may do what, and who may read which of the words."""

    may: Mapping[Side, Mapping[str, frozenset[Visitor]]] = field(default_factory=lambda: MAY)
    readers: Mapping[str, frozenset[Visitor]] = field(default_factory=lambda: READERS)

    def forbidden_to(self, visitor: Visitor) -> tuple[str, ...]:
        """The words that this visitor may never read."""
        return tuple(word for word, readers in self.readers.items() if visitor not in readers)


@dataclass(frozen=True)
class Cell:
    """One visitor before one door."""

    door: Door
    visitor: Visitor
    rules: Rules = Rules()

    @property
    def let_in(self) -> bool:
        """What the table says; nobody in a preview may do more than look."""
        if self.door.permission == PUBLIC:
            return True
        only_looks = self.visitor in PREVIEWS and self.door.acts
        return not only_looks and self.visitor in self._named

    @property
    def _named(self) -> frozenset[Visitor]:
        named = self.rules.may[self.door.side][self.door.permission]
        if self.door.method == "OPTIONS":  # answered without asking the room
            return named
        return named & MORE_STRICTLY.get(self.door.endpoint, named)

    def __str__(self) -> str:
        return f"{self.door.method} {self.door.rule.rule} ({self.door.side.value}) as {self.visitor.value}"


ORDINARY = Rules()
Choice = Callable[[Cell], bool]


def cells(house: House, choice: Choice = lambda _cell: True, rules: Rules = ORDINARY) -> Iterator[Cell]:
    """Both URL maps × every method × every kind of visitor, those that are chosen."""
    for side, app in house.apps.items():
        for door in doors(side, app, added=True):
            for visitor in VISITORS[side]:
                cell = Cell(door, visitor, rules)
                if choice(cell):
                    yield cell


@contextmanager
def without_limits() -> Iterator[None]:
    """Nobody is turned away for coming often: that may not be what refuses."""
    limits._limiter.enabled = False
    try:
        yield
    finally:
        limits._limiter.enabled = True


def problems(house: House, tried: Iterable[Cell]) -> Iterator[str]:
    """What is otherwise than the table says, cell by cell; the world is as it was after each."""
    marked = house.state.digest(without=READING_MARKS)
    house.state.written()
    with without_limits():
        for cell in tried:
            try:
                door, address = cell.door, cell.door.address(house.world, cell.visitor)
                answer = house.ask(door.side, cell.visitor, address, door.method, form=door.form)
            except Exception as fault:  # noqa: BLE001  # whatever a door raises is a finding of its own
                yield f"{cell}: broke off with {fault!r}"
                house.state.restore()
                continue
            yield from (f"{cell}: {problem}" for problem in _judged(cell, answer))
            if house.state.written():
                if not cell.let_in and house.state.digest() != house.state.before:
                    yield f"{cell}: refused, and yet something was written"
                marks = READING_MARKS if cell.visitor in CONTACTS else ()
                before = marked if marks else house.state.before
                if not cell.door.acts and house.state.digest(without=marks) != before:
                    yield f"{cell}: looking has changed something"
                house.state.restore()


def _judged(cell: Cell, answer: TestResponse) -> Iterator[str]:
    if answer.status_code >= 500:
        yield f"answered {answer.status}"
    if cell.let_in and _refused(cell, answer):
        yield f"should be let in, was answered {answer.status} {answer.location or ''}".strip()
    if not cell.let_in and not _refused_well(cell, answer):
        yield f"should be refused, was answered {answer.status} {answer.location or ''}".strip()
    said = answer.get_data()
    for word in cell.rules.forbidden_to(cell.visitor):
        if word.encode() in said or word in str(answer.headers):
            yield f"reads “{word}”"


def _refused(cell: Cell, answer: TestResponse) -> bool:
    if cell.door.endpoint in NOTHING_TO_SEE:
        return False
    if cell.door.permission == PUBLIC:
        return answer.status_code in (401, 403, 404)
    return answer.status_code in (401, 403, 404) or _to_sign_in(answer)


def _refused_well(cell: Cell, answer: TestResponse) -> bool:
    """Strangers are asked to sign in, staff are told no, and who may not know of a customer finds nothing there."""
    door, visitor = cell.door, cell.visitor
    if visitor in STRANGERS[door.side]:
        return _to_sign_in(answer) or (door.acts and answer.status_code == 401)
    if door.side is Side.CUSTOMER:
        return answer.status_code == 404
    knows = "customer_key" not in door.rule.arguments or visitor in cell.rules.may[door.side][Permission.SEE_CUSTOMER]
    return answer.status_code in ((403, 404) if knows else (404,))


def _to_sign_in(answer: TestResponse) -> bool:
    """The guard's way to the door, not that of a view which has signed somebody out."""
    return answer.status_code == 302 and (answer.location or "").startswith("/sign-in")
