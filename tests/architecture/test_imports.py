"""Who may import whom: the contracts of pyproject.toml hold, and they bite."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from portal.config import PROJECT

PLANTED = [
    ("customer", "portal.domain.insight"),
    ("customer", "portal.internal"),
    ("queries/customer", "portal.queries.internal"),
    ("queries/customer", "portal.domain.care"),
    ("domain/people", "portal.domain.plan"),
    ("domain/plan", "portal.domain.insight"),
    ("domain/plan", "flask"),
    ("queries/internal", "flask"),
    ("policy", "portal.web"),
    ("mail", "portal.jobs"),
    ("web", "portal.customer"),
]


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """Hold the `portal` package of a folder against the contracts written there."""
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run([str(program), "--no-cache"], cwd=folder, capture_output=True, text=True, check=False)


def test_every_room_imports_only_what_it_may() -> None:
    answer = lint_imports(PROJECT)
    assert answer.returncode == 0, answer.stdout


@pytest.mark.parametrize(("room", "imported"), PLANTED)
def test_a_forbidden_import_is_found(room: str, imported: str, tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "portal", tmp_path / "portal", ignore=shutil.ignore_patterns("build", "translations"))
    shutil.copy(PROJECT / "pyproject.toml", tmp_path)
    with (tmp_path / "portal" / room / "__init__.py").open("a") as module:
        module.write(f"\nimport {imported}\n")
    answer = lint_imports(tmp_path)
    assert answer.returncode == 1, answer.stdout
    assert f"-> {imported}" in answer.stdout
