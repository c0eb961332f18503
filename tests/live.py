"""The portal as a person meets it: its server and its worker as processes of their own on a loopback port."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from portal.config import PROJECT, Config
from portal.serving import as_environment
from tests.mailbox import free_port

LONGEST_START_SECONDS = 30
PORTAL = Path(sys.executable).with_name("portal")


@contextmanager
def running_portal(config: Config, *, worker: bool = True) -> Iterator[Config]:
    """Serve both sides on a free port; gives the configuration with the addresses that they answer on."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    live = config.model_copy(update={"customer_url": base, "internal_url": f"{base}/internal"})
    with ExitStack() as processes:
        processes.enter_context(running(live, "serve", "--host", "127.0.0.1", "--port", str(port)))
        if worker:
            processes.enter_context(running(live, "worker"))
        _wait_until_it_answers(f"{base}/healthz")
        yield live


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


def _wait_until_it_answers(url: str) -> None:
    deadline = time.monotonic() + LONGEST_START_SECONDS
    while time.monotonic() < deadline:
        try:
            if httpx.get(url).is_success:
                return
        except httpx.TransportError:
            time.sleep(0.05)
    raise TimeoutError(f"{url} did not answer within {LONGEST_START_SECONDS} s")
