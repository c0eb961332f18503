"""Running the portal: the web server's processes, the context of commands, the environment of a child process."""

import json
import multiprocessing
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from typing import Any

from flask import Flask
from pydantic import SecretStr

from portal.config import Config
from portal.db import db


class ServedSide(StrEnum):
    """What one server answers for."""

    BOTH = "both"
    CUSTOMER = "customer"
    INTERNAL = "internal"

    @property
    def target(self) -> str:
        """What the server's processes import and call."""
        return f"portal.wsgi:{self.value}_from_environment"


class AddressInUse(Exception):
    """Another program listens where the server should."""


def serve(side: ServedSide, host: str, port: int, workers: int, threads: int, *, quiet: bool = False) -> None:
    """Answer requests until told to stop. Raises AddressInUse."""
    from granian.constants import Interfaces
    from granian.log import LogLevels
    from granian.server import Server

    ensure_free(host, port)
    if multiprocessing.get_start_method(allow_none=True) is None:
        multiprocessing.set_start_method("spawn")
    Server(
        side.target,
        factory=True,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=20,
        websockets=False,
        log_level=LogLevels.error if quiet else LogLevels.info,
    ).serve()


def ensure_free(host: str, port: int) -> None:
    """Raises AddressInUse when another program listens there."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as fault:
            raise AddressInUse(f"cannot listen on {host}:{port}: {fault.strerror}; PORT chooses another port") from None


@contextmanager
def connected(config: Config) -> Iterator[Flask]:
    """The database without any page, with its context; at the end none of its connections stays open."""
    from portal.web.application import create_core

    app = create_core(config)
    with app.app_context():
        try:
            yield app
        finally:
            db.session.remove()
            db.engine.dispose()


def as_environment(config: Config) -> dict[str, str]:
    """The same settings as environment variables."""
    return {f"SOVITTU_{name.upper()}": _as_text(value) for name, value in config if value is not None}


def _as_text(value: Any) -> str:
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, bool | list):
        return json.dumps(value)
    return str(value)
