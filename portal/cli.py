"""The portal's commands. What is wrong is said in one line; a setting that is wrong ends with exit code 2."""

import logging
import signal
import sys
from pathlib import Path
from threading import Event

import click
from sqlalchemy.engine import make_url
from sqlalchemy.exc import DBAPIError

from portal import config as configuration
from portal import import_command
from portal.config import Config, ConfigurationError
from portal.db import CONNECTIONS, writing
from portal.domain.errors import Invalid
from portal.domain.insight.imports.problems import ImportRefused
from portal.links import internal_links
from portal.serving import AddressInUse, ServedSide, connected

UNUSABLE = 2


class Stop(click.ClickException):
    """Ends a command with one line."""

    def __init__(self, message: str, exit_code: int = 1) -> None:
        super().__init__(message)
        self.exit_code = exit_code  # type: ignore[misc]  # Click reads it from the instance too


class Commands(click.Group):
    """Turns what an administrator can put right into one line instead of a traceback."""

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except ConfigurationError as fault:
            raise Stop(str(fault), UNUSABLE) from None
        except AddressInUse as fault:
            raise Stop(str(fault)) from None
        except DBAPIError as fault:
            raise Stop(f"the database does not answer: {str(fault.orig).splitlines()[0]}") from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="portal", prog_name="portal", message="Sovittu %(version)s")
def main() -> None:
    """Sovittu: two companies agree one plan, and prove what was agreed.

    Settings come from the environment, from variables named SOVITTU_… (README: Configuration).
    """


@main.command()
@click.option("--side", type=click.Choice([side.value for side in ServedSide]), default="both", show_default=True)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", envvar="PORT", default=8000, show_default=True, help="Port to listen on; PORT sets it too.")
@click.option("--workers", default=2, show_default=True, help="Processes that answer.")
@click.option("--threads", default=CONNECTIONS, show_default=True, help="Threads of each process.")
@click.option("--quiet", is_flag=True, help="Say only what goes wrong.")
def serve(side: str, host: str, port: int, workers: int, threads: int, quiet: bool) -> None:
    """Serve both sides, or one of them.

    Refuses to start when the database is not up to date. Mails and documents need `portal worker` beside it.
    """
    from portal import serving

    _ready()
    serving.serve(ServedSide(side), host, port, workers, threads, quiet=quiet)


@main.command()
@click.option("--until-done", is_flag=True, help="End when nothing is due any more.")
def worker(until_done: bool) -> None:
    """Send the mails and make the documents that are due.

    As many workers may run as wanted, on any number of machines. Ctrl-C finishes what is in hand.
    """
    from portal.jobs import worker as loop

    config = _ready()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    stop = Event()
    with connected(config) as app:
        if until_done:
            loop.work_off(config)
            return
        for signal_number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(signal_number, lambda *_: stop.set())
        loop.run(app, stop)


@main.command()
@click.option("--port", envvar="PORT", default=8000, show_default=True, help="Port to listen on; PORT sets it too.")
@click.option("--fresh", is_flag=True, help="Forget what was done in the demo, and begin anew.")
def demo(port: int, fresh: bool) -> None:
    """Serve an invented company with its customers, to look around in.

    Everything is kept under var/demo: the database, filled anew each day, and the mails that went out. Nothing
    leaves this machine. Ctrl-C ends the demo.
    """
    from portal import demo_command

    sys.exit(demo_command.run(port, click.echo, fresh=fresh))


@main.command()
def upgrade() -> None:
    """Bring the database up to date: run every migration that it has not seen."""
    from portal import schema

    config = configuration.from_environment()
    _make_folder(config)
    schema.upgrade(config.database_url)
    click.echo(f"The database is up to date: {_shown(config)}")


@main.command("create-admin")
@click.option("--name", prompt="Name", help="The administrator's name.")
@click.option("--email", prompt="E-mail", help="The address to sign in with.")
@click.option("--language", type=click.Choice(["en", "fi", "sv"]), default="fi", show_default=True)
@click.option("--password", is_flag=True, help="Ask for a password now instead of making an invitation link.")
def create_admin(name: str, email: str, language: str, password: bool) -> None:
    """Make the first administrator, and print the link of the invitation.

    The link works once; whoever has it becomes this administrator, so hand it over with care.
    """
    from portal.domain.people import first_administrator, tokens

    config = _ready()
    links, key = internal_links(config), config.token_key.get_secret_value().encode()
    chosen = click.prompt("Password", hide_input=True, confirmation_prompt=True) if password else None
    with connected(config):
        try:
            with writing():
                token = first_administrator.appoint(name, email, locale=language, password=chosen)
                link = links.invitation(tokens.token_text(key, token.id, token.purpose)) if token else ""
        except Invalid as fault:
            raise Stop(" ".join(problem % fault.values for problem in fault.problems.values())) from None
    click.echo(link or f"{name} can sign in at {links.today()}")


@main.command("import")
@click.argument("kind", type=click.Choice(import_command.KINDS))
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--map", "names", type=import_command.FieldMapping(), multiple=True, help="Which column holds a field.")
@click.option("--lines", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="The file of order lines.")
@click.option("--on", metavar="COLUMN", help="The column that joins the two files.")
@click.option("--dry-run", is_flag=True, help="Say what would change, and write nothing.")
def import_file(
    kind: str, file: Path, names: tuple[tuple[str, str], ...], lines: Path | None, on: str | None, dry_run: bool
) -> None:
    """Read customers, contacts or sales from a CSV file (UTF-8): all of it, or nothing.

    \b
    customers  key, name; business_id, street, postal_code, city, country, phone, language,
               industry, employees
    contacts   key, customer, name; title, email, phone
    sales      key, customer, sold_on, amount; currency, description
               or, for amount, unit_price and quantity; discount (0 to 1)

    A column called as the field needs no --map. Rows are known again by their key, so that importing twice changes
    nothing. Sales may stand in two files, orders and their lines: --lines order-details.csv --on orderID.
    """
    config = _ready()
    with connected(config):
        try:
            click.echo(import_command.run(config, kind, file, dict(names), lines=lines, on=on, dry_run=dry_run))
        except ImportRefused as fault:
            raise Stop(import_command.refusal(fault)) from None


@main.command("verify-audit")
def verify_audit() -> None:
    """Walk the audit chain from its beginning, and name the first entry that does not fit.

    Exit code 0 when every entry is as it was written, 1 when one is not.
    """
    from portal.domain import audit

    with connected(_ready()):
        found = audit.verify()
    if not found.intact:
        raise Stop(f"audit entry {found.first_bad}: {found.reason}")
    click.echo(f"The audit chain is intact: {found.entries} entries.")


def _ready() -> Config:
    """The settings, with a database that is up to date behind them."""
    from portal import schema

    config = configuration.from_environment()
    file = make_url(config.database_url)
    if file.get_backend_name() == "sqlite" and not Path(file.database or "").is_file():
        raise Stop(f"there is no database yet at {_shown(config)}: run `portal upgrade`", UNUSABLE)
    if not schema.is_current(config.database_url):
        raise Stop(f"the database is not up to date: run `portal upgrade` ({_shown(config)})", UNUSABLE)
    return config


def _make_folder(config: Config) -> None:
    address = make_url(config.database_url)
    if address.get_backend_name() == "sqlite" and address.database:
        Path(address.database).parent.mkdir(parents=True, exist_ok=True)


def _shown(config: Config) -> str:
    return make_url(config.database_url).render_as_string(hide_password=True)


if __name__ == "__main__":
    sys.exit(main())
