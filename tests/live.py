"""The portal as a person meets it: served on a loopback port, with its worker."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from threading import Event, Thread

import httpx
from flask import Flask
from werkzeug.middleware.dispatcher import DispatcherMiddleware
from werkzeug.serving import make_server

from portal import customer, internal
from portal.config import PROJECT, Config
from portal.jobs import worker
from portal.serving import as_environment
from portal.web.application import create_core
from tests.deployment import connected
from tests.mailbox import free_port

LONGEST_START_SECONDS = 60
SMALL = ("--workers", "1", "--threads", "8", "--quiet")
PORTAL = Path(sys.executable).with_name("portal")


@contextmanager
def running_portal(config: Config, *, side: str = "both", with_worker: bool = True) -> Iterator[Config]:
    """As an administrator runs it, in processes of their own; gives the settings with the addresses that answer."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    live = config.model_copy(update={"customer_url": base, "internal_url": f"{base}/internal"})
    with ExitStack() as processes:
        server = processes.enter_context(running(live, "serve", "--side", side, "--port", str(port), *SMALL))
        if with_worker:
            processes.enter_context(running(live, "worker"))
        wait_until_it_answers(live.internal_url if side == "internal" else live.customer_url, server)
        yield live


@contextmanager
def serving_here(config: Config) -> Iterator[Config]:
    """Both sides and the worker in threads of the test: they start at once, and follow the test's clock."""
    server = make_server("127.0.0.1", 0, Flask("not_yet"), threaded=True)
    base = f"http://127.0.0.1:{server.server_port}"
    live = config.model_copy(update={"customer_url": base, "internal_url": f"{base}/internal"})
    stop = Event()
    with (
        connected(create_core(live)) as core,
        connected(customer.create_app(live)) as customer_app,
        connected(internal.create_app(live)) as internal_app,
    ):
        server.app = DispatcherMiddleware(customer_app, {"/internal": internal_app})
        threads = [Thread(target=server.serve_forever), Thread(target=worker.run, args=(core, stop))]
        for thread in threads:
            thread.start()
        try:
            yield live
        finally:
            stop.set()
            server.shutdown()
            for thread in threads:
                thread.join()
            server.server_close()


@contextmanager
def running(config: Config, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    """One `portal` command running beside the test; what it prints is the test's output."""
    environment = {**os.environ, **as_environment(config)}
    process = subprocess.Popen([str(PORTAL), *command], cwd=PROJECT, env=environment)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(LONGEST_START_SECONDS)


def wait_until_it_answers(address: str, server: subprocess.Popen[bytes]) -> None:
    """Returns once the server's process answers there; raises when it ended or took too long."""
    url = f"{address}/healthz"
    deadline = time.monotonic() + LONGEST_START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        try:
            if httpx.get(url).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise RuntimeError(f"{url} did not answer: the server ended ({server.poll()}) or took too long")
