"""Both sides in one server: the customer's at /, the internal one below the path of its own address."""

import gc
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from werkzeug.middleware.dispatcher import DispatcherMiddleware

from portal import config as configuration
from portal.config import Config

WsgiApp = Callable[[dict[str, Any], Any], Iterable[bytes]]


def both_sides(config: Config) -> WsgiApp:
    """The customer side with the internal side mounted in it."""
    from portal import customer, internal

    return DispatcherMiddleware(customer.create_app(config), {_path(config.internal_url): internal.create_app(config)})


def customer_side(config: Config) -> WsgiApp:
    """The customer side alone."""
    from portal import customer

    return customer.create_app(config)


def internal_side(config: Config) -> WsgiApp:
    """The internal side alone, below the path of its address."""
    from portal import internal

    app = internal.create_app(config)
    path = _path(config.internal_url)
    return DispatcherMiddleware(_nothing_here, {path: app}) if path else app


def _nothing_here(_environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
    start_response("404 Not Found", [("Content-Type", "text/plain")])
    return [b"Not found\n"]


def _path(url: str) -> str:
    return urlsplit(url).path.rstrip("/")


def both_from_environment() -> WsgiApp:
    """What a server imports: both sides, configured by the environment."""
    return _settled(both_sides(configuration.from_environment()))


def customer_from_environment() -> WsgiApp:
    """The customer side alone, configured by the environment."""
    return _settled(customer_side(configuration.from_environment()))


def internal_from_environment() -> WsgiApp:
    """The internal side alone, configured by the environment."""
    return _settled(internal_side(configuration.from_environment()))


def _settled(app: WsgiApp) -> WsgiApp:
    """What is built by now lives as long as the process, so the collector need not look at it again."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
    return app
