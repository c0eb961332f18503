"""The `portal` command as an administrator meets it: what it says, and its exit codes."""

import os
import re
import socket
import subprocess
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from sqlalchemy import create_engine, text

from portal.cli import main
from portal.config import PROJECT, Config
from portal.db import db, writing
from portal.domain import audit
from portal.domain.audit import AuditEvent
from portal.domain.people.staff import StaffMember
from portal.serving import as_environment
from tests.cast import Cast
from tests.deployment import config_for
from tests.live import PORTAL
from tests.mailbox import free_port

COMMANDS = ("serve", "worker", "demo", "create-admin", "upgrade", "import", "verify-audit")


def portal(config: Config | None, *words: str, typed: str = "", **changes: str) -> Result:
    """Run the command with these settings and no others of ours."""
    nothing: dict[str, str | None] = {name: None for name in os.environ if name.startswith("SOVITTU_")}
    settings = as_environment(config) if config else {}
    return CliRunner().invoke(main, words, input=typed, env=nothing | settings | changes)


def one_line(answer: Result) -> str:
    """What it complained about: one line and no traceback."""
    lines = [line for line in answer.stderr.splitlines() if line.strip()]
    assert len(lines) == 1, answer.output
    assert isinstance(answer.exception, SystemExit)
    return lines[0]


@pytest.mark.one_database
def test_help_names_every_command_and_each_explains_itself() -> None:
    assert set(COMMANDS) <= set(re.findall(r"^  ([a-z-]+)  ", portal(None, "--help").stdout, re.MULTILINE))
    for command in COMMANDS:
        answer = portal(None, command, "--help")
        assert answer.exit_code == 0
        assert len(answer.stdout.splitlines()) > 4


@pytest.mark.one_database
@pytest.mark.parametrize("command", ["serve", "worker", "upgrade", "verify-audit"])
@pytest.mark.parametrize(
    ("name", "secret"),
    [
        ("SOVITTU_TOKEN_KEY", ""),
        ("SOVITTU_INTERNAL_SECRET_KEY", "short"),
        ("SOVITTU_CUSTOMER_SECRET_KEY", "a" * 64),
        ("SOVITTU_TOKEN_KEY", "the same secret on both sides is refused"),
    ],
)
def test_it_refuses_to_start_with_a_missing_or_weak_secret(
    command: str, name: str, secret: str, tmp_path: Path
) -> None:
    config = config_for(f"sqlite:///{tmp_path / 'none.sqlite3'}")
    also = {"SOVITTU_CUSTOMER_SECRET_KEY": secret} if "same" in secret else {}
    answer = portal(config, command, **{name: secret, **also})
    assert answer.exit_code == 2
    assert name in one_line(answer)
    assert not secret or secret not in answer.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.one_database
