"""Counts the SQL statements of a block of code, on whatever database it talks to."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

NOT_COUNTED = ("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE", "ROLLBACK")


@dataclass
class Statements:
    """What was said to the database, in order."""

    texts: list[str] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.texts)


@contextmanager
def count_statements() -> Iterator[Statements]:
    """Collect what any engine is asked inside the block; `len()` of the answer is how many statements it was."""
    said = Statements()

    def note(_connection: object, _cursor: object, statement: str, *_rest: Any) -> None:
        if not statement.lstrip().upper().startswith(NOT_COUNTED):
            said.texts.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield said
    finally:
        event.remove(Engine, "before_cursor_execute", note)
