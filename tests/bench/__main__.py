"""`make bench`: how pages and documents grow with what they show, as ratios that do not depend on the machine.

Every figure is the median of some rounds on SQLite, taken in one run; both sizes are measured in turn.
"""

import json
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient

from portal import customer, internal, schema
from portal.db import db, writing
from portal.documents.customer.plan_document import render_plan
from portal.domain.plan import agreement
from portal.domain.plan.documents import AgreedVersion
from portal.jobs import worker
from portal.web.application import create_core
from tests.bench.large import add_customers, plan_with_goals
from tests.cast import Cast, contact_actor, make_cast, sign_in, staff_actor
from tests.deployment import config_for, connected
from tests.factories.plans import open_revisions
from tests.mailbox import running_mail_server

FEW, MANY = 1_000, 20_000
ROUNDS = 15


@contextmanager
def world(folder: Path, name: str) -> Iterator[tuple[Flask, Flask, Cast]]:
    """Both sides on a database of their own, with the cast in it."""
    url = f"sqlite:///{folder / name}.sqlite3"
    schema.upgrade(url)
    config = config_for(url)
    with connected(create_core(config)) as core, core.app_context():
        with writing():
            cast = make_cast()
        yield internal.create_app(config), customer.create_app(config), cast


def median_ms(act: Callable[[], object]) -> float:
    """Milliseconds of one call, after a first one that warms up."""
    act()
    times = []
    for _ in range(ROUNDS):
        began = time.perf_counter()
        act()
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)


def page(client: FlaskClient, address: str) -> Callable[[], object]:
    """Fetching one page, which must be there."""

    def fetch() -> None:
        answer = client.get(address)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")

    return fetch


def say(what: str, small: float, large: float, sizes: str) -> None:
    print(f"{what:<44} {small:9.1f} ms {large:9.1f} ms   ×{large / small:5.2f}   {sizes}")


def lists(folder: Path) -> None:
    """The list of customers: first page, filtered, and while typing."""
    found: dict[str, list[float]] = {}
    for count in (FEW, MANY):
        with world(folder, f"customers-{count}") as (app, _customer_app, cast):
            add_customers(count, staff_actor(cast.account_manager))
            client = sign_in(app.test_client(), cast.account_manager)
            for what, query in (("first page", ""), ("one state", "?state=agreed"), ("while typing", "?q=pesu%20oul")):
                found.setdefault(what, []).append(median_ms(page(client, f"/customers{query}")))
            found.setdefault("today", []).append(median_ms(page(client, "/")))
    for what, (small, large) in found.items():
        say(f"customers, {what}" if what != "today" else "today", small, large, f"{FEW} and {MANY} customers")


def plans(folder: Path) -> None:
    """One plan on both sides, with few goals and with many."""
    found: dict[str, list[float]] = {}
    for count in (10, 60):
        with world(folder, f"goals-{count}") as (app, customer_app, cast):
            number = plan_with_goals(cast, count).number
            ours, theirs = (
                sign_in(app.test_client(), cast.account_manager),
                sign_in(customer_app.test_client(), cast.approver),
            )
            key = cast.limppula.key
            found.setdefault("plan editor", []).append(median_ms(page(ours, f"/customers/{key}/plans/{number}/")))
            found.setdefault("customer's home", []).append(median_ms(page(theirs, f"/c/{key}/")))
            found.setdefault("customer's plan", []).append(median_ms(page(theirs, f"/c/{key}/plans/{number}/")))
            found.setdefault("customer's page of a goal", []).append(
                median_ms(page(theirs, f"/c/{key}/plans/{number}/goals/1"))
            )
    for what, (small, large) in found.items():
        say(what, small, large, "10 and 60 goals")


def documents(folder: Path) -> None:
    """Drawing the PDF against serving it."""
    with world(folder, "document") as (_app, customer_app, cast):
        plan = plan_with_goals(cast, 9)
        _approve_all(cast, plan.id)
        version = db.session.query(AgreedVersion).one()
        content = version.content.encode()
        drawing = median_ms(lambda: render_plan(content, locale="fi", check_url="http://customer.test/check"))
        with running_mail_server() as mailbox:
            worker.work_off(config_for(str(db.engine.url), smtp_port=mailbox.port))
        client = sign_in(customer_app.test_client(), cast.approver)
        address = f"/c/{cast.limppula.key}/plans/{plan.number}/versions/1.pdf"
        serving = median_ms(page(client, address))
        pages = len(json.loads(content)["goals"])
        say("the agreed plan: serving against drawing", serving, drawing, f"{pages} goals")


def _approve_all(cast: Cast, plan_id: int) -> None:
    approver = contact_actor(cast.approver)
    with writing():
        for revision in open_revisions(plan_id):
            agreement.approve(approver, revision.id, revision.fingerprint)


def main() -> None:
    """Measure everything and print it."""
    print(f"{'':<44} {'small':>12} {'large':>12}   ratio   sizes")
    with tempfile.TemporaryDirectory() as name:
        for measure in (lists, plans, documents):
            measure(Path(name))


if __name__ == "__main__":
    main()
