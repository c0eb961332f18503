"""kill -9 of the server while people approve: what was acknowledged is there, and the audit chain verifies."""

import html
import os
import random
import re
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import httpx
import pytest
from flask import Flask
from sqlalchemy import Select, select

from portal.config import PROJECT, Config
from portal.db import db, writing
from portal.domain import audit
from portal.domain.plan.items import Decision, DecisionKind, Item, Revision
from portal.domain.plan.plans import Plan
from portal.serving import as_environment
from tests.cast import Cast, sign_in, staff_actor
from tests.conftest import FIGURES
from tests.factories.plans import make_plan, sent_goals
from tests.live import PORTAL, wait_until_it_answers
from tests.mailbox import free_port

GOALS = 12
HIDDEN = re.compile(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"')
APPROVE = re.compile(r'<form method="post" action="([^"]+/approve)".*?</form>', re.DOTALL)


@contextmanager
def server(config: Config, port: int) -> Iterator[Callable[[], None]]:
    """The customer side in processes of its own; gives what kills all of them at once."""
    command = [
        str(PORTAL),
        "serve",
        "--side",
        "customer",
        "--port",
        str(port),
        "--workers",
        "2",
        "--threads",
        "4",
        "--quiet",
    ]
    environment = {**os.environ, **as_environment(config)}
    process = subprocess.Popen(command, cwd=PROJECT, env=environment, start_new_session=True)
    try:
        wait_until_it_answers(config.customer_url, process)
        yield lambda: os.killpg(process.pid, signal.SIGKILL)
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def approve_all(
    config: Config, cookies: httpx.Cookies, key: str, plan: int, acknowledged: list[tuple[int, int]]
) -> None:
    """Approve goal after goal until the server is gone; note each one that was answered as done."""
    with httpx.Client(base_url=config.customer_url, cookies=cookies, timeout=10) as client:
        for goal in range(1, GOALS + 1):
            try:
                page = client.get(f"/c/{key}/plans/{plan}/goals/{goal}")
                form = APPROVE.search(page.text)
                assert form
                answer = client.post(html.unescape(form[1]), data=dict(HIDDEN.findall(form[0])))
            except httpx.TransportError:
                return
            assert answer.status_code == 303, re.sub(r"<[^>]+>|\s+", " ", answer.text)[-900:]
            acknowledged.append((plan, goal))


@pytest.mark.long
def test_no_acknowledged_approval_is_lost_when_the_server_is_killed(
    config: Config, core: Flask, cast: Cast, customer_app: Flask, record_property: Callable[[str, object], None]
) -> None:
    kills = int(os.environ.get("KILLS", "20"))
    chance, acknowledged, port = random.Random(7), list[tuple[int, int]](), free_port()
    live = config.model_copy(update={"customer_url": f"http://127.0.0.1:{port}"})
    cookie = sign_in(customer_app.test_client(), cast.approver).get_cookie("sovittu_customer")
    assert cookie
    cookies = httpx.Cookies()
    cookies.set("sovittu_customer", cookie.value, domain="127.0.0.1", path="/")
    for _kill in range(kills):
        with writing():
            manager = staff_actor(cast.account_manager)
            plan = make_plan(manager, cast.limppula.id)
            sent_goals(manager, plan, *(f"Goal {number}" for number in range(GOALS)))
            number = plan.number
        db.session.remove()
        with server(live, port) as kill:
            timer = threading.Timer(chance.uniform(0.5, 4), kill)
            timer.start()
            approve_all(live, cookies, cast.limppula.key, number, acknowledged)
            timer.cancel()
    approved = {tuple(row) for row in db.session.execute(_approved_goals(cast.approver.id))}
    assert acknowledged
    assert set(acknowledged) <= approved
    assert audit.verify().intact
    record_property(FIGURES, f"servers killed: {kills}; approvals acknowledged {len(acknowledged)}, lost 0")


def _approved_goals(contact_id: int) -> Select[int, int | None]:
    query = select(Plan.number, Item.number).join(Item, Item.plan_id == Plan.id)
    query = query.join(Revision, Revision.item_id == Item.id).join(Decision, Decision.revision_id == Revision.id)
    return query.where(Decision.contact_id == contact_id, Decision.kind == DecisionKind.APPROVE)
