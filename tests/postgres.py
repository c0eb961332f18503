"""A PostgreSQL server of the suite's own: in a temporary folder, on a Unix socket only, gone with the test process."""

import os
import pwd
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import psycopg

SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "fsync": "off",  # nothing here outlives the tests; what must survive a crash is tested on servers of its own
    "full_page_writes": "off",
    "synchronous_commit": "off",
    "autovacuum": "off",  # emptied databases keep the order in which rows came
}
LONGEST_START_SECONDS = 30


def programs() -> Path:
    """The folder of PostgreSQL's server programs, the newest first."""
    debian = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    found = debian[-1] if debian else shutil.which("initdb")
    if found is None:
        raise RuntimeError("PostgreSQL is missing: run `make setup-tests`, or `pytest --database sqlite` without it")
    return Path(found).resolve().parent


def _server_user() -> str | None:
    """The user PostgreSQL runs as when we are root, which it refuses to run as."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in names else "nobody"


def _command(program: str, *arguments: str) -> list[str]:
    """The command line of a server program, as the right user; on Linux it ends when the tests end, however they do."""
    line = [str(programs() / program), *arguments]
    if sys.platform != "linux":
        return line
    user = _server_user()
    privileges = ["--reuid", user, "--regid", user, "--clear-groups"] if user else []
    return ["setpriv", *privileges, "--pdeathsig", "INT", *line]


class Server:
    """A running server; knows the address of each database on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def url(self, database: str) -> str:
        return f"postgresql://postgres@/{database}?host={self.folder}"

    def execute(self, statements: Sequence[str]) -> None:
        """Run statements outside a transaction, as CREATE DATABASE wants it."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())


@contextmanager
def running_server() -> Iterator[Server]:
    """Make a cluster, start it, and stop and remove it at the end."""
    folder = Path(tempfile.mkdtemp(prefix="sovittu-postgres-"))
    if user := _server_user():
        shutil.chown(folder, user)
    data = folder / "data"
    locale = "C.UTF-8" if sys.platform == "linux" else "C"
    subprocess.run(
        _command("initdb", "-D", str(data), "-U", "postgres", "-A", "trust", "-E", "UTF8", f"--locale={locale}", "-N"),
        check=True,
        stdout=subprocess.DEVNULL,
        cwd=folder,
    )
    settings = [part for name, value in SETTINGS.items() for part in ("-c", f"{name}={value}")]
    log = folder / "log"
    with log.open("w") as output:
        process = subprocess.Popen(
            _command("postgres", "-D", str(data), "-k", str(folder), *settings),
            stdout=output,
            stderr=output,
            cwd=folder,
        )
    try:
        server = Server(folder)
        _wait_until_ready(server, process, log)
        yield server
    finally:
        process.terminate()
        process.wait()
        shutil.rmtree(folder)


def _wait_until_ready(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + LONGEST_START_SECONDS
    while True:
        try:
            server.execute([])
            return
        except psycopg.OperationalError:
            if process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"PostgreSQL did not start:\n{log.read_text()}") from None
            time.sleep(0.02)
