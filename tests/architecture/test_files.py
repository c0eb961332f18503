"""Rules of the house that a look at the files proves."""

import ast
import re
from pathlib import Path

import pytest

from portal.config import PROJECT

PYTHON = sorted((PROJECT / "portal").rglob("*.py"))
TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))
CLOCK = PROJECT / "portal" / "clock.py"
ASKS_FOR_NOW = {"now", "utcnow", "today"}
TAKES_A_TEMPLATE_FROM_A_STRING = {"render_template_string", "from_string"}
UNDER_A_STRICT_POLICY = {
    "an inline style": r"""\sstyle\s*=""",
    "a style sheet in the page": r"<style\b",
    "a script in the page": r"<script\b(?![^>]*\bsrc=)(?![^>]*type=\"application/json\")",
    "an inline handler": r"\s(on[a-z]+|hx-on[:\w-]*)\s*=\s*[\"']",
    "an expression for htmx": r"[\"']js:",
    "a script address": r"javascript:",
}


def _named(path: Path) -> str:
    return str(path.relative_to(PROJECT))


def _calls(path: Path) -> list[tuple[int, str]]:
    """The called names of a file with their lines: `now` for `datetime.now()`."""
    tree = ast.parse(path.read_text())
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    return [(call.lineno, call.func.attr) for call in calls if isinstance(call.func, ast.Attribute)] + [
        (call.lineno, call.func.id) for call in calls if isinstance(call.func, ast.Name)
    ]


def _asks_datetime_itself(path: Path) -> list[int]:
    """Lines that call now() or today() on datetime or date instead of the clock."""
    found = []
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in ASKS_FOR_NOW:
            owner = node.func.value
            name = owner.attr if isinstance(owner, ast.Attribute) else getattr(owner, "id", "")
            if name in {"datetime", "date", "time"}:
                found.append(node.lineno)
    return found


def test_only_the_clock_asks_what_time_it_is() -> None:
    found = {_named(path): lines for path in PYTHON if path != CLOCK and (lines := _asks_datetime_itself(path))}
    assert found == {}


def test_no_template_is_made_from_a_string() -> None:
    found = {
        _named(path): line for path in PYTHON for line, name in _calls(path) if name in TAKES_A_TEMPLATE_FROM_A_STRING
    }
    assert found == {}


def test_no_template_marks_text_as_safe() -> None:
    found = [_named(path) for path in TEMPLATES if re.search(r"\|\s*safe\b|autoescape\s+false", path.read_text())]
    assert found == []


@pytest.mark.parametrize("what", UNDER_A_STRICT_POLICY)
def test_no_page_has(what: str) -> None:
    pages = [path for path in TEMPLATES if {"pdf", "mail"}.isdisjoint(path.relative_to(PROJECT / "templates").parts)]
    found = [_named(path) for path in pages if re.search(UNDER_A_STRICT_POLICY[what], path.read_text())]
    assert found == []


def test_no_file_name_says_nothing() -> None:
    assert [_named(path) for path in PYTHON if re.search(r"util|helper|manager|misc|common", path.stem)] == []


SILENCED = re.compile(r"#\s*(noqa|type:\s*ignore|pragma:\s*no cover|nosec)[^#]*(?P<reason>#.*)?$")
OURS = sorted(path for room in ("portal", "tests", "tools", "migrations") for path in (PROJECT / room).rglob("*.py"))


def test_no_check_is_silenced_without_its_reason_on_the_line() -> None:
    found = [
        f"{_named(path)}:{number}"
        for path in OURS
        for number, line in enumerate(path.read_text().splitlines(), 1)
        if (silenced := SILENCED.search(line)) and not silenced["reason"]
    ]
    assert found == []


def test_nothing_is_left_for_later() -> None:
    unfinished = re.compile(r"#\s*(TODO|FIXME|XXX)\b")
    found = [_named(path) for path in [*OURS, *TEMPLATES] if unfinished.search(path.read_text())]
    assert found == []


@pytest.mark.parametrize("lock", ["requirements.lock", "package-lock.json"])
def test_a_lock_names_no_address(lock: str) -> None:
    addresses = [line for line in (PROJECT / lock).read_text().splitlines() if "://" in line]
    assert [line for line in addresses if '"url": ' not in line] == []


def test_what_the_customer_is_shown_is_frozen() -> None:
    thawed = [
        f"{_named(path)}:{node.lineno} {node.name}"
        for path in sorted((PROJECT / "portal" / "queries" / "customer").glob("*.py"))
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef)
        and not any("frozen=True" in ast.unparse(decorator) for decorator in node.decorator_list)
        and not any(ast.unparse(base) in {"StrEnum", "Protocol"} for base in node.bases)
    ]
    assert thawed == []
