"""One deployment as the tests know it: its settings, and apps that let go of their database."""

from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from pydantic import SecretStr

from portal.config import Config, Environment
from portal.db import db


def config_for(database_url: str, **changes: object) -> Config:
    """The settings of a test deployment; `changes` are fields of Config."""
    settings: dict[str, object] = {
        "environment": Environment.TEST,
        "database_url": database_url,
        "customer_secret_key": SecretStr("customer-7hQ2vXc9LmT4rB8wZk1pNd6s"),
        "internal_secret_key": SecretStr("internal-Jf5yG3uEo0aKqWx2RtVb9zHi"),
        "token_key": SecretStr("token-P8nCs4MdYl6gTe1ZuOq7BvXrKj3w"),
        "customer_url": "http://localhost",
        "internal_url": "http://localhost/internal",
        **changes,
    }
    return Config(**settings)  # type: ignore[arg-type]  # pydantic checks the values


@contextmanager
def connected(app: Flask) -> Iterator[Flask]:
    """The app, and at the end none of its connections."""
    try:
        yield app
    finally:
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
