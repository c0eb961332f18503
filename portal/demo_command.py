"""The demo: a database of its own under var/demo, filled once a day, with server, worker and mail server around it."""

import hashlib
import json
import os
import secrets
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event

from portal import clock, schema
from portal.config import PROJECT, Config, Environment, from_environment
from portal.serving import as_environment, connected, ensure_free

HOST = "127.0.0.1"
SECRETS = ("customer_secret_key", "internal_secret_key", "token_key")
LONGEST_END_SECONDS = 25

Say = Callable[[str], None]


def config_for(port: int) -> Config:
    """The demo's settings: everything below its folder, secrets made at the first start."""
    folder = Path(os.environ.get("SOVITTU_DEMO_FOLDER") or PROJECT / "var" / "demo")
    folder.mkdir(parents=True, exist_ok=True)
    return from_environment(
        environment=Environment.DEMO,
        demo_folder=folder,
        database_url=f"sqlite:///{folder / 'sovittu.sqlite3'}",
        customer_url=f"http://{HOST}:{port}",
        internal_url=f"http://{HOST}:{port}/internal",
        smtp_host=HOST,
        smtp_port=_free_port(),
        smtp_starttls=False,
        smtp_user="",
        mail_from="sovittu@demo.example",
        proxy_count=0,
        trusted_hosts=[],
        **_secrets(folder / "secrets.json"),
    )


def run(port: int, say: Say, *, fresh: bool = False) -> int:
    """Serve the demo until told to stop; the exit code says whether all of it ran to the end."""
    ensure_free(HOST, port)
    config = config_for(port)
    prepare(config, say, fresh=fresh)
    from portal.demo import mail_server

    with mail_server.running(config.demo_folder / "mail", config.smtp_port):
        serve = ["serve", "--quiet", "--host", HOST, "--port", str(port)]
        with _processes(config, [serve, ["worker"]]) as processes:
            say(_welcome(config))
            return _until_the_end(processes)


def prepare(config: Config, say: Say, *, fresh: bool = False) -> None:
    """A filled database: the one that is there, or a new one."""
    if not fresh and is_filled(config):
        say("The demo's data are there.")
        return
    say("Filling the demo's database; this takes a moment.")
    _forget(config)
    schema.upgrade(config.database_url)
    with connected(config):
        from portal.demo import fill

        fill()
    _stamp(config).write_text(_filling())


def is_filled(config: Config) -> bool:
    """True when the data were made today, by the code as it is."""
    stamp = _stamp(config)
    return stamp.is_file() and stamp.read_text() == _filling()


def _stamp(config: Config) -> Path:
    return config.demo_folder / "filled.json"


def _filling() -> str:
    """What the data depend on: the day, the tables, and what fills them."""
    files = [*(PROJECT / "migrations" / "versions").glob("*.py"), *(PROJECT / "portal" / "demo").glob("*.py")]
    code = hashlib.sha256(b"".join(path.read_bytes() for path in sorted(files))).hexdigest()
    return json.dumps({"day": clock.today().isoformat(), "code": code})


def _forget(config: Config) -> None:
    folder = config.demo_folder
    for file in [_stamp(config), *folder.glob("sovittu.sqlite3*"), *folder.glob("mail/*.eml")]:
        file.unlink(missing_ok=True)


def _secrets(file: Path) -> dict[str, str]:
    if not file.is_file():
        file.touch(mode=0o600)
        file.write_text(json.dumps({name: secrets.token_urlsafe(32) for name in SECRETS}))
    kept: dict[str, str] = json.loads(file.read_text())
    return kept


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


@contextmanager
def _processes(config: Config, commands: Sequence[Sequence[str]]) -> Iterator[list[subprocess.Popen[bytes]]]:
    """Each command as a process of its own; a Ctrl-C reaches only us, and we end them in order."""
    environment = {**os.environ, **as_environment(config)}
    with ExitStack() as stack:
        started = []
        for command in commands:
            line = [sys.executable, "-m", "portal.cli", *command]
            process = subprocess.Popen(line, cwd=PROJECT, env=environment, start_new_session=True)
            stack.callback(_end, process)
            started.append(process)
        yield started


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(LONGEST_END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()


def _until_the_end(processes: Sequence[subprocess.Popen[bytes]]) -> int:
    stop = Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())
    while not stop.wait(0.5):
        if any(process.poll() is not None for process in processes):
            return 1
    return 0


def _welcome(config: Config) -> str:
    from portal.demo.history import PASSWORD
    from portal.queries.customer.demo_people import contacts
    from portal.queries.internal.demo_people import colleagues

    with connected(config):
        staff, others = colleagues(), contacts()
    lines = [
        "",
        f"  Customer side  {config.customer_url}/demo",
        f"  Internal side  {config.internal_url}/demo",
        f"  Mails          {config.customer_url}/demo/mailbox",
        "",
        f"  Sign in there with one click, or by address; everybody's password is: {PASSWORD}",
        *(f"    {role:16}{email}" for role, email in _one_of_each([(str(one.role), one.email) for one in staff])),
        *(f"    {role:16}{email}" for role, email in _one_of_each([(str(one.role), one.email) for one in others])),
        "",
        "  Ctrl-C ends the demo.",
    ]
    return "\n".join(lines)


def _one_of_each(people: Sequence[tuple[str, str]]) -> list[tuple[str, str]]:
    return list({role.replace("_", " "): email for role, email in reversed(people)}.items())[::-1]
