"""Both sides in one server: the customer's at /, the internal one below the path of its own address."""

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


def app_from_environment() -> WsgiApp:
    """What a server imports: both sides, configured by the environment."""
    return both_sides(configuration.from_environment())