def test_as_a_process_without_any_setting_it_says_which_is_missing() -> None:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("SOVITTU_")}
    answer = subprocess.run(
        [str(PORTAL), "serve"], cwd=PROJECT, env=inherited, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 2
    assert answer.stderr.startswith("Error: SOVITTU_CUSTOMER_SECRET_KEY")
    assert len(answer.stderr.splitlines()) == 1


@pytest.mark.parametrize("command", ["serve", "worker", "verify-audit", "create-admin"])
def test_it_refuses_a_database_that_is_not_up_to_date(command: str, empty_database_url: str) -> None:
    answer = portal(config_for(empty_database_url), command, typed="Veikko Avain\nveikko@example.com\n")
    assert answer.exit_code == 2
    assert "portal upgrade" in answer.stderr


def test_upgrade_makes_the_tables_and_a_second_run_changes_nothing(empty_database_url: str) -> None:
    config = config_for(empty_database_url)
    for _run in range(2):
        answer = portal(config, "upgrade")
        assert (answer.exit_code, answer.stderr) == (0, "")
        assert "up to date" in answer.stdout
    assert "intact: 0 entries" in portal(config, "verify-audit").stdout


@pytest.mark.one_database
def test_a_database_that_does_not_answer_is_one_line_without_its_password() -> None:
    config = config_for(f"postgresql://sovittu:very-secret-word@127.0.0.1:{free_port()}/sovittu")
    answer = portal(config, "upgrade")
    assert answer.exit_code == 1
    assert "the database does not answer" in one_line(answer)
    assert "very-secret-word" not in answer.stderr


def test_create_admin_prints_a_link_that_lets_the_administrator_in(
    config: Config, core: Flask, internal_app: Flask
) -> None:
    answer = portal(config, "create-admin", typed="Veikko Avain\nveikko@example.com\n")
    assert answer.exit_code == 0, answer.stderr
    (link,) = re.findall(r"http://localhost/internal(/invitation/\S+)", answer.stdout)
    page = internal_app.test_client().get(link)
    assert page.status_code == 200
    assert "Veikko Avain" in page.text or "veikko@example.com" in page.text


def test_create_admin_with_a_password_needs_no_mail(config: Config, core: Flask) -> None:
    password = "vesi kantaa myös talvella"
    words = ("create-admin", "--name", "Veikko Avain", "--email", "Veikko@Example.com", "--password")
    answer = portal(config, *words, typed=f"{password}\n{password}\n")
    assert answer.exit_code == 0, answer.stderr
    member = db.session.query(StaffMember).filter_by(email="veikko@example.com").one()
    assert member.active
    assert password not in answer.stdout


@pytest.mark.parametrize(
    ("name", "email", "complaint"),
    [
        ("", "veikko@example.com", "name"),
        ("Veikko", "not an address", "e-mail"),
        ("Veikko", "helmi.kaamos@revontuli.example", "already"),
    ],
)
def test_create_admin_says_what_is_wrong(
    config: Config, core: Flask, cast: Cast, name: str, email: str, complaint: str
) -> None:
    before = db.session.query(StaffMember).count()
    answer = portal(config, "create-admin", "--name", name, "--email", email)
    assert answer.exit_code == 1
    assert complaint in one_line(answer)
    db.session.rollback()
    assert db.session.query(StaffMember).count() == before


@pytest.fixture
def recorded(core: Flask) -> None:
    """Five entries in the audit log."""
    with writing():
        for number in range(5):
            audit.record(AuditEvent.SETTINGS_CHANGED, None, subject=f"setting:{number}")


def test_an_intact_chain_is_said_to_be_so(config: Config, recorded: None) -> None:
    answer = portal(config, "verify-audit")
    assert answer.exit_code == 0
    assert "intact: 5 entries" in answer.stdout


@pytest.mark.parametrize(
    ("tampering", "first_bad"),
    [
        ("UPDATE audit_entry SET subject = 'setting:nine' WHERE id = 3", 3),
        ("DELETE FROM audit_entry WHERE id = 2", 2),
        ('UPDATE audit_entry SET data = \'{"role":"lead"}\' WHERE id = 1', 1),
        ("DELETE FROM audit_entry WHERE id = 5", 5),
    ],
)
def test_the_first_entry_that_was_tampered_with_is_named(
    config: Config, recorded: None, tampering: str, first_bad: int
) -> None:
    db.session.rollback()
    engine = create_engine(config.database_url)
    with engine.begin() as connection:
        for act in ("update", "delete"):
            on = " ON audit_entry" if engine.dialect.name == "postgresql" else ""
            connection.execute(text(f"DROP TRIGGER keep_audit_entry_{act}{on}"))
        connection.execute(text(tampering))
    engine.dispose()
    answer = portal(config, "verify-audit")
    assert answer.exit_code == 1
    assert f"audit entry {first_bad}:" in one_line(answer)


@pytest.mark.one_database
def test_an_address_that_is_taken_is_one_line(config: Config) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        answer = portal(config, "serve", "--port", str(taken.getsockname()[1]))
    assert answer.exit_code == 1
    assert "cannot listen on" in one_line(answer)
