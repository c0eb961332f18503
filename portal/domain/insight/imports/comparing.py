"""What an import would do: which rows are new, which would change, and which say what is known already."""

from collections.abc import Collection, Hashable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import TypeVar

from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.errors import N_, NotAllowed
from portal.domain.insight.imports.problems import Complaints
from portal.domain.insight.imports.reading import Row, Sheet
from portal.domain.people import entitlement
from portal.domain.people.actors import StaffActor
from portal.domain.people.details import LINE_LENGTH, TOO_LONG
from portal.domain.people.roles import StaffRole

Key = TypeVar("Key", bound=Hashable)
Some = TypeVar("Some")
Values = dict[str, object]

AT_ONCE = 500
"""Keys asked for in one statement."""


@dataclass(frozen=True)
class Outcome:
    """How many rows an import made, changed and left as they were; for a dry run, would make, change and leave."""

    new: int
    changed: int
    unchanged: int


@dataclass(frozen=True)
class Difference:
    """Between a file and the database: values of the new rows, and of the changed ones with their id."""

    new: list[Values]
    changed: list[Values]
    unchanged: int

    @property
    def outcome(self) -> Outcome:
        return Outcome(len(self.new), len(self.changed), self.unchanged)


def compare(wanted: Mapping[Key, Values], known: Mapping[Key, Values]) -> Difference:
    """Each wanted row against the known one of the same key, in the columns that the file has."""
    new, changed = [], []
    for key, values in wanted.items():
        row = known.get(key)
        if row is None:
            new.append(values)
        elif any(row[name] != value for name, value in values.items()):
            changed.append({"id": row["id"], **values})
    return Difference(new, changed, len(wanted) - len(new) - len(changed))


def batches(values: Collection[Some]) -> Iterator[list[Some]]:
    """The values in portions that one statement can name."""
    rest = iter(values)
    while portion := list(islice(rest, AT_ONCE)):
        yield portion


class Keys:
    """The keys seen in a file, each of which may stand there once."""

    def __init__(self, complaints: Complaints) -> None:
        self.complaints = complaints
        self.lines: dict[Hashable, int] = {}

    def take(self, row: Row, key: Hashable, shown: str) -> None:
        """Complain when the key is missing or was there before."""
        if not shown:
            self.complaints.add(row.line, N_("The key is empty."))
        elif len(shown) > LINE_LENGTH:
            self.complaints.add(row.line, TOO_LONG, most=LINE_LENGTH)
        elif key in self.lines:
            self.complaints.add(
                row.line, N_("The key %(key)s is on line %(first)s already."), key=shown, first=self.lines[key]
            )
        else:
            self.lines[key] = row.line


def authorise(actor: StaffActor | None) -> None:
    """Administrators import; no actor means the command line, whose user has the machine."""
    if actor is not None and not entitlement.has_role(actor, StaffRole.ADMINISTRATOR):
        raise NotAllowed


def record(event: AuditEvent, actor: StaffActor | None, sheet: Sheet, outcome: Outcome) -> None:
    """Audit an import that changed something."""
    counts = {"new": outcome.new, "changed": outcome.changed, "unchanged": outcome.unchanged}
    audit.record(event, actor, subject=f"file:{sheet.fingerprint[:16]}", data={**counts, "sha256": sheet.fingerprint})
