"""Building the apps: the bare one for commands and the worker, and what both sides have in common."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask, abort, request
from flask.typing import ResponseReturnValue
from flask_babel import Babel
from flask_wtf import CSRFProtect
from htmx_flask import Htmx
from jinja2 import BytecodeCache, FileSystemLoader, PrefixLoader, StrictUndefined
from jinja2.bccache import Bucket
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.routing import IntegerConverter

from portal.config import PROJECT, Config, Environment
from portal.db import CONNECTIONS, begin_reading, begin_writing, db
from portal.web import assets, errors, filters, guard, headers, languages, limits, wording

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True)
class SideSettings:
    """What one side has of its own: cookies, key, templates, people, and how customers and plans are found for them."""

    name: str
    cookie: str
    secret_key: str
    url: str
    people: guard.People


class ShortNumber(IntegerConverter):
    """A number in an address; one that no database column could hold names nothing."""

    regex = r"\d{1,9}"


class CompiledTemplates(BytecodeCache):
    """Templates compiled once in a process: the sides share macros, and tests make many apps."""

    def __init__(self) -> None:
        self._compiled: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the compiled template back, if its source is still the same."""
        if bucket.key in self._compiled:
            bucket.bytecode_from_string(self._compiled[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was just compiled."""
        self._compiled[bucket.key] = bucket.bytecode_to_string()


COMPILED = CompiledTemplates()


class SideApp(Flask):
    """A Flask app in which one request is one transaction: committed when the view returns, undone when it raises."""

    def dispatch_request(self) -> ResponseReturnValue:
        answer = super().dispatch_request()
        if request.method not in SAFE_METHODS:
            db.session.commit()
        return answer


def create_core(config: Config) -> Flask:
    """The database without any page: for commands, the worker and tests of the rules."""
    app = Flask("portal")
    _configure(app, config)
    return app


def create_side(config: Config, side: SideSettings) -> SideApp:
    """An app with everything but its pages."""
    app = SideApp(f"portal.{side.name}", static_folder=None)
    app.url_map.converters["int"] = ShortNumber
    app.jinja_loader = templates_of(side.name)
    _configure(app, config)
    app.config.update(
        SECRET_KEY=side.secret_key,
        SESSION_COOKIE_NAME=f"__Host-{side.cookie}" if config.secure_cookies else side.cookie,
        SESSION_COOKIE_SECURE=config.secure_cookies,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_PATH="/",
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        WTF_CSRF_TIME_LIMIT=None,
        TRUSTED_HOSTS=config.trusted_hosts or None,
        MAX_CONTENT_LENGTH=config.request_limit_bytes,
        MAX_FORM_MEMORY_SIZE=config.request_limit_bytes,
        BABEL_TRANSLATION_DIRECTORIES=str(PROJECT / "portal" / "translations"),
        BABEL_DEFAULT_LOCALE="en",
    )
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.bytecode_cache = COMPILED
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.add_extension("jinja2.ext.do")
    if config.proxy_count:
        app.wsgi_app = ProxyFix(  # type: ignore[method-assign]  # Flask's own documented way to wrap an app
            app.wsgi_app, x_for=config.proxy_count, x_proto=config.proxy_count, x_host=config.proxy_count
        )
    app.before_request(_refuse_zero_bytes)
    app.before_request(_begin_transaction)
    app.teardown_request(_end_transaction)
    CSRFProtect(app)
    Babel(app, locale_selector=languages.select)
    Htmx(app)
    for room in (errors, headers, languages, filters, assets, limits, wording):
        room.install(app)
    guard.install(app, side.people)
    return app


def templates_of(side: str) -> PrefixLoader:
    """A side's own templates and the shared ones; the other side's do not exist for it."""
    return PrefixLoader({room: FileSystemLoader(PROJECT / "templates" / room) for room in (side, "shared")})


def _refuse_zero_bytes() -> None:
    """Nobody types them, and not every database can keep them."""
    typed = (text for _name, text in request.form.items(multi=True))
    if "\0" in request.path or b"%00" in request.query_string or any("\0" in text for text in typed):
        abort(400)


def _begin_transaction() -> None:
    if request.method in SAFE_METHODS:
        begin_reading()
    else:
        begin_writing()


def _end_transaction(_error: BaseException | None) -> None:
    """What runs after the request in the same thread says itself when it writes."""
    begin_reading()


def _configure(app: Flask, config: Config) -> None:
    app.config.update(
        PORTAL=config,
        DEBUG=False,
        TESTING=config.environment is Environment.TEST,
        SQLALCHEMY_DATABASE_URI=config.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={
            "pool_pre_ping": config.database_url.startswith("postgresql"),
            "pool_size": CONNECTIONS // 4,
            "max_overflow": CONNECTIONS - CONNECTIONS // 4,
        },
    )
    db.init_app(app)
