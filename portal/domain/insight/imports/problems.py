"""What is wrong with a file: each problem with its line and reason, several at once."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from portal.domain.errors import DomainError

SHOWN = 20


@dataclass(frozen=True)
class Problem:
    """One thing to correct; `reason` is an English message id with its `values`. Without a line: of the whole file."""

    file: str
    line: int | None
    reason: str
    values: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        place = f"{self.file}, line {self.line}" if self.line else self.file
        return f"{place}: {self.reason % self.values}"


class ImportRefused(DomainError):
    """Nothing was imported; these are the reasons."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems[:SHOWN]))
        self.problems = tuple(problems)


class Complaints:
    """Gathers the problems of one file, so that they can be told together."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Problem] = []

    def add(self, line: int | None, reason: str, **values: object) -> None:
        self.found.append(Problem(self.file, line, reason, values))

    def refuse_if_any(self) -> None:
        """Raise ImportRefused when something was found."""
        if self.found:
            raise ImportRefused(sorted(self.found, key=lambda problem: problem.line or 0))
